"""Since when: a date, a month, a year, a day of the week, or how long ago, in English and Ukrainian."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.services.moments import moment_of
from bot.services.weekdays import NUMBERS

DAYS: Final = {"today": 0, "сьогодні": 0, "yesterday": 1, "вчора": 1, "учора": 1, "позавчора": 2}
AGO: Final = re.compile(r"(?P<count>\d{1,4})\s*(?P<unit>[a-zа-яіїєґ]+)(?:\s+(?:ago|тому))?")
HOURS: Final = {
    "h": 1, "hour": 1, "hours": 1, "г": 1, "год": 1, "година": 1, "години": 1, "годин": 1,
    "d": 24, "day": 24, "days": 24, "д": 24, "день": 24, "дні": 24, "днів": 24,
    "w": 168, "week": 168, "weeks": 168, "т": 168, "тиждень": 168, "тижні": 168, "тижнів": 168,
    "month": 730, "months": 730, "місяць": 730, "місяці": 730, "місяців": 730,
    "y": 8766, "year": 8766, "years": 8766, "рік": 8766, "роки": 8766, "років": 8766,
}  # fmt: skip
MONTHS: Final = (
    "january january січень січня", "february лютий лютого", "march березень березня", "april квітень квітня",
    "may травень травня", "june червень червня", "july липень липня", "august серпень серпня",
    "september вересень вересня", "october жовтень жовтня", "november листопад листопада",
    "december грудень грудня",
)  # fmt: skip
NUMBERED: Final = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
SHORT: Final = {name[:3]: number for name, number in NUMBERED.items() if name.isascii()}
DATE: Final = re.compile(r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?")
DOTTED: Final = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
NAMED: Final = re.compile(r"(?:(?P<day>\d{1,2})\s+)?(?P<name>[^\W\d_]{3,})\.?(?:\s+(?P<year>\d{4}))?")


def since_of(said: str, now: datetime, zone: tzinfo = UTC) -> datetime | None:
    """The moment in UTC from which on; None where the words name none.

    A day, month or year is its beginning in the zone; one without a year is the last of its name. A moment that is
    still to come is given as it is: whoever asks says so.
    """
    words = " ".join(said.casefold().replace("’", "'").replace("ʼ", "'").split())
    here = now.astimezone(zone)
    try:
        day = _day(words, here.date())
        moment = datetime.combine(day, time(), zone) if day else _ago(words, here)
    except (ValueError, OverflowError):  # the calendar has no such day
        return None
    return moment.astimezone(UTC) if moment else moment_of(words, now)


def _day(words: str, today: date) -> date | None:
    if words in DAYS:
        return today - timedelta(days=DAYS[words])
    if words in NUMBERS:
        return today - timedelta(days=(today.isoweekday() - NUMBERS[words]) % 7)
    if found := DATE.fullmatch(words) or DOTTED.fullmatch(words):
        return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    found = NAMED.fullmatch(words)
    month = (NUMBERED.get(found["name"]) or SHORT.get(found["name"])) if found else None
    if not found or not month:
        return None
    day = date(int(found["year"] or today.year), month, int(found["day"] or 1))
    return day if found["year"] or day <= today else date(today.year - 1, month, int(found["day"] or 1))


def _ago(words: str, now: datetime) -> datetime | None:
    found = AGO.fullmatch(words)
    hours = HOURS.get(found["unit"]) if found else None
    return now - timedelta(hours=int(found["count"]) * hours) if found and hours else None
