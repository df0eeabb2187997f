"""A story in its course: its documents in order, what each of them tells, and what the last ones have that is new.

documents, when they came | by stated date, else by arrival: a document's number is its place
  -> leads, each alone    : the most telling sentence that can be read alone, and that no earlier line says
  -> developments         : the last to come, or what came after a moment, against all before
  -> gate
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice

from summarizer.compose import sound_statements
from summarizer.gate.verify import verify
from summarizer.selection import repeats, tellable
from summarizer.stories.developments import Developments, developments
from summarizer.stories.leads import leads, reads_alone
from summarizer.telling.reading import Reading
from summarizer.types import Analysis, Briefing, Document, Excerpt, Story, Testimony
from summarizer.wording import content_words

READ = "en"
NOTHING_NEW = Developments()
NEXT = 4
"""The most telling pieces of a document, among which one is looked for that no earlier line says."""
SPOKEN = 40
"""Statements of a text without a sentence of its own among which these are looked for."""

Arrivals = Mapping[str, datetime]
"""When each document came, by its key."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the course of a story; `told` is its line, None where nothing is sound that no earlier one says.

    That is a sentence, or where all of a document is somebody's words, as in a transcript, a statement. Of a document
    in another `language` than is read nothing is told.
    """

    document: Document
    arrived: datetime
    told: Excerpt | Testimony | None = None
    language: str = READ


@dataclass(frozen=True, slots=True)
class Course:
    """A story's documents from the first to the last, by publication where it is stated, else by arrival.

    A source's number is its place among all of them, from 1; `entries` are those that are told: the newest ones, and
    what is cited besides. `since` is the moment after which documents are new, `asked` whether somebody named it; else
    it is when the last document but the newest came: None with one document, or where all came at once. `news` is what
    the `new` ones brought.
    """

    story: Story
    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    since: datetime | None = None
    asked: bool = False
    new: tuple[Entry, ...] = ()
    news: Developments = NOTHING_NEW

    @property
    def left_out(self) -> int:
        """How many documents are not told."""
        return len(self.documents) - len(self.entries)

    @property
    def earlier(self) -> int:
        """How many documents had come when the new ones came."""
        return len(self.documents) - len(self.new)


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
    """The documents of a story under the numbers in which `course` tells them, and of the newest ones an entry each."""
    ordered = tuple(sorted(story.documents, key=partial(_when, came)))
    newest = {document.key for document in story.documents[:most]}
    entries = tuple(Entry(document, came[document.key]) for document in ordered if document.key in newest)
    return Course(story, ordered, entries)


def course(
    story: Story, came: Arrivals, analyses: Sequence[Analysis], *, most: int, since: datetime | None = None
) -> Course:
    """The newest documents of a story, `most` of them, each with its line, and what the last ones brought.

    With `since` those that came after that moment, and what they brought. What is new is compared with all the
    analyses, told or not. A document without one is listed and tells nothing. Raises GateError when a piece is not what
    its source says.
    """
    bare = outline(story, came, most=most)
    known = since or _last_but_newest(came[document.key] for document in story.documents)
    new = frozenset(d.key for d in story.documents if known is not None and came[d.key] > known)
    read = {analysis.document.key: analysis for analysis in analyses}
    found = _news([read[document.key] for document in bare.documents if document.key in read], new)
    told = new if since else {entry.document.key for entry in bare.entries}
    shown = {document.key for document in found.documents}.union(
        islice((d.key for d in story.documents if d.key in told), most)
    )
    entries = [Entry(d, came[d.key]) for d in bare.documents if d.key in shown]
    lines = tuple(_entries(entries, read))
    brought = tuple(Entry(d, came[d.key]) for d in bare.documents if d.key in new)
    return _checked(replace(bare, entries=lines, since=known, asked=since is not None, new=brought, news=found))


def checked(found: Developments, documents: Sequence[Document]) -> Developments:
    """The developments themselves, found among the documents; raises GateError when a piece is not what they say."""
    verify(Briefing(tuple(documents), found.sentences, found.testimonies, found.questions))
    return found


def _news(read: Sequence[Analysis], new: frozenset[str]) -> Developments:
    if not new:
        return NOTHING_NEW
    after = [analysis for analysis in read if analysis.document.key in new]
    return developments([analysis for analysis in read if analysis.document.key not in new], after)


def _checked(told: Course) -> Course:
    pieces = [entry.told for entry in told.entries]
    sentences = tuple(piece for piece in pieces if isinstance(piece, Excerpt))
    statements = tuple(piece for piece in pieces if isinstance(piece, Testimony))
    cited = tuple(entry.document for entry in told.entries)
    verify(Briefing(cited, sentences, statements, ()))
    checked(told.news, cited)
    return told


def _when(came: Arrivals, document: Document) -> tuple[datetime, datetime, str]:
    """When a document was published as far as it says, and when it came; nothing is left to chance."""
    return document.published or came[document.key], came[document.key], document.key


def _last_but_newest(moments: Iterable[datetime]) -> datetime | None:
    *_, known, _ = (None, None, *sorted(set(moments)))
    return known


def _entries(entries: Sequence[Entry], read: Mapping[str, Analysis]) -> Iterator[Entry]:
    """Each document with its line."""
    told: list[frozenset[str]] = []
    for entry in entries:
        analysis = read.get(entry.document.key)
        line = _line(analysis, told) if analysis else None
        yield replace(entry, told=line, language=analysis.language if analysis else READ)
        if line:
            told.append(_words(line))


def _line(analysis: Analysis, told: Sequence[frozenset[str]]) -> Excerpt | Testimony | None:
    """The most telling piece; where an earlier line says it, one of the next."""
    reading = Reading.of(analysis)
    own: tuple[Excerpt | Testimony, ...] = tuple(islice(leads(reading), NEXT))
    pieces = own or tuple(islice(_spoken(reading), NEXT))
    return next((piece for piece in pieces if not any(repeats(_words(piece), other) for other in told)), None)


def _spoken(reading: Reading) -> Iterator[Testimony]:
    """What is said in a text that has no words of its own, by somebody with a name, most telling first."""
    said = [s for s in reading.analysis.statements if s.kind == "direct" and s.speaker and not s.question]
    best = sorted(said, key=lambda statement: -reading.telling(statement.content[0]))[:SPOKEN]
    for statement in sound_statements(best):
        if statement.speaker and tellable(statement.text) and reads_alone(statement.text):
            yield Testimony(statement, statement.speaker)


def _words(piece: Excerpt | Testimony) -> frozenset[str]:
    return content_words(piece.exact if isinstance(piece, Excerpt) else piece.statement.text)
