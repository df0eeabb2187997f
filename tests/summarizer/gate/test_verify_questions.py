"""The gate on questions: answers that stand beside each other count one thing, and are asserted."""

from __future__ import annotations

from summarizer.gate.verify import verify
from summarizer.types import Briefing, Document, Figure
from tests.summarizer.pieces import figure, question
from tests.summarizer.refusals import refusal

CENSUS = Document.make("The city counted 400 cars and 1,250 people on the bridge.")
RECOUNT = Document.make("Police counted 1,250 people and 450 cars on the bridge. It is 60 years old.")


def counted(*figures: Figure, witnesses: tuple[Figure, ...] = (), differs: bool = False) -> Briefing:
    """A briefing of one question that the figures answer."""
    asked = question(*figures, witnesses=witnesses, differs=differs)
    return Briefing((CENSUS, RECOUNT), (), (), (asked,))


def test_answers_to_one_question_pass_when_they_count_one_thing() -> None:
    """Two numbers of cars that exclude each other, and the same number of people with a witness."""
    people, again = (figure(d, "1,250", counts="people") for d in (CENSUS, RECOUNT))
    few, many = figure(CENSUS, "400", unit="cars", counts="cars"), figure(RECOUNT, "450", unit="cars", counts="cars")
    for draft in (counted(people, witnesses=(again,)), counted(few, many, differs=True)):
        assert verify(draft) is draft


def test_numbers_of_different_things_are_not_set_against_each_other() -> None:
    """Cars are no answer to how many people there were."""
    people, cars = figure(CENSUS, "1,250", counts="people"), figure(RECOUNT, "450", unit="cars", counts="cars")
    assert "count different things" in refusal(counted(people, cars))


def test_a_witness_gives_the_same_number() -> None:
    """Another number is another answer."""
    few, many = figure(CENSUS, "400", unit="cars", counts="cars"), figure(RECOUNT, "450", unit="cars", counts="cars")
    assert "a witness gives another number" in refusal(counted(few, witnesses=(many,)))


def test_what_can_both_be_right_does_not_differ() -> None:
    """The same number twice is no disagreement."""
    people, again = (figure(d, "1,250", counts="people") for d in (CENSUS, RECOUNT))
    assert "can both be right" in refusal(counted(people, again, differs=True))
