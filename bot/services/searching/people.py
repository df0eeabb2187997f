"""Whom a name means among those who speak, and publishers whose names are near to one that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.services.quotes import NAMED, holds, nearest
from storage.matching import fold
from summarizer.types import Speaker

OFFERED = 4


def named(speakers: Sequence[Speaker], names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The speakers whom the names mean, by name or office, and those of the names that mean nobody.

    Names that mean more people than any question is about mean those who speak most.
    """
    found: dict[str, None] = {}
    unknown = []
    for name in names:
        wanted = fold(name)
        meant = dict.fromkeys(s.name for s in speakers if holds(f"{s.name} {s.role or ''}", wanted))
        found |= dict.fromkeys(list(meant)[:NAMED])
        if not meant:
            unknown.append(name)
    return tuple(found), tuple(unknown)


def near_people(speakers: Sequence[Speaker], name: str) -> tuple[str, ...]:
    """Who may be meant by a name that nobody has."""
    return nearest(speakers, name)[:OFFERED]


def near_publishers(publishers: Sequence[str], name: str) -> tuple[str, ...]:
    """Publishers with names alike; where none is, those of most documents."""
    by_word = {word: each for each in reversed(publishers) for word in (fold(each).strip(), *fold(each).split())}
    close = get_close_matches(fold(name).strip(), by_word, n=OFFERED, cutoff=0.7)
    return tuple(dict.fromkeys(by_word[word] for word in close)) or tuple(publishers[:OFFERED])
