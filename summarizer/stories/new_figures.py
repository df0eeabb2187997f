"""Counts that no earlier document has and that a reader would miss."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from summarizer.compare import FEW_PEOPLE, TRIVIAL
from summarizer.questions.amounts import agree, amount
from summarizer.telling.key_figures import SMALL, TOLL
from summarizer.telling.reading import MOSTLY
from summarizer.types import Figure, Question, Testimony


def new_figures(questions: Sequence[Question], known: Collection[str], told: Sequence[Testimony]) -> Iterator[Question]:
    """Counts of what no earlier document counts, without details and what a new statement tells anyway."""
    old = [figure for question in questions for figure in question.figures if figure.document.key in known]
    for question in questions:
        lead = question.lead
        is_new = not any(figure.document.key in known for figure in question.figures)
        if is_new and not (_is_detail(lead) or _is_given(lead, old) or _is_told(lead, told)):
            yield question


def _is_detail(figure: Figure) -> bool:
    """Whether the number is an age, a duration, "five occasions"; of "three were killed" it is none."""
    if figure.vague or figure.type in TRIVIAL:
        return True
    if figure.type != "count":
        return False
    size = max(figure.value) if isinstance(figure.value, tuple) else figure.value
    if figure.unit != "people":
        return size <= SMALL
    return size <= FEW_PEOPLE and TOLL.search(figure.clause.of(figure.document.text)) is None


def _is_given(figure: Figure, others: Sequence[Figure]) -> bool:
    mine = amount(figure)
    same = (other for other in others if (other.type, amount(other).unit) == (figure.type, mine.unit))
    return any(agree(mine, amount(other)) for other in same)


def _is_told(figure: Figure, told: Sequence[Testimony]) -> bool:
    """Whether the number stands in a statement that is told."""
    shown = (item.statement for item in told if item.statement.document == figure.document)
    spans = (span for s in shown for span in (s.content if s.kind == "direct" else (s.context,)))
    return any(span.overlap(figure.span) > MOSTLY * len(figure.text) for span in spans)
