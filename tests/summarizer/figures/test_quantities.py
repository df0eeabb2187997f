"""Numbers with their units, read without context; the gate reads a figure's surface again with the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures.quantities import parse_value, read_quantities
from summarizer.types import Value


@pytest.mark.parametrize(
    ("surface", "value", "unit"),
    [
        ("$8.8 billion", 8.8e9, "USD"),
        ("HK$5 million", 5e6, "HKD"),
        ("US$20", 20, "USD"),
        ("£38m", 38e6, "GBP"),
        ("5 million euros", 5e6, "EUR"),
        ("20 pence", 20, "pence"),
        ("30%", 30, "percent"),
        ("3.8 percent", 3.8, "percent"),
        ("two percentage points", 2, "percentage point"),
        ("52-month", 52, "month"),
        ("five-and-a-half years", 5.5, "year"),
        ("390 million miles", 390e6, "mile"),
        ("60 miles per hour", 60, "mile per hour"),
        ("5,200 pounds", 5200, "pound"),
        ("3 million pounds", 3e6, "GBP"),
        ("40 degrees Celsius", 40, "degree Celsius"),
        ("-5 degrees Celsius", -5, "degree Celsius"),
        ("minus five percent", -5, "percent"),
        ("10 000 dollars", 10_000, "USD"),
        ("43-year-old", 43, "year"),
        ("$45.84 per barrel", 45.84, "USD"),
        ("$40-50 billion", (40e9, 50e9), "USD"),
        ("8 to 10 percent", (8, 10), "percent"),
        ("one-to-seven days", (1, 7), "day"),
        ("three to ten years", (3, 10), "year"),
        ("45-17", (45, 17), None),
        ("5-to-4", (5, 4), None),
        ("15% to 20%", (15, 20), "percent"),
        ("44 mg to 50 mg", (44, 50), "milligram"),
        ("$5 to $100", (5, 100), "USD"),
        ("40 - 50 miles", (40, 50), "mile"),
        ("5-foot-11", 5 + 11 / 12, "foot"),
        ("5'10", 5 + 10 / 12, "foot"),
        ("6 pounds, 13 ounces", 6.8125, "pound"),
        ("3 dollars 50 cents", 3.5, "USD"),
        ("half an hour", 0.5, "hour"),
        ("half a century", 50, "year"),
        ("12.5st", 12.5, "stone"),
        ("28C", 28, "degree Celsius"),
        ("98.6 degrees F", 98.6, "degree Fahrenheit"),
        ("60 miles an hour", 60, "mile per hour"),
        ("37.5kHz", 37.5, "kilohertz"),
        ("470p", 470, "pence"),
        ("100 ₽", 100, "RUB"),
        ("USD 200", 200, "USD"),
        ("75 USD million", 75e6, "USD"),
        ("-$99.99", -99.99, "USD"),
        ("minus 12", -12, None),
        ("20 (kg)", 20, "kilogram"),
        ("87 yo", 87, "year"),
        ("one in five", 0.2, None),
        ("two-thirds", 2 / 3, None),
    ],
)
def test_a_quantity_is_one_span_with_value_and_unit(surface: str, value: Value, unit: str | None) -> None:
    """Sign, scale and measure belong to the span, and the value can be read from the span alone."""
    (found,) = read_quantities(surface)
    assert found.span.of(surface) == surface
    assert found.value == pytest.approx(value)
    assert (found.unit.name if found.unit else None) == unit
    assert parse_value(surface) == (found.value, False)


@pytest.mark.parametrize("surface", ["people", "400 civilians", "more than 400", "12 and 14 of them", "14 and 12", ""])
def test_a_surface_with_more_or_less_than_one_figure_is_refused(surface: str) -> None:
    """The gate learns nothing from a surface that is not exactly one figure."""
    assert parse_value(surface) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("rose from 3 to 5 seats", [3, 5]),
        ("leads 516 to 39", [516, 39]),
        ("cut by 30 to 126", [30, 126]),
        ("lost 36 percent to 51 percent", [36, 51]),
        ("seating 242 to 330 passengers", [(242, 330)]),
        ("between 20 and 30 people", [(20, 30)]),
        ("prices range from $40 to $50", [(40, 50)]),
        ("between 10% and 15%", [(10, 15)]),
        ("between the ages of 18 and 29", [(18, 29)]),
        ("between 350,000 and 260,000 years ago", [(260_000, 350_000)]),
        ("ranged from -18 °C to -34 °C", [(-34, -18)]),
        ("by 8 points, 49% to 41%", [8, 49, 41]),
        ("in 1980 to 2.1 billion", [1980, 2.1e9]),
        ("call 1-222-2222", [1, 222, 2222]),
    ],
)
def test_a_range_is_one_figure_and_a_change_is_two(text: str, values: list[Value]) -> None:
    """ "From A to B" after a verb of change, and "A to B" of two sides, are two figures; a range is one."""
    assert [quantity.value for quantity in read_quantities(text)] == values


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["$", "€", "£", "¥"]))
def test_money_keeps_its_amount(amount: int, sign: str) -> None:
    """A currency sign never changes the number behind it."""
    assert parse_value(f"{sign}{amount:,}") == (float(amount), False)


def test_a_unit_that_is_written_once_belongs_to_both_numbers() -> None:
    """ "Three- and four-year-olds" are both ages, and a change to a percentage begins at one."""
    for text, unit in (("three- and four-year-olds", "year"), ("from 16 to 31 per cent", "percent")):
        assert [quantity.unit and quantity.unit.name for quantity in read_quantities(text)] == [unit, unit]


@pytest.mark.parametrize(
    "text", ["the 2004 Cup", "3,400 stone artifacts", "They left from Terminal 2F today", "1080p", "8 Rand Paul"]
)
def test_a_word_that_only_looks_like_a_unit_is_none(text: str) -> None:
    """Names, materials and model letters measure nothing."""
    assert [quantity.unit for quantity in read_quantities(text)] == [None]


def test_a_range_between_two_numbers_is_read_again() -> None:
    """ "Between" stands outside of the span, and the span alone still means the range."""
    (found,) = read_quantities("between 5,000 and 8,000 people")
    assert found.span.of("between 5,000 and 8,000 people") == "5,000 and 8,000"
    assert parse_value("5,000 and 8,000") == ((5000, 8000), False)
