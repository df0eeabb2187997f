"""Mean states of texts: a BERT reads them end to end, any other encoder pads them to one length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from transformers import BertModel, PreTrainedModel, PreTrainedTokenizerBase

from summarizer.backends.bert import Bert
from summarizer.types import Vectors

Ids = Sequence[Sequence[int]]
"""Vocabulary ids, [CLS] and [SEP] or their like included, of each text."""

Means = Callable[[Ids], Vectors]
"""From texts to the means of their tokens' states, shape (texts, dimensions)."""

AT_ONCE = {"end to end": 1024, "padded": 256}
"""Tokens that it pays to compute together; measured, on texts of 26 tokens: more padded ones are mostly padding."""


def means_of(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> tuple[Means, int]:
    """What gives the means of texts by that model, and how many tokens it is best given at once."""
    if isinstance(model, BertModel) and not model.config.is_decoder:
        return partial(end_to_end, Bert(model)), AT_ONCE["end to end"]
    return partial(padded, model, tokenizer), AT_ONCE["padded"]


@torch.inference_mode()
def end_to_end(bert: Bert, ids: Ids) -> Vectors:
    """The means of texts by a BERT."""
    lengths = [len(each) for each in ids]
    states = bert(torch.tensor([number for each in ids for number in each]), lengths)
    return np.stack([text.mean(dim=0).numpy() for text in states.split_with_sizes(lengths)])


@torch.inference_mode()
def padded(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, ids: Ids) -> Vectors:
    """The means of texts by any encoder of transformers."""
    tokens = tokenizer.pad({"input_ids": [list(each) for each in ids]}, return_tensors="pt")
    states = model(**tokens).last_hidden_state
    mask = tokens["attention_mask"].unsqueeze(-1).to(states.dtype)
    means = (states * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
    return np.asarray(means.numpy(), dtype=np.float32)
