"""The cities, countries and states that are known by name: see `distil.py` for where they come from.

The table is read when it is first asked and kept as it is, some 1.1 MB: looking a name up goes through all of it, which
takes less than a millisecond, and a dictionary of its 60,000 names would take ten times as much memory.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from bot.services.zones.folding import fold

LARGE: Final = 300
"""Thousands of people of a city that somebody may well mean."""
ALIKE, OTHERWISE, SMALL = 0.8, 0.88, 0.9
"""How alike two names are, by difflib's ratio, where one may be a slip for the other.

Any word is somewhat like the name of some place: the first is enough for the own name of a large city, and so are the
same letters; more is asked of its other names ("grain", Girin), and most of a small one ("hours", Hosur).
"""


@dataclass(frozen=True, slots=True)
class City:
    """A city, or a small place that a zone is called after. `where` is a country's code or a state's ("US-OR")."""

    name: str
    where: str
    zone: str
    thousands: int


@dataclass(frozen=True, slots=True)
class Region:
    """A country or a state of the USA, with the zone of most of its people, or "" where nobody can say so."""

    name: str
    code: str
    zone: str
    keys: frozenset[str]


@lru_cache(maxsize=256)
def cities(key: str) -> tuple[City, ...]:
    """The cities of that folded name, the most populous first."""
    found: list[City] = []
    table, wanted = _whole()[1], f",{key},".encode()
    at = table.find(wanted)
    while at >= 0:
        line = table[table.rfind(b"\n", 0, at) + 1 : at].decode()
        found.append(_city(line))
        at = table.find(wanted, at + 1)
    return tuple(found)


def inside(code: str) -> tuple[City, ...]:
    """The most populous city of each zone of a country or state, the most populous first."""
    zones: dict[str, City] = {}
    for line in _whole()[1].decode().splitlines():
        if f"|{code}|" in line or f"|{code}-" in line:
            city = _city(line)
            zones.setdefault(city.zone, city)
    return tuple(zones.values())


def regions(words: str, key: str) -> tuple[Region, ...]:
    """The countries and states of that folded name; by a code only where `words` are it in capitals ("UA", "OR")."""
    code = words.replace(".", "").strip()
    codes = {code, f"US-{code}", {"UK": "GB"}.get(code)} if code.isupper() and len(code) == 2 else set()
    return tuple(each for each in _regions().values() if key in each.keys or each.code in codes)


def region(code: str) -> Region | None:
    """The country or the state of a code."""
    return _regions().get(code)


def like(key: str, most: int) -> tuple[City, ...]:
    """The cities whose names are most like a folded one, of equals the more populous first.

    A slip leaves the first letter. Of cities below a million only their own names are compared.
    """
    near: list[tuple[float, City]] = []
    for name, city in _akin(key):
        own = fold(city.name) == name
        if city.thousands >= 1000 or own:
            alike, enough = SequenceMatcher(None, key, name).ratio(), (ALIKE if own else OTHERWISE)
            large = city.thousands >= LARGE
            if alike >= (enough if large else SMALL) or (large and sorted(name) == sorted(key)):
                near.append((alike, city))
    near.sort(key=lambda each: (-each[0], -each[1].thousands))
    return tuple(dict.fromkeys(city for _, city in near))[:most]


def _akin(key: str) -> Iterator[tuple[str, City]]:
    """The names that begin as this one does, are about as long and have about the same letters; with their cities."""
    table, size, letters = _whole()[1], len(key.encode()), set(key)
    sizes = max(size - 5, 0), size + 3  # in bytes without the first letter; a Cyrillic letter has two
    for match in re.finditer(rb",(%b[^,|\n]{%d,%d})(?=,)" % (re.escape(key[0].encode()), *sizes), table):
        name = match[1].decode()
        if len(letters ^ set(name)) <= 3:
            yield name, _city(table[table.rfind(b"\n", 0, match.start()) + 1 : match.start()].decode())


def _city(line: str) -> City:
    name, where, zone, thousands = line.split("|")[:4]
    return City(name, where, zone, int(thousands))


@cache
def _regions() -> dict[str, Region]:
    """Countries and states by their codes."""
    rows = [line[1:].split("|") for line in _whole()[0].decode().splitlines()]
    return {code: Region(name, code, zone, frozenset(keys.strip(",").split(","))) for name, code, zone, _, keys in rows}


@cache
def _whole() -> tuple[bytes, bytes]:
    """The regions' lines and the cities'."""
    packed = resources.files("bot.services.zones").joinpath("places.txt.xz").read_bytes()
    lines = lzma.decompress(packed)
    end = lines.rfind(b"\n=")
    start = lines.index(b"\n", end + 1) + 1
    return lines[:start], lines[start:]
