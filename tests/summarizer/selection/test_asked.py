"""What was asked for is found by words alone."""

from __future__ import annotations

import numpy as np

from summarizer.selection.asked import relevance
from summarizer.selection.material import Row
from summarizer.types import Span

SENTENCES = (
    "Shells fell on the railway of Kramatorsk on Monday.",
    "The hospital of Kramatorsk took in ninety people after the attack.",
    "A hospital in the capital sent two surgeons to the east.",
    "The president spoke to parliament about the war in the east.",
)
ROWS = tuple(Row(0, i, Span(0, len(sentence)), sentence) for i, sentence in enumerate(SENTENCES))


def test_who_has_all_the_words_comes_first() -> None:
    """Both words count more than one, the rarer one more than the common one, and none counts nothing."""
    scores = relevance(ROWS, "Kramatorsk hospital")
    assert np.argmax(scores) == 1
    assert scores[0] > 0
    assert scores[2] > 0
    assert scores[3] == 0


def test_endings_do_not_matter() -> None:
    """ "Hospitals" asks for a hospital."""
    assert relevance(ROWS, "hospitals")[1] > 0


def test_nothing_asked_or_nothing_found_is_no_preference() -> None:
    """Without a topic, with grammar alone, or with words that stand nowhere, all are alike."""
    for topic in (None, "", "of the", "volcano"):
        assert not relevance(ROWS, topic).any()
    assert relevance((), "hospital").shape == (0,)
