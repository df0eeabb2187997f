"""Which zone words mean: the cities and countries of a name weighed against each other, and names that are near."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from bot.services.zones import table
from bot.services.zones.folding import fold
from bot.services.zones.names import canonical, known
from bot.services.zones.places import Place, Zones
from bot.services.zones.spoken import is_cyrillic
from bot.services.zones.table import City

MOST: Final = 8
"""Places that are offered at once."""
NEAR: Final = 5
CLEAR: Final = 20
"""A place so many times as large as all others of its name is the one that is meant without more words."""
CLEAR_ZONE: Final = 5
"""The same for a city that a zone is called after (Athens, Dublin)."""
COUNTRY, STATE = 10_000, 2_000
"""Thousands of people that a country or a state counts as against cities of its name."""
LIKE_A_ZONE: Final = 0.88

Option = tuple[float, Place]
"""A place with how much speaks for it, against the others of the name."""


def named(words: str) -> Zones | None:
    """What the name of a city, a country or a state means, the city's perhaps with one of the others behind it."""
    for name, within in _splits(words):
        key = fold(name)
        cities = [city for city in table.cities(key) if _lies_in(city.where, within)]
        lands = [land for land in table.regions(name, key) if _lies_in(land.code, within)]
        wide = [city for land in lands if not land.zone for city in table.inside(land.code)]
        if wide:  # which of the parts of a country somebody lives in, their number of people does not say
            return _choice([place_of(city) for city in sorted((*cities, *wide), key=lambda each: -each.thousands)])
        options = [_weighed(city, name) for city in cities]
        options += [(STATE if "-" in land.code else COUNTRY, _land(land)) for land in lands]
        if options:
            return _clear_or_choice(sorted(options, key=lambda each: -each[0]))
    return None


def is_large(name: str) -> bool:
    """Whether a large city has this name."""
    return any(city.thousands >= table.LARGE for city in table.cities(fold(name)))


def place_of(city: City) -> Place:
    """A city with its country, in the USA with its state too."""
    lands = (table.region(code) for code in dict.fromkeys((city.where, city.where[:2])))
    return Place(city.name, ", ".join(land.name for land in lands if land), city.zone)


def place_in(zone: str) -> Place:
    """The city that a zone is called after, or the zone itself as a place."""
    cities = table.cities(fold(zone.rsplit("/", 1)[-1]))
    return next((place_of(city) for city in cities if city.zone == zone), Place(zone, "", zone))


def near(words: str) -> tuple[Place, ...]:
    """What may have been meant: zones of a name like this, then cities of one."""
    zones: list[str | None] = []
    key = fold(words.rsplit("/", 1)[-1])
    cities = table.like(key, NEAR) if len(key) > 2 else ()
    if "/" in words:  # "Europe/Kiyv", "Ukraine/Kyiv", "Europe/Lviv"
        written = words.casefold().replace(" ", "_")
        zones = [canonical(name) for name in get_close_matches(written, known(), NEAR, LIKE_A_ZONE)]
        cities = (*table.cities(key)[:NEAR], *cities)
    found = (*(Place(zone, "", zone) for zone in zones if zone), *map(place_of, cities))
    return _first_of_each(found, lambda place: place.zone)[:NEAR]


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """A name and what it lies in: as it stands, at a comma, before its last words."""
    if "," in words:
        name, _, within = words.partition(",")
        yield name, within.strip()
        return
    yield words, ""
    parts = words.split(" ")
    for at in range(len(parts) - 1, 0, -1):
        within = " ".join(parts[at:])
        if table.regions(within, fold(within)):
            yield " ".join(parts[:at]), within


def _lies_in(where: str, within: str) -> bool:
    """Whether a country's or state's code is in each of the countries and states that are named: "Oregon, USA"."""
    named_lands = [table.regions(each, fold(each)) for each in within.split(",") if each.strip()]
    return all(any(f"{where}-".startswith(f"{land.code}-") for land in lands) for lands in named_lands)


def _land(land: table.Region) -> Place:
    country = table.region(land.code[:2]) if "-" in land.code else None
    return Place(land.name, country.name if country else "", land.zone)


def _weighed(city: City, name: str) -> Option:
    """Besides a zone's own city, one of Ukraine's weighs more where it is written in Cyrillic letters (Одеса)."""
    of_zone = fold(city.zone.rsplit("/", 1)[-1]) == fold(city.name)
    of_ours = city.where == "UA" and is_cyrillic(name)
    return max(city.thousands, 0.1) * (CLEAR / CLEAR_ZONE if of_zone or of_ours else 1), place_of(city)


def _clear_or_choice(options: Sequence[Option]) -> Zones:
    """The first where all are in one zone, or where it outweighs by far the next that is not; else all of them."""
    weight, first = options[0]
    others = [each for each, place in options if place.zone != first.zone]
    places = tuple(dict.fromkeys(place for _, place in options))[:MOST]
    if not others or weight >= CLEAR * others[0]:
        return Zones(first.zone, places)
    return _choice([place for _, place in options])


def _choice(places: Iterable[Place]) -> Zones:
    """To choose from: of each country, or state, one place in each zone."""
    return Zones(places=_first_of_each(places, lambda place: (place.country, place.zone))[:MOST])


def _first_of_each(places: Iterable[Place], sort: Callable[[Place], Hashable]) -> tuple[Place, ...]:
    found: dict[Hashable, Place] = {}
    for place in places:
        found.setdefault(sort(place), place)
    return tuple(found.values())
