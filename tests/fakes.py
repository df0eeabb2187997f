"""Stand-ins with real behaviour for what tests must not load or reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from summarizer.types import Vectors


@dataclass(frozen=True, slots=True)
class HashingEmbedder:
    """A bag of words hashed to a few columns: deterministic, and texts that share words are alike."""

    dimensions: int = 64

    @property
    def name(self) -> str:
        return f"hashing-{self.dimensions}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.dimensions), 1e-3, dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.casefold().split():
                row[crc32(word.strip('.,;:!?"“”').encode()) % self.dimensions] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
