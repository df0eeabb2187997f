"""Time zones as people name them: `Europe/Kiev`, `UTC+2`, `EET`, "Kyiv", "Portland, Oregon", "Ukraine", a location.

words -> IANA's names | offsets | abbreviations | the table of cities and countries -> a zone, or places to choose
      -> nothing of all that: what may have been meant
"""

from __future__ import annotations

from bot.services.zones import offsets, spoken
from bot.services.zones.finding import is_large, named, near, place_in
from bot.services.zones.names import canonical
from bot.services.zones.places import Place, Zones

__all__ = ["Place", "Zones", "at", "canonical", "exactly", "find"]

LONGEST = 80
"""No name of a place is longer."""


def find(words: str) -> Zones:
    """The zone that words name; what is longer than a name can be, or no words at all, names none.

    An abbreviation or a name that stands for several places gives them to choose from, the most populous first. An
    offset gives a zone that is `fixed`: it does not follow summer time.
    """
    words = " ".join(words.split())
    return exactly(words) or (Zones(near=near(words)) if words and len(words) <= LONGEST else Zones())


def exactly(words: str) -> Zones | None:
    """The same without a look for what may have been meant, which takes longest; None where nothing has that name."""
    words = " ".join(words.split())
    return _by_sign(words) or _by_name(words) if words and len(words) <= LONGEST else None


def _by_name(words: str) -> Zones | None:
    """What has the name, also in one of the cases of Ukrainian; of several places the one that a zone is called after.

    In a case only large cities are looked for: any word is one of some village's.
    """
    found, own = named(words), spoken.zone_called(words)
    if own and (found is None or (found.zone is None and own in {place.zone for place in found.places})):
        return Zones(own, (place_in(own),))
    if found or not spoken.is_cyrillic(words) or " " in words:
        return found
    meant = (name for name in spoken.names_of(words) if is_large(name) or spoken.zone_called(name))
    return next(filter(None, map(named, meant)), None)


def _by_sign(words: str) -> Zones | None:
    """What is written as an offset, in short, or as IANA's name."""
    if meant := offsets.short(words):
        places = tuple(place_in(zone) for zone in meant)
        return Zones(meant[0], fixed=meant[0] == "UTC") if len(meant) == 1 else Zones(places=places)
    if offsets.is_none(words):
        return Zones(near=tuple(place_in(zone) for zone in offsets.with_parts(words)))
    zone = offsets.fixed(words) or canonical(words)
    return None if zone is None else Zones(zone, fixed=zone == "UTC" or zone.startswith("Etc/"))


def at(latitude: float, longitude: float) -> str | None:
    """The zone of a point in degrees, at sea that of its longitude (`Etc/GMT+3`); None where there is no such point."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    from tzfpy import get_tz  # noqa: PLC0415 - its polygons are only for who shares a location

    return canonical(get_tz(longitude, latitude))
