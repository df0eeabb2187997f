"""Unequal values: which are set side by side as answers to one question, and which are not."""

from __future__ import annotations

import pytest

from summarizer.questions import link
from tests.summarizer.questions.telling import tell, words

HEAD = "A bus fell into the Quemada gorge near Tolvar on Tuesday. "


def answers(one: str, other: str, days: tuple[int | None, int | None] = (None, None)) -> list[list[list[str]]]:
    """The numbers of each answer of each question that both reports answer."""
    questions = link([*tell(HEAD + one, "Post", days[0]), *tell(HEAD + other, "Herald", days[1])])
    return [words(q) for q in questions if len({figure.document.key for figure in q.figures}) > 1]


@pytest.mark.parametrize(
    ("one", "other", "numbers"),
    [
        ("At least 12 people were killed, police said.", "The hospital said 15 people had died.", ["12", "15"]),
        ("It injured 30 people.", "Doctors were treating 34 injured.", ["30", "34"]),
        ("The company will cut 3,500 jobs.", "The union said 4,200 jobs would go.", ["3,500", "4,200"]),
        ("The fire destroyed 110 homes.", "Flames burned more than 100 houses.", ["110", "100"]),
        ("Police said 40,000 people marched.", "Organisers said 120,000 people marched.", ["40,000", "120,000"]),
        ("Marek Dole, 24, was arrested.", "Police arrested the 26-year-old Marek Dole.", ["24", "26-year-old"]),
        ("Rescuers recovered eight bodies.", "Eleven bodies were recovered.", ["eight", "Eleven"]),
    ],
)
def test_two_values_of_one_thing_are_two_answers(one: str, other: str, numbers: list[str]) -> None:
    """However each report puts it."""
    [question] = answers(one, other)
    assert [answer[0] for answer in question] == numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It killed 12 people.", "It killed 14 soldiers."),
        ("It killed 12 people.", "Another 15 people were killed in Sarn."),
        ("It injured 15 people.", "Three soldiers were killed and 12 wounded."),
        ("Police arrested 31 people.", "About 40 people marched to the station."),
        ("Halloran won 53 percent of the vote.", "A poll before the vote gave Halloran 49 percent."),
        ("Marek Dole, 24, was arrested.", "Ivo Dole, 26, was arrested."),
        ("Marek Dole, 24, was arrested.", "Marek Dole, 54, was arrested."),
        ("Revenue rose to $36 billion.", "The company expects revenue of $38 billion."),
        ("The ministry counted dozens of dead.", "Hundreds of people were killed."),
        ("It lost 590 friends per hour.", "It lost 850 friends per hour."),
    ],
)
def test_what_only_looks_alike_stays_apart(one: str, other: str) -> None:
    """A section, another place, another fate, a poll, a namesake, an outlook, two guesses, a pace that changes."""
    assert not [question for question in answers(one, other) if len(question) > 1]


def test_others_are_wounded_beside_the_dead() -> None:
    """Eleven "others were wounded" are all the wounded, not eleven more than nine."""
    [question] = answers("It wounded nine people.", "Five people died. Eleven others were wounded.")
    assert [answer[0] for answer in question] == ["nine", "Eleven"]


def test_one_text_may_say_a_count_rounder_and_closer() -> None:
    """ "More than 16,000" and 16,271 are no contradiction of a text with itself, and neither keeps others away."""
    first = "Airlines canceled more than 16,000 flights.\n\nSince Saturday airlines canceled 16,271 flights."
    [question] = answers(first, "Airlines canceled 15,000 flights.")
    assert sorted(answer[0] for answer in question) == ["15,000", "16,000", "16,271"]
