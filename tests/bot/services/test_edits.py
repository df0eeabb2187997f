"""What buttons and answers change of a digest, also forged ones: always to a digest that can be due."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.clock import next_due
from bot.services.edits import MOST_TIMES, MOST_TOPICS, edited, objection, read_quiet, with_topics, with_words
from bot.services.when import When, read
from bot.views import subscriptions as views
from storage.types import Rule, Subscription, Taste

NOW = datetime(2031, 3, 3, 6, 30, tzinfo=UTC)
RULE = Rule((time(8),), (1, 2, 3, 4, 5), "Europe/Kyiv")
DIGEST = Subscription(1, 7, None, 7, RULE, Taste(), silent=False, created=NOW, due=NOW)
ACTIONS = (
    "time",
    "untime",
    "day",
    "alldays",
    "zone",
    "quiet",
    "topic",
    "untopic",
    "everything",
    "length",
    "sound",
    "x",
)
VALUES = st.one_of(
    st.sampled_from(
        ["0800", "2359", "9999", "1", "7", "12345", "Europe/Kyiv", "Moon/Base", "2200-0700", "none", "full"]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.tuples(st.sampled_from(ACTIONS), VALUES, VALUES), max_size=12))
def test_no_press_makes_a_digest_that_cannot_be_due(presses: list[tuple[str, str, str]]) -> None:
    """Whatever is pressed or forged, there are a time, a day and a zone, in order and within the limits."""
    digest = DIGEST
    for action, value, other in presses:
        digest = edited(digest, action, value, other)
    assert next_due(digest.rule, NOW) > NOW
    assert list(digest.rule.times) == sorted(set(digest.rule.times))
    assert list(digest.rule.days) == sorted(set(digest.rule.days))
    assert 0 < len(digest.rule.times) <= MOST_TIMES
    assert len(digest.taste.topics) <= MOST_TOPICS
    assert digest.taste.length in {"short", "usual", "full"}


@given(st.sampled_from(ACTIONS), VALUES, VALUES)
def test_pressing_twice_is_pressing_once(action: str, value: str, other: str) -> None:
    """Values are absolute: a tap that comes a second time changes nothing more."""
    once = edited(DIGEST, action, value, other)
    assert edited(once, action, value, other) == once


def test_a_time_is_changed_added_and_removed() -> None:
    """The last one stays, and says so."""
    changed = edited(DIGEST, "time", "0800", "0930")
    both = edited(changed, "time", "", "0715")
    assert both.rule.times == (time(7, 15), time(9, 30))
    assert edited(both, "untime", "0930").rule.times == (time(7, 15),)
    assert edited(DIGEST, "untime", "0800") == DIGEST
    assert objection(DIGEST, "untime", "0800") == "last time"
    assert objection(both, "untime", "0930") is None


def test_the_last_day_stays() -> None:
    """Days go one by one, and the last one says why it stays."""
    digest = DIGEST
    for day in "1234":
        digest = edited(digest, "day", day, "0")
    assert digest.rule.days == (5,)
    assert objection(digest, "day", "5", "0") == "last day"
    assert edited(digest, "day", "5", "0") == digest


def test_there_is_an_end_to_times_and_topics() -> None:
    """Six and ten, as is said; one more is refused, one that is there already is none."""
    assert (MOST_TIMES, MOST_TOPICS) == (6, 10)
    assert ("six" in views.ALL_TIMES, "ten" in views.ALL_TOPICS) == (True, True)
    digest = with_topics(DIGEST, [f"topic {number}" for number in range(MOST_TOPICS)])
    for hour in range(MOST_TIMES):
        digest = edited(digest, "time", "", f"{hour + 9:02}00")
    assert objection(digest, "time", "", "2300") == "all times"
    assert objection(digest, "topic", "grain") == "all topics"
    assert objection(digest, "topic", "topic 1") is None


@pytest.mark.parametrize(
    ("old", "expected"),
    [(None, (time(7, 20),)), ("", (time(7, 20), time(8), time(18))), ("0800", (time(7, 20), time(18)))],
)
def test_typed_times_take_the_place_that_was_asked_for(old: str | None, expected: tuple[time, ...]) -> None:
    """Of all times, of none, or of the one that was to be changed."""
    both = edited(DIGEST, "time", "", "1800")
    assert with_words(both, read("7:20"), old).rule.times == expected


def test_what_was_not_said_stays() -> None:
    """Only the zone was written: times, days and all else are as before."""
    moved = with_words(DIGEST, When(zone="Asia/Tokyo"))
    assert moved.rule.zone == "Asia/Tokyo"
    assert (moved.rule.times, moved.rule.days, moved.taste, moved.silent) == (RULE.times, RULE.days, Taste(), False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("22:00-07:00", (time(22), time(7))),
        ("22-7", (time(22), time(7))),
        ("21:30 to 6:30", (time(21, 30), time(6, 30))),
        ("24-7", None),
        ("8-8", None),
        ("at night", None),
    ],
)
def test_quiet_hours_are_read(words: str, expected: tuple[time, time] | None) -> None:
    """As people write them; hours without length are none."""
    assert read_quiet(words) == expected
