"""Numerals: what they are worth and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures.quantities.numerals import find_numerals, parse_number


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
        ("15million", 15_000_000),
        ("hundred thousand", 100_000),
        ("three million and a half", 3_500_000),
        ("two-thirds of a million", 2_000_000 / 3),
        ("a quarter of a billion", 250_000_000),
        ("three and three-quarter million", 3_750_000),
        ("two and fifty-four hundredths", 2.54),
        ("one twenty-fifth", 0.04),
        ("five point seven million", 5_700_000),
        ("nought point nought three", 0.03),
        ("1 over 20", 0.05),
        ("3 hundred and 21", 321),
        ("1 234 567", 1_234_567),
        ("12,34,567.89", 1_234_567.89),
        ("10 tln", 10**13),
        ("tens of millions", 10_000_000),
    ],
)
def test_a_numeral_has_the_value_that_a_reader_gives_it(surface: str, value: float) -> None:
    """Digits, words, mixtures and vague counts are read as one whole numeral each."""
    assert parse_number(surface) == pytest.approx(value)
    (found,) = find_numerals(surface)
    assert (found.start, found.end) == (0, len(surface))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two million and 500,000 others", [2_000_000, 500_000]),
        ("3 hundred and 2 hundred", [300, 200]),
        ("a million two weeks ago", [1_000_000, 2]),
        ("at one point two men", [1, 2]),
        ("the twenty-fifth of them", [20]),
        ("22,24,26", [22, 24, 26]),
        ("the 4th and 21st", [21]),
    ],
)
def test_numbers_that_only_stand_together_stay_apart(text: str, values: list[float]) -> None:
    """A smaller scale goes on with a number; anything else begins another one, and an ordinal with digits is none."""
    assert [numeral.value for numeral in find_numerals(text)] == values


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
