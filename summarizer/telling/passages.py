"""Which passages of its sources a briefing tells, to be remembered: what was told once is not told again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from summarizer.telling.reading import shown_of
from summarizer.types import Briefing, Excerpt, Figure, Question, Span, Testimony, Written
from summarizer.variants import variants

PassageKind = Literal["sentence", "statement", "figure"]
LONG = 1800
"""Characters; of a longer witness, a speech as a rule, readers see only what the leading statement has of it."""


class Passage(NamedTuple):
    """Told characters `[start, end)` of the text of a document, by its key.

    A figure's passage is what readers see of it: all that its line cites, or, where only its value is told beside
    others, the number alone.
    """

    kind: PassageKind
    key: str
    start: int
    end: int


def told_by(briefing: Briefing) -> tuple[Passage, ...]:
    """Every passage that the briefing tells, each once: in the order of telling, the further sources' passages too."""
    return tuple(dict.fromkeys((*_sentences(briefing), *_statements(briefing), *_figures(briefing))))


def is_empty(briefing: Briefing) -> bool:
    """Whether a briefing tells nothing at all, whatever documents it lists."""
    return not (briefing.sentences or briefing.statements or briefing.figures or briefing.unconfirmed)


def _sentences(briefing: Briefing) -> Iterator[Passage]:
    for sentence in (*briefing.sentences, *briefing.unconfirmed):
        for excerpt in sentence.cited if isinstance(sentence, Written) else (sentence,):
            yield from (_passage("sentence", each.document.key, each.span) for each in _with_others(excerpt))


def _with_others(excerpt: Excerpt) -> tuple[Excerpt, ...]:
    return excerpt, *excerpt.also


def _statements(briefing: Briefing) -> Iterator[Passage]:
    for testimony in briefing.statements:
        shown = (*shown_of(testimony.statement), *_of_witnesses(testimony))
        yield from (_passage("statement", key, span) for key, span in shown)


def _of_witnesses(testimony: Testimony) -> Iterator[tuple[str, Span]]:
    worded = {variant.statement: variant for variant in variants(testimony)} if testimony.witnesses else {}
    for witness in testimony.witnesses:
        if witness.content[-1].end - witness.content[0].start <= LONG:
            yield from shown_of(witness)
        elif witness in worded:
            key = witness.document.key
            yield from ((key, run.span) for run in worded[witness].runs if run.same)


def _figures(briefing: Briefing) -> Iterator[Passage]:
    for question in briefing.figures:
        yield from (_passage("figure", figure.document.key, _shown(figure, question)) for figure in question.figures)


def _shown(figure: Figure, question: Question) -> Span:
    """A single answer is told in the words of its page; of whoever else gives a value the value is told."""
    if figure is not question.lead or len(question.answers) > 1:
        return figure.span
    return Span(min(figure.clause.start, figure.span.start), max(figure.clause.end, figure.span.end))


def _passage(kind: PassageKind, key: str, span: Span) -> Passage:
    return Passage(kind, key, span.start, span.end)
