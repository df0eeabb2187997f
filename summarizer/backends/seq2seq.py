"""Writes with a summarizer of transformers: BART, distilBART, Pegasus, T5 and their kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from summarizer.backends.decoding import SENTENCE_TOKENS, generate, input_limit, weight_bytes
from summarizer.backends.writing_input import Ids, control_marks, neutral, text_ids, within

BEAMS = 4
LEAST_TOKENS = 12  # a sentence: these models stop late or at once
REPEATED_RUN = 3
NEW_LINE = re.compile(r"<n>")  # how Pegasus writes one


class Seq2SeqWriter:
    """An encoder with a decoder behind the Writer seam; it was trained to summarize and takes no instruction."""

    def __init__(
        self, name: str, tokenizer: PreTrainedTokenizerBase, model: PreTrainedModel, *, max_seconds: float
    ) -> None:
        self.name = name
        self.device = str(model.device)
        self.parameters = model.num_parameters()
        self.bytes = weight_bytes(model)
        self._tokenizer = tokenizer
        self._model = model
        self._seconds = max_seconds
        self._limit = input_limit(tokenizer, model)
        self._marks = control_marks(tokenizer)
        self._prefix = prefix_of(model)

    def write(self, passages: Sequence[str], *, topic: str | None, sentences: int) -> str:  # noqa: ARG002 - the seam's; these models take no question: the passages were chosen by it
        """A summary in the model's words. Raises ModelError when it fails or can read none of the passages."""
        clean = [neutral(passage, self._marks) for passage in passages]
        ids = within(self._limit, clean, self._cost, self._encode)
        most = min(SENTENCE_TOKENS * sentences, self._limit // 2)
        written = generate(
            self._model,
            self._tokenizer,
            ids,
            self._seconds,
            num_beams=BEAMS,
            early_stopping=True,
            no_repeat_ngram_size=REPEATED_RUN,
            min_new_tokens=min(LEAST_TOKENS * sentences, most // 2),
            max_new_tokens=most,
        )
        return NEW_LINE.sub("\n", str(self._tokenizer.decode(written, skip_special_tokens=True))).strip()

    def _encode(self, passages: Sequence[str]) -> Ids:
        return text_ids(self._tokenizer, self._prefix + " ".join(passages))

    def _cost(self, sentence: str) -> int:
        return len(self._tokenizer.encode(sentence, add_special_tokens=False))


def prefix_of(model: PreTrainedModel) -> str:
    """The words by which a model of many tasks is told to summarize; none for a model of one task."""
    tasks = getattr(model.config, "task_specific_params", None) or {}
    usual = "summarize: " if model.config.model_type == "t5" else ""
    return str(tasks.get("summarization", {}).get("prefix", usual))
