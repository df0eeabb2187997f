"""Two sentences that say almost the same: one that contradicts the other stands for it nowhere."""

from __future__ import annotations

import pytest

from summarizer.selection.alike import confirms, restates
from summarizer.support.at_odds import at_odds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Share prices at the port bank rose 14 percent in Ostin on Monday.",
            "Share prices at the port bank fell 14 percent in Ostin on Monday.",
        ),
        (
            "The storm in Ostin killed 14 people and wounded 20 on Monday.",
            "The storm in Ostin killed 20 people and wounded 14 on Monday.",
        ),
        ("Russia attacked Ukraine with ten rockets on Monday.", "Ukraine attacked Russia with ten rockets on Monday."),
        ("The mayor Ada Okoro may resign on Monday.", "The mayor Ada Okoro resigned on Monday."),
        ("The bank allegedly paid Ada Okoro 3 million dollars.", "The bank paid Ada Okoro 3 million dollars."),
    ],
)
def test_a_contradiction_is_no_further_source_and_no_repetition(one: str, other: str) -> None:
    """Another verb, fate, role or doubt, whichever of the two is told."""
    assert at_odds(one, other)
    assert at_odds(other, one)
    assert not confirms(one, other)
    assert not restates(one, other)


def test_what_only_says_it_in_another_order_is_not_at_odds() -> None:
    """The same toll at the same place."""
    one = "A flood in the valley killed 14 people on Monday."
    assert not at_odds(one, "On Monday 14 people were killed by a flood in the valley.")
    assert not at_odds(one, one)
