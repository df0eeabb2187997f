"""A figure with all that is compared of it."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.questions.amounts import Amount, amount
from summarizer.questions.traits import Traits, traits
from summarizer.types import Figure


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A figure with all that is compared of it."""

    figure: Figure
    amount: Amount
    traits: Traits

    @classmethod
    def of(cls, figure: Figure) -> Case:
        return cls(figure, amount(figure), traits(figure))
