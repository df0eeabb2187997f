"""Days, hours, dates and time zones as people name them in the language that is spoken.

Names are CLDR's, by Babel. Hours have 24 in every language of ours, so that `07:30` is the same to everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, get_day_names
from babel.lists import format_list

from bot.views.language import SOURCE, locale, spoken, tr
from storage.types.zones import offset


def hour(at: time | datetime) -> str:
    """`07:30`."""
    return f"{at:%H:%M}"


def weekday(day: int, *, short: bool = False) -> str:
    """The name of a day by its ISO number: `Monday`, `понеділок`; or `Mon`, `пн`."""
    return str(get_day_names("abbreviated" if short else "wide", "stand-alone", locale())[day - 1])


def day(at: date, *, year: bool = False) -> str:
    """`24 November`, `24 листопада`; with its `year` where that is not clear."""
    return format_date(at, "d MMMM y" if year else "d MMMM", locale())


def dated(at: date, *, year: bool = False) -> str:
    """`Tuesday 24 November`."""
    return tr("{weekday} {day}", weekday=weekday(at.isoweekday()), day=day(at, year=year))


def listed(words: Sequence[str]) -> str:
    """`07:30, 12:00 and 18:00`."""
    return format_list(words, locale=locale())


def place(zone: str) -> str:
    """A zone as people call it: `Europe/Kyiv`, in another language its city; `UTC+2` for Etc/GMT-2."""
    return offset(zone) or _city(zone) or zone


def town(zone: tzinfo | None, name: str) -> str:
    """The city of a zone; `name` in English, or where the language has no name for it."""
    return (_city(zone.key) if isinstance(zone, ZoneInfo) else None) or name


def land(country: str) -> str:
    """A country by its name in English, as the language calls it; a state in front of it stays."""
    known = {} if spoken() == SOURCE else _lands(spoken())
    return ", ".join(known.get(each, each) for each in country.split(", "))


def _city(zone: str) -> str | None:
    """None in English, where what IANA calls it can be read, and where two zones are of one name."""
    return None if spoken() == SOURCE else _cities(spoken()).get(zone)


@cache
def _cities(language: str) -> dict[str, str]:
    """CLDR's city of each zone by the zone's name of today; CLDR keeps names of the past (Europe/Kiev)."""
    today, names = get_global("zone_aliases"), Locale.parse(language).time_zones
    cities = {str(today.get(zone, zone)): str(known["city"]) for zone, known in names.items() if "city" in known}
    once = [*cities.values()]
    return {zone: city for zone, city in cities.items() if once.count(city) == 1 and not zone.startswith("Etc/")}


@cache
def _lands(language: str) -> dict[str, str]:
    """Countries by their names in English."""
    names = Locale.parse(language).territories
    return {str(name): str(names[code]) for code, name in Locale("en").territories.items() if code in names}
