"""Figures of a text: numbers that a reader would want, with what they count and who says so.

read_quantities      numerals, signs, measures, ranges, scores, shares                  quantities/
| keep_figures       drops dates, clock times, names, list numbers, idioms              sifting/
| settle             a bare number that is an age or a sum of money                     sifting/
| count              what is counted or measured, and the unit that follows from it     counting/
| modify             exact, about, at least ...; a modifier governs coordinated figures
| scope_of           the event, the place and the time that its sentence states         scope/
| Tellers            the innermost statement around the figure, else its own sentence   tellers/
| clause_of          the passage that can stand alone

`grammar/` holds what all of them know of words: verbs, noun phrases, words for people.
"""

from __future__ import annotations

from bisect import bisect_right

from summarizer.figures.clauses import clause_of
from summarizer.figures.counting.counted import Counted, count
from summarizer.figures.modifiers import is_governed, modifier_of
from summarizer.figures.quantities import Quantity, parse_value, read_quantities
from summarizer.figures.scope import scope_of
from summarizer.figures.sifting.bare_numbers import settle
from summarizer.figures.sifting.not_figures import keep_figures
from summarizer.figures.tellers import Tellers
from summarizer.types import Document, Figure, Modifier, Span, Spans, Statement

__all__ = ["find_figures", "parse_value"]


def find_figures(document: Document, sentences: Spans, statements: tuple[Statement, ...]) -> tuple[Figure, ...]:
    """The figures that stand in the document's sentences and headings, in order of position.

    `statements` give the figures their sources; a figure that none of them covers is attributed by its own
    sentence ("according to ..."), or to nobody.
    """
    places = sorted({*sentences, *document.headings})
    starts = [place.start for place in places]
    found: list[Figure] = []
    counted: Counted | None = None
    kept = keep_figures(document.text, read_quantities(document.text))
    tellers = Tellers(document.text, statements)
    currency = next((q.unit.name for q in kept if q.unit and q.unit.type == "money"), None)
    for quantity in kept:
        index = bisect_right(starts, quantity.span.start) - 1
        if index < 0 or not places[index].covers(quantity.span):
            continue
        sentence = places[index]
        last = found[-1] if found and sentence.covers(found[-1].span) else None
        settled = settle(document.text, quantity, sentence, currency)
        counted = count(document.text, settled, sentence, counted if last and last.type == settled.type else None)
        found.append(_figure(document, settled, sentence, counted, last, tellers))
    return tuple(found)


def _figure(
    document: Document,
    quantity: Quantity,
    sentence: Span,
    counted: Counted,
    last: Figure | None,
    tellers: Tellers,
) -> Figure:
    text = document.text
    modifier = _modifier(text, quantity, sentence, last)
    source = tellers.of(quantity.span, sentence)
    inside = counted.span if counted.span and sentence.covers(counted.span) else quantity.span
    scope = scope_of(text, quantity, counted.span, sentence, last)
    needed = Span(min(quantity.span.start, inside.start), max(quantity.span.end, inside.end))
    return Figure(
        document=document,
        span=quantity.span,
        value=quantity.value,
        unit=counted.unit,
        modifier=modifier,
        type=quantity.type,
        counts=counted.span,
        attributed_to=source.span if source else None,
        attributed_name=source.name if source else None,
        clause=clause_of(text, sentence, needed, source.span if source else None),
        vague=quantity.vague,
        event=scope.event,
        place=scope.place,
        time=scope.time,
    )


def _modifier(text: str, quantity: Quantity, sentence: Span, last: Figure | None) -> Modifier:
    found = modifier_of(text, quantity.span, sentence, duration=quantity.type == "duration")
    if isinstance(quantity.value, tuple) and quantity.type not in ("score", "ratio"):
        return "range"
    if found:
        return found
    if quantity.vague:
        return "more_than"
    if last and last.modifier != "range" and not last.vague and last.type == quantity.type:
        return last.modifier if is_governed(text, last.span, quantity.span) else "exact"
    return "exact"
