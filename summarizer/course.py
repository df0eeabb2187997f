"""A story in its course: its documents in order, what each of them brought, and what the last ones have that is new.

documents, when they came | by stated date, else by arrival
  -> compose, each alone  : the most telling sentence that no earlier one says
  -> developments         : the last to come against all before
  -> gate
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from summarizer.compose import compose
from summarizer.developments import Developments, developments
from summarizer.selection import repeats
from summarizer.types import Analysis, Briefing, Document, Excerpt, Story, Testimony
from summarizer.verify import verify
from summarizer.wording import content_words

NOTHING_NEW = Developments()
NEXT = 4
"""Pieces of a document among which one is looked for that no earlier document has."""

Arrivals = Mapping[str, datetime]
"""When each document came, by its key."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the course of a story; `told` is what it brought, None where nothing is new and sound.

    That is a sentence, or where all of a document is somebody's words, as in a transcript, a statement.
    """

    document: Document
    arrived: datetime
    told: Excerpt | Testimony | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A story's documents from the first to the last, by publication where it is stated, else by arrival.

    A source's number is its place here, from 1. `earlier` counts documents that are left out, the first ones to come.
    `since` is when the last document but the newest came, and `news` what is new since then; None with one document,
    or where all came at once.
    """

    story: Story
    entries: tuple[Entry, ...]
    earlier: int = 0
    since: datetime | None = None
    news: Developments = NOTHING_NEW

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that are told, in the order of their numbers."""
        return tuple(entry.document for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Offered:
    """A story as a list offers it: how many documents it has, the one that came last, and when that came.

    `story` may have its first documents only.
    """

    story: Story
    sources: int
    newest: Document
    arrived: datetime


def outline(story: Story, came: Arrivals, *, most: int) -> Course:
    """The newest documents of a story in the order and under the numbers in which `course` tells them, and no more."""
    shown = sorted(story.documents[:most], key=partial(_when, came))
    entries = tuple(Entry(document, came[document.key]) for document in shown)
    return Course(story, entries, len(story.documents) - len(entries))


def course(story: Story, came: Arrivals, analyses: Sequence[Analysis], *, most: int) -> Course:
    """The newest documents of a story, `most` of them, each with what it brought, and what the last ones brought.

    A document without an analysis is listed and tells nothing. Raises GateError when a piece is not what its source
    says.
    """
    bare = outline(story, came, most=most)
    read = {analysis.document.key: analysis for analysis in analyses}
    told = tuple(_entries(bare.entries, read))
    known = _last_but_newest(entry.arrived for entry in told)
    if known is None:
        return _checked(replace(bare, entries=told))
    old = [read[e.document.key] for e in told if e.arrived <= known and e.document.key in read]
    new = [read[e.document.key] for e in told if e.arrived > known and e.document.key in read]
    return _checked(replace(bare, entries=told, since=known, news=developments(old, new)))


def checked(found: Developments, documents: Sequence[Document]) -> Developments:
    """The developments themselves, found among the documents; raises GateError when a piece is not what they say."""
    verify(Briefing(tuple(documents), (), found.testimonies, found.questions))
    return found


def _checked(told: Course) -> Course:
    pieces = [entry.told for entry in told.entries]
    sentences = tuple(piece for piece in pieces if isinstance(piece, Excerpt))
    statements = tuple(piece for piece in pieces if isinstance(piece, Testimony))
    verify(Briefing(told.documents, sentences, statements, ()))
    checked(told.news, told.documents)
    return told


def _when(came: Arrivals, document: Document) -> tuple[datetime, datetime, str]:
    """When a document was published as far as it says, and when it came; nothing is left to chance."""
    return document.published or came[document.key], came[document.key], document.key


def _last_but_newest(moments: Iterator[datetime]) -> datetime | None:
    *_, known, _ = (None, None, *sorted(set(moments)))
    return known


def _entries(entries: Sequence[Entry], read: Mapping[str, Analysis]) -> Iterator[Entry]:
    """Each document with what it brought that none before it has."""
    told: list[frozenset[str]] = []
    for entry in entries:
        analysis, title = read.get(entry.document.key), content_words(entry.document.title or "")
        brought = _brought(analysis, [*told, title]) if analysis else None
        yield replace(entry, told=brought)
        if brought:
            told.append(_words(brought))


def _brought(analysis: Analysis, told: Sequence[frozenset[str]]) -> Excerpt | Testimony | None:
    """The most telling piece that is not told yet; where the most telling ones are, one of the next."""
    alone = replace(analysis, figures=())
    for most in (1, NEXT):
        found = compose((alone,), sentences=most, statements=most, figures=0)
        sentences = tuple(each for each in found.sentences if isinstance(each, Excerpt))
        for piece in sentences or found.statements:
            if not any(repeats(_words(piece), other) for other in told):
                return piece
    return None


def _words(piece: Excerpt | Testimony) -> frozenset[str]:
    return content_words(piece.exact if isinstance(piece, Excerpt) else piece.statement.text)
