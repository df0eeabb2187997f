"""Sentences in a model's own words, marked as such, their numbers and quotations cited from what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.views.citations import mark
from bot.views.language import counted, later, said, say, tr
from bot.views.rich import Rich, chrome, cite, plain
from summarizer.figures.quantities import read_quantities
from summarizer.types import Briefing, Document, Excerpt, Span, Writing, Written

CHECKED = re.compile(r"\d(?:[\d.,’']*\d)?|(?<=[“\"])[^“”\"]+(?=[”\"])")
"""What must be a source's: a number, and what stands in quotation marks."""

WHY = (
    later("it is busy with other briefings"),
    later("it took too long"),
    later("it broke down"),
    later("it could not be loaded"),
    later("it is still being loaded"),
    later("it was stopped"),
    later("what it wrote did not hold against the sources"),
    later("it wrote nothing that could be used"),
    later("too little of what it wrote is borne out by the sources"),
)
"""Why a model wrote nothing, as `Writing.failure` says it; what counts its sentences is worded below."""


def written(documents: Sequence[Document], told: Written) -> Rich:
    """The sentence, each number and quotation as a cited piece, then the marks of its sources and that it is rewritten.

    A number that the sources spell otherwise stands as they spell it ("four hundred" for 400); one that no cited
    sentence has stays uncited: the gate lets none pass.
    """
    shown, at = Rich(), 0
    for place, piece in _pieces(told):
        shown = shown + told.text[at : place.start] + piece
        at = place.end
    whole = (shown + told.text[at:]).marked("italic")
    return whole + " " + mark(documents, *_excerpts(told.cited)) + " · " + say("rewritten")


def rewritten(told: Briefing) -> Rich:
    """Which model wrote, and how many of its sentences gave way to the sources' own; or why it wrote nothing."""
    writing = told.writing
    if writing is None:
        return Rich()
    if writing.failure:
        return say("No model rewrote this: {why}.", why=_why(writing, writing.failure))
    return said(
        "Rewritten by a model ({model}); {replaced} of {n} sentence replaced by the sources’ own.",
        "Rewritten by a model ({model}); {replaced} of {n} sentences replaced by the sources’ own.",
        writing.written,
        model=writing.model,
        replaced=counted(writing.replaced),
    )


def _why(writing: Writing, failure: str) -> Rich:
    if failure in WHY or not writing.written:
        return chrome(tr(failure))
    return said(
        "its only sentence is not borne out by the sources",
        "none of its {n} sentences is borne out by the sources",
        writing.written,
    )


def _excerpts(cited: Iterable[Excerpt]) -> Iterator[Excerpt]:
    return (each for excerpt in cited for each in (excerpt, *excerpt.also))


def _pieces(told: Written) -> Iterator[tuple[Span, Rich]]:
    """The numbers and quotations of the sentence in order, each with the passage of a source that takes its place."""
    end = 0
    for match in CHECKED.finditer(told.text):
        place = Span(*match.span())
        found = _to_the_letter(match.group(), told.cited)
        if found is None and match.group()[0].isdigit():
            place, found = _spelled(told, place)
        if place.start >= end:
            yield place, found or plain(place.of(told.text))
            end = place.end


def _to_the_letter(words: str, cited: Iterable[Excerpt]) -> Rich | None:
    """The words as they stand in one of the cited sentences."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(words)}(?!\w|[.,]\d)" if words[0].isdigit() else re.escape(words))
    found = ((excerpt, pattern.search(excerpt.exact)) for excerpt in cited)
    return next((_cited(excerpt, Span(*match.span())) for excerpt, match in found if match), None)


def _spelled(told: Written, digits: Span) -> tuple[Span, Rich | None]:
    """The whole number around the digits, and the passage of a cited sentence that is the same in other characters."""
    meant = next((each for each in read_quantities(told.text) if each.span.covers(digits)), None)
    if meant is None:
        return digits, None
    for excerpt in told.cited:
        for each in read_quantities(excerpt.exact):
            if (each.value, each.unit) == (meant.value, meant.unit):
                return meant.span, _cited(excerpt, each.span)
    return digits, None


def _cited(excerpt: Excerpt, place: Span) -> Rich:
    start = excerpt.span.start
    return cite(excerpt.document, Span(start + place.start, start + place.end))
