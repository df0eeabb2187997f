"""The cities, countries and states that are known by name: see `distil.py` for where they come from.

The table is read when it is first asked and kept as it is, some 1.1 MB: looking a name up goes through all of it, which
takes less than a millisecond, and a dictionary of its 60,000 names would take ten times as much memory.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from typing import Final

ALIKE: Final = 0.8
"""How alike two names are, by difflib's ratio, where one may be a slip for the other; or they have the same letters."""


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
    code = words.strip()
    codes = {code, f"US-{code}", {"UK": "GB"}.get(code)} if code.isupper() and len(code) == 2 else set()
    return tuple(each for each in _regions().values() if key in each.keys or each.code in codes)


def region(code: str) -> Region | None:
    """The country or the state of a code."""
    return _regions().get(code)


def like(key: str, most: int) -> tuple[City, ...]:
    """The cities whose names are most like a folded one, of equals the more populous first."""
    letters, sorted_letters, near = set(key), sorted(key), []
    for name, row in _names():
        if name[0] != key[0] and name[-2:] != key[-2:]:  # a slip at both ends is another name
            continue
        if abs(len(name) - len(key)) <= 2 and len(letters ^ set(name)) <= 3:
            alike = SequenceMatcher(None, key, name).ratio()
            if alike >= ALIKE or sorted(name) == sorted_letters:
                near.append((alike, _city(row)))
    near.sort(key=lambda each: (-each[0], -each[1].thousands))
    return tuple(dict.fromkeys(city for _, city in near))[:most]


def _names() -> Iterator[tuple[str, str]]:
    """Names of cities with their rows: every city's own name, of those of a million the others too."""
    for line in _whole()[1].decode().splitlines():
        row, _, keys = line.partition("|,")
        if len(row) - row.rindex("|") > 4:
            yield from ((name, row) for name in keys[:-1].split(","))
        else:
            yield keys[: keys.index(",")], row


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
