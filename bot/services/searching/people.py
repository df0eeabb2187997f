"""Names that are near to one that nobody has: of those who speak, and of publishers."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.services.quotes import nearest
from storage.matching import fold
from summarizer.types import Speaker

OFFERED = 4


def near_people(speakers: Sequence[Speaker], name: str) -> tuple[str, ...]:
    """Who may be meant by a name that nobody has."""
    return nearest(speakers, name)[:OFFERED]


def near_publishers(publishers: Sequence[str], name: str) -> tuple[str, ...]:
    """Publishers with names alike; where none is, those of most documents."""
    by_word = {word: each for each in reversed(publishers) for word in (fold(each).strip(), *fold(each).split())}
    close = get_close_matches(fold(name).strip(), by_word, n=OFFERED, cutoff=0.7)
    return tuple(dict.fromkeys(by_word[word] for word in close)) or tuple(publishers[:OFFERED])
