"""IANA's names of time zones: in any case, and the names of today for those of the past."""

from __future__ import annotations

from functools import cache
from typing import Final
from zoneinfo import available_timezones

UTC_NAMES: Final = frozenset({"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "UTC", "Universal", "Zulu"})
KEPT: Final = frozenset({"CET", "EET", "MET", "WET"})
"""Names that CLDR turns into a city's: whoever writes CET does not mean Brussels."""


def canonical(zone: str) -> str | None:
    """The name of today of an IANA zone that is written in any case: `europe/kiev` is Europe/Kyiv; None for no zone.

    The aliases are CLDR's, which unlike IANA's links never turn the zone of a country into that of another.
    """
    name = known().get(zone.strip().replace(" ", "_").casefold())
    return None if name is None else _today(name)


def _today(name: str) -> str:
    if name in UTC_NAMES:
        return "UTC"
    return name if name in KEPT else _aliases().get(name, name)


@cache
def known() -> dict[str, str]:
    """Every name by its folded form."""
    return {name.casefold(): name for name in available_timezones() if name not in {"Factory", "localtime"}}


@cache
def _aliases() -> dict[str, str]:
    from babel.core import get_global  # noqa: PLC0415 - some MB that only whoever types a zone's name pays

    return dict(get_global("zone_aliases"))
