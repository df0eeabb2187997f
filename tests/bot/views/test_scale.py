"""The axis of a chart: round numbers from zero on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.painted.scale import MOST, scale

VALUES = st.lists(st.floats(-1e15, 1e15).filter(lambda x: x == 0 or abs(x) > 1e-6), min_size=1, max_size=8)


@given(VALUES)
def test_an_axis_holds_zero_and_every_value(values: list[float]) -> None:
    """Inside of its ends, which are round and few steps apart."""
    axis = scale(values, 0, 1000)
    assert axis.low <= min(0, *values)
    assert axis.high >= max(0, *values)
    assert 2 <= len(axis.ticks) <= MOST + 2
    assert min(abs(tick) for tick in axis.ticks) < axis.step * 1e-6


@given(st.floats(1, 1e12))
def test_twice_the_value_stands_twice_as_far_from_zero(value: float) -> None:
    """Never a logarithm, never an axis that is cut."""
    axis = scale([value, 2 * value], 100, 900)
    assert axis.at(2 * value) - axis.at(0) == pytest.approx(2 * (axis.at(value) - axis.at(0)))


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([400, 403], ["0", "100", "200", "300", "400", "500"]),
        ([2e9, 1.7e9], ["0", "0.5 billion", "1 billion", "1.5 billion", "2 billion"]),
        ([4.2e6], ["0", "1 million", "2 million", "3 million", "4 million", "5 million"]),
        ([1480, 2800], ["0", "1,000", "2,000", "3,000"]),
        ([-3, 4], ["-4", "-2", "0", "2", "4"]),
        ([1], ["0", "1"]),
        ([0], ["0", "1"]),
        ([5, 12], ["0", "5", "10", "15"]),
    ],
)
def test_ticks_are_numbers_that_people_count_in(values: list[float], labels: list[str]) -> None:
    """With thousands separators, and words for millions; people come in whole numbers."""
    axis = scale(values, 0, 900, whole=True)
    assert [axis.label(tick) for tick in axis.ticks] == labels
