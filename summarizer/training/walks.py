"""Walks from nothing told to a full budget: in each state, which units are worth taking next?

Walks go by what a choice covers of the words that a summary probably has, once straight and then with chance in each
step, so that states are seen which a good choice would not meet and a poor one would.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from summarizer.selection.features import Described
from summarizer.selection.filling import STATE_NAMES, Filling, Mask, pool
from summarizer.selection.material import Floats
from summarizer.training.selection_data import Example, Task

CHANCE = (0.0, 0.35, 0.35)  # spread of the logarithm of what a walk goes by
WORDS, COST = 0.3, 0.8
PAIRS_COUNT = 2.0  # a word pair of the reference counts twice as much as a word
Lesson = tuple[Floats, Floats]
"""Units in one state, shape (units, STATE_NAMES), and 1 for each that is worth taking."""


def walks(example: Example, described: Described, task: Task) -> Iterator[Lesson]:
    """What is to be learned from an item, state by state."""
    units = pool(example.units, described.strength)
    chance = np.random.default_rng(crc32(example.id.encode()))
    for spread in CHANCE if units else ():
        filling = Filling(units, described, example.lengths)
        while (fits := filling.fits(task.budgets[0])).any():
            state = filling.describe()
            yield state[fits], _worth_taking(example, filling, fits, task.best)
            value = _covered(state) * np.exp(chance.normal(0.0, spread, len(units)))
            filling.take(int(np.argmax(np.where(fits, value, -np.inf))))


def _covered(state: Floats) -> Floats:
    """What a unit newly covers, by its cost."""
    words, pairs, cost = (state[:, STATE_NAMES.index(name)] for name in ("new_words", "new_pairs", "cost"))
    return np.asarray((WORDS * words + pairs) / cost.clip(0.05) ** COST)


def _worth_taking(example: Example, filling: Filling, fits: Mask, share: float) -> Floats:
    """1 for the units that have most that the reference has and that is not told already, word by word."""
    words, pairs = (grams.gained(filling.told, filling.added[fits]) for grams in example.grams)
    each = (words + PAIRS_COUNT * pairs) / filling.costs()[1][fits].clip(1)
    return np.asarray(each >= max(float(np.quantile(each, 1 - share)), 1e-9), dtype=np.float32)
