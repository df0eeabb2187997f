"""ROUGE-1 and ROUGE-2 of any choice of sentences, counted once and then only added (Lin 2004).

Words are cut and stemmed as the package rouge-score does it, which is needed here and nowhere in the product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
        return cls(found, np.array(list(wanted.values()), dtype=np.float32))

    def gained(self, taken: Counts, rows: Counts) -> Counts:
        """How many grams of the reference each choice of sentences has beyond what was taken."""
        before = taken @ self.sentences
        with_each = np.minimum(rows @ self.sentences + before, self.reference)
        return np.asarray((with_each - np.minimum(before, self.reference)).sum(axis=1))
