"""When feeds and pages are asked again: always later, never too late, and no more when they are dead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.schedule import (
    ENDING,
    FEW,
    LATEST_LOOK,
    LONGEST,
    PATIENCE,
    REFUSALS,
    REFUSING,
    SHORTEST,
    SPREAD,
    after_failure,
    after_success,
    back_off,
    is_dead,
    next_check,
)
from sources.base import Failure
from storage.types import FeedState, PageState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = timedelta(minutes=30)
CAP = LONGEST * (1 + SPREAD)
FEED = FeedState(1, "https://a.example/feed", "A", None, NOW - DAY, NOW, FIRST)
PAGE = PageState("https://a.example/1", "https://a.example/1", "v1-0", NOW, NOW, timedelta(hours=1))
PASSING = sorted({*get_args(Failure), "parse"} - ENDING - REFUSING)

chances = st.floats(0, 1, exclude_max=True)
waits = st.none() | st.timedeltas(timedelta(days=-400), timedelta(days=4000))
intervals = st.timedeltas(timedelta(0), timedelta(days=30))


@given(st.booleans(), waits, waits, chances, intervals)
def test_a_feed_that_answered_is_due_again_within_bounds(
    new: bool,  # noqa: FBT001 - hypothesis gives arguments by name
    pause: timedelta | None,
    fresh: timedelta | None,
    chance: float,
    interval: timedelta,
) -> None:
    """In the future, not before the publisher wants it, a day and its spread away at most; what failed is forgotten."""
    failed = replace(FEED, interval=interval, failures=3, failing_since=NOW - DAY, failure="timeout")
    state = after_success(failed, now=NOW, new=new, pause=pause, fresh=fresh, chance=chance)
    assert state.due is not None
    assert SHORTEST <= state.due - NOW <= CAP
    assert state.due - NOW >= max(min(asked or SHORTEST, LONGEST) for asked in (pause, fresh))
    assert (state.asked, state.succeeded, state.failures, state.failing_since, state.failure) == (
        NOW,
        NOW,
        0,
        None,
        None,
    )


@given(st.lists(st.tuples(st.booleans(), chances), max_size=40))
def test_the_interval_follows_what_the_feed_does(answers: list[tuple[bool, float]]) -> None:
    """Shorter after something new, longer after nothing, between ten minutes and a day."""
    state = FEED
    for new, chance in answers:
        after = after_success(state, now=NOW, new=new, pause=None, fresh=None, chance=chance)
        assert SHORTEST <= after.interval <= LONGEST
        assert after.interval <= state.interval if new else after.interval >= state.interval
        state = after


def test_a_feed_that_is_silent_is_asked_daily_and_a_busy_one_every_ten_minutes() -> None:
    """After some twenty looks without, and a few with something new."""
    silent = busy = FEED
    for _ in range(20):
        silent = after_success(silent, now=NOW, new=False, pause=None, fresh=None, chance=0)
        busy = after_success(busy, now=NOW, new=True, pause=None, fresh=None, chance=0)
    assert (silent.interval, busy.interval) == (LONGEST, SHORTEST)
    assert (silent.changed, busy.changed) == (None, NOW)


def test_looks_are_spread() -> None:
    """By up to a tenth, later only: a thousand feeds that were imported at once do not stay together."""
    due = [after_success(FEED, now=NOW, new=True, pause=FIRST, fresh=None, chance=c / 100).due for c in range(100)]
    assert len(set(due)) == 100
    assert (due[0], due[-1] and due[-1] < NOW + FIRST * (1 + SPREAD)) == (NOW + FIRST, True)


@given(st.sampled_from(PASSING), waits, chances, st.integers(0, 60))
def test_a_feed_that_failed_is_due_again_within_bounds(
    why: str, retry_after: timedelta | None, chance: float, failures: int
) -> None:
    """In the future, not before the server wants it, a day and its spread away at most; its interval stays."""
    since = NOW - timedelta(days=1) if failures else None
    failed = replace(FEED, failures=failures, failing_since=since)
    state = after_failure(failed, now=NOW, why=why, retry_after=retry_after, chance=chance)
    assert state.due is not None
    assert SHORTEST <= state.due - NOW <= CAP
    assert state.due - NOW >= min(retry_after or SHORTEST, LONGEST)
    assert (state.failures, state.failing_since, state.failure) == (failures + 1, since or NOW, why)
    assert (state.interval, state.succeeded) == (FEED.interval, FEED.succeeded)


@pytest.mark.parametrize("why", PASSING)
def test_back_off_grows_to_a_day(why: str) -> None:
    """Never shorter after one more failure, also after a thousand."""
    steps = [back_off(why, failures) for failures in range(1, 40)]
    assert steps == sorted(steps)
    assert steps[0] < steps[1]
    assert steps[-1] == back_off(why, 100_000) == LONGEST


def test_what_seldom_mends_itself_is_asked_later() -> None:
    """A page that is missing after hours, a time-out after minutes."""
    assert back_off("timeout", 1) < back_off("parse", 1) < back_off("missing", 1)


@pytest.mark.parametrize("why", sorted(ENDING))
def test_some_answers_end_a_feed_at_once(why: str) -> None:
    """Gone for good, by its own word: it is asked no more."""
    state = after_failure(FEED, now=NOW, why=why, retry_after=timedelta(hours=1), chance=0.5)
    assert (state.due, state.failures, state.failure) == (None, 1, why)
    assert is_dead(state, NOW)


@pytest.mark.parametrize("why", sorted(REFUSING))
def test_a_refusal_ends_a_feed_only_if_it_is_said_again_hours_later(why: str) -> None:
    """Three in a row, with hours between them; what is said in between counts anew."""
    state, now = FEED, NOW
    for count in range(1, REFUSALS):
        state = after_failure(state, now=now, why=why, retry_after=None, chance=0)
        assert (state.refusals, is_dead(state, now)) == (count, False)
        assert state.due
        assert state.due - now >= timedelta(hours=2)
        now = state.due
    passing = after_failure(state, now=now, why="timeout", retry_after=None, chance=0)
    assert after_failure(passing, now=now, why=why, retry_after=None, chance=0).due is not None
    ended = after_failure(state, now=now, why=why, retry_after=None, chance=0)
    assert (ended.due, is_dead(ended, now)) == (None, True)


@given(st.lists(st.tuples(st.sampled_from(PASSING), chances), min_size=60, max_size=60))
def test_a_feed_that_only_fails_dies_once_and_in_time(failures: list[tuple[str, float]]) -> None:
    """After 14 days and 8 failures, not sooner, and at most two looks later."""
    state, now = FEED, NOW
    for why, chance in failures:
        state = after_failure(state, now=now, why=why, retry_after=None, chance=chance)
        if state.due is None:
            break
        now = state.due
    assert state.due is None
    assert state.failures >= FEW
    assert PATIENCE <= now - NOW <= PATIENCE + 2 * CAP


def test_a_machine_that_was_off_kills_no_feed() -> None:
    """Two failures three weeks apart prove nothing."""
    first = after_failure(FEED, now=NOW, why="timeout", retry_after=None, chance=0)
    second = after_failure(first, now=NOW + 21 * DAY, why="timeout", retry_after=None, chance=0)
    assert second.due is not None
    assert not is_dead(second, NOW + 30 * DAY)


def test_a_revived_feed_lives() -> None:
    """Its failures are forgotten; the next one is the first."""
    dead = after_failure(FEED, now=NOW, why="gone", retry_after=None, chance=0)
    revived = replace(dead, due=NOW, failures=0, failing_since=None)
    assert not is_dead(revived, NOW)
    again = after_failure(revived, now=NOW + DAY, why="timeout", retry_after=None, chance=0)
    assert (again.failing_since, again.failures) == (NOW + DAY, 1)


@given(st.lists(st.booleans(), min_size=30, max_size=30), chances)
def test_a_page_is_looked_at_ever_more_rarely_and_then_no_more(changes: list[bool], chance: float) -> None:
    """Also one that changes at every look; each look is later than the one before."""
    page, now, looks = PAGE, NOW, 0
    while page.due is not None:
        page, before = next_check(page, now=now, changed=changes[looks], chance=chance), page
        assert before.interval <= page.interval <= LATEST_LOOK
        assert page.checked == now
        assert page.due is None or now < page.due <= now + LATEST_LOOK * (1 + SPREAD)
        now, looks = page.due or now, looks + 1
    assert 5 <= looks <= 20
    assert now - NOW <= timedelta(days=14)
