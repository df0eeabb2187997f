"""Places as Ukrainian calls them: CLDR's names of zones' cities, and the cases in which a place is named in a sentence.

Most names are in the table of cities as well. CLDR's add that of many cities of one name it means a zone's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.services.zones.folding import fold
from bot.services.zones.names import canonical

LANGUAGE: Final = "uk"
CYRILLIC: Final = re.compile("[а-яіїєґ]", re.IGNORECASE)
KNOWN: Final = {"київський": "київ", "київським": "київ", "київського": "київ", "київському": "київ"}
"""Whoever speaks of a city's time says so with an adjective; of others than Kyiv hardly anybody does."""
ENDINGS: Final = (
    ("євом", "їв"), ("єва", "їв"), ("єву", "їв"), ("єві", "їв"), ("овом", "ів"), ("евом", "ів"), ("ова", "ів"),
    ("еві", "ів"), ("ові", "ів"), ("ові", ""), ("нем", "ень"), ("ні", "ень"), ("ня", "ень"), ("зі", "га"), ("ці", "ка"),
    ("єю", "я"), ("ії", "ія"), ("ою", "а"), ("ею", "я"), ("ем", "ь"), ("ем", ""), ("єм", "й"), ("ом", ""), ("ом", "о"),
    ("і", "а"), ("и", "а"), ("у", "а"), ("а", ""), ("у", ""), ("і", ""), ("і", "о"), ("я", "ь"), ("ю", "ь"),
)  # fmt: skip
"""Endings of a case with those of the name itself: Києвом, Львові, Варшаві, Празі, Берліном, Дніпром."""


def is_cyrillic(words: str) -> bool:
    """Whether some of it is written in Cyrillic letters."""
    return CYRILLIC.search(words) is not None


def zone_called(words: str) -> str | None:
    """The zone whose city has this name in Ukrainian; None where none has, or several have."""
    return _cities().get(fold(words)) if is_cyrillic(words) else None


def names_of(words: str) -> Iterator[str]:
    """What a Ukrainian word in one of its cases may be the name of."""
    word = words.casefold()
    if word in KNOWN:
        yield KNOWN[word]
    for ending, own in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            yield stem + own


@cache
def _cities() -> dict[str, str]:
    """Zones of today by the folded names of their cities."""
    from babel import Locale  # noqa: PLC0415 - some MB, only for who types a name in Cyrillic letters

    found: dict[str, str | None] = {}
    for name, known in Locale.parse(LANGUAGE).time_zones.items():
        zone = canonical(name)
        if zone and "city" in known:
            key = fold(str(known["city"]))
            found[key] = zone if found.get(key, zone) == zone else None
    return {key: zone for key, zone in found.items() if zone}
