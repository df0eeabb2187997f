"""Time zones that a person may live in, guessed by the language of their app: offered on buttons, never taken.

language tag -> its likely territory (CLDR, likely subtags) -> the territory's zones -> those that stand for a region
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services.zones import canonical

MOST = 8
UTC_ZONE = "UTC"


def suggested(language: str | None, now: datetime, used: Sequence[str] = ()) -> tuple[str, ...]:
    """Zones to choose from: those `used` by the chat, then the territory's from west to east, and UTC last.

    `language` is an IETF tag as Telegram gives it ("uk", "pt-br"); nothing is guessed of None, nor of a tag without a
    likely territory.
    """
    likely = sorted(_of_territory(_territory(language)), key=lambda zone: now.astimezone(ZoneInfo(zone)).utcoffset())
    return (*tuple(dict.fromkeys((*used, *likely)))[:MOST], *(() if UTC_ZONE in used else (UTC_ZONE,)))


def _territory(language: str | None) -> str:
    """`UA` of "uk", `BR` of "pt-br", `CN` of "zh-hans"; "" where the tag says none (RFC 5646, 2.2.4)."""
    from babel.core import get_global  # noqa: PLC0415 - some MB, only for who sets a digest up

    name, *rest = (language or "").split("-")
    stated = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    if stated:
        return stated
    likely = get_global("likely_subtags")
    known = next((likely[tag] for tag in ("_".join((name, *map(str.title, rest))), name) if tag in likely), "")
    return known.rpartition("_")[2]


def _of_territory(territory: str) -> tuple[str, ...]:
    """The zones that CLDR lets stand for a region of the territory; its first one where there is no such zone."""
    from babel.core import get_global  # noqa: PLC0415 - as above

    zones = [canonical(zone) for zone in get_global("territory_zones").get(territory, ())]
    standing = set(map(canonical, get_global("windows_zone_mapping").values()))
    known = [zone for zone in zones if zone]
    return tuple(zone for zone in known if zone in standing) or tuple(known[:1])
