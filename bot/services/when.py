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
from bot.services.hours import NUMBER, QUIET, RANGE, TIME, hours_of, near_number, near_time, time_of
from bot.services.zones import Place, Zones, exactly, find
from storage.types.digests import DigestLength

FaultKind = Literal["time", "minutes", "hour", "zone", "zones", "choice", "length", "quiet", "word"]
"""No time of a day ("25:00"); an hour without its minutes ("18"); one that may be of the morning or of the evening
("8"); no zone that is known, with those of a near name; two zones; a name of several places; two lengths; quiet hours
that are none; a word that says nothing, or words that say too much."""


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
    """What was said, None where it was not: times in order, days as ISO numbers in order, a canonical zone."""

    times: tuple[time, ...] | None = None
    days: tuple[int, ...] | None = None
    zone: str | None = None
    quiet: tuple[time, time] | None = None
    silent: bool | None = None
    length: DigestLength | None = None
    faults: tuple[Fault, ...] = ()


MARK, TIME_MARK, DAY_MARK = "\0", "\1", "\2"
"""Stand in the text where something was read."""
MARKS: Final = re.compile("[\0\1\2]")
PLAIN: Final = str.maketrans({MARK: " ", TIME_MARK: " ", DAY_MARK: " ", "：": ":"})
OFFSET: Final = re.compile(
    r"(?<![\w/])(?:(?:utc|gmt)\s*[+\-−–]|[+\-−–](?=\d))\s*\d{1,2}(?::?\d{2})?(?![\w:])", re.IGNORECASE
)
FILLING: Final = frozenset(
    "at on and in every each & + the a of o'clock time timezone tz zone"
    " о об у в і й та по за з із зі час часом часу часовий пояс поясом поясі".split()
)
"""Words that stand between what is said and say nothing themselves."""
SOUNDS: Final = {
    "silent": True, "silently": True, "quietly": True, "тихо": True, "беззвучно": True, "без звуку": True,
    "loud": False, "aloud": False, "голосно": False, "гучно": False, "зі звуком": False, "із звуком": False,
}  # fmt: skip
LENGTHS: Final[dict[str, DigestLength]] = {
    "short": "short", "коротко": "short", "короткий": "short", "стисло": "short", "стислий": "short",
    "usual": "usual", "звичайно": "usual", "звичайний": "usual", "звичайна": "usual",
    "full": "full", "long": "full", "повно": "full", "повний": "full", "повністю": "full", "докладно": "full",
    "докладний": "full", "довгий": "full",
}  # fmt: skip
MANNER: Final = re.compile(r"(?<!\w)(?:без|зі|із)\s+зву(?:ку|ком)(?!\w)|[^\s\0\1\2]+", re.IGNORECASE)
WIDEST: Final = 6
"""No name of a place has more words."""
LONGEST: Final = 200
"""Three times in full with all days and a zone are half as long; every word costs a look through the cities."""
CLIPPED: Final = 40
EDGES: Final = " ,.;:()«»“”„\"'"
"""Marks around words."""


@dataclass(slots=True)
class _Reading:
    """What was read so far, and the text that is left."""

    left: str
    times: set[time] = field(default_factory=set)
    days: frozenset[int] = frozenset()
    zones: list[tuple[str, Zones]] = field(default_factory=list)
    quiet: tuple[time, time] | None = None
    sounds: list[bool] = field(default_factory=list)
    lengths: dict[str, DigestLength] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str], use: Callable[[re.Match[str]], bool | None], mark: str = MARK) -> None:
        """Hands each match to `use` and leaves a mark in its place, unless that says False."""
        self.left = pattern.sub(lambda match: match.group() if use(match) is False else f" {mark} ", self.left)


def read(words: str) -> When:
    """What the words say of a digest; what cannot be read, or may be read in two ways, is a fault and no guess."""
    if len(words) > LONGEST:
        return When(faults=(Fault("word", f"{words[:CLIPPED]}…"),))
    reading = _Reading(words.translate(PLAIN))
    reading.take(QUIET, lambda match: _read_quiet(reading, match))
    reading.take(RANGE, lambda match: _read_range(reading, match.group()))
    reading.take(OFFSET, lambda match: reading.zones.append((match.group(), find(match.group()))))
    reading.take(TIME, lambda match: _read_time(reading, match.group()), TIME_MARK)
    reading.take(NUMBER, lambda match: _read_number(reading, match.group()))
    reading.left, reading.days = weekdays.taken(reading.left, DAY_MARK)
    reading.take(MANNER, lambda match: _read_manner(reading, match.group()))
    for run in MARKS.split(reading.left):
        _read_zones(reading, run)
    if _is_several(reading.left):
        reading.faults.append(Fault("word", words.strip()))
    zone = _one_zone(reading)
    return When(
        times=tuple(sorted(reading.times)) or None,
        days=tuple(sorted(reading.days)) or None,
        zone=zone,
        quiet=reading.quiet,
        silent=reading.sounds[-1] if reading.sounds else None,
        length=_one_length(reading),
        faults=tuple(dict.fromkeys(reading.faults)),
    )


