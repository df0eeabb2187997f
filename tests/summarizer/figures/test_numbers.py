"""Numerals: what they are worth and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures.numerals import find_numerals, parse_number


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("1,480", 1480),
        ("4.21 million", 4_210_000),
        ("four-and-a-half million", 4_500_000),
        ("two hundred and fifty thousand", 250_000),
        ("two million three hundred thousand", 2_300_000),
        ("twenty-five", 25),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("half-dozen", 6),
        ("2 1/2", 2.5),
        ("2½", 2.5),
        ("41/2", 4.5),
        ("three-quarters", 0.75),
        ("449K", 449_000),
        ("tens of thousands", 10_000),
        ("several dozen", 12),
        ("a hundred and two", 102),
        ("a quarter million", 250_000),
        ("two  thousand", 2000),
        ("35 lakh", 3_500_000),
        ("3 dozens", 36),
        ("zero", 0),
    ],
)
def test_a_numeral_has_the_value_that_a_reader_gives_it(surface: str, value: float) -> None:
    """Digits, words, mixtures and vague counts are read as one whole numeral each."""
    assert parse_number(surface) == pytest.approx(value)
    (found,) = find_numerals(surface)
    assert (found.start, found.end) == (0, len(surface))


@pytest.mark.parametrize("surface", ["", "people", "millionaire", "many"])
def test_words_without_a_number_have_no_value(surface: str) -> None:
    """What holds no numeral is None, not nought."""
    assert parse_number(surface) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_with_separators_keep_their_value(value: int) -> None:
    """Thousands separators never change a number."""
    assert parse_number(f"{value:,}") == value
    assert parse_number(str(value)) == value


@given(st.text(alphabet="0123456789,.½/ -andmilohureftwsyixgv", max_size=60))
def test_numerals_are_in_order_and_apart(text: str) -> None:
    """Whatever the text, numerals come by position, inside it and without overlap."""
    found = find_numerals(text)
    ends = [0, *(numeral.end for numeral in found)]
    assert all(end <= numeral.start < numeral.end <= len(text) for end, numeral in zip(ends, found, strict=False))


@pytest.mark.parametrize("text", ["hundreds of civilians", "Several hundred demonstrators", "a few thousand"])
def test_vague_counts_are_marked(text: str) -> None:
    """A vague count has a base for a value and says that it is vague."""
    assert find_numerals(text)[0].vague
