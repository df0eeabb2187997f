"""Figures of headings that say again what their own document's text says: repeated with it, never a voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from summarizer.questions.amounts import agree, amount
from summarizer.questions.traits import traits
from summarizer.types import Answer, Figure, Question

TELLING = 100  # so large a count stands twice in one document for one thing, whatever the words beside it


def in_heading(figure: Figure) -> bool:
    """Whether a figure stands within a headline or section heading."""
    return any(heading.covers(figure.span) for heading in figure.document.headings)


def twins(figures: Sequence[Figure]) -> Mapping[Figure, Figure]:
    """For each figure of a heading the one of its document's text that says the same, where there is one."""
    headed = [figure for figure in figures if in_heading(figure)]
    told = [figure for figure in figures if figure.document.headings and not in_heading(figure)]
    pairs = ((head, [figure for figure in told if _says_the_same(head, figure)]) for head in headed)
    return {head: max(same, key=lambda f: (_likeness(head, f), -f.span.start)) for head, same in pairs if same}


def restored(questions: Sequence[Question], said: Mapping[Figure, Figure]) -> tuple[Question, ...]:
    """The questions with the headings' figures back in them, repeated in the answer that their twin is in."""
    heads: dict[Figure, list[Figure]] = {}
    for head, twin in said.items():
        heads.setdefault(twin, []).append(head)
    return tuple(replace(q, answers=tuple(_with_heads(each, heads) for each in q.answers)) for q in questions)


def _with_heads(answer: Answer, heads: Mapping[Figure, Sequence[Figure]]) -> Answer:
    again = tuple(head for figure in answer.figures for head in heads.get(figure, ()))
    return replace(answer, repeated=(*answer.repeated, *again)) if again else answer


def _says_the_same(head: Figure, figure: Figure) -> bool:
    if head.document.key != figure.document.key or head.type != figure.type:
        return False
    if not agree(amount(head), amount(figure)):
        return False
    one, other = traits(head), traits(figure)
    if one.fates and other.fates and not one.fates & other.fates:
        return False
    if head.type != "count":
        return amount(head).unit == amount(figure).unit
    return _likeness(head, figure) > 0 or amount(head).number >= TELLING


def _likeness(head: Figure, figure: Figure) -> int:
    one, other = traits(head), traits(figure)
    same_thing = bool(one.thing) and one.thing == other.thing
    return (
        2 * bool(one.fates & other.fates)
        + 2 * (same_thing or bool(one.nouns & other.nouns))
        + (bool(one.deed) and one.deed == other.deed)
    )
