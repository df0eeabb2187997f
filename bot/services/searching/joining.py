"""Several lists of one thing as one: reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, TypeVar

T = TypeVar("T", bound=Hashable)
DAMPING: Final = 60
"""The paper's k: how little the first place is worth more than the second."""


def joined(*lists: Sequence[T]) -> tuple[T, ...]:
    """All that the lists hold, each once, best first: what several lists have high up comes before what one has.

    Where it is equal, the order of the lists and then their own decides.
    """
    scores: dict[T, float] = {}
    for each in lists:
        for place, item in enumerate(dict.fromkeys(each), 1):
            scores[item] = scores.get(item, 0.0) + 1 / (DAMPING + place)
    return tuple(sorted(scores, key=lambda item: -scores[item]))
