"""When a digest is to come, read from what a person wrote: `7:30 weekdays Europe/Kyiv`, `8am, 6pm mon-fri Kyiv`.

words -> offsets and times | days | "silent", "short" ... | what is left: zones -> a When, with what is wrong in it
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

from bot.services.zones import Place
from storage.types.digests import DigestLength, Rule

FaultKind = Literal["time", "hour", "zone", "zones", "choice", "length", "quiet", "word"]
"""No time of a day ("25:00"); an hour that may be of the morning or of the evening ("8"); no zone that is known, with
those of a near name; two zones; a name of several places; two lengths; quiet hours that are none; a word that says
nothing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with `word`, as it was written. `near` is what may be written instead, best first.

    `places` are the places that a zone's fault names: to choose from ("choice") or near ones ("zone").
    """

    kind: FaultKind
    word: str
    near: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """What was said, None or nothing where it was not: times in order, days as ISO numbers in order, a canonical zone.

    `place` is the place that the zone was named by, `fixed` says that it is an offset, which knows no summer time.
    """

    times: tuple[time, ...] | None = None
    days: tuple[int, ...] | None = None
    zone: str | None = None
    quiet: tuple[time, time] | None = None
    silent: bool | None = None
    length: DigestLength | None = None
    place: Place | None = None
    fixed: bool = False
    faults: tuple[Fault, ...] = ()


def read(words: str) -> When:
    """What the words say of a digest; what cannot be read, or may be read in two ways, is a fault and no guess."""
    return When(faults=tuple(Fault("word", word) for word in words.split()))


def written(rule: Rule) -> str:
    """A rule in words that `read` reads back as the same rule."""
    return " ".join((*(f"{each:%H:%M}" for each in rule.times), rule.zone))
