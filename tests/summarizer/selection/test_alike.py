"""Sentences that say the same, and those that only look like it."""

from __future__ import annotations

import pytest

from summarizer.selection.alike import confirms, repeats
from summarizer.wording import content_words

TOLD = "At least 40 people were killed in the port of Ostin on Monday, the mayor said."


def test_the_shorter_one_counts() -> None:
    """What a longer sentence says as well is a repetition; words alone that both lack are none."""
    assert repeats(content_words(TOLD), content_words("40 people were killed in the port of Ostin."))
    assert not repeats(frozenset(), frozenset())


def test_almost_the_same_words_confirm() -> None:
    """A change of order or of a small word leaves the same said."""
    assert confirms(TOLD, "On Monday at least 40 people were killed in the port of Ostin, said its mayor.")


@pytest.mark.parametrize(
    "other",
    [
        "At least 400 people were killed in the port of Ostin on Monday, the mayor said.",
        "At least 40 people were not killed in the port of Ostin on Monday, the mayor said.",
        "The mayor denied that at least 40 people were killed in the port of Ostin on Monday.",
        "At least 40 people were killed.",
    ],
)
def test_another_number_or_a_denial_confirms_nothing(other: str) -> None:
    """Likeness cannot see what changes the meaning, so numbers and negations are compared one by one."""
    assert not confirms(TOLD, other)
    assert not confirms(other, TOLD)
