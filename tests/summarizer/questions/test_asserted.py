"""What a page denies, doubts or asks answers no question together with others."""

from __future__ import annotations

import pytest

from summarizer.analyse import analyse
from summarizer.questions import link
from summarizer.questions.asserted import is_asserted
from summarizer.types import Document, Figure

HEAD = "The ferry Orla Grace capsized off the harbour of Lorn Point on Monday. "


def figure_of(sentence: str) -> Figure:
    """The number of civilians in the sentence."""
    figures = analyse(Document.make(HEAD + sentence), None).figures
    return next(figure for figure in figures if figure.value in {400.0, 320.0})


@pytest.mark.parametrize(
    "sentence",
    [
        "Moscow denied that more than 400 civilians were killed.",
        "The ministry dismissed reports that 400 civilians were killed.",
        "The channel falsely said that 400 civilians were killed.",
        "No one believes that 400 civilians were killed.",
        "Officials retracted the report that 400 civilians were killed.",
        "The count of 400 civilians killed turned out to be wrong.",
        "Did 400 civilians die on Monday?",
        "If 400 civilians were killed, the inquiry will say so.",
        "Claims that 320 civilians were killed are baseless, Moscow said.",
        "It is not true that 320 civilians were killed.",
        "The video allegedly shows 400 civilians.",
    ],
)
def test_what_is_denied_or_doubted_is_not_asserted(sentence: str) -> None:
    """Shown without its sentence the number would say the opposite."""
    assert not is_asserted(figure_of(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "More than 400 civilians were killed, Ukrainian officials said.",
        "No fewer than 400 civilians were killed.",
        "There are 400 civilians dead, not 163, the ministry said.",
        "The attack claimed the lives of 400 civilians.",
        "Not only soldiers but 400 civilians were killed.",
    ],
)
def test_a_bound_with_a_not_is_asserted(sentence: str) -> None:
    """ "No fewer than" says how many there were."""
    assert is_asserted(figure_of(sentence))


@pytest.mark.parametrize("denied", ["400", "320"])
def test_who_denies_a_number_is_no_witness_of_it(denied: str) -> None:
    """Neither of the same number nor with another one."""
    said = figure_of("More than 400 civilians were killed, Ukrainian officials said.")
    other = figure_of(f"Moscow denied that more than {denied} civilians were killed.")
    assert [len(question.figures) for question in link((said, other))] == [1, 1]


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("Marek Dole, 52, denied the charges.", True),
        ("The lawyer said that Marek Dole is not 52 years old.", False),
    ],
)
def test_an_age_is_denied_only_beside_it(sentence: str, *, stated: bool) -> None:
    """Whoever denies a charge does not deny how old he is."""
    figures = analyse(Document.make(HEAD + sentence), None).figures
    [age] = [figure for figure in figures if figure.type == "age"]
    assert is_asserted(age) is stated
