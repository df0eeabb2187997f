"""Dates as pages state them, in ISO 8601."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time

ISO = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?"
)


def parse_date(stated: str | None) -> datetime | None:
    """An aware datetime in UTC on the day that the page states, None for anything but ISO 8601.

    Where the page states no zone, UTC is meant. Where it is another day in UTC, the moment of the stated day that is
    nearest is taken: who reads the date finds it on the page, and it is less than a day off. The first and the last
    year that can be told are what programs write that know of no date.
    """
    if not stated or not ISO.fullmatch(stated.strip()):
        return None
    try:
        parsed = datetime.fromisoformat(stated.strip())
    except ValueError:  # the 31st of a short month
        return None
    if parsed.year in {MINYEAR, MAXYEAR}:
        return None
    midnight = datetime.combine(parsed, time(), UTC)
    last = datetime.combine(parsed, time(23, 59, 59), UTC)
    return max(midnight, min(parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC), last)).astimezone(UTC)
