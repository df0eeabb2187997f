"""Dates as pages state them: in ISO 8601, as mail writes them (RFC 5322), in English words. Anything else is none.

"04/05/2022" is May in one country and April in another: no date of figures alone is read but those that begin with
the year.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta, timezone

DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?"
ISO = re.compile(rf"{DAY}(?:[T ]{CLOCK}(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?")
# With the fractions and the spaces that programs write.
LOOSE = re.compile(
    rf"(?P<day>{DAY})[T ](?P<clock>{CLOCK})\d{{0,6}}(?: ?(?P<zone>Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d))?"
)
# What says a later date is a program's placeholder, or a mistake; clocks and zones may be wrong by two days.
END = datetime(2200, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)
MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,? +)?"
DAY_OF = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
HOUR = r"(?P<hour>\d{1,2})(?=[:.]\d|\s?[ap])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)? ?(?P<half>[ap]\.?m\b\.?)?"
# Letters that mean one offset wherever news is written; "CST" is China's and Chicago's.
ZONES = {
    **dict.fromkeys(("utc", "gmt", "z", "wet"), 0),
    "bst": 60,
    "cet": 60,
    "west": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "jst": 540,
    "aest": 600,
    "est": -300,
    "edt": -240,
    "pst": -480,
    "pdt": -420,
}
ZONE = r"\(?(?P<zone>[+-]\d{2}:?\d{2}|[a-z]{1,5}\b)\)?"
TIME = rf"(?:,? *(?:at|\||-|–|—|•|·)? *{HOUR}(?: *{ZONE})?)?"
TIME_FIRST = rf"(?:{HOUR.replace('P<', 'P<first_')}(?: *{ZONE.replace('P<', 'P<first_')})?,? *(?:on|\||-|–|•|·)? *)?"
WORDED = tuple(
    re.compile(TIME_FIRST + WEEKDAY + order + r",? (?P<year>(?:19|20)\d{2})" + TIME, re.IGNORECASE)
    for order in (rf"{MONTH} {DAY_OF}", rf"{DAY_OF} (?:of )?{MONTH}")
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
    return on_stated_day(parsed)


def on_stated_day(parsed: datetime) -> datetime | None:
    """The moment in UTC, moved as little as puts it on the day that is stated; None in the first and the last year."""
    if parsed.year in {MINYEAR, MAXYEAR}:
        return None
    midnight = datetime.combine(parsed, time(), UTC)
    last = datetime.combine(parsed, time(23, 59, 59), UTC)
    return max(midnight, min(parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC), last)).astimezone(UTC)


def latest(now: datetime | None) -> datetime:
    """The last moment at which anything can have been published; without a `now`, the end of the year 2199."""
    return END if now is None else now + AHEAD


def read_date(stated: str | None) -> datetime | None:
    """The same for every form that can be read in one way only: also mail's, and English words that name the month."""
    text = " ".join((stated or "").split())
    if len(text) > 80:
        return None
    loose = LOOSE.fullmatch(text)
    if loose:
        zone = (loose["zone"] or "").replace("UTC", "Z").replace("GMT", "Z")
        return parse_date(f"{loose['day']}T{loose['clock']}{zone}")
    worded = next((match for pattern in WORDED if (match := pattern.fullmatch(text))), None)
    return _put_together(worded) if worded else parse_date(text)


def _put_together(match: re.Match[str]) -> datetime | None:
    """A date in words as a moment; its time of day only where it states a zone that is one and the same everywhere."""
    month = MONTHS.index(match["month"][:3].lower()) + 1
    try:
        day = datetime(int(match["year"]), month, int(match["day"]), tzinfo=UTC)
    except ValueError:  # no such day
        return None
    given = [match[name] or match[f"first_{name}"] for name in ("hour", "minute", "half", "zone")]
    hour, zone = _hour(given[0], given[2]), _zone(given[3])
    if hour is None or zone is None:
        return day
    return on_stated_day(day.replace(hour=hour, minute=int(given[1] or 0), tzinfo=zone))


def _hour(hour: str | None, half: str | None) -> int | None:
    told = int(hour) if hour else 24
    if half and 1 <= told <= 12:
        return told % 12 + (12 if half.lower().startswith("p") else 0)
    return told if told < 24 and not half else None


def _zone(name: str | None) -> timezone | None:
    if name and name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        return timezone(timedelta(minutes=minutes if name[0] == "+" else -minutes)) if minutes < 24 * 60 else None
    minutes_off = ZONES.get((name or "").lower())
    return None if minutes_off is None else timezone(timedelta(minutes=minutes_off))
