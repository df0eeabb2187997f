"""The event, the place and the time of a figure, as its own sentence states them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summarizer.figures.events import event_of
from summarizer.figures.places import places_in
from summarizer.figures.times import times_in
from summarizer.types import FigureType, Span

_BREAK: Final = re.compile(
    r";|[—–]| but | while | whereas | compared (?:with|to) |, and (?=[^,]{0,60}\b(?:was|were|is|are|has|had|have)\b)"
)
_SAYS: Final = re.compile(r"\b(?:said|says|say|told|reported|announced|estimates?d?|that|who|which|whose)\b")
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Scope:
    """What befell what is counted, where and when: spans of the figure's sentence, None where it does not say."""

    event: Span | None
    place: Span | None
    time: Span | None


def scope_of(text: str, figure: Span, counts: Span | None, sentence: Span, kind: FigureType) -> Scope:
    """The scope of one figure; none of its spans overlaps the number."""
    counted = counts if counts and sentence.covers(counts) else None
    event = event_of(text, figure, counted, sentence, kind)
    settled = event if event is None or not event.overlap(figure) else None
    return Scope(
        settled,
        _nearest(text, figure, sentence, _places(text, sentence)),
        _nearest(text, figure, sentence, _times(text, sentence)),
    )


@lru_cache(maxsize=4)
def _places(text: str, sentence: Span) -> tuple[Span, ...]:
    return places_in(text, sentence)


@lru_cache(maxsize=4)
def _times(text: str, sentence: Span) -> tuple[Span, ...]:
    return times_in(text, sentence)


def _nearest(text: str, figure: Span, sentence: Span, candidates: Sequence[Span]) -> Span | None:
    """The candidate that governs the figure: the first behind it in its clause, else the last before it."""
    apart = [span for span in candidates if not span.overlap(figure)]
    behind = next((span for span in apart if span.start >= figure.end and _joined(text, figure.end, span.start)), None)
    if behind is not None:
        return behind
    before = [span for span in apart if span.end <= figure.start and _governs(text, span, figure, sentence)]
    return before[-1] if before else None


def _joined(text: str, start: int, end: int) -> bool:
    return not _BREAK.search(text, start, end) and not _DIGIT.search(text, start, end)


def _governs(text: str, span: Span, figure: Span, sentence: Span) -> bool:
    if _BREAK.search(text, span.end, figure.start):
        return False
    return span.start - sentence.start < 12 or not _SAYS.search(text, span.end, figure.start)
