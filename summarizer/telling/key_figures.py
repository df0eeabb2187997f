"""Which figures tell most: what befell people first, what several sources speak of before what one does."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from summarizer.gate.evidence import Evidence
from summarizer.gate.verify import is_qualified
from summarizer.reasons import Reason, Reasons
from summarizer.types import Figure, FigureType, Question, Span
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
DEATH = re.compile(r"\b(?:kill|died?\b|dead\b|deaths?\b|bodies|fatal|massacr|execut|slain|murder)", re.IGNORECASE)
DEATH_WEIGHT = 0.5  # and the dead before the displaced, who are more
SMALL, SMALL_COST = 12, 1.0  # "ten systems a tank" is a rate or a detail more often than news
SAME_THING_COST = 0.8
CENTRAL = 0.8  # a place that is more telling than four of five of its document
SOURCE_WEIGHT, MOST_SOURCES = 0.3, 3  # each further document that answers
DIFFERS_WEIGHT = 0.5


def choose_figures(
    questions: Sequence[Question], telling: Mapping[Figure, float], *, topic: str | None, limit: int
) -> tuple[Question, ...]:
    """At most `limit` questions, most wanted first; questions of one passage and of one thing next to each other.

    `telling` says from 0 to 1 how central a figure's place in its document is.
    """
    weights = weigh(questions, telling, topic=topic)
    ranked = sorted(questions, key=lambda question: -weights[question])
    return _together(_spread({question: weights[question] for question in ranked}, limit=limit))


def by_importance(
    questions: Sequence[Question], telling: Mapping[Figure, float], *, topic: str | None = None
) -> tuple[Question, ...]:
    """All questions, most wanted first, those of one passage next to each other."""
    weights = weigh(questions, telling, topic=topic)
    return _in_passages(sorted(questions, key=lambda question: -weights[question]))


def weigh(
    questions: Sequence[Question], telling: Mapping[Figure, float], *, topic: str | None = None
) -> dict[Question, float]:
    """How much a reader wants each question: as its most wanted figure, more with each document that answers it."""
    wanted = content_words(topic or "")
    return {question: _weight(question, telling, wanted) for question in questions}


def reasons(question: Question, telling: Mapping[Figure, float], *, topic: str | None, documents: int) -> Reasons:
    """What `weigh` counts for a question, the heaviest first; `documents` is how many are asked."""
    wanted = content_words(topic or "")
    best = max(question.figures, key=lambda figure: _weight_of(figure, telling.get(figure, 0.0), wanted))
    clause = best.clause.of(best.document.text)
    people, answering = best.unit == "people", len({figure.document.key for figure in question.figures})
    death, toll = people and DEATH.search(clause), people and TOLL.search(clause)
    counted = (
        Reason("topic") if wanted & content_words(clause) else None,
        Reason("death") if death else Reason("toll") if toll else Reason("people") if people else None,
        Reason("money") if best.type == "money" else None,
        Reason("percent") if best.type == "percent" else None,
        Reason("witnesses", answering, documents) if answering > 1 else None,
        Reason("differs") if question.differs else None,
        Reason("attributed") if best.attributed_to is not None else None,
        Reason("central") if telling.get(best, 0.0) >= CENTRAL else None,
    )
    return tuple(filter(None, counted))


def whole(figure: Figure, source: Evidence) -> Figure:
    """The figure with its whole sentence as its passage, where a shorter passage would leave out a "not"."""
    if not is_qualified(source.cut_off(figure.clause)):
        return figure
    sentence = next((s for s in source.around(figure.span) if s.covers(figure.clause)), figure.clause)
    return replace(figure, clause=sentence)


def _weight(question: Question, telling: Mapping[Figure, float], wanted: frozenset[str]) -> float:
    others = len({figure.document.key for figure in question.figures}) - 1
    best = max(_weight_of(figure, telling.get(figure, 0.0), wanted) for figure in question.figures)
    return best + SOURCE_WEIGHT * min(others, MOST_SOURCES) + DIFFERS_WEIGHT * question.differs


def _weight_of(figure: Figure, telling: float, wanted: frozenset[str]) -> float:
    size = max(figure.value) if isinstance(figure.value, tuple) else figure.value
    people = figure.unit == "people"
    weight = TYPE_WEIGHT[figure.type] + PEOPLE_WEIGHT * people + TELLING_WEIGHT * telling
    weight += ATTRIBUTED_WEIGHT * (figure.attributed_to is not None) - VAGUE_COST * figure.vague
    if figure.type == "count":
        weight += min(1.0, math.log10(abs(size) + 1) / 10)
        weight -= SMALL_COST * (size <= SMALL and not people)
    clause = figure.clause.of(figure.document.text)
    weight += people * (TOLL_WEIGHT * bool(TOLL.search(clause)) + DEATH_WEIGHT * bool(DEATH.search(clause)))
    return weight + TOPIC_WEIGHT * len(wanted & content_words(clause)) / max(1, len(wanted)) if wanted else weight


def _spread(weights: Mapping[Question, float], *, limit: int) -> tuple[Question, ...]:
    """The best questions, one more of what the same document has counted already at a cost."""
    taken: list[Question] = []
    worth = dict(weights)
    while worth and len(taken) < limit:
        best = max(worth, key=worth.__getitem__)
        taken.append(best)
        del worth[best]
        for other in worth:
            if best.lead.document.key == other.lead.document.key and _same_thing(best.lead, other.lead):
                worth[other] -= SAME_THING_COST
    return tuple(taken)


def _together(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions in order, each with those of its passage and then those of the same thing."""
    order: list[Question] = []
    rest = list(questions)
    while rest:
        first = rest[0].lead
        passage = {question for question in rest if _same_passage(first, question.lead)}
        alike = [question for question in rest if question not in passage and _same_thing(first, question.lead)]
        order += [*sorted(passage, key=_place), *alike]
        rest = [question for question in rest if question not in passage.union(alike)]
    return tuple(order)


def _in_passages(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions in order, each with those of its passage behind it, in their order there."""
    passages: dict[tuple[str, Span], list[Question]] = {}
    for question in questions:
        passages.setdefault((question.lead.document.key, question.lead.clause), []).append(question)
    return tuple(question for group in passages.values() for question in sorted(group, key=_place))


def _place(question: Question) -> Span:
    return question.lead.span


def _same_thing(figure: Figure, other: Figure) -> bool:
    return (figure.unit, figure.type) == (other.unit, other.type) and bool(_thing(figure) & _thing(other))


def _thing(figure: Figure) -> frozenset[str]:
    """What a figure counts, as comparable words; its unit where no words say it."""
    counted = content_words(figure.counts.of(figure.document.text)) if figure.counts else frozenset()
    return counted or frozenset(filter(None, (figure.unit,)))


def _same_passage(figure: Figure, other: Figure) -> bool:
    return figure.document.key == other.document.key and figure.clause.overlap(other.clause) > 0
