"""When a digest is to come, read from what a person wrote: `7:30 weekdays Europe/Kyiv`, `8am, 6pm mon-fri Kyiv`.

    words -> quiet hours | offsets | times | days | "silent", "short" ... -> what is left between them: zones -> a When

Each reader takes what it knows out of the text and leaves a mark there, so that words on both sides of it are no name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from typing import Final, Literal

from bot.services import weekdays
from bot.services.zones import Place, Zones, exactly, find
from storage.types.digests import DigestLength, Rule

FaultKind = Literal["time", "hour", "zone", "zones", "choice", "length", "quiet", "word", "long"]
"""No time of a day ("25:00"); an hour that may be of the morning or of the evening ("8"); no zone that is known, with
those of a near name; two zones; a name of several places; two lengths; quiet hours that are none; a word that says
nothing; far more words than that takes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with `word`, as it was written. `near` is what may be written instead, best first.

    `places` are the places of a zone's fault, in the order of `near`: to choose from ("choice") or near ones ("zone").
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


MARK: Final = "\0"
"""Stands in the text where something was read."""
CLOCK: Final = r"\d{1,2}[:.]\d{2}(?![.:]?\d)(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?|noon|midday|midnight"
TIME: Final = re.compile(rf"(?<![\w:.])(?:{CLOCK})(?!\w)", re.IGNORECASE)
PARTS: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?\s?m\.?)?", re.IGNORECASE)
NAMED_TIMES: Final = {"noon": time(12), "midday": time(12), "midnight": time(0)}
QUIET: Final = re.compile(rf"\bquiet(?:\s+hours)?\s+({CLOCK})\s*(?:-|–|—|\bto\b|\buntil\b)\s*({CLOCK})", re.IGNORECASE)
RANGE: Final = re.compile(rf"(?<![\w:.])(?:{CLOCK})\s*(?:-|–|—|\bto\b|\buntil\b)\s*(?:{CLOCK})", re.IGNORECASE)
OFFSET: Final = re.compile(
    r"(?<![\w/])(?:(?:utc|gmt)\s*[+\-−–]|[+\-−–](?=\d))\s*\d{1,2}(?::?\d{2})?(?![\w:])", re.IGNORECASE
)
NUMBER: Final = re.compile(r"(?<![\w/+\-:.])\d[\d:.]*(?![\w/])")
WORD: Final = re.compile(r"[^\s\0]+")
FILLING: Final = frozenset("at on and in every each & + the a of o'clock time timezone zone о об у в і й та по".split())
"""Words that stand between what is said and say nothing themselves."""
SOUNDS: Final = {"silent": True, "silently": True, "quietly": True, "loud": False, "aloud": False}
LENGTHS: Final[dict[str, DigestLength]] = {"short": "short", "usual": "usual", "full": "full", "long": "full"}
WIDEST: Final = 6
"""No name of a place has more words."""
LONGEST: Final = 200
"""Three times in full with all days and a zone are half as long; every word costs a look through the cities."""


@dataclass(slots=True)
class _Reading:
    """What was read so far, and the text that is left."""

    left: str
    times: set[time] = field(default_factory=set)
    days: frozenset[int] = frozenset()
    zones: list[tuple[str, Zones]] = field(default_factory=list)
    quiet: tuple[time, time] | None = None
    sounds: list[bool] = field(default_factory=list)
    lengths: list[DigestLength] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str], use: Callable[[re.Match[str]], bool | None]) -> None:
        """Hands each match to `use` and takes it out of the text, unless that says False."""
        self.left = pattern.sub(lambda match: match.group() if use(match) is False else f" {MARK} ", self.left)


def read(words: str) -> When:
    """What the words say of a digest; what cannot be read, or may be read in two ways, is a fault and no guess."""
    if len(words) > LONGEST:
        return When(faults=(Fault("long", words[:LONGEST]),))
    reading = _Reading(words.replace(MARK, " "))
    reading.take(QUIET, lambda match: _read_quiet(reading, match))
    reading.take(RANGE, lambda match: _read_range(reading, match.group()))
    reading.take(OFFSET, lambda match: reading.zones.append((match.group(), find(match.group()))))
    reading.take(TIME, lambda match: _read_time(reading, match.group()))
    reading.take(NUMBER, lambda match: _read_number(reading, match.group()))
    reading.left, reading.days = weekdays.taken(reading.left, MARK)
    reading.take(WORD, lambda match: _read_manner(reading, match.group()))
    for run in reading.left.split(MARK):
        _read_zones(reading, run)
    zone, place, fixed = _one_zone(reading)
    return When(
        times=tuple(sorted(reading.times)) or None,
        days=tuple(sorted(reading.days)) or None,
        zone=zone,
        quiet=reading.quiet,
        silent=reading.sounds[-1] if reading.sounds else None,
        length=_one_length(reading),
        place=place,
        fixed=fixed,
        faults=tuple(dict.fromkeys(reading.faults)),
    )


def written(rule: Rule) -> str:
    """A rule in words that `read` reads back as the same rule, to the minute."""
    times = ", ".join(f"{each:%H:%M}" for each in sorted(rule.times))
    quiet = "quiet {:%H:%M}-{:%H:%M}".format(*rule.quiet) if rule.quiet else ""
    return " ".join(filter(None, (times, weekdays.written(rule.days), rule.zone, quiet)))


