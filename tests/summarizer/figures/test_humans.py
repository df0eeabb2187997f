"""Humans: nouns that name people, whatever they are called by."""

import pytest

from summarizer.figures.grammar.humans import is_human


@pytest.mark.parametrize(
    "noun",
    "people women mayors runners accusers evacuees physicians loyalists first-graders gunmen Libyans babies".split(),
)
def test_people_are_people(noun: str) -> None:
    """Known nouns, those who do what a verb says, and those whose ending tells it."""
    assert is_human(noun)


@pytest.mark.parametrize(
    "noun", "jets farms printers containers offers numbers committees degrees lists wrists households species".split()
)
def test_things_are_no_people(noun: str) -> None:
    """Things that are called like those who act, and other nouns."""
    assert not is_human(noun)
