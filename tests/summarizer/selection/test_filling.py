"""A budget is filled with what brings most after what is told already."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.selection.features import Described
from summarizer.selection.filling import POOL, STATE_NAMES, Budget, Filling, fill, pool
from summarizer.selection.material import Floats, gather
from summarizer.selection.model import judge, load
from summarizer.selection.one import lengths_of
from summarizer.selection.units import units
from summarizer.sentences import split_sentences

TEXT = (
    "The river Aar rose three metres in the night and flooded the old town. It carried away two wooden bridges. "
    "The river Aar rose three metres in the night and flooded the town. "
    "Shops in the old town stay closed until the river falls again. "
    "The mayor of the old town asked the canton for help with the flood."
)


def start(text: str = TEXT) -> Filling:
    """A text of which nothing is told yet."""
    sentences = split_sentences(text)
    together = units(text, sentences)
    material = gather([(text, sentences)], None)
    known: Described = judge(material, together, load("one", model=False))
    return Filling(pool(together, known.strength), known, lengths_of(material))


def new_words(states: Floats) -> Floats:
    """Takes whatever has most words that are new."""
    return states[:, STATE_NAMES.index("new_words")]


def test_what_is_told_is_not_new_again() -> None:
    """Once a sentence is told, its double brings no new words and is as like to it as can be."""
    filling = start()
    before = filling.describe()
    filling.take(0)
    after = filling.describe()
    new, alike = STATE_NAMES.index("words_still_new"), STATE_NAMES.index("told_alike")
    double = [unit[0] for unit in filling.units].index(2)
    assert before[double, new] == pytest.approx(1.0)
    assert after[double, new] == 0.0
    assert after[double, alike] > 0.9


def test_a_unit_costs_what_it_adds() -> None:
    """Where the first of two sentences is told already, only the second one is paid for."""
    filling = start()
    pair = filling.units.index((0, 1))
    assert filling.costs()[0][pair] == 2
    filling.take(filling.units.index((0,)))
    assert filling.costs()[0][pair] == 1
    assert filling.costs()[1][pair] == 6


@given(st.integers(1, 60), st.one_of(st.none(), st.integers(1, 5)))
def test_budgets_are_kept(words: int, sentences: int | None) -> None:
    """Whatever the budget, no more is told, no row twice, and nothing that would still fit is left out."""
    filling = start()
    budget = Budget(sentences=sentences, words=words)
    taken = fill(filling, new_words, budget)
    assert len(set(taken)) == len(taken)
    assert budget.allows(len(taken), int(filling.told @ lengths_of(gather([(TEXT, split_sentences(TEXT))], None))))
    assert not filling.fits(budget).any()


def test_what_is_refused_is_passed_over() -> None:
    """A unit that says nothing new is not told, and the filling goes on to the next."""
    taken = fill(start(), new_words, Budget(sentences=2), is_new=lambda unit, _: unit[0] not in {0, 2})
    assert sorted(taken) == [3, 4]


def test_a_bonus_decides() -> None:
    """What was asked for comes first, however little it brings."""
    filling = start()
    bonus = np.array([100.0 if unit == (4,) else 0.0 for unit in filling.units], dtype=np.float32)
    assert fill(filling, new_words, Budget(sentences=1), bonus=bonus) == (4,)


def test_the_pool_is_bounded_and_keeps_its_order() -> None:
    """Of very many units the strongest are weighed, each once, in the order of the text."""
    many = tuple((i,) for i in range(3 * POOL))
    strength = np.arange(3 * POOL, dtype=np.float32)
    assert pool(many + many[:5] + ((),), strength) == many[2 * POOL :]
