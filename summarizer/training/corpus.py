"""Reads attributed articles and turns them into tags and pointers for the word pieces of a window."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.backends.tagger_decode import TAGS
from summarizer.backends.tagger_windows import Piece, Window

IGNORE = -100
"""A label that no loss counts."""

ROLES = ("source", "cue", "content")
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, as places of the text in code points, each role in as many pieces as it has."""

    source: Places
    cue: Places
    content: Places

    def role(self, name: str) -> Places:
        places: Places = getattr(self, name)
        return places


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its attributions; in PolNeAR no two of their places overlap, except that sources are shared."""

    id: str
    text: str
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window and its labels, one a piece; a pointer is a position in the window with [CLS] as 0, 0 for "none"."""

    window: Window
    tags: tuple[int, ...]
    cues: tuple[int, ...]
    sources: tuple[int, ...]


def read_articles(path: Path) -> tuple[Article, ...]:
    """Articles of a JSON-lines file, `{"id", "text", "statements": [{"source", "cue", "content"}]}` a line.

    Raises OSError when there is no such file; ValueError, KeyError or TypeError when a line is something else.
    """
    with path.open(encoding="utf-8") as lines:
        return tuple(_article(json.loads(line)) for line in lines if line.strip())


def _article(raw: dict[str, Any]) -> Article:
    return Article(str(raw["id"]), str(raw["text"]), tuple(_attribution(one) for one in raw["statements"]))


def _attribution(raw: dict[str, list[list[int]]]) -> Attribution:
    return Attribution(*(tuple((start, end) for start, end in raw[role]) for role in ROLES))


def label(window: Window, attributions: Sequence[Attribution]) -> Example:
    """The window's labels; words outside every attribution are "O" and point nowhere."""
    tags = [TAGS.index("O") if piece.word else IGNORE for piece in window]
    cues, sources = [IGNORE] * len(window), [IGNORE] * len(window)
    for attribution in _within(window, attributions):
        words = {role: [_words(window, place) for place in attribution.role(role)] for role in ROLES}
        cue, source = (_first(words[role]) for role in ("cue", "source"))
        for role in ROLES:
            for run in words[role]:
                for index in run:
                    tags[index] = TAGS.index(f"{'B' if index == run[0] else 'I'}-{role}")
                    if role == "content":
                        cues[index] = cue
                    if role != "source":
                        sources[index] = source
    return Example(window, tuple(tags), tuple(cues), tuple(sources))


def _within(window: Sequence[Piece], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    low, high = window[0].start, window[-1].end
    for attribution in attributions:
        if any(start < high and low < end for role in ROLES for start, end in attribution.role(role)):
            yield attribution


def _words(window: Window, place: tuple[int, int]) -> list[int]:
    start, end = place
    return [i for i, piece in enumerate(window) if piece.word and start <= piece.start < end]


def _first(runs: list[list[int]]) -> int:
    """Position of the first word with [CLS] as 0; 0 when the role is empty or outside of the window."""
    return min((run[0] + 1 for run in runs if run), default=0)
