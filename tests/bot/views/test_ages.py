"""How old the newest source is, in words that are right at every age."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.ages import line, newest, since, with_age
from bot.views.rich import plain, uncited
from summarizer.types import Document

NOW = datetime(2031, 5, 5, 12, tzinfo=UTC)
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=ZONES)  # noqa: DTZ001 - bounds are naive
DATES = st.lists(st.none() | MOMENTS, min_size=1, max_size=5)


def dated(published: datetime | None, text: str = "It reopened.") -> Document:
    return Document.make(text, published=published)


def said(*dates: datetime | None, added: timedelta = timedelta()) -> str:
    """The line for pages of these dates, each added so long ago."""
    pages = [dated(date, f"Page {number}.") for number, date in enumerate(dates)]
    return line(newest(pages, {page.key: NOW - added for page in pages}, NOW), NOW).text


def test_the_newest_date_with_the_days_since() -> None:
    """The newest of several, whatever their order."""
    days = [NOW - timedelta(days=number) for number in (9, 2, 40)]
    assert said(*days) == "Newest source: 3 May 2031, 2 days ago"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(), "today"),
        (timedelta(hours=11), "today"),
        (timedelta(hours=13), "1 day ago"),
        (timedelta(days=60), "60 days ago"),
        (timedelta(days=61), "2 months ago"),
        (timedelta(days=800), "2 years ago"),
        (timedelta(hours=-10), "today"),
        (timedelta(days=-2), "dated in the future"),
    ],
)
def test_days_are_those_of_the_calendar(ago: timedelta, words: str) -> None:
    """What is dated a little ahead may be of a place where the day began earlier; what is days ahead is said so."""
    assert said(NOW - ago).endswith(f", {words}")


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=119), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(minutes=61), "1 hour ago"),
        (timedelta(hours=25), "1 day ago"),
        (timedelta(hours=-3), "just now"),
    ],
)
def test_without_a_date_the_arrival_is_told(ago: timedelta, words: str) -> None:
    """In the largest unit that is full; a clock that went back changes nothing."""
    assert said(None, added=ago) == f"Newest source: date not stated; added {words}"


def test_pages_with_and_without_a_date_are_kept_apart() -> None:
    """Nobody can tell whether the undated one is newer: both are told."""
    two_days = NOW - timedelta(days=2)
    one = said(two_days, None, added=timedelta(minutes=5))
    assert one == "Newest dated source: 3 May 2031, 2 days ago; 1 source states no date, added 5 minutes ago"
    assert said(two_days, None, None).endswith("; 2 sources state no date, the last added just now")


def test_a_date_in_the_future_does_not_pass_for_the_newest() -> None:
    """It is named beside the newest one that can be true."""
    mixed = said(NOW + timedelta(days=400), NOW - timedelta(days=2))
    assert mixed == "Newest source: 3 May 2031, 2 days ago; 1 source is dated in the future"


def test_a_text_that_is_not_kept_was_read_just_now() -> None:
    """It has no arrival."""
    page = dated(None)
    assert line(newest([page], {}, NOW), NOW).text == "Newest source: date not stated; read just now"


def test_a_time_without_a_zone_is_refused() -> None:
    """Nobody could tell how long ago it was."""
    naive = datetime(2031, 5, 3)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="without a zone"):
        newest([dated(naive)], {}, NOW)
    with pytest.raises(ValueError, match="without a zone"):
        since(naive, NOW)


@given(DATES, MOMENTS, st.integers(0, 10**9))
def test_every_age_reads_well_and_holds_only_our_words(
    dates: list[datetime | None], now: datetime, seconds: int
) -> None:
    """One line, all of it ours, singular and plural right, no number below one, and never two ages of one source."""
    pages = [dated(date, f"Page {number}.") for number, date in enumerate(dates)]
    added = {page.key: now - timedelta(seconds=seconds) for page in pages}
    (head,) = with_age((plain("Title"),), pages, added, now)
    _, age = head.text.split("\n")
    assert uncited(head) == ()
    for number, unit in re.findall(r"(-?\d+) (minute|hour|day|month|year|source)(?=s|\b)", age):
        assert int(number) > 0
        assert f"{number} {unit}{'' if number == '1' else 's'}" in age
        assert not re.search(rf"\b1 {unit}s\b", age)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9000)), st.timedeltas(timedelta(), timedelta(days=9000)))
def test_what_is_older_never_sounds_younger(moment: datetime, ago: timedelta, more: timedelta) -> None:
    """The units grow with the age."""
    units = ["just now", "minute", "hour", "day", "month", "year"]

    def rank(passed: timedelta) -> tuple[int, int]:
        words = since(moment, moment + passed)
        unit = next(place for place, unit in enumerate(units) if unit in words)
        return unit, int(words.split()[0]) if unit else 0

    assert rank(ago) <= rank(ago + more)
