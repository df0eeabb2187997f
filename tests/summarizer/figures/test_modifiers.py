"""Modifiers: what the words around a number make of it."""

import pytest

from summarizer.figures import find_figures
from summarizer.sentences import split_sentences
from summarizer.types import Document, Modifier


def modifiers(text: str) -> list[Modifier]:
    """The modifiers of a text's figures."""
    return [figure.modifier for figure in find_figures(Document.make(text), split_sentences(text), ())]


@pytest.mark.parametrize(
    ("words", "modifier"),
    [
        ("No fewer than {} people", "at_least"),
        ("A minimum of {} people", "at_least"),
        ("Upwards of {} people", "at_least"),
        ("Some {} people", "about"),
        ("An estimated {} people", "about"),
        ("Nearly {} people", "about"),
        ("Close to {} people", "about"),
        ("{} people or so", "about"),
        ("{}-odd people", "about"),
        ("Just shy of {} people", "less_than"),
        ("Well over {} people", "more_than"),
        ("More than an estimated {} people", "more_than"),
        ("Up to {} people", "at_most"),
        ("As many as {} people", "at_most"),
        ("No more than {} people", "at_most"),
        ("They should not be more than {} people", "at_most"),
        ("It never fell below {} people", "less_than"),
        ("It must not fall below {} people", "at_least"),
        ("{} people or more", "at_least"),
        ("{}-plus people", "at_least"),
        ("{} people, if not more", "at_least"),
        ("Only {} people", "exact"),
        ("A book about {} people", "exact"),
        ("He knocked over {} people", "exact"),
        ("It lost over {} games", "exact"),
        ("They served under {} presidents", "exact"),
    ],
)
def test_the_words_around_a_number_bound_it(words: str, modifier: Modifier) -> None:
    """Bounds and guesses are read before and behind the number; words that govern something else are not."""
    assert modifiers(words.format(400) + " were there.") == [modifier]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 1,480 civilians have been killed and 2,195 injured.", ["at_least", "at_least"]),
        ("At least 1,480 civilians have been killed, and 2,195 injured.", ["at_least", "at_least"]),
        ("At least 8 people died, and 20 houses burnt.", ["at_least", "exact"]),
        ("Over 40 people died. Then 20 were injured.", ["more_than", "exact"]),
        ("Between 10 and 15 people died and 20 were hurt.", ["range", "exact"]),
        ("It cost $10 trillion over a 10-year period.", ["exact", "exact"]),
        ("It rained for over 10 days.", ["more_than"]),
    ],
)
def test_a_modifier_governs_what_is_joined_to_it(text: str, expected: list[Modifier]) -> None:
    """A modifier reaches over "and" to a list of casualties, not into another clause; "over" may be a time."""
    assert modifiers(text) == expected
