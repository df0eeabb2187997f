"""A question as a chart: what is to be drawn, and when there is nothing to see.

A chart compares what sources say; it claims nothing of its own. So every number stands in it as its source writes
it, bounds are drawn as bounds, and pages that repeat one voice are one point: three pages that quote the same
official are not three officials.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from bot.views.citations import headline
from bot.views.language import spoken
from bot.views.points import Chart, Form, Page, Point
from bot.views.questions import teller
from bot.views.rich import Rich, cite, stated
from summarizer.figures.modifiers import modifier_of
from summarizer.questions.naming import name_of
from summarizer.somebody import is_somebody
from summarizer.types import Document, Figure, FigureType, Question, Span, Value

MOST_POINTS = 8
"""More than that cannot be read on a phone; Telegram shrinks what is taller than some 1,280 pixels."""
MOST_VOICES = 5
"""More than that cannot be told apart by colour and shape."""
LARGEST = 1e15
INCOMPARABLE: frozenset[FigureType] = frozenset({"score", "age"})
NEAR = 48
"""Characters around a number in which its modifier is looked for."""

Told = tuple[Figure, str, bool]
"""A figure, its voice, and whether the voice has brought it up to date since."""
_LEAD = re.compile(r"\b(?:between|from) $", re.I)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)


def chart(question: Question) -> Chart | None:
    """The chart of a question; None where there is nothing to see: fewer than two comparable values that differ.

    Values are drawn over time when every one has a stated day, at least two days differ, and the voices are few
    enough to be told apart; by source otherwise. Scores and ages are not drawn.
    """
    lead = question.lead
    told = _merged(_told(question))
    fitting = [point for figure, point in told if _comparable(figure, lead)]
    shown, beyond = fitting[:MOST_POINTS], fitting[MOST_POINTS:]
    if len({point.value for point in shown}) < 2:
        return None
    unlike = [point for figure, point in told if not _comparable(figure, lead)]
    form: Form = "over_time" if _has_course(shown) else "by_source"
    ordered = tuple(sorted(shown, key=_by_day if form == "over_time" else _by_value))
    others = (*beyond, *unlike)
    return Chart(form, _title(question), lead.type, lead.unit, ordered, others, question.differs, spoken())


def _told(question: Question) -> Iterator[Told]:
    """All figures, most important first; what was brought up to date belongs to the voice that did so."""
    for answer in question.answers:
        yield answer.figure, _voice(answer.figure), False
    for answer in question.answers:
        yield from ((figure, _voice(answer.figure), True) for figure in answer.earlier)
    for answer in question.answers:
        yield from ((figure, _voice(figure), False) for figure in answer.witnesses)


def _merged(told: Iterator[Told]) -> tuple[tuple[Figure, Point], ...]:
    """One entry for what one voice says on several pages, at the place of the first."""
    merged: dict[tuple[object, ...], tuple[Figure, Point]] = {}
    for figure, voice, updated in told:
        new = _point(figure, voice, updated=updated)
        key = (voice, figure.type, figure.unit, *new.value)
        first, known = merged.get(key, (figure, new))
        pages = tuple(dict.fromkeys((*known.pages, *new.pages)))
        merged[key] = first, replace(known, pages=pages, updated=known.updated and updated)
    return tuple(merged.values())


def _point(figure: Figure, voice: str, *, updated: bool) -> Point:
    low, high = _ends(figure.value)
    span, spelled = _written(figure)
    document = figure.document
    pages = (Page(_outlet(document), document.published),)
    written = cite(document, span)
    return Point(written, spelled, low, high, figure.modifier, figure.vague, _teller(figure), voice, pages, updated)


def _ends(value: Value) -> tuple[float, float]:
    return (min(value), max(value)) if isinstance(value, tuple) else (value, value)


def _written(figure: Figure) -> tuple[Span, bool]:
    """The shortest passage in which the number is read with its modifier, and whether there is one."""
    text, span = figure.document.text, figure.span
    if figure.modifier in {"exact", "range"}:
        lead = _LEAD.search(text, max(0, span.start - NEAR), span.start) if figure.modifier == "range" else None
        return Span(lead.start() if lead else span.start, span.end), True
    for around in chain(_to_the_left(text, span), _to_the_right(text, span)):
        if modifier_of(text, span, around) == figure.modifier:
            return around, True
    return span, False


def _to_the_left(text: str, span: Span) -> Iterator[Span]:
    """The passages that begin with one word more each."""
    left = text[max(0, span.start - NEAR) : span.start]
    for word in reversed(list(re.finditer(r"(?<!\S)\S", left))):
        yield Span(span.start - len(left) + word.start(), span.end)


def _to_the_right(text: str, span: Span) -> Iterator[Span]:
    """The passages that end with one word, or one sign, more each."""
    for word in re.finditer(r"[^\s\w]|\w(?!\w)", text[span.end : span.end + NEAR]):
        yield Span(span.start, span.end + word.end())


def _teller(figure: Figure) -> Rich | None:
    """The full name where the page gives one, else its words for who says so."""
    return None if figure.attributed_to is None else teller(figure)


def _outlet(document: Document) -> Rich:
    if document.publisher:
        return stated(document, document.publisher)
    named = headline(document)
    return replace(named, marks=tuple(mark for mark in named.marks if mark.kind != "link"))


def _voice(figure: Figure) -> str:
    """A name is one voice wherever it stands, and so is a publisher; a page's "he" and its "officials" are its own."""
    teller, document = _teller(figure), figure.document
    if teller is None and document.publisher:
        return document.publisher.casefold()
    words = _ARTICLE.sub("", teller.text).split() if teller else []
    known = len(words) > 1 or any(map(is_somebody, words))
    return " ".join(words).casefold() if known else " ".join((document.key, *words))


def _comparable(figure: Figure, lead: Figure) -> bool:
    """Counts of one question count the same, whatever each calls it; measures need one unit."""
    same = figure.type == lead.type and (figure.unit == lead.unit or figure.type == "count")
    ordered = not isinstance(figure.value, tuple) or (figure.modifier == "range" and len(figure.value) == 2)
    drawable = all(math.isfinite(end) and abs(end) <= LARGEST for end in _ends(figure.value))
    return same and ordered and drawable and figure.type not in INCOMPARABLE


def _has_course(points: Sequence[Point]) -> bool:
    days = {point.day for point in points}
    return None not in days and len(days) > 1 and len({point.voice for point in points}) <= MOST_VOICES


def _by_value(point: Point) -> tuple[float, float]:
    return -point.high, -point.low


def _by_day(point: Point) -> tuple[date, float, float]:
    return (point.day or date.max, *_by_value(point))


def _title(question: Question) -> tuple[Rich, ...]:
    """What is counted, what befell it, where; the whole passage of a figure that says none of it."""
    lead, spans = question.lead, list[Span]()
    for span in name_of(question):
        if not any(span.overlap(other) for other in spans):
            spans.append(span)
    return tuple(cite(lead.document, span) for span in spans or [lead.clause])
