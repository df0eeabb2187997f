"""The index finds exactly the pairs that comparing each with each would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarizer.likeness import Likeness

BAGS = st.lists(st.frozensets(st.sampled_from("abcdefghij"), max_size=8), max_size=12)


def is_alike(one: frozenset[str], other: frozenset[str], share: float, fewest: int) -> bool:
    """What the index promises, said plainly."""
    smaller = min(len(one), len(other))
    return smaller >= max(fewest, 1) and len(one & other) >= share * smaller


@given(BAGS, st.sampled_from([0.5, 0.75, 0.8, 1.0]), st.integers(1, 4))
def test_nothing_is_missed_and_nothing_is_made_up(bags: list[frozenset[str]], share: float, fewest: int) -> None:
    """Whatever the sets, a set's likes are those that share enough words with it."""
    likeness = Likeness(bags, share, fewest)
    for place, bag in enumerate(bags):
        expected = [n for n, other in enumerate(bags) if n != place and is_alike(bag, other, share, fewest)]
        assert list(likeness.of(place)) == expected