def time_of(words: str) -> time | None:
    """The time of a day that is written: `7:30`, `07.30`, `7 pm`, `noon`; 12 am is midnight. None for no time."""
    if (named := NAMED_TIMES.get(words.casefold())) is not None:
        return named
    match = PARTS.fullmatch(words.strip())
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _read_quiet(reading: _Reading, match: re.Match[str]) -> None:
    start, end = time_of(match[1]), time_of(match[2])
    if start is None or end is None or start == end:
        reading.faults.append(Fault("quiet", match.group(), ("quiet 22:00-07:00",)))
    else:
        reading.quiet = start, end


def _read_time(reading: _Reading, word: str) -> None:
    at = time_of(word)
    if at is None:
        reading.faults.append(Fault("time", word, _near_time(word)))
    else:
        reading.times.add(at)


def _near_time(word: str) -> tuple[str, ...]:
    """What may be meant by a time that is none: the end of the day is the beginning of the next."""
    return ("00:00", "23:59") if re.fullmatch(r"24[:.]00", word) else ()


def _read_range(reading: _Reading, words: str) -> None:
    """From when till when is no time at which something comes; perhaps at both."""
    times = [time_of(each.group()) for each in TIME.finditer(words)]
    near = ", ".join(f"{each:%H:%M}" for each in times if each)
    reading.faults.append(Fault("time", words, (near,) if near else ()))


def _read_number(reading: _Reading, word: str) -> None:
    """A bare hour is of the morning or of the evening; other numbers are no times."""
    bare = word.strip(":.")
    if re.fullmatch(r"\d{1,2}", bare) and int(bare) < 24:
        hours = sorted({int(bare), (int(bare) + 12) % 24}) if int(bare) <= 12 else [int(bare)]
        reading.faults.append(Fault("hour", bare, tuple(f"{hour:02d}:00" for hour in hours)))
    elif (joined := re.fullmatch(r"(\d{1,2})(\d{2})", bare)) and time_of(f"{joined[1]}:{joined[2]}"):
        reading.faults.append(Fault("time", bare, (f"{int(joined[1]):02d}:{joined[2]}",)))
    else:
        reading.faults.append(Fault("time", bare))


def _read_manner(reading: _Reading, word: str) -> bool:
    bare = word.strip(",;.").casefold()
    if bare in SOUNDS:
        reading.sounds.append(SOUNDS[bare])
    elif bare in LENGTHS:
        reading.lengths.append(LENGTHS[bare])
    return bare in SOUNDS or bare in LENGTHS


def _read_zones(reading: _Reading, run: str) -> None:
    """The zones in a run of words that are nothing else; where there is none, what it may have been."""
    found, rest = _named(_bared(run))
    reading.zones += found
    if rest and not found and (meant := find(_plain(rest)).near):
        reading.faults.append(_zone_fault("zone", _plain(rest), meant))
    else:
        reading.faults += [Fault("zone" if "/" in word else "word", word.strip(",")) for word in rest]


def _zone_fault(kind: FaultKind, word: str, places: tuple[Place, ...]) -> Fault:
    return Fault(kind, word, tuple(place.zone for place in places), places)


def _named(words: list[str]) -> tuple[list[tuple[str, Zones]], list[str]]:
    """The longest names of zones in the words, from the left, and the words that belong to none."""
    found: list[tuple[str, Zones]] = []
    rest: list[str] = []
    while words:
        sizes = range(min(len(words), WIDEST), 0, -1)
        hits = ((size, zones) for size in sizes if (zones := exactly(_plain(words[:size]))) is not None)
        size, zones = next(hits, (1, None))
        if zones is not None:
            found.append((_plain(words[:size]), zones))
        elif words[0].strip(",").casefold() not in FILLING:
            rest.append(words[0])
        words = _bared(" ".join(words[size:]))
    return found, rest


def _bared(run: str) -> list[str]:
    """The words of a run without those around them that say nothing, and without marks on their own."""
    words = [word for word in re.split(r"[\s;]+", run) if word.strip(",.;:()-–—/|")]
    while words and words[0].strip(",.").casefold() in FILLING:
        del words[0]
    while words and words[-1].strip(",.").casefold() in FILLING:
        del words[-1]
    return words


def _plain(words: list[str]) -> str:
    return " ".join(words).strip(" ,.;:()")


def _one_zone(reading: _Reading) -> tuple[str | None, Place | None, bool]:
    """The zone that was said, once; places to choose from, and two zones, are faults."""
    clear = {zones.zone: zones for _, zones in reading.zones if zones.zone is not None}
    for word, zones in reading.zones:
        if zones.zone is None:
            reading.faults.append(_zone_fault("choice" if zones.places else "zone", word, zones.places or zones.near))
    if len(clear) > 1:
        said = " ".join(word for word, zones in reading.zones if zones.zone)
        reading.faults.append(Fault("zones", said, tuple(str(zone) for zone in clear)))
    if len(clear) != 1:
        return None, None, False
    (only,) = clear.values()
    return only.zone, next(iter(only.places), None), only.fixed


def _one_length(reading: _Reading) -> DigestLength | None:
    if len(set(reading.lengths)) > 1:
        reading.faults.append(Fault("length", " ".join(reading.lengths), tuple(dict.fromkeys(reading.lengths))))
        return None
    return next(iter(reading.lengths), None)
