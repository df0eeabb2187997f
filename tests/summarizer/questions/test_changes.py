"""Numbers that by their own words have replaced older ones: updates, not disagreements."""

from __future__ import annotations

import pytest

from summarizer.questions import link
from summarizer.questions.changes import change
from summarizer.types import Figure, Question
from tests.summarizer.questions.telling import tell, words

HEAD = "A ferry capsized off Port Ames near the island of Lorn on Monday. "
VOTE = "The islands of Lorn chose a new parliament on Sunday. "


def together(*figures: tuple[Figure, ...]) -> Question:
    [question] = [each for each in link([f for told in figures for f in told]) if len(each.figures) > 1]
    return question


@pytest.mark.parametrize(
    ("sentence", "way"),
    [
        ("The death toll has risen to 58.", "up"),
        ("The number of dead has climbed to at least 44.", "up"),
        ("The toll was revised down to 9 dead.", "down"),
        ("The ministry raised its count to 31 dead.", "up"),
        ("The commission corrected the turnout to 67.2 percent.", ""),
        ("The toll now stands at 44.", ""),
    ],
)
def test_words_say_that_a_number_has_changed(sentence: str, way: str) -> None:
    """Up, down, or corrected either way."""
    said = change(tell(sentence)[0])
    assert said is not None
    assert said.way == way


@pytest.mark.parametrize("sentence", ["Parliament passed 5 laws.", "Cases rose by 900.", "Profit rose to $5 million."])
def test_other_numbers_have_not_changed(sentence: str) -> None:
    """What is passed, what is added, and a sum that is another one each year."""
    assert change(tell(sentence)[0]) is None


def test_a_corrected_value_brings_its_teller_up_to_date_without_dates() -> None:
    """The commission's 68 percent is what its 67.2 was before, whichever document is read first."""
    old = tell(VOTE + "Turnout in Lorn was 68 percent, the electoral commission said.", "Post")
    new = tell(VOTE + "The electoral commission corrected the turnout in Lorn to 67.2 percent.", "Herald")
    for question in (together(old, new), together(new, old)):
        [answer] = question.answers
        assert answer.figure.text == "67.2 percent"
        assert [figure.text for figure in answer.earlier] == ["68 percent"]


def test_what_has_risen_does_not_differ_from_another_tellers_lower_count() -> None:
    """Two answers, both right in their time."""
    old = tell(HEAD + "The ferry capsized and killed 12 people, police said.", "Post")
    new = tell(
        HEAD + "The number of people killed in the ferry accident has risen to 15, the coast guard said.", "Herald"
    )
    question = together(old, new)
    assert sorted(words(question)) == [["12"], ["15"]]
    assert not question.differs


def test_what_has_risen_differs_from_a_higher_count() -> None:
    """A toll that rose to 15 was never 21."""
    high = tell(HEAD + "The ferry capsized and killed 21 people, police said.", "Post")
    new = tell(
        HEAD + "The number of people killed in the ferry accident has risen to 15, the coast guard said.", "Herald"
    )
    assert together(high, new).differs


def test_the_sum_of_two_places_is_no_update_of_one() -> None:
    """2,650 jobs together with another plant are no newer count of this plant's 2,400."""
    head = "The carmaker Holm said that it would shrink its factory in Tarvel. "
    one = tell(head + "Holm is cutting 2,400 jobs in Tarvel, the company said.", "Post", 3)
    both = tell(head + "Together with Tarvel, Holm is cutting 2,650 jobs, the company said.", "Post", 5)
    assert all(len(question.figures) == 1 for question in link([*one, *both]))
