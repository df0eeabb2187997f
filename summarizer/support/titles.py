"""Whether a name is told without a word before it that makes it another's: "Vice", "former", "South", "New"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.statements.name_words import HONORIFICS, OFFICES
from summarizer.support.cited import Cited
from summarizer.support.copies import Words, words_of
from summarizer.support.countries import COUNTRIES
from summarizer.support.names import is_common
from summarizer.support.turns import LESSENING

PLACING: Final = frozenset(
    """north south east west northern southern eastern western northeast northwest southeast southwest central new
    great greater san santa los las saint st. st upper lower inner outer old port fort el la united""".split()
)
"""Words with which the name of a place begins, and without which it is another place."""
PERSONAL: Final = GIVEN_NAMES | HONORIFICS | OFFICES | COUNTRIES | DAYS | MONTHS


def cut_name_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """Names that every cited sentence has behind another word of the same name, which is no given name or title."""
    told = words_of(sentence)
    for start, end in _runs(told):
        run = told[start:end]
        before = told[start - 1].key if start else ""
        found = [(words_of(text), place) for text in cited.texts for place in _places(run, words_of(text))]
        cut = (words[place - 1].key != before and _is_cut(words, place, len(run), cited) for words, place in found)
        if found and all(cut):
            words, place = found[0]
            yield f"its source has {words[place - 1].surface!r} before {run[0].surface!r}"


def _runs(words: Words) -> Iterator[tuple[int, int]]:
    """Capitalised words in a row."""
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and words[end].is_name and (end == start or not words[end].bordered):
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def _places(run: Words, words: Words) -> Iterator[int]:
    keys = [word.key for word in words]
    wanted = [word.key for word in run]
    return (place for place in range(len(keys) - len(wanted) + 1) if keys[place : place + len(wanted)] == wanted)


def _is_cut(words: Words, place: int, size: int, cited: Cited) -> bool:
    """Whether the word before belongs to the name and makes another one of it."""
    if place == 0 or words[place].bordered:
        return False
    before, low = words[place - 1], words[place - 1].surface.casefold()
    if low in LESSENING or (before.is_name and low in PLACING):
        return True
    is_free = not before.is_name or before.possessive or len(low.rstrip(".")) == 1
    if is_free or low in PERSONAL or before.key in PERSONAL or not words[place].is_name:
        return False
    if place == 1 and is_common(before.surface, cited):
        return False
    return not _stands_alone(words[place : place + size], cited)


@lru_cache(maxsize=64)
def _whole(text: str) -> Words:
    """The words of a document, kept apart: the many sentences must not push them out."""
    return words_of(text)


def _stands_alone(run: Words, cited: Cited) -> bool:
    """Whether a document has the name by itself as well, as news has a surname after the full name."""
    for source in cited.sources:
        words = _whole(source.text)
        if any(place == 0 or words[place].bordered or not words[place - 1].is_name for place in _places(run, words)):
            return True
    return False
