"""What a button or an answer changes of a digest: a digest and an absolute value -> the digest as it is then.

Values come from buttons and may be of any hand: what is none leaves the digest as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import time
from typing import Literal

from bot.services.when import When
from bot.services.zones import canonical
from storage.types import Rule, Subscription, Taste

MOST_TIMES, MOST_TOPICS = 6, 10
LONGEST_TOPIC = 60
"""Characters of a topic."""
NO_QUIET = "none"
TIME = re.compile("([01][0-9]|2[0-3])([0-5][0-9])")
HOURS = re.compile(
    r"(?:quiet |тихо |тихі години )?(?:from |з |із |від )?(\d{1,2})(?:[:.](\d\d))?\s*(?:-|–|—|to|until|до|по)\s*"
    r"(\d{1,2})(?:[:.](\d\d))?",
    re.IGNORECASE,
)
QUIET = re.compile("([0-9]{4})-([0-9]{4})")

Objection = Literal["last time", "last day", "all times", "all topics"]
"""Why a change is none: a digest needs a time and a day; it has as many times, or topics, as it may have."""


def edited(known: Subscription, action: str, value: str, other: str = "") -> Subscription:  # noqa: C901, PLR0911, PLR0912 - a line a button
    """The digest after a press: `action`, `value` and `other` as in `bot/views/dialling.py`."""
    rule, taste = known.rule, known.taste
    match action:
        case "time":
            return _ruled(known, _with_time(rule, read_time(value), read_time(other)))
        case "untime":
            return _ruled(known, _with_time(rule, read_time(value), None))
        case "day":
            return _ruled(known, _with_day(rule, value, on=other == "1"))
        case "alldays":
            return _ruled(known, replace(rule, days=_days(value) or rule.days))
        case "zone":
            return _ruled(known, replace(rule, zone=canonical(value) or rule.zone))
        case "quiet":
            return _ruled(known, replace(rule, quiet=_quiet(value, rule)))
        case "topic":
            return with_topics(known, (value,))
        case "untopic":
            return replace(known, taste=replace(taste, topics=tuple(t for t in taste.topics if t != value)))
        case "everything":
            return replace(known, taste=replace(taste, topics=()))
        case "length":
            return replace(known, taste=_sized(taste, value))
        case "empty":
            return replace(known, taste=replace(taste, empty=value == "1"))
        case "sound":
            return replace(known, silent=value == "0")
        case _:
            return known


def objection(known: Subscription, action: str, value: str, other: str = "") -> Objection | None:
    """Why this press changes nothing where it could have."""
    match action:
        case "untime" if known.rule.times == (read_time(value),):
            return "last time"
        case "day" if other == "0" and known.rule.days == _days(value):
            return "last day"
        case "time" if not value and len(known.rule.times) >= MOST_TIMES and read_time(other) not in known.rule.times:
            return "all times"
        case "topic" if len(known.taste.topics) >= MOST_TOPICS and value not in known.taste.topics:
            return "all topics"
        case _:
            return None


def with_topics(known: Subscription, topics: Sequence[str]) -> Subscription:
    """The digest with these topics besides those that it has, as many as it may have."""
    wanted = dict.fromkeys((*known.taste.topics, *filter(None, (" ".join(each.split()) for each in topics))))
    fitting = tuple(each for each in wanted if len(each) <= LONGEST_TOPIC)[:MOST_TOPICS]
    return replace(known, taste=replace(known.taste, topics=fitting))


def with_words(known: Subscription, said: When, old: str | None = None) -> Subscription:
    """The digest with what somebody wrote of it; what they did not speak of stays.

    Times take the place of all, or with `old` of that one ("0800"), or of none (""). How many there may be is left to
    the caller, who can say so.
    """
    kept = {each for each in known.rule.times if old is not None and each != read_time(old)}
    rule = replace(
        known.rule,
        times=tuple(sorted(kept.union(said.times))) if said.times else known.rule.times,
        days=said.days or known.rule.days,
        zone=said.zone or known.rule.zone,
        quiet=said.quiet or known.rule.quiet,
    )
    taste = replace(known.taste, length=said.length or known.taste.length)
    silent = known.silent if said.silent is None else said.silent
    return replace(known, rule=rule, taste=taste, silent=silent)


def without_times(known: Subscription, times: Collection[time]) -> Subscription:
    """The digest without these times; as it is where no time would be left."""
    left = tuple(each for each in known.rule.times if each not in times)
    return replace(known, rule=replace(known.rule, times=left)) if left else known


def read_time(text: str) -> time | None:
    """The time of `0730`, None for what is none."""
    found = TIME.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def read_quiet(words: str) -> tuple[time, time] | None:
    """The hours of `22:00-07:00`, `22-7` or `22:00 to 7`; None for what is none, and for hours without length."""
    found = HOURS.fullmatch(words.strip())
    if found is None:
        return None
    start, end = (read_time(f"{int(found[at]):02}{found[at + 1] or '00'}") for at in (1, 3))
    return None if start is None or end is None or start == end else (start, end)


def _ruled(known: Subscription, rule: Rule) -> Subscription:
    return known if rule == known.rule else replace(known, rule=rule)


def _with_time(rule: Rule, old: time | None, new: time | None) -> Rule:
    """With a new time, in place of an old one where that is given; at least one and at most as many as may be."""
    times = sorted({*(each for each in rule.times if each != old), *((new,) if new is not None else ())})
    return replace(rule, times=tuple(times)) if 0 < len(times) <= MOST_TIMES else rule


def _with_day(rule: Rule, value: str, *, on: bool) -> Rule:
    days = set(rule.days) | set(_days(value)) if on else set(rule.days) - set(_days(value))
    return replace(rule, days=tuple(sorted(days))) if days else rule


def _days(digits: str) -> tuple[int, ...]:
    return tuple(sorted({int(digit) for digit in digits if digit in "1234567"}))


def _quiet(value: str, rule: Rule) -> tuple[time, time] | None:
    found = QUIET.fullmatch(value)
    start, end = (read_time(found[1]), read_time(found[2])) if found else (None, None)
    if start is not None and end is not None and start != end:
        return start, end
    return None if value == NO_QUIET else rule.quiet


def _sized(taste: Taste, length: str) -> Taste:
    match length:
        case "short" | "usual" | "full":
            return replace(taste, length=length)
        case _:
            return taste
