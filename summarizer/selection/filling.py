"""Fills a budget with units of sentences, each time the one that brings most that was not yet told.

Greedy choice under a budget of words, gain by cost: Takamura and Okumura 2009; Lin and Bilmes 2010. What is told
once counts once, so that repetition earns nothing and needs no penalty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from summarizer.selection.concepts import Concepts
from summarizer.selection.material import Floats
from summarizer.selection.model import Judged, Taste
from summarizer.selection.units import Unit

POOL = 200  # units that are weighed against each other; a long text's others follow by what they bring alone


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be told: sentences, words, or both; None sets no bound."""

    sentences: int | None = None
    words: int | None = None

    def allows(self, sentences: int, words: int) -> bool:
        """Whether so much may be told."""
        return (self.sentences is None or sentences <= self.sentences) and (self.words is None or words <= self.words)

    def holds(self, sentences: Floats, words: Floats) -> Floats:
        """For each number of sentences and words whether the budget has room for it."""
        fits = np.ones(len(words), dtype=bool)
        if self.sentences is not None:
            fits &= sentences <= self.sentences
        if self.words is not None:
            fits &= words <= self.words
        return fits


@dataclass(frozen=True, slots=True)
class Offer:
    """Units to choose from: which rows each has, which words and pairs each would tell, and what those are worth."""

    rows: Floats
    words: Floats
    word_worth: Floats
    pairs: Floats
    pair_worth: Floats


IsNew = Callable[[int, Sequence[int]], bool]
"""Whether a unit may still be told after the rows that were taken: (its place in `units`, rows)."""
Bonus = Callable[[Floats], Floats]
"""What the units are worth after all, given for each the gain as a share of the best gain; shape (units,)."""


def fill(
    units: Sequence[Unit],
    judged: Judged,
    lengths: Floats,
    taste: Taste,
    budget: Budget,
    *,
    is_new: IsNew | None = None,
    bonus: Bonus | None = None,
) -> tuple[int, ...]:
    """Rows of the units that were taken, best unit first; a unit that is too long is passed over for shorter ones.

    `units` are different and not empty; `lengths` are the words of each row.
    """
    if not units:
        return ()
    offer = _offer(units, judged, len(lengths))
    worth = taste.sentences * judged.sentences * lengths**taste.length
    words, pairs = taste.words * offer.word_worth, taste.pairs * offer.pair_worth
    free, open_units = np.ones(len(lengths), dtype=np.float32), np.ones(len(units), dtype=bool)
    nearest = np.zeros(len(lengths), dtype=np.float32)
    taken: list[int] = []
    while True:
        cost, count = offer.rows @ (lengths * free), offer.rows @ free
        told = lengths @ (1 - free)
        fits = open_units & (count > 0) & budget.holds(count + len(taken), cost + told)
        if not fits.any():
            return tuple(taken)
        gain = offer.words @ words + offer.pairs @ pairs + offer.rows @ (worth * free * (1 - taste.novelty * nearest))
        value = _valued(np.where(fits, gain / cost.clip(1) ** taste.cost, 0.0), bonus)
        best = int(np.argmax(np.where(fits, value, -np.inf)))
        open_units[best] = False
        if is_new is not None and not is_new(best, taken):
            continue
        new = [row for row in units[best] if free[row]]
        taken.extend(new)
        nearest = np.maximum(nearest, (judged.vectors @ judged.vectors[new].T).max(axis=1))
        free[new] = 0.0
        words, pairs = words * (1 - offer.words[best]), pairs * (1 - offer.pairs[best])


def _valued(gain: Floats, bonus: Bonus | None) -> Floats:
    return gain if bonus is None else bonus(gain / max(float(gain.max()), 1e-9))


def _offer(units: Sequence[Unit], judged: Judged, rows: int) -> Offer:
    mine = np.zeros((len(units), rows), dtype=np.float32)
    for each, unit in zip(mine, units, strict=True):
        each[list(unit)] = 1.0
    return Offer(mine, *_covered(units, *judged.words), *_covered(units, *judged.pairs))


def _covered(units: Sequence[Unit], concepts: Concepts, probability: Floats) -> tuple[Floats, Floats]:
    """1 where a unit has a concept, shape (units, concepts that any unit has), and the probability of each of those."""
    starts = np.searchsorted(concepts.row, np.arange(max((unit[-1] for unit in units), default=0) + 2))
    held = [np.concatenate([concepts.concept[starts[row] : starts[row + 1]] for row in unit]) for unit in units]
    used = np.unique(np.concatenate(held))
    found = np.zeros((len(units), len(used)), dtype=np.float32)
    for each, mine in zip(found, held, strict=True):
        each[np.searchsorted(used, mine)] = 1.0
    return found, probability[used]


def strongest(units: Sequence[Unit], judged: Judged, asked: Floats | None = None) -> tuple[Unit, ...]:
    """The different units, at most POOL: those with what was asked for, then those with the most probable sentences."""
    distinct = tuple(dict.fromkeys(unit for unit in units if unit))
    if len(distinct) <= POOL:
        return distinct
    worth = judged.sentences if asked is None else judged.sentences + asked
    strength = np.array([worth[list(unit)].mean() for unit in distinct])
    kept = set(np.argsort(-strength, kind="stable")[:POOL].tolist())
    return tuple(unit for i, unit in enumerate(distinct) if i in kept)
