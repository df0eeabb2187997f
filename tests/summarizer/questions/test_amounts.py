"""Values: which say the same, and which cannot both be right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.questions.amounts import SAME_SENSE, Amount, agree, amount, compatible
from summarizer.types import Document, Figure, FigureType, Modifier, Span, Value

DOCUMENT = Document.make("It was 1 of them.")


def value(
    number: Value,
    modifier: Modifier = "exact",
    unit: str = "people",
    kind: FigureType = "count",
    *,
    vague: bool = False,
) -> Amount:
    where = Span(7, 8)
    return amount(Figure(DOCUMENT, where, number, unit, modifier, kind, None, None, None, where, vague))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (value(400, "about"), value(403)),
        (value(12), value(12, "at_least")),
        (value(400, "more_than"), value(400, "at_least")),
        (value(1_200_000), value(1_209_000)),
        (value(1_200_000, "about"), value(1_213_000)),
        (value(48, unit="hour", kind="duration"), value(2, unit="day", kind="duration")),
        (value(40, unit="mile", kind="distance"), value(64, unit="kilometer", kind="distance")),
        (value((20, 30), "range"), value((20, 30), "range")),
        (value(12, "more_than", vague=True), value(12, "more_than", vague=True)),
    ],
)
def test_these_say_the_same(one: Amount, other: Amount) -> None:
    """Roundings, conversions and modifiers of one sense do not make another answer."""
    assert agree(one, other)
    assert compatible(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (value(400, "more_than"), value(412)),
        (value(12, "more_than", vague=True), value(40)),
        (value((20, 30), "range"), value(25)),
        (value(400, "at_most"), value(350)),
        (value(1_480, "at_least"), value(1_500)),
        (value(80, "about"), value(75, "about")),
        (value(11_800), value(12_000)),
        (value(1.1e9, unit="usd", kind="money"), value(1.15e9, unit="usd", kind="money")),
    ],
)
def test_these_are_two_answers_that_can_both_be_right(one: Amount, other: Amount) -> None:
    """ "More than 400" and 412 are no disagreement; neither are "dozens" and 40."""
    assert not agree(one, other)
    assert compatible(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (value(12), value(15)),
        (value(403), value(410, "more_than")),
        (value(35, "at_least"), value(31)),
        (value((20, 30), "range"), value(40)),
        (value(3.1, unit="percent", kind="percent"), value(3.8, unit="percent", kind="percent")),
        (value((2, 1), kind="score"), value((2, 2), kind="score")),
    ],
)
def test_these_cannot_both_be_right(one: Amount, other: Amount) -> None:
    """What one excludes, the other says."""
    assert not agree(one, other)
    assert not compatible(one, other)


modifiers = st.sampled_from(sorted(set(SAME_SENSE) - {"range"}))
numbers = st.one_of(st.integers(0, 10_000_000), st.floats(0, 1000, width=16))


@given(numbers, modifiers, numbers, modifiers)
def test_agreement_is_mutual_and_implies_that_both_can_be_right(
    a: float, how: Modifier, b: float, other_how: Modifier
) -> None:
    """The order of two figures never matters, and what agrees never contradicts."""
    one, other = value(a, how), value(b, other_how)
    assert agree(one, other) == agree(other, one)
    assert compatible(one, other) == compatible(other, one)
    assert compatible(one, other) or not agree(one, other)


def test_an_age_is_not_rounded() -> None:
    """34 and 35 are two ages, though a year has twelve months to be wrong by."""
    assert not agree(value(34, unit="year", kind="age"), value(35, unit="year", kind="age"))


def test_a_figure_of_no_unit_has_the_empty_one() -> None:
    """A number that counts nothing named is compared with its like alone."""
    where = Span(7, 8)
    bare = Figure(DOCUMENT, where, 7.0, None, "exact", "count", None, None, None, where)
    assert amount(bare).unit == ""
    assert amount(replace(bare, unit="day")).unit == "hour"
