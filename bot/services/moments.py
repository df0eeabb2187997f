"""A moment in words that people write: a date, a time of day, or how long ago; all in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HOURS: Final = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0}
AGO: Final = re.compile(r"(?P<count>\d{1,4}) (?P<unit>minute|hour|day|week)s?(?: ago)?")
WHEN: Final = re.compile(
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<named>today|yesterday)|"
    r"(?P<day>\d{1,2}) (?P<month>[a-z]{3})[a-z]*(?: (?P<year>\d{4}))?)?"
    r"(?:(?:^|[t ,]|, )(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?)?(?: ?(?:utc|z))?"
)


def moment_of(words: str, now: datetime) -> datetime | None:
    """The moment that words name, in UTC; None where they name none, or one that is still to come.

    A day is its beginning; a day without a year, or a time without a day, is the last one of that name.
    """
    said, here = " ".join(words.casefold().split()), now.astimezone(UTC)
    ago = AGO.fullmatch(said)
    if ago:
        return here - timedelta(hours=int(ago["count"]) * HOURS[ago["unit"]])
    found = WHEN.fullmatch(said) if said else None
    moment = _moment(found, here) if found else None
    return moment if moment is not None and moment <= here else None


def _moment(found: re.Match[str], now: datetime) -> datetime | None:
    clock = time(int(found["hour"]), int(found["minute"]), tzinfo=UTC) if _is_time(found) else None
    if found["hour"] and clock is None:
        return None
    day = _day(found, now)
    if day is None and (clock is None or found["iso"] or found["day"]):
        return None
    moment = datetime.combine(day or now.date(), clock or time(tzinfo=UTC))
    return moment - timedelta(days=1) if day is None and moment > now else moment


def _is_time(found: re.Match[str]) -> bool:
    return bool(found["hour"]) and int(found["hour"]) < 24 and int(found["minute"]) < 60


def _day(found: re.Match[str], now: datetime) -> date | None:
    if found["named"]:
        return now.date() - timedelta(days=found["named"] == "yesterday")
    if found["iso"]:
        return _date(*map(int, found["iso"].split("-")))
    if not found["day"] or found["month"] not in MONTHS:
        return None
    month, day = MONTHS.index(found["month"]) + 1, int(found["day"])
    if found["year"]:
        return _date(int(found["year"]), month, day)
    this = _date(now.year, month, day)
    return this if this is None or this <= now.date() else _date(now.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    """None for a day that the calendar has not."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return date(year, month, day) if year and 1 <= month <= 12 and 1 <= day <= last[month - 1] else None
