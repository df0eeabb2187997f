"""ROUGE-1 and ROUGE-2 of any choice of sentences, counted once and then only added (Lin 2004).

Words are cut and stemmed as the package rouge-score does it, which is needed here and nowhere in the product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rouge_score.tokenizers import DefaultTokenizer

Counts = NDArray[np.float32]
TOKENIZER = DefaultTokenizer(use_stemmer=True)
Tokens = tuple[str, ...]


def cut(text: str) -> Tokens:
    """The words of a text as ROUGE sees them."""
    return tuple(TOKENIZER.tokenize(text))


def f1(chosen: Sequence[Tokens], references: Sequence[Tokens]) -> tuple[float, float]:
    """ROUGE-1 and ROUGE-2, F1 from 0 to 100, of sentences told one after the other; the best of the references."""
    words = tuple(word for sentence in chosen for word in sentence)
    scores = [[_f1(_grams(words, size), _grams(reference, size)) for size in (1, 2)] for reference in references]
    best = np.max(scores, axis=0)
    return float(best[0]), float(best[1])


def _grams(words: Tokens, size: int) -> Counter[Tokens]:
    return Counter(zip(*(words[i:] for i in range(size)), strict=False))


def _f1(said: Counter[Tokens], wanted: Counter[Tokens]) -> float:
    shared = sum((said & wanted).values())
    return 200 * shared / max(said.total() + wanted.total(), 1)


@dataclass(frozen=True, slots=True)
class Grams:
    """Of one size: how often each gram of the reference stands in each sentence, and in the reference."""

    sentences: Counts
    sizes: Counts
    reference: Counts

    @classmethod
    def count(cls, sentences: Sequence[Tokens], reference: Tokens, size: int) -> Grams:
        wanted = _grams(reference, size)
        column = {gram: i for i, gram in enumerate(wanted)}
        found = np.zeros((len(sentences), len(wanted)), dtype=np.float32)
        for row, sentence in zip(found, sentences, strict=True):
            for gram, count in _grams(sentence, size).items():
                if gram in column:
                    row[column[gram]] = count
        sizes = np.array([max(len(s) - size + 1, 0) for s in sentences], dtype=np.float32)
        return cls(found, sizes, np.array(list(wanted.values()), dtype=np.float32))

    def gained(self, taken: Counts, rows: Counts) -> Counts:
        """How many grams of the reference each choice of sentences has beyond what was taken."""
        before = taken @ self.sentences
        return np.asarray((np.minimum(rows @ self.sentences + before, self.reference) - np.minimum(before, self.reference)).sum(axis=1))

    def with_each(self, taken: Counts, rows: Counts) -> Counts:
        """F1 from 0 to 1 of what was taken together with each choice of sentences; `rows` is (choices, sentences)."""
        shared = np.minimum(rows @ self.sentences + taken @ self.sentences, self.reference).sum(axis=1)
        size = rows @ self.sizes + taken @ self.sizes
        return np.asarray(2 * shared / np.maximum(size + self.reference.sum(), 1))


def oracle(
    sentences: Sequence[Tokens],
    reference: Tokens,
    units: Iterable[tuple[int, ...]],
    lengths: Counts,
    *,
    most: int | None = None,
    words: int | None = None,
) -> tuple[int, ...]:
    """The sentences that raise ROUGE-1 plus ROUGE-2 most, taken greedily unit by unit (Nallapati et al. 2017)."""
    together = np.zeros((0, len(sentences)), dtype=np.float32)
    distinct = sorted({unit for unit in units if unit})
    if distinct:
        together = np.stack([np.isin(np.arange(len(sentences)), unit) for unit in distinct]).astype(np.float32)
    grams = [Grams.count(sentences, reference, size) for size in (1, 2)]
    taken, best = np.zeros(len(sentences), dtype=np.float32), 0.0
    while len(together):
        new = together * (1 - taken)
        allowed = new.any(axis=1)
        allowed &= (new.sum(axis=1) + taken.sum() <= most) if most else True
        allowed &= (new @ lengths + taken @ lengths <= words) if words else True
        scores = np.where(allowed, sum(g.with_each(taken, new) for g in grams), -1.0)
        if scores.max() <= best + 1e-9:
            break
        best = float(scores.max())
        taken += new[int(scores.argmax())]
    return tuple(np.flatnonzero(taken).tolist())
