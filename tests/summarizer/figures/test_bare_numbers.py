"""Bare numbers that are ages, and pounds that are money."""

import pytest

from summarizer.figures import find_figures
from summarizer.sentences import split_sentences
from summarizer.types import Document, Figure


def figures(text: str) -> list[Figure]:
    """The figures of a text."""
    return list(find_figures(Document.make(text), split_sentences(text), ()))


@pytest.mark.parametrize(
    "text",
    [
        "Ana Kovac, 44, was there.",
        "The tennis player, 35, gave birth.",
        "The producer, now 30, got his wish.",
        "She was 26 and lived in Split.",
        "Kovac was 19 at the time of the trial.",
        "Ana Kovac will be 36 in 2018.",
        "He died in London at 92.",
        "He turned 25 last week.",
        "At 62, he went on.",
        "People under 30 who own firms are few.",
        "Voters 65 and older stayed away.",
    ],
)
def test_a_number_that_its_neighbours_make_an_age_is_one(text: str) -> None:
    """A name, a person, "now", "turned" and the like say that a bare number is an age in years."""
    (figure, *_) = figures(text)
    assert (figure.type, figure.unit) == ("age", "year")


def test_every_number_of_a_list_of_ages_is_one() -> None:
    """ "Aged 59, 76 and 84" are three ages."""
    assert [figure.type for figure in figures("Three women aged 59, 76 and 84 were hurt.")][1:] == ["age"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Bahrain sent 15 jets, Oman 12, Qatar 10 from its base.",
        "A body mass index of 25 or above.",
        "A look at just 7 of them.",
    ],
)
def test_numbers_of_other_things_are_no_ages(text: str) -> None:
    """Neighbours that say nothing of a person leave a number what it is."""
    assert not any(figure.type == "age" for figure in figures(text))


def test_pounds_are_money_where_they_are_paid_or_said_again_in_dollars() -> None:
    """A pledge in pounds is sterling; a loss of pounds is a weight."""
    assert figures("The trust pledged a total of 305,000 pounds, or almost $459,000.")[0].unit == "GBP"
    assert figures("She lost 25 pounds in a year.")[0].unit == "pound"
