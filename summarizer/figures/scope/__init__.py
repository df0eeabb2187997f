"""The event, the place and the time of a figure, as its own sentence states them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summarizer.figures.grammar.verbs import AUXILIARIES, acts, verb_form
from summarizer.figures.quantities import Quantity
from summarizer.figures.scope.events import event_of
from summarizer.figures.scope.places import places_in
from summarizer.figures.scope.times import times_in
from summarizer.types import Figure, Span

_BREAK: Final = re.compile(
    r";|[—–“”\"]| but | while | whereas | compared (?:with|to) "
    r"|, (?:who|which|whose|where|when|a|an|he|she|it|they|we|scene|said|says|according)\b"
    r"|\b(?:said|says|told|up from|down from|more than a)\b"
    r"|,? and (?=(?:he|she|it|they|we|I|his|her|their|its|(?:the )?\w+ (?:is|was|has|had|were|are))\b)"
)
_SAYS: Final = re.compile(
    r"[“”\"]|\b(?:said|says|say|told|reported|announced|estimates?d?|found|shows?|that|who|which|whose)\b"
)
_VERB_BEHIND: Final = re.compile(r", (?P<word>[\w’'-]+)")
_WORD_BEFORE: Final = re.compile(r"(?P<word>[\w’'-]+) (?:the |in |at |on )*$")
_AND: Final = re.compile(
    r"(?:,? (?:and|or|plus|including)|,)"
    r"(?: (?:about|around|some|nearly|almost|roughly|at least|more than|up to|another))? "
)
_ANTECEDENT: Final = re.compile(
    r"^(?: [\w.]+){0,3},? (?:that|which) "
)  # "an ambush in Niger this month that killed four"
_LIST: Final = re.compile(r"\d[^.;:]{0,60}?(?:,|\band\b)")
_OPENING = 12
_REACH_BEHIND = 110
_REACH_BEFORE = 200
_WEIGHED = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """What befell what is counted, where and when: spans of the figure's sentence, None where it does not say."""

    event: Span | None
    place: Span | None
    time: Span | None


def scope_of(text: str, quantity: Quantity, counts: Span | None, sentence: Span, last: Figure | None) -> Scope:
    """The scope of one figure; none of its spans overlaps the number. Ages and scores have none: "Lee, 36, fled Mosul".

    `last` is the figure before it in the sentence: in a list it lends its event ("lost 20 tanks and 4 planes").
    """
    if quantity.type in ("age", "score"):
        return Scope(None, None, None)
    figure, counted = quantity.span, counts if counts and sentence.covers(counts) else None
    event = event_of(text, figure, counted, sentence, quantity.type)
    if event is None and last and last.type == quantity.type and _listed(text, last, figure):
        event = last.event
    return Scope(
        event,
        _nearest(text, figure, sentence, _places(text, sentence)),
        _nearest(text, figure, sentence, _times(text, sentence)),
    )


def _listed(text: str, last: Figure, figure: Span) -> bool:
    end = max(last.span.end, last.counts.end if last.counts else 0)
    return end < figure.start and _AND.fullmatch(text, end, figure.start) is not None


@lru_cache(maxsize=4)
def _places(text: str, sentence: Span) -> tuple[Span, ...]:
    return places_in(text, sentence)


@lru_cache(maxsize=4)
def _times(text: str, sentence: Span) -> tuple[Span, ...]:
    return times_in(text, sentence)


def _nearest(text: str, figure: Span, sentence: Span, candidates: Sequence[Span]) -> Span | None:
    """The candidate that governs the figure: the first behind it in its clause, else the last before it.

    Only the last few before it are weighed, and the one that opens the sentence, so that no hostile text is slow.
    """
    cut = bisect_left(candidates, figure.start, key=_start)
    behind = next((span for span in candidates[cut : cut + 2] if span.start >= figure.end), None)
    if behind and _joined(text, figure.end, behind.start):
        return behind
    for span in (*reversed(candidates[max(0, cut - _WEIGHED) : cut]), *candidates[: min(1, cut)]):
        if span.end <= figure.start and _governs(text, span, figure, sentence):
            return span
    return None


def _start(span: Span) -> int:
    return span.start


def _joined(text: str, start: int, end: int) -> bool:
    """Whether what stands behind the figure is of its own clause: nothing closes in between."""
    if end - start > _REACH_BEHIND:
        return False
    closing = text.find(")", start, end)
    inside = closing < 0 or text.find("(", start, closing) >= 0
    return inside and not _BREAK.search(text, start, end)


def _governs(text: str, span: Span, figure: Span, sentence: Span) -> bool:
    """Whether what stands before the figure holds for it: an opening, or a part of its own clause."""
    if figure.start - span.end > _REACH_BEFORE:
        return False
    between = text[span.end : figure.start]
    verb = _WORD_BEFORE.search(text, max(sentence.start, span.start - 30), span.start)
    if "," in between and verb and verb_form(verb["word"].lower()) == "past":
        return False
    if span.start - sentence.start < _OPENING:
        return ";" not in between and " but " not in between
    behind = _VERB_BEHIND.match(text, span.end)
    if behind and (behind["word"].lower() in AUXILIARIES or acts(behind["word"], "")):
        return False
    listed = "," in between and _LIST.search(text, max(sentence.start, span.start - _REACH_BEFORE), span.start)
    between = _ANTECEDENT.sub(" ", between, count=1)
    return not (listed or _BREAK.search(between) or _SAYS.search(between))
