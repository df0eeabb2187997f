"""Moments as people write them, in UTC; what names none is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.services.moments import moment_of

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "month", "day", "clock"),
    [
        ("2026-05-05", 5, 5, "00:00"),
        ("2026-05-05T14:00", 5, 5, "14:00"),
        ("5 May", 5, 5, "00:00"),
        ("5 May 2026, 14:30", 5, 5, "14:30"),
        ("yesterday 8:15", 11, 21, "08:15"),
        ("14:30", 11, 21, "14:30"),
        ("11:00 UTC", 11, 22, "11:00"),
        ("3 days", 11, 19, "12:30"),
        ("2 hours ago", 11, 22, "10:30"),
    ],
)
def test_a_moment_is_read(words: str, month: int, day: int, clock: str) -> None:
    """A date, a time of day, how long ago."""
    moment = moment_of(words, NOW)
    assert moment
    assert (moment.month, moment.day, f"{moment:%H:%M}") == (month, day, clock)


def test_a_day_without_a_year_is_the_last_one() -> None:
    """In November, 5 December is last year's."""
    assert moment_of("5 December", NOW) == datetime(2025, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "words", ["", "tomorrow", "31 February", "25:00", "2027-01-01", "5 Foo", "2026-02-29", "0000-01-01", "utc", "²:00"]
)
def test_what_names_no_moment_is_none(words: str) -> None:
    """Nor does a day that the calendar has not, or one that is still to come."""
    assert moment_of(words, NOW) is None
