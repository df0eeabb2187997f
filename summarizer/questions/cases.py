"""A figure with all that is compared of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from summarizer.questions.amounts import Amount, amount
from summarizer.questions.traits import Traits, traits
from summarizer.types import Figure


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A figure with all that is compared of it.

    `rivals` is how many other values its document gives of what befell the same, or of the same thing: a report of
    five attacks has five tolls.
    """

    figure: Figure
    amount: Amount
    traits: Traits
    rivals: int = 0


def cases_of(figures: Sequence[Figure]) -> tuple[Case, ...]:
    """A case for each figure, rivals counted among the figures given."""
    values: dict[Hashable, set[float]] = defaultdict(set)
    for figure in figures:
        values[_sort(figure)].add(amount(figure).number)
    return tuple(Case(f, amount(f), traits(f), len(values[_sort(f)]) - 1) for f in figures)


def _sort(figure: Figure) -> Hashable:
    told = traits(figure)
    return figure.document.key, amount(figure).unit if figure.type != "count" else told.fates or told.thing
