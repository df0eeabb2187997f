"""Time zones as people name them: `Europe/Kiev`, `UTC+2`, `EET`, "Kyiv", "Portland, Oregon", "Ukraine", a location.

words -> IANA's names | offsets | abbreviations | the table of cities and countries -> a zone, or places to choose
      -> nothing of all that: what may have been meant
"""

from __future__ import annotations

from bot.services.zones.names import canonical
from bot.services.zones.places import Place, Zones

__all__ = ["Place", "Zones", "at", "canonical", "find"]


def find(words: str) -> Zones:
    """The zone that words name. What is longer than a name can be, or no words at all, names none."""
    return Zones(canonical(words))


def at(latitude: float, longitude: float) -> str | None:
    """The zone of a point in degrees, at sea that of its longitude (`Etc/GMT+3`); None where there is no such point."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    from tzfpy import get_tz  # noqa: PLC0415 - its polygons are only for who shares a location

    return canonical(get_tz(longitude, latitude))
