"""Which figures a briefing lists, and in which order: what counts people first, what counts the same thing together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from summarizer.evidence import Evidence
from summarizer.types import Figure, FigureType
from summarizer.verify import is_qualified
from summarizer.wording import content_words

TYPE_WEIGHT: Mapping[FigureType, float] = {
    "count": 2.0,
    "money": 2.6,
    "percent": 2.4,
    "distance": 1.4,
    "other": 1.4,
    "score": 1.0,
    "age": 0.8,
    "ratio": 0.8,
    "duration": 0.5,
}
PEOPLE_WEIGHT = 1.0
ATTRIBUTED_WEIGHT = 0.5
TELLING_WEIGHT = 0.5
TOPIC_WEIGHT = 2.0
VAGUE_COST = 1.0
TOLL = re.compile(
    r"\b(?:kill|die[ds]?\b|dead\b|death|bodies|fatal|injur|wound|casualt|missing\b|hospitali[sz]|displac|massacr|victim)",
    re.IGNORECASE,
)
TOLL_WEIGHT = 1.0  # what befell people comes before everything else
SMALL, SMALL_COST = 12, 1.0  # "ten systems a tank" is a rate or a detail more often than news
SAME_THING_COST = 0.8


def choose_figures(
    figures: Sequence[Figure], telling: Mapping[Figure, float], *, topic: str | None, limit: int
) -> tuple[Figure, ...]:
    """At most `limit` figures, most wanted first; the same figure once, figures of one thing next to each other.

    `telling` says from 0 to 1 how central a figure's place in its document is.
    """
    weights = {figure: _weight(figure, telling[figure], topic) for figure in figures}
    ranked = sorted(figures, key=lambda figure: -weights[figure])
    return _together(_spread(merge(ranked), weights, limit=limit))


def whole(figure: Figure, source: Evidence) -> Figure:
    """The figure with its whole sentence as its passage, where a shorter passage would leave out a "not"."""
    if not is_qualified(source.cut_off(figure.clause)):
        return figure
    sentence = next((s for s in source.around(figure.span) if s.covers(figure.clause)), figure.clause)
    return replace(figure, clause=sentence)


def merge(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Exact repetitions left out: the same value of the same thing; the first stays."""
    kept: list[Figure] = []
    for figure in figures:
        if not any(_is_repetition(figure, other) for other in kept):
            kept.append(figure)
    return tuple(kept)


def thing(figure: Figure) -> frozenset[str]:
    """What a figure counts, as comparable words; its unit where no words say it."""
    counted = content_words(figure.counts.of(figure.document.text)) if figure.counts else frozenset()
    return counted or frozenset(filter(None, (figure.unit,)))


def _is_repetition(figure: Figure, other: Figure) -> bool:
    if (figure.value, figure.unit, figure.type) != (other.value, other.unit, other.type):
        return False
    return figure.modifier == other.modifier and (not thing(figure) or not thing(other) or _same_thing(figure, other))


def _same_thing(figure: Figure, other: Figure) -> bool:
    return (figure.unit, figure.type) == (other.unit, other.type) and bool(thing(figure) & thing(other))


def _weight(figure: Figure, telling: float, topic: str | None) -> float:
    size = max(figure.value) if isinstance(figure.value, tuple) else figure.value
    people = figure.unit == "people"
    weight = TYPE_WEIGHT[figure.type] + PEOPLE_WEIGHT * people + TELLING_WEIGHT * telling
    weight += ATTRIBUTED_WEIGHT * (figure.attributed_to is not None) - VAGUE_COST * figure.vague
    if figure.type == "count":
        weight += min(1.0, math.log10(abs(size) + 1) / 10)
        weight -= SMALL_COST * (size <= SMALL and not people)
    clause = figure.clause.of(figure.document.text)
    weight += TOLL_WEIGHT * (people and TOLL.search(clause) is not None)
    wanted = content_words(topic or "")
    return weight + TOPIC_WEIGHT * len(wanted & content_words(clause)) / max(1, len(wanted))


def _spread(figures: Sequence[Figure], weights: Mapping[Figure, float], *, limit: int) -> tuple[Figure, ...]:
    """The best figures, one more of what the same document has counted already at a cost."""
    taken: list[Figure] = []
    open_ones = list(figures)
    while open_ones and len(taken) < limit:
        best = max(open_ones, key=lambda figure: _worth(figure, taken, weights[figure]))
        open_ones.remove(best)
        taken.append(best)
    return tuple(taken)


def _worth(figure: Figure, taken: Sequence[Figure], weight: float) -> float:
    same = sum(_same_thing(figure, other) for other in taken if other.document.key == figure.document.key)
    return weight - SAME_THING_COST * same


def _together(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures in order, each with those of its passage in their order there, and then those of the same thing."""
    order: list[Figure] = []
    for figure in figures:
        rest = [f for f in figures if f not in order]
        if figure in rest:
            passage = sorted((f for f in rest if _same_passage(figure, f)), key=lambda f: f.span)
            order += [*passage, *(f for f in rest if f not in passage and _same_thing(figure, f))]
    return tuple(order)


def _same_passage(figure: Figure, other: Figure) -> bool:
    return figure.document.key == other.document.key and figure.clause.overlap(other.clause) > 0
