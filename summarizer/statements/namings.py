"""Where a text names somebody: runs of capitalised words, with the personal name in them told from its office."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.given_names import GIVEN_NAMES, Gender
from summarizer.statements.name_shapes import is_name, last_title
from summarizer.statements.name_words import (
    ARTICLES,
    DETERMINERS,
    FEMALE,
    HONORIFICS,
    MALE,
    OFFICES,
    ORGANISATIONS,
    PARTICLES,
    PLURAL_NAMES,
    SUFFIXES,
)
from summarizer.statements.tokens import LEADING, PREPOSITIONS, SUBORDINATORS, TITLES
from summarizer.types import Span

UPPER: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŠŞŤŪŮŰŹŻŽ"
CAPITAL: Final = rf"(?:(?:{'|'.join(TITLES)})\.|(?:[{UPPER}]\.)+|[{UPPER}][\w’'-]{{0,30}})"
RUN: Final = re.compile(
    rf"(?<![\w’'-]){CAPITAL}(?:[ \u00a0]{{1,2}}(?:(?:{'|'.join(sorted(PARTICLES))})[ \u00a0]){{0,2}}{CAPITAL}){{0,11}}"
)
PIECE: Final = re.compile(r"[^ \u00a0]+")
POSSESSIVE: Final = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$")
NOT_GIVEN: Final = frozenset(
    """united new north south east west western eastern northern southern central great greater soviet team never anti
    pro former young saint san los santa fort mount port cape lake white black capitol super wall supreme fox pro-trump
    anti-trump ag attorneys professors republican democratic democrat gop mr mrs ms miss dr president here there yes no
    ex-president dear not despite even if""".split()
)
OPENERS: Final = LEADING | PREPOSITIONS | SUBORDINATORS | ARTICLES | DETERMINERS | {"besides", "despite", "certainly"}
PARTIES: Final = frozenset("republican democrat".split())
REAL_OFFICES: Final = OFFICES - PARTIES
DATES: Final = DAYS | MONTHS
JOINTS: Final = PREPOSITIONS | SUBORDINATORS
Piece = tuple[str, int, int]
"""A word with its place in the text."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where the text names somebody: in full, or by a surname with or without a title."""

    span: Span
    name: str
    office: str | None = None
    gender: Gender | None = None

    @property
    def is_full(self) -> bool:
        return " " in self.name


class Headlines:
    """The lines of a text that Are Written Like This, where capitals tell no name."""

    def __init__(self, text: str) -> None:
        self._lines = tuple(Span(*line.span()) for line in re.finditer(r"[^\n]+", text) if _is_title_case(line.group()))

    def __contains__(self, at: int) -> bool:
        n = bisect_right(self._lines, at, key=lambda span: span.start)
        return n > 0 and at < self._lines[n - 1].end


def _is_title_case(line: str) -> bool:
    long_words = [word for word in line[:400].split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long_words)
    return len(long_words) > 3 and 10 * capitals > 8 * len(long_words)


def find_namings(text: str, headlines: Headlines) -> Iterator[Naming]:
    """The places where a text names somebody, or something in the manner of a name, in order."""
    for run in RUN.finditer(text):
        pieces = [(m.group(), run.start() + m.start(), run.start() + m.end()) for m in PIECE.finditer(run.group())]
        if len(pieces) > 4 and run.group().isupper() and not text.startswith(":", run.end()):
            continue  # a cry or a heading in capitals, not a transcript's label
        start = 0
        for n, (word, _, _) in enumerate(pieces):
            if POSSESSIVE.search(word) or n + 1 == len(pieces):
                naming = _naming(_without_openers(pieces[start : n + 1]), headlines)
                if naming is not None:
                    yield naming
                start = n + 1


def _without_openers(pieces: list[Piece]) -> list[Piece]:
    while len(pieces) > 1 and (pieces[0][0].lower() in OPENERS or pieces[0][0].lower().rstrip(".") in DATES):
        pieces = pieces[1:]
    while len(pieces) > 1 and pieces[-1][0].lower() in DATES:
        pieces = pieces[:-1]
    return pieces


def _naming(pieces: list[Piece], headlines: Headlines) -> Naming | None:
    words = [POSSESSIVE.sub("", word) for word, _, _ in pieces]
    found = _name_among(words, heading=pieces[0][1] in headlines)
    if found is None:
        return None
    start, end = found
    office = [word for word in words[:start] if word.lower() not in HONORIFICS]
    titled = any(word.lower() in REAL_OFFICES for word in office)
    span = Span(pieces[start][1], pieces[end - 1][1] + len(words[end - 1]))
    return Naming(span, " ".join(words[start:end]), " ".join(office) if titled else None, _gender(words[:start]))


def _gender(titles: list[str]) -> Gender | None:
    low = {word.lower() for word in titles}
    male, female = bool(low & MALE), bool(low & FEMALE)
    return None if male == female else "m" if male else "f"


def _name_among(words: list[str], *, heading: bool) -> tuple[int, int] | None:
    """Where in a run of capitalised words a personal name stands; None when there is none."""
    low = [word.lower() for word in words]
    title = last_title(words)
    office = -1 if title is None else title
    given = next((i for i in range(office + 1, len(words) - 1) if low[i] in GIVEN_NAMES), None)
    if given is not None and (given == 0 or low[given - 1] not in NOT_GIVEN):
        return _extent(words, given, brief=heading)
    rest = words[office + 1 :]
    if heading or not rest or not is_name(rest) or len(rest) > 3 or names_no_person(rest):
        return None
    return (office + 1, len(words))


def _extent(words: list[str], given: int, *, brief: bool) -> tuple[int, int] | None:
    """How far a name goes that begins with a given name: to the run's end if that is near, else one surname far."""
    end = len(words)
    if brief or end - given > 4:
        end = given + 2
        while end < len(words) and (len(words[end - 1].rstrip(".")) == 1 or words[end - 1].lower() in PARTICLES):
            end += 1
    name = words[given:end]
    return None if names_no_person(name) or not is_name(name) else (given, end)


def names_no_person(words: list[str]) -> bool:
    """Whether capitalised words are surely a body's or a place's name: "Our Principles PAC", "New York"."""
    last = words[-1].lower()
    acronym = words[-1].isupper() and len(last) > 2 and last not in SUFFIXES and not " ".join(words).isupper()
    phrase = any(word.lower() in JOINTS for word in words)  # "Coalition Against Hunger"
    group = last in ORGANISATIONS or PLURAL_NAMES.fullmatch(last) is not None
    return acronym or phrase or group or words[0].lower() in NOT_GIVEN
