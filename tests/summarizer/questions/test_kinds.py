"""Kinds of things and deeds, and whose age it is."""

from __future__ import annotations

import pytest

from summarizer.questions.bearers import bearer, one_bearer
from summarizer.questions.kinds import deed, thing
from tests.summarizer.questions.telling import tell


@pytest.mark.parametrize(
    ("one", "other"),
    [("houses", "homes"), ("targets", "sites in Gaza"), ("Children", "kids"), ("prisoners", "escaped inmates")],
)
def test_names_of_one_kind_of_thing(one: str, other: str) -> None:
    """Plurals, synonyms and what stands around the head make no other thing."""
    assert thing(one) == thing(other) != ""


@pytest.mark.parametrize("counted", ["people", "the dead", "victims", "lives", ""])
def test_anybody_is_no_kind(counted: str) -> None:
    """Words for all who are counted set nobody apart."""
    assert thing(counted) == ""


@pytest.mark.parametrize(
    ("one", "other"), [("cancelled", "canceled"), ("struck", "hitting"), ("rescued", "plucked"), ("axed", "slashing")]
)
def test_names_of_one_kind_of_deed(one: str, other: str) -> None:
    """Tense, spelling and synonyms make no other deed."""
    assert deed(one) == deed(other) != ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marek Dole, 24, was arrested.", {"marek", "dole"}),
        ("They met the 24-year-old driver Marek Dole.", {"marek", "dole"}),
        ("Police held the 24-year-old.", set()),
        ("He met Dole when he was 24 years old.", set()),
    ],
)
def test_whose_age_it_is(text: str, names: set[str]) -> None:
    """Only a name beside the age counts."""
    [age] = [figure for figure in tell(text) if figure.type == "age"]
    assert bearer(age) == names


def test_a_short_name_may_be_the_same_person() -> None:
    """ "Dole" may be Marek Dole; Ivo Dole is another, and nobody is nobody."""
    marek = frozenset({"marek", "dole"})
    assert one_bearer(frozenset({"dole"}), marek)
    assert not one_bearer(frozenset({"ivo", "dole"}), marek)
    assert not one_bearer(frozenset(), marek)
