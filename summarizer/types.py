"""What a text says: the words that every other module speaks.

Offsets are half-open and count code points of `Document.text`. All types are frozen; sequences are tuples.
Statement words are the field's: source, cue and content (Pareti 2012; PolNeAR, Newell et al. 2018).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Kind = Literal["direct", "mixed", "indirect"]
Modifier = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than", "range"]
FigureType = Literal["count", "money", "percent", "ratio", "duration", "distance", "age", "score", "other"]
Value = float | tuple[float, ...]
Vectors = NDArray[np.float32]
"""float32, shape (sentences, dimensions), each row of unit length."""
Vector = NDArray[np.float32]
"""float32, shape (dimensions,), of unit length."""

KEY_RECIPE = "v1"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text, `[start, end)` in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The exact characters. The only way that source text reaches a reader.

        Raises ValueError when the text is too short to hold the span: a piece is never silently cut.
        """
        if self.end > len(text):
            raise ValueError(f"[{self.start}, {self.end}) is outside a text of {len(text)} characters")
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """Characters shared with the other span; 0 when they are apart."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned text and what its page states of itself; what the page does not state is None, never guessed.

    Paragraphs of `text` stand apart by a blank line. `headings` are the spans of whole paragraphs that are
    headlines or section headings: they belong to the text but are not sentences.
    """

    text: str
    key: str
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    published: datetime | None = None
    headings: Spans = ()

    @property
    def true_key(self) -> str:
        """The versioned hash of the text and of all that is stated with it: `v1-` and 32 hex digits of SHA-256.

        What a page states is part of it: whoever sends a known text under another publisher's name or address
        makes a document of its own, and changes nobody else's.
        """
        stated = (self.title, self.publisher, self.byline, self.url, self.published and self.published.astimezone(UTC))
        headings = [(span.start, span.end) for span in self.headings]
        whole = repr((self.text, *(None if each is None else str(each) for each in stated), headings))
        return f"{KEY_RECIPE}-{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"

    @classmethod
    def make(
        cls,
        text: str,
        *,
        title: str | None = None,
        publisher: str | None = None,
        byline: str | None = None,
        url: str | None = None,
        published: datetime | None = None,
        headings: Spans = (),
    ) -> Document:
        """A document under its true key."""
        keyless = cls(text, "", title, publisher, byline, url, published, headings)
        return replace(keyless, key=keyless.true_key)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source mention names in its document, in the document's own words.

    `name` is the fullest name that the document gives ("Jens Stoltenberg" for "he"), or the mention without its
    article where no name stands ("senior U.S. defense official"). `role` is the words that state office or
    affiliation ("NATO Secretary-General"), or None.
    """

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: content, cue and source as spans of the document, with the speaker resolved.

    `content` and `source` may have several pieces (an interrupted quotation); `content` has at least one.
    Quotation marks are outside of a direct content span. `context` is the whole sentence or sentences in which
    content, cue and source stand (for a transcript's turn: the content's sentences).
    `source` is empty and `speaker` None where the text does not say who speaks.
    """

    document: Document
    kind: Kind
    content: Spans
    source: Spans
    cue: Spans
    speaker: Speaker | None
    context: Span
    question: bool = False

    @property
    def text(self) -> str:
        """The pieces of the content, joined by a space."""
        return " ".join(span.of(self.document.text) for span in self.content)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a reader would want, with what it counts and who says so.

    `span` covers the number with its sign, scale word, percent sign or measure, not the modifier and not the
    counted noun. `counts` and `attributed_to` are verbatim or None; `attributed_name` is the name behind an
    `attributed_to` that is a pronoun or short form, as a speaker. `clause` is the verbatim passage that
    makes the figure readable by itself: its sentence, or a part of it where cutting is safe.
    `value` is a number, (low, high) for a range, the numbers as written for a score; for a vague count its base.
    `event` is the verb or participle that says what befell what is counted ("killed", "pledged"), `place` and `time`
    are what its sentence says of where and when ("Bucha", "since Feb. 24"): verbatim, or None where it does not say.
    `meaning` is the vector of what is counted, None without an embedding model.
    """

    document: Document
    span: Span
    value: Value
    unit: str | None
    modifier: Modifier
    type: FigureType
    counts: Span | None
    attributed_to: Span | None
    attributed_name: str | None
    clause: Span
    vague: bool = False
    event: Span | None = None
    place: Span | None = None
    time: Span | None = None
    meaning: Vector | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was understood of one document, once, by one recipe.

    `ranking` lists indices of `sentences`, most telling first. `vectors` has one row a sentence, or is None
    when no embedding model was at hand. `language` is an ISO 639-1 code; anything but "en" has no statements,
    figures or ranking.
    """

    document: Document
    recipe: str
    backend: str
    language: str
    sentences: Spans
    ranking: tuple[int, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    vectors: Vectors | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Referent:
    """Whom the word that opens a sentence means: `pronoun` in the sentence, `name` earlier in the same document."""

    pronoun: Span
    name: Span


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a source as a briefing tells it; `exact` must be the span's characters (the gate checks).

    `also` are sentences of other documents that say almost the same. `referent` is who a sentence that is told
    without its predecessor speaks of: readers see the name in brackets, marked as ours.
    """

    document: Document
    span: Span
    exact: str
    also: tuple[Excerpt, ...] = ()
    referent: Referent | None = None

    @classmethod
    def cut(cls, document: Document, span: Span) -> Excerpt:
        return cls(document, span, span.of(document.text))


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence in a model's own words, and the sentences of sources that it rests on; at least one."""

    text: str
    cited: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """That a model was asked to rewrite what happened: its name, how many sentences it wrote, how many were refused.

    `failure` says why it wrote nothing that could be used, in a reader's words; None where it wrote.
    """

    model: str
    written: int
    replaced: int
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Testimony:
    """A statement as it is listed: one statement, whoever reports it.

    `speaker` is united over the documents at hand ("Antony Blinken" for a transcript's "SECRETARY BLINKEN").
    `witnesses` are the same statement as other documents have it, never of the statement's own document.
    """

    statement: Statement
    speaker: Speaker | None
    witnesses: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that a question is given, with all who give it.

    `figure` is the one to show. `witnesses` are figures of other documents, or of other tellers, that say the same.
    `earlier` are older values by the same teller, oldest first: what this one has brought up to date. `repeated` is
    what only says it again: the same teller in the same text, no further witness.
    """

    figure: Figure
    witnesses: tuple[Figure, ...] = ()
    earlier: tuple[Figure, ...] = ()
    repeated: tuple[Figure, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them, the one to show first, repetitions last."""
        return (self.figure, *self.witnesses, *self.earlier, *self.repeated)


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted, of one event at one place, and every answer that the documents give; at least one.

    `differs` says that two of the answers cannot both be right: "exactly 403" and "more than 410".
    """

    answers: tuple[Answer, ...]
    differs: bool = False

    @property
    def lead(self) -> Figure:
        """The figure whose words name the question."""
        return self.answers[0].figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures of all answers."""
        return tuple(figure for answer in self.answers for figure in answer.figures)


@dataclass(frozen=True, slots=True)
class Alone:
    """What only one document of several has."""

    document: Document
    figures: tuple[Question, ...]
    statements: tuple[Testimony, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Documents about one event side by side, most important first in each part.

    `agreed` are figures that two or more documents give alike and statements with witnesses; `differing` are questions
    whose answers cannot all be right and statements whose wordings differ; `various` have several answers that may all
    be right ("more than 400", 412); `denials` pairs a statement with the one that denies it. Nothing stands
    in two parts. `copies` are groups of documents that are mostly one text.
    """

    documents: tuple[Document, ...]
    agreed: tuple[Question | Testimony, ...] = ()
    differing: tuple[Question | Testimony, ...] = ()
    denials: tuple[tuple[Testimony, Testimony], ...] = ()
    alone: tuple[Alone, ...] = ()
    various: tuple[Question, ...] = ()
    copies: tuple[tuple[Document, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the sources say, every piece cut from one of them, or written by a model and held against them.

    `documents` are the cited sources; a source's number in a message is its place here, counted from 1.
    `sentences` are in the order of telling: excerpts, and where `writing` says so sentences by a model. `figures` are
    questions with all answers that the sources give. `unconfirmed` are sentences in which the sources themselves
    say that something is alleged or not confirmed. `topic` is what was asked for, or None.
    """

    documents: tuple[Document, ...]
    sentences: tuple[Excerpt | Written, ...]
    statements: tuple[Testimony, ...]
    figures: tuple[Question, ...]
    topic: str | None = None
    unconfirmed: tuple[Excerpt, ...] = ()
    writing: Writing | None = None


class Embedder(Protocol):
    """Turns sentences into vectors; the seam behind which models live."""

    @property
    def name(self) -> str:
        """Names model and version; stored with what it made."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions), in the order of the texts.

        Raises ModelError when the model cannot be loaded or run.
        """
        ...


@dataclass(frozen=True, slots=True)
class Story:
    """Documents about one event, as one chat sees them: newest first, at least one.

    `number` stays the story's own for ever, whatever joins it, and is never another story's in the same chat.
    `title` is verbatim: the stated title of one of the story's documents, else a heading, else a first sentence.
    """

    number: int
    title: str
    documents: tuple[Document, ...]
