"""Time zones that a person may live in, guessed by the language of their app: offered on buttons, never taken.

language tag -> its likely territory (CLDR) -> the territory's zones (IANA's zone.tab: the most populous first)
             -> one for each way that its clocks go, and those that CLDR lets stand for a region
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.services.zones import canonical

MOST = 10
HALF_A_YEAR = timedelta(days=182)
UTC_ZONE = "UTC"
WORLD = (UTC_ZONE, "Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Australia/Sydney")
"""Before others where an app speaks English and says of no country: that is spoken everywhere."""


def suggested(language: str | None, now: datetime, used: Sequence[str] = ()) -> tuple[str, ...]:
    """Zones to choose from: those `used` by the chat, then the territory's, and UTC last; of "en" the world's first.

    `language` is an IETF tag as Telegram gives it ("uk", "pt-br"); nothing is guessed of None, nor of a tag without a
    likely territory.
    """
    likely = _apart(_zones().get(_territory(language), ()), now)
    if (language or "").casefold() == "en":
        return tuple(dict.fromkeys((*used, *WORLD, *likely)))[:MOST]
    chosen = tuple(dict.fromkeys((*used, *likely)))[:MOST]
    return (*(zone for zone in chosen if zone != UTC_ZONE), UTC_ZONE)


def _territory(language: str | None) -> str:
    """`UA` of "uk", `BR` of "pt-br", `CN` of "zh-hans"; "" where the tag says none (RFC 5646, 2.2.4)."""
    from babel.core import get_global  # noqa: PLC0415 - some MB, only for who sets a digest up

    name, *rest = (language or "").split("-")
    stated = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    if stated:
        return stated
    likely = get_global("likely_subtags")
    tags = "_".join((name, *map(str.title, rest))), name
    return next((likely[tag] for tag in tags if tag in likely), "").rpartition("_")[2]


def _apart(zones: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Of zones whose clocks go alike those that stand for a region, else the first."""
    ways: dict[object, list[str]] = {}
    for zone in zones:
        clocks = ZoneInfo(zone)
        ways.setdefault(tuple(each.astimezone(clocks).utcoffset() for each in (now, now + HALF_A_YEAR)), []).append(
            zone
        )
    chosen = {zone for alike in ways.values() for zone in (_standing().intersection(alike) or alike[:1])}
    return tuple(zone for zone in zones if zone in chosen)


@cache
def _standing() -> frozenset[str]:
    """The zones that stand for a region where a list names one for each."""
    from babel.core import get_global  # noqa: PLC0415 - as above

    return frozenset(filter(None, map(canonical, get_global("windows_zone_mapping").values())))


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """The zones of each territory in IANA's order, without those that IANA puts down to another one first."""
    first = {zone: territories.split(",")[0] for territories, zone in _table("zone1970.tab")}
    table: dict[str, list[str]] = {}
    for territory, zone in _table("zone.tab"):
        if first.get(zone, territory) == territory:
            table.setdefault(territory, []).append(canonical(zone) or zone)
    return {territory: tuple(dict.fromkeys(zones)) for territory, zones in table.items()}


def _table(name: str) -> Iterator[tuple[str, str]]:
    for line in (files("tzdata") / "zoneinfo" / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            territories, _, zone, *_ = line.split("\t")
            yield territories, zone
