"""How long a publisher asks to wait between two looks at its feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=7)
NUMBER = re.compile(r"\s*(\d{1,9})(?:\.\d*)?\s*")
PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def pause_of(channel: Mapping[str, object]) -> timedelta | None:
    """The longer of what `ttl` (RSS 2.0, minutes) and `sy:updatePeriod` / `sy:updateFrequency` (RSS 1.0) ask for.

    Between a minute and a week; None where neither is there or makes sense. `skipHours` and `skipDays` are ignored:
    they speak of a publisher's night in a zone that they do not name, and an adaptive interval learns the same.
    """
    asked = [pause for pause in (_ttl(channel), _period(channel)) if pause]
    return max(SHORTEST, min(max(asked), LONGEST)) if asked else None


def _ttl(channel: Mapping[str, object]) -> timedelta | None:
    minutes = _number(channel.get("ttl"))
    return timedelta(minutes=minutes) if minutes else None


def _period(channel: Mapping[str, object]) -> timedelta | None:
    period = PERIODS.get(str(channel.get("sy_updateperiod", "")).strip().lower())
    return period / (_number(channel.get("sy_updatefrequency")) or 1) if period else None


def _number(said: object) -> int | None:
    found = NUMBER.fullmatch(said) if isinstance(said, str) else None
    return int(found[1]) if found else None
