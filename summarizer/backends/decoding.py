"""How a writing model is made to write: the same words for the same text, within bounds of length and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import torch
from transformers import LogitsProcessor, PreTrainedModel, PreTrainedTokenizerBase
from transformers.generation.logits_process import NoRepeatNGramLogitsProcessor

from summarizer.errors import ModelError

SENTENCE_TOKENS = 60
"""Room for one long news sentence."""
UNBOUNDED = 1_000_000  # a tokenizer without a limit says 10 ** 30
DEFAULT_LIMIT = 1024
STEADY: Mapping[str, object] = {
    "do_sample": False,
    "min_length": 0,
    "repetition_penalty": 1.0,  # it would punish the words of the source, which are the right ones
    "use_cache": True,
}


class NoOwnRepeats(LogitsProcessor):
    """Bars runs of tokens that the answer already has; those of the prompt it may, and should, repeat."""

    def __init__(self, prompt: int, run: int) -> None:
        self._prompt = prompt
        self._bar = NoRepeatNGramLogitsProcessor(run)

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        return cast(torch.FloatTensor, self._bar(cast(torch.LongTensor, input_ids[:, self._prompt :]), scores))


def input_limit(tokenizer: PreTrainedTokenizerBase, model: PreTrainedModel) -> int:
    """How many tokens the model reads at most, as its tokenizer and its positions say."""
    config = model.config
    positions = [getattr(config, f"max_{part}position_embeddings", None) for part in ("encoder_", "")]
    stated = [n for n in (*positions, tokenizer.model_max_length) if isinstance(n, int) and 0 < n < UNBOUNDED]
    return min(stated, default=DEFAULT_LIMIT)


def weight_bytes(model: PreTrainedModel) -> int:
    """What the weights take in memory."""
    return sum(weight.numel() * weight.element_size() for weight in model.parameters())


@torch.inference_mode()
def generate(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, ids: Sequence[int], seconds: float, **how: object
) -> list[int]:
    """The ids that the model writes after, or about, the given ones; cut short when the seconds are over.

    Raises ModelError when the model fails.
    """
    given = torch.tensor([list(ids)], device=model.device)
    ends = model.generation_config.eos_token_id
    padding = tokenizer.pad_token_id
    if padding is None:
        padding = ends[0] if isinstance(ends, list) else ends
    options = {**STEADY, "max_time": seconds, "pad_token_id": padding, **how}
    try:
        written = model.generate(given, attention_mask=torch.ones_like(given), **options)  # type: ignore[operator] # transformers types it as a Tensor or a Module
    except (RuntimeError, IndexError) as error:  # torch's own: out of memory, a token without a row
        raise ModelError(f"{model.config.model_type} failed on {len(ids)} tokens: {error}") from error
    return cast(list[int], written[0].tolist())
