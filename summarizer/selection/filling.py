"""Fills a budget with units of sentences, each time the one that brings most after what is told already.

What a unit brings is learned from how greedy choices of human-like summaries go on from such a state: not only which
sentences are good, but which one is next (search learned by imitation: Ross, Gordon and Bagnell 2011).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from summarizer.selection.concepts import Concepts
from summarizer.selection.features import NAMES, Described
from summarizer.selection.material import Floats
from summarizer.selection.units import Unit

Mask = NDArray[np.bool_]
Gain = Callable[[Floats], Floats]
"""What units bring: shape (units, STATE_NAMES) in, (units,) out; any scale."""

STATE_NAMES: Final = (
    *NAMES,
    *"new_words_each new_pairs_each new_words new_pairs words_still_new pairs_still_new told_alike "
    "told_words told_sentences cost count".split(),
)
POOL = 200  # units that are weighed against each other; a long text's others follow by what they bring alone
FEW: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be told: sentences, words, or both; None sets no bound."""

    sentences: int | None = None
    words: int | None = None

    def allows(self, sentences: int, words: int) -> bool:
        """Whether so much may be told."""
        return (self.sentences is None or sentences <= self.sentences) and (self.words is None or words <= self.words)

    def holds(self, sentences: Floats, words: Floats) -> Mask:
        """For each number of sentences and words whether so much may be told."""
        fits = np.ones(len(words), dtype=bool)
        if self.sentences is not None:
            fits &= sentences <= self.sentences
        if self.words is not None:
            fits &= words <= self.words
        return fits


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which of the concepts that any unit has each unit would tell, and how probably a summary has them."""

    told: Floats
    """Shape (units, concepts)."""
    worth: Floats
    whole: Floats
    """For each unit the worth of all its concepts."""

    @classmethod
    def of(cls, units: Sequence[Unit], concepts: Concepts, probability: Floats) -> Coverage:
        starts = np.searchsorted(concepts.row, np.arange(max(unit[-1] for unit in units) + 2))
        held = [np.concatenate([concepts.concept[starts[row] : starts[row + 1]] for row in unit]) for unit in units]
        used = np.unique(np.concatenate(held))
        told = np.zeros((len(units), len(used)), dtype=np.float32)
        for row, mine in zip(told, held, strict=True):
            row[np.searchsorted(used, mine)] = 1.0
        return cls(told, probability[used], told @ probability[used])


class Filling:
    """What is told so far, and what each unit would add; `units` are different and not empty, at least one."""

    def __init__(self, units: Sequence[Unit], described: Described, lengths: Floats) -> None:
        self.units = units
        self.taken: list[int] = []
        self._described = described
        self._lengths = lengths
        self._rows = np.zeros((len(units), len(lengths)), dtype=np.float32)
        for row, unit in zip(self._rows, units, strict=True):
            row[list(unit)] = 1.0
        self._words = Coverage.of(units, *described.words)
        self._pairs = Coverage.of(units, *described.pairs)
        self._free = np.ones(len(lengths), dtype=np.float32)
        self._alike = np.zeros(len(lengths), dtype=np.float32)
        self._new_words, self._new_pairs = self._words.worth.copy(), self._pairs.worth.copy()

    @property
    def added(self) -> Floats:
        """For each unit the rows that it would add, as 1; shape (units, rows)."""
        return self._rows * self._free

    @property
    def told(self) -> Floats:
        """1 for each row that is told."""
        return 1 - self._free

    def costs(self) -> tuple[Floats, Floats]:
        """Sentences and words that each unit would add."""
        return self._rows @ self._free, self._rows @ (self._lengths * self._free)

    def fits(self, budget: Budget) -> Mask:
        """Which units add something, and no more than there is room for."""
        count, words = self.costs()
        return (count > 0) & budget.holds(count + len(self.taken), words + self._lengths @ self.told)

    def describe(self) -> Floats:
        """What is known of each unit in this state; shape (units, STATE_NAMES)."""
        count, cost = self.costs()
        each, word = count.clip(1), cost.clip(1)
        new_words, new_pairs = self._words.told @ self._new_words, self._pairs.told @ self._new_pairs
        every = np.ones(len(self.units), dtype=np.float32)
        state = [
            new_words / word,
            new_pairs / word,
            new_words,
            new_pairs,
            new_words / self._words.whole.clip(FEW),
            new_pairs / self._pairs.whole.clip(FEW),
            (self.added @ self._alike) / each,
            every * (self._lengths @ self.told) / 100,
            every * len(self.taken) / 10,
            cost / 20,
            count,
        ]
        means = (self.added @ self._described.rows) / each[:, None]
        return np.hstack([means, np.stack(state, axis=1)]).astype(np.float32)

    def take(self, place: int) -> None:
        """Tells what a unit adds."""
        new = [row for row in self.units[place] if self._free[row]]
        self.taken.extend(new)
        self._free[new] = 0.0
        vectors = self._described.vectors
        self._alike = np.maximum(self._alike, (vectors @ vectors[new].T).max(axis=1))
        self._new_words = self._new_words * (1 - self._words.told[place])
        self._new_pairs = self._new_pairs * (1 - self._pairs.told[place])


IsNew = Callable[[Unit, Sequence[int]], bool]
"""Whether a unit may still be told after the rows that were taken."""


def fill(
    filling: Filling, gain: Gain, budget: Budget, *, is_new: IsNew | None = None, bonus: Floats | None = None
) -> tuple[int, ...]:
    """Rows of the units that were taken, best unit first; a unit that is too long is passed over for shorter ones.

    `bonus` has for each unit what its gain is raised by.
    """
    may = np.ones(len(filling.units), dtype=bool)
    while (fits := may & filling.fits(budget)).any():
        value = gain(filling.describe()) + (0.0 if bonus is None else bonus)
        best = int(np.argmax(np.where(fits, value, -np.inf)))
        may[best] = False
        if is_new is None or is_new(filling.units[best], filling.taken):
            filling.take(best)
    return tuple(filling.taken)


def pool(units: Sequence[Unit], strength: Floats) -> tuple[Unit, ...]:
    """The different units, in order, at most POOL: the strongest, each as strong as its sentences on average."""
    distinct = tuple(dict.fromkeys(unit for unit in units if unit))
    if len(distinct) <= POOL:
        return distinct
    worth = np.array([strength[list(unit)].mean() for unit in distinct])
    kept = frozenset(np.argsort(-worth, kind="stable")[:POOL].tolist())
    return tuple(unit for i, unit in enumerate(distinct) if i in kept)
