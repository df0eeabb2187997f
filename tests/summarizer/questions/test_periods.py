"""Values of two periods, or of what is allowed and what happened, are never set against each other."""

from __future__ import annotations

import pytest

from summarizer.questions import link
from summarizer.questions.periods import Clock
from summarizer.questions.traits import traits
from tests.summarizer.questions.telling import tell, words

HEAD = "The telephone company Orvel of Tarvel told its shareholders on Tuesday how it fared. "
BOAT = "The excursion boat Ilmari sank in Lake Oskari on Sunday evening. "


@pytest.mark.parametrize(
    ("sentence", "clock", "name"),
    [
        ("Orvel earned $5 million in the third quarter.", "fiscal", "q3"),
        ("Orvel's Q3 profit was $5 million.", "fiscal", "q3"),
        ("In the first half, Orvel earned $5 million.", "fiscal", "h1"),
        ("Orvel expects a full-year profit of $5 million.", "fiscal", "year"),
        ("Sales in March were $5 million.", "month", "march"),
        ("Shares of Orvel lost 4 percent in early trading.", "hour", "opening"),
        ("Shares of Orvel had lost 4 percent by midday.", "hour", "noon"),
        ("Turnout was 40 percent at 5 p.m. on Sunday.", "hour", "5p"),
    ],
)
def test_a_stated_period_is_read(sentence: str, clock: Clock, name: str) -> None:
    """Quarters, halves, months and times of day, however they are written."""
    assert dict(traits(tell(sentence)[0]).periods)[clock] == name


def test_a_report_on_a_quarter_is_of_that_quarter_where_a_sentence_names_none() -> None:
    """The lead says what period the sums below are of, and a sentence that names another one is believed."""
    figures = tell(
        "Orvel presented its third-quarter results. Sales were $9 million. In the first half they were $7 million."
    )
    assert [traits(figure).periods["fiscal"] for figure in figures] == ["q3", "h1"]


@pytest.mark.parametrize(
    ("head", "one", "other"),
    [
        (
            HEAD,
            "Orvel's net profit was $124 million in the third quarter.",
            "In the second quarter Orvel's net profit was $118 million.",
        ),
        (HEAD, "Shares of Orvel rose 6.1 percent in early trading.", "Shares of Orvel rose 5.4 percent by midday."),
        (HEAD, "Orvel's sales in March were $92 million.", "Orvel's sales in April were $97 million."),
        (BOAT, "The boat was licensed to carry 110 passengers.", "The boat carried 148 passengers."),
        (BOAT, "The boat had a capacity of 110 passengers.", "The boat carried 110 passengers."),
        (BOAT, "In Oskari alone, 85 people drowned.", "The boat accident drowned 140 people."),
    ],
)
def test_other_periods_and_roles_are_other_questions(head: str, one: str, other: str) -> None:
    """A quarter, an hour, a month, a licence and one town's share of a toll are told of with other numbers."""
    for question in link([*tell(head + one, "Post", 3), *tell(head + other, "Herald", 3)]):
        assert len(question.figures) == 1


def test_two_values_of_one_quarter_differ() -> None:
    """The same quarter, written in two ways, is no hindrance."""
    first = tell(HEAD + "Orvel's net profit was $124 million in the third quarter.", "Post", 3)
    second = tell(HEAD + "Orvel's Q3 net profit was $142 million.", "Herald", 3)
    [question] = [each for each in link([*first, *second]) if len(each.figures) > 1]
    assert words(question) == [["$124 million"], ["$142 million"]]
    assert question.differs
