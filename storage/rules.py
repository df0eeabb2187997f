"""Between a subscription and its row: times and days as readable text, so that equal rules are equal columns."""

from __future__ import annotations

import json
from datetime import time
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Row as Columns

from storage.rows import SubscriptionRow
from storage.types import DigestLength, Pause, Rule, Subscription, Taste

_CLOCK = "%H:%M"


def pack_rule(rule: Rule) -> dict[str, Any]:
    """The columns of a rule: `08:00,18:00`, `1,2,3`, the zone, `22:00-07:00`; times and days sorted, each once."""
    return {
        "times": ",".join(moment.strftime(_CLOCK) for moment in sorted(set(rule.times))),
        "days": ",".join(map(str, sorted(set(rule.days)))),
        "zone": rule.zone,
        "quiet": None if rule.quiet is None else "-".join(moment.strftime(_CLOCK) for moment in rule.quiet),
    }


@lru_cache(maxsize=1024)  # of a hundred thousand subscriptions most have one of few rules
def unpack_rule(times: str, days: str, zone: str, quiet: str | None) -> Rule:
    """The rule of `pack_rule`'s columns."""
    return Rule(
        tuple(map(time.fromisoformat, times.split(","))),
        tuple(map(int, days.split(","))),
        zone,
        None if quiet is None else cast("tuple[time, time]", tuple(map(time.fromisoformat, quiet.split("-")))),
    )


def pack_taste(taste: Taste) -> dict[str, Any]:
    """The columns of a taste; JSON escapes what a database does not take."""
    return {"topics": json.dumps(taste.topics), "length": taste.length, "empty": taste.empty}


@lru_cache(maxsize=1024)
def unpack_taste(topics: str, length: str, empty: bool) -> Taste:  # noqa: FBT001  (a column)
    """The taste of `pack_taste`'s columns."""
    return Taste(tuple(json.loads(topics)), cast(DigestLength, length), empty)


def subscription(row: SubscriptionRow | Columns[Any]) -> Subscription:
    """The subscription of a row, or of its columns."""
    rule = unpack_rule(row.times, row.days, row.zone, row.quiet)
    taste, paused = unpack_taste(row.topics, row.length, row.empty), cast("Pause | None", row.paused)
    assert row.id is not None  # noqa: S101  (a row that was read has its id; for the type checker)
    return Subscription(
        row.id, row.chat, row.thread, row.person, rule, taste, row.silent, row.created, row.due, row.last, paused,
        row.told, row.version, row.looked, row.home,
    )  # fmt: skip
