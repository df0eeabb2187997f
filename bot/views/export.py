"""Briefings and analyses as plain data for JSON; passages carry the W3C Web Annotation selectors."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from summarizer.denials import denials
from summarizer.types import (
    Analysis,
    Answer,
    Briefing,
    Document,
    Excerpt,
    Figure,
    Question,
    Span,
    Statement,
    Testimony,
    Written,
)

Json = dict[str, Any]
AROUND = 32


def briefing_data(told: Briefing) -> Json:
    """The whole briefing; `source` is a place in `sources`, counted from 1.

    A sentence has `source`, `exact` and `selector`; one that a model wrote has `written` and `cited` instead. Each of
    `denied` has the places of a denial and of the allegation that it answers (null where none is listed) in
    `statements`, counted from 0.
    """
    number = {document.key: i for i, document in enumerate(told.documents, start=1)}
    return {
        "topic": told.topic,
        "sources": [_source(document, number[document.key]) for document in told.documents],
        "sentences": [_sentence(sentence, number) for sentence in told.sentences],
        "statements": [_testimony(item, number) for item in told.statements],
        "denied": [{"denial": denial, "allegation": charge} for denial, charge in denials(told.statements).items()],
        "figures": [_question(question, number) for question in told.figures],
        "unconfirmed": [_excerpt(excerpt, number) for excerpt in told.unconfirmed],
        "writing": asdict(told.writing) if told.writing else None,
    }


def analysis_data(identifier: str | int, analysis: Analysis, summary: Iterable[Span]) -> Json:
    """One line of `verbatim analyze --jsonl`; offsets are code points of the text as it was given."""
    return {
        "id": identifier,
        "sentences": _pairs(analysis.sentences),
        "statements": [statement_data(statement) for statement in analysis.statements],
        "figures": [figure_data(figure) for figure in analysis.figures],
        "summary": _pairs(summary),
    }


def statement_data(statement: Statement) -> Json:
    """Kind, spans and the resolved speaker's name."""
    return {
        "kind": statement.kind,
        "content": _pairs(statement.content),
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "speaker": statement.speaker.name if statement.speaker else None,
    }


def figure_data(figure: Figure) -> Json:
    """The record of a figure, in the words of the labelling rules for figures in news."""
    text, teller = figure.document.text, figure.attributed_to
    return {
        "start": figure.span.start,
        "end": figure.span.end,
        "surface": figure.text,
        "value": whole(figure.value),
        "unit": figure.unit,
        "counts": figure.counts.of(text) if figure.counts else None,
        "modifier": figure.modifier,
        "type": figure.type,
        "attributed_to": teller.of(text) if teller else None,
        "attr_start": teller.start if teller else None,
        "attr_end": teller.end if teller else None,
        "attributed_name": figure.attributed_name,
        "vague": figure.vague,
        **{name: span.of(text) if span else None for name, span in _scope(figure)},
    }


def _sentence(sentence: Excerpt | Written, number: dict[str, int]) -> Json:
    if isinstance(sentence, Written):
        return {"written": sentence.text, "cited": [_excerpt(excerpt, number) for excerpt in sentence.cited]}
    return _excerpt(sentence, number)


def _excerpt(excerpt: Excerpt, number: dict[str, int]) -> Json:
    """The sentence, with those of other sources that say almost the same, and the name that its pronoun stands for."""
    meant = excerpt.referent
    return {
        **_passage(excerpt.document, excerpt.span, number),
        "also": [_passage(other.document, other.span, number) for other in excerpt.also],
        "referent": {
            "pronoun": _passage(excerpt.document, meant.pronoun, number),
            "name": _passage(excerpt.document, meant.name, number),
        }
        if meant
        else None,
    }


def _passage(document: Document, span: Span, number: dict[str, int]) -> Json:
    return {
        "source": number[document.key],
        "exact": span.of(document.text),
        "selector": selectors(document, span),
    }


def _scope(figure: Figure) -> Iterable[tuple[str, Span | None]]:
    return ("event", figure.event), ("place", figure.place), ("time", figure.time)


def _question(question: Question, number: dict[str, int]) -> Json:
    """The figure that leads, as if it were alone, and all answers to its question."""
    lead = question.lead
    return {
        **_figure(lead, number),
        "differs": question.differs,
        "answers": [_answer(answer, number) for answer in question.answers],
    }


def _answer(answer: Answer, number: dict[str, int]) -> Json:
    return {
        **_figure(answer.figure, number),
        "witnesses": [_figure(figure, number) for figure in answer.witnesses],
        "earlier": [_figure(figure, number) for figure in answer.earlier],
    }


def _figure(figure: Figure, number: dict[str, int]) -> Json:
    return {
        "source": number[figure.document.key],
        **figure_data(figure),
        "selector": selectors(figure.document, figure.span),
    }


def whole(value: float | tuple[float, ...]) -> Any:
    """A number as people write it: without a fraction where it has none; of a range each."""
    if isinstance(value, tuple):
        return [whole(each) for each in value]
    return int(value) if math.isfinite(value) and value == int(value) else value


def _testimony(item: Testimony, number: dict[str, int]) -> Json:
    speaker = item.speaker
    return {
        **_told(item.statement, number),
        "speaker": speaker.name if speaker else None,
        "role": speaker.role if speaker else None,
        "witnesses": [_told(witness, number) for witness in item.witnesses],
    }


def _told(statement: Statement, number: dict[str, int]) -> Json:
    return {
        "source_number": number[statement.document.key],
        **statement_data(statement),
        "exact": [span.of(statement.document.text) for span in statement.content],
        "selector": [selectors(statement.document, span) for span in statement.content],
    }


def _source(document: Document, number: int) -> Json:
    return {
        "number": number,
        "key": document.key,
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def selectors(document: Document, span: Span) -> list[Json]:
    """Where a passage stands, as the W3C Web Annotation Data Model says it: by place and by words."""
    text = document.text
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        },
    ]
