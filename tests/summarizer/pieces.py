"""Pieces of small documents, said by their words instead of their offsets."""

from __future__ import annotations

from summarizer.figures.quantities import parse_value
from summarizer.selection import rank
from summarizer.sentences import split_sentences
from summarizer.types import Analysis, Answer, Document, Figure, FigureType, Kind, Question, Span, Speaker, Statement


def at(document: Document, words: str, after: int = 0) -> Span:
    """Where the words stand first in the document from a place on; the test is wrong when they do not."""
    start = document.text.index(words, after)
    return Span(start, start + len(words))


def said(
    document: Document,
    *content: str,
    source: str = "",
    cue: str = "",
    context: str = "",
    kind: Kind = "direct",
    name: str | None = None,
    question: bool = False,
) -> Statement:
    """A statement; its context is the given words, or everything from the first piece to the last."""
    first = document.text.index(context) if context else 0
    pieces = tuple(at(document, words, first) for words in content)
    inside = first if context and source in context else 0
    mentions = (at(document, source, inside),) if source else ()
    cues = (at(document, cue, first),) if cue else ()
    parts = (*pieces, *mentions, *cues)
    around = at(document, context) if context else Span(min(p.start for p in parts), max(p.end for p in parts))
    return Statement(document, kind, pieces, mentions, cues, Speaker(name) if name else None, around, question)


def figure(
    document: Document,
    number: str,
    *,
    counts: str | None = None,
    clause: str | None = None,
    unit: str | None = "people",
    kind: FigureType = "count",
    source: str | None = None,
) -> Figure:
    """A figure whose value is what its characters say; its passage is the whole text unless given."""
    meaning = parse_value(number)
    assert meaning is not None
    start = document.text.index(number)
    return Figure(
        document,
        at(document, number),
        meaning[0],
        unit,
        "exact",
        kind,
        at(document, counts, start) if counts else None,
        at(document, source) if source else None,
        source,
        at(document, clause) if clause else at(document, document.text.strip()),
        meaning[1],
    )


def question(*figures: Figure, witnesses: tuple[Figure, ...] = (), differs: bool = False) -> Question:
    """A question with an answer for each figure; the witnesses are the first one's."""
    first, *others = figures
    return Question((Answer(first, witnesses), *map(Answer, others)), differs)


def read(document: Document, *, statements: tuple[Statement, ...] = (), figures: tuple[Figure, ...] = ()) -> Analysis:
    """An analysis with exactly these statements and figures."""
    sentences = split_sentences(document.text, document.headings)
    ranking = rank(document.text, sentences, None)
    return Analysis(document, "test", "words", "en", sentences, ranking, statements, figures)
