"""What is searched for and what is found: words, conditions, pieces of documents, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from summarizer.types import Document, Figure, Span, Statement

Sort = Literal["statements", "figures", "sources"]
"""Pieces in which statements stand, in which figures do, or neither does."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Words as a person writes them: those sought (`hospit*` begins with it), phrases, what must not be there."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Documents of a publisher, host, feed or source of some name: publishers to the letter, rows of the others."""

    publishers: tuple[str, ...] = ()
    feeds: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.publishers or self.feeds or self.documents)


@dataclass(frozen=True, slots=True)
class Within:
    """What a piece must be besides: None each where it is all the same.

    `speakers` are names to the letter, `keys` those of documents; `since` is compared with the date that a page states,
    else with when it came.
    """

    origins: tuple[Origin, ...] = ()
    speakers: tuple[str, ...] | None = None
    since: datetime | None = None
    keys: tuple[str, ...] | None = None
    sort: Sort | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece that was found: ids of rows, where it stands (`end` 0: what the document states of itself)."""

    id: int
    document: int
    start: int
    end: int
    statements: str
    figures: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece with its document and what stands in it; `span` is None for what the document states of itself."""

    document: Document
    span: Span | None
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
