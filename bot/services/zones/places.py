"""What words about a time zone can mean: a zone, places to choose from, or what may have been meant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place that has a time zone: "Portland", "Oregon, United States", America/Los_Angeles.

    Without a country that is "", as for a country itself, or where the name is that of a zone.
    """

    name: str
    country: str
    zone: str


@dataclass(frozen=True, slots=True)
class Zones:
    """What was found: `zone`, an IANA name, where the words say one; nothing at all where they say none.

    `places` are the places of that name, the first the one that the zone is of (there are none where an offset or an
    IANA name was written); without a zone they are to be chosen from. `near` is what may have been meant. `fixed` is a
    zone without summer time, because an offset was written.
    """

    zone: str | None = None
    places: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()
    fixed: bool = False
