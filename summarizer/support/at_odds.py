"""Whether two sentences that say almost the same contradict each other: neither then stands for the other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from summarizer.support.cited import Cited
from summarizer.support.numbers import moved_numbers, read_numbers
from summarizer.support.polarity import hedge_faults, negation_faults, opposite_faults
from summarizer.support.roles import role_faults
from summarizer.types import Document, Excerpt, Span

KEPT: Final = 2048
CHECKS: Final = (opposite_faults, negation_faults, hedge_faults, role_faults, moved_numbers)
"""What the gate holds a written sentence against its sources by, as far as it is about sense and not about wording."""

LOOSE: Final = re.compile(
    r"\b(?:at least|about|around|nearly|almost|some|roughly|approximately) (?=\S*\d)", re.IGNORECASE
)
"""What one source may say of a number and another leave out: "at least 40" and "40"."""


@lru_cache(maxsize=KEPT)
def at_odds(one: str, other: str) -> bool:
    """Whether one sentence, taken for what the other bears out, has a fault in either direction.

    Another verb ("fell" for "rose"), a "not" or a doubt ("alleged", "may") that only one has, names with their roles
    turned, a number of something else, or the same numbers in another order.
    """
    one, other = (LOOSE.sub("", text).strip() for text in (one, other))
    if not (one and other):
        return False
    return _differ_in_numbers(one, other) or _is_faulty(one, other) or _is_faulty(other, one)


def _is_faulty(sentence: str, source: str) -> bool:
    cited = Cited.of((Excerpt(Document(source, ""), Span(0, len(source)), source),))
    return any(True for check in CHECKS for _ in check(sentence, cited))


def _differ_in_numbers(one: str, other: str) -> bool:
    """Whether the numbers that both have stand in another order: "killed 14, wounded 20", "killed 20, wounded 14"."""
    first, second = ([number.value for number in read_numbers(text)] for text in (one, other))
    return [value for value in first if value in second] != [value for value in second if value in first]