def _is_several(left: str) -> bool:
    """Whether there are days with a time and other days with another: those are two digests, not one."""
    order = "".join(mark for mark in MARKS.findall(left) if mark != MARK)
    return len(re.findall(f"{TIME_MARK}+|{DAY_MARK}+", order)) > 2


def _read_quiet(reading: _Reading, match: re.Match[str]) -> None:
    start, end = time_of(match[1]), time_of(match[2])
    if start is None or end is None or start == end:
        reading.faults.append(Fault("quiet", match.group(), ("quiet 22:00-07:00",)))
    else:
        reading.quiet = start, end


def _read_time(reading: _Reading, word: str) -> None:
    at = time_of(word)
    if at is None:
        reading.faults.append(Fault("time", word, near_time(word)))
    else:
        reading.times.add(at)


def _read_range(reading: _Reading, words: str) -> None:
    """From when till when is no time at which something comes; perhaps at both."""
    times = [time_of(each.group()) for each in TIME.finditer(words)]
    near = ", ".join(f"{each:%H:%M}" for each in times if each)
    reading.faults.append(Fault("time", words, (near,) if near else ()))


def _read_number(reading: _Reading, word: str) -> None:
    bare = word.strip(":.")
    hours = hours_of(bare)
    kind: FaultKind = "minutes" if len(hours) == 1 else "hour"
    reading.faults.append(Fault(kind, bare, hours) if hours else Fault("time", bare, near_number(bare)))


def _read_manner(reading: _Reading, word: str) -> bool:
    written = word.strip(EDGES)
    bare = " ".join(written.casefold().split())
    if bare in SOUNDS:
        reading.sounds.append(SOUNDS[bare])
    elif bare in LENGTHS:
        reading.lengths[written] = LENGTHS[bare]
    return bare in SOUNDS or bare in LENGTHS


def _read_zones(reading: _Reading, run: str) -> None:
    """The zones in a run of words that are nothing else; where there is none, what it may have been."""
    found, rest = _named(_bared(run))
    reading.zones += found
    if rest and not found and (meant := find(_plain(rest)).near):
        reading.faults.append(_zone_fault("zone", _plain(rest), meant))
    else:
        reading.faults += [Fault("zone" if "/" in word else "word", word.strip(EDGES)) for word in rest]


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
        elif not _fills(words[0]):
            rest.append(words[0])
        words = _bared(" ".join(words[size:]))
    return found, rest


def _bared(run: str) -> list[str]:
    """The words of a run without those around them that say nothing, and without marks on their own."""
    words = [word for word in re.split(r"[\s;]+", run) if word.strip(EDGES + "-–—/|")]
    while words and _fills(words[0]):
        del words[0]
    while words and _fills(words[-1]):
        del words[-1]
    return words


def _fills(word: str) -> bool:
    return word.strip(EDGES).casefold() in FILLING


def _plain(words: list[str]) -> str:
    return " ".join(words).strip(EDGES)


def _one_zone(reading: _Reading) -> str | None:
    """The zone that was said, once; places to choose from, and two zones, are faults."""
    clear = tuple(dict.fromkeys(zones.zone for _, zones in reading.zones if zones.zone is not None))
    for word, zones in reading.zones:
        if zones.zone is None:
            reading.faults.append(_zone_fault("choice" if zones.places else "zone", word, zones.places or zones.near))
    if len(clear) > 1:
        said = " ".join(word for word, zones in reading.zones if zones.zone)
        reading.faults.append(Fault("zones", said, clear))
    return clear[0] if len(clear) == 1 else None


def _one_length(reading: _Reading) -> DigestLength | None:
    """The length that was said, as it was written: two of them are a fault."""
    if len(set(reading.lengths.values())) > 1:
        reading.faults.append(Fault("length", " ".join(reading.lengths), tuple(reading.lengths)))
        return None
    return next(iter(reading.lengths.values()), None)
