"""A denial is known by its words and stands right behind the allegation that it answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.denials import alleges, answered, beside, denials, is_denial
from summarizer.types import Document, Kind, Testimony
from tests.summarizer.pieces import said

CHARGE = "Norland accused Sudland of shelling the port of Ostin on Monday."
NEWS = Document.make(
    f"{CHARGE} “It was a cruel attack on the port,” Norland said. Sudland said the weather was fine.\n\n"
    "The Castle rejected the claims as “an invention.” Sudlander officials alleged that Norland burned the mill. "
    "Norland denied burning the mill."
)


def told(name: str, cue: str, content: str, sentence: str, *, kind: Kind = "indirect") -> Testimony:
    """A statement of the news, by its words."""
    statement = said(NEWS, content, source=name, cue=cue, context=sentence, kind=kind, name=name)
    return Testimony(statement, statement.speaker)


CHARGED = told("Norland", "accused", "shelling the port of Ostin on Monday", CHARGE)
CASTLE = told(
    "The Castle", "rejected", "an invention", "The Castle rejected the claims as “an invention.”", kind="direct"
)
BURNED = told(
    "Sudlander officials",
    "alleged",
    "Norland burned the mill",
    "Sudlander officials alleged that Norland burned the mill.",
)
MILL = told("Norland", "denied", "burning the mill", "Norland denied burning the mill.")


@pytest.mark.parametrize(
    ("sentence", "content", "denial"),
    [
        ("Sudland denied shelling the port.", "shelling the port", True),
        ("Sudland said it rejects the report.", "it rejects the report", True),
        ("Sudland did not dispute shelling the port.", "shelling the port", False),
        ("Sudland has never denied shelling the port.", "shelling the port", False),
        ("Sudland said Norland denied everything.", "Norland denied everything", False),
        ("Sudland confirmed shelling the port.", "shelling the port", False),
    ],
)
def test_a_denial_contradicts_what_is_said_of_its_speaker(sentence: str, content: str, *, denial: bool) -> None:
    """By its verb or in its first words; what denies nothing, or reports somebody else's denial, is none."""
    document = Document.make(sentence)
    cue = sentence.split(content, maxsplit=1)[0].removeprefix("Sudland ").strip()
    assert is_denial(said(document, content, source="Sudland", cue=cue, kind="indirect", name="Sudland")) is denial


def test_the_allegation_names_the_denier_or_stands_before_the_claims() -> None:
    """Norland answers who names it; the Castle, which nobody names, answers the claims shortly before."""
    assert answered([MILL, CHARGED, CASTLE, BURNED]) == {0: 3, 2: 1}


def test_nobody_answers_himself() -> None:
    """A speaker's own accusation is not what the speaker denies."""
    assert answered([CHARGED, MILL]) == {}


def test_a_country_is_named_by_its_people() -> None:
    """ "Sudlander officials" are aimed at when Sudland answers, also in another document about the same matter."""
    document = Document.make("Sudland dismissed it: no Sudland gun was used in shelling the port of Ostin on Monday.")
    content = "no Sudland gun was used in shelling the port of Ostin on Monday"
    statement = said(
        document, content, source="Sudland", cue="dismissed it", kind="indirect", name="Sudland", context=document.text
    )
    assert answered([CHARGED, Testimony(statement, statement.speaker)]) == {1: 0}


def test_a_far_denial_of_another_matter_is_no_answer() -> None:
    """The same name in another document is not enough: both must speak of one matter."""
    document = Document.make("Sudland denied buying a new ferry.")
    statement = said(document, "buying a new ferry", source="Sudland", cue="denied", kind="indirect", name="Sudland")
    assert answered([CHARGED, Testimony(statement, statement.speaker)]) == {}


@pytest.mark.parametrize(
    ("words", "accuses"),
    [
        ("Norland accused Sudland of shelling the port.", True),
        ("Haug said that nobody had been charged.", False),
        ("The mayor is not accused of anything.", False),
    ],
)
def test_who_is_not_accused_is_not_alleged_against(words: str, *, accuses: bool) -> None:
    """ "Nobody had been charged" is nothing that anybody could deny."""
    assert alleges(words) is accuses


def test_a_denial_without_its_allegation_stands_alone() -> None:
    """It is among the denials, without a partner; one whose allegation is listed has it."""
    assert denials([MILL, BURNED]) == {0: 1}
    assert denials([MILL, CHARGED]) == {0: None}


@given(st.permutations(range(6)), st.integers(1, 6))
def test_a_denial_follows_its_allegation_where_both_are_listed(order: list[int], listed: int) -> None:
    """Nothing is lost or doubled, and everything else keeps its order."""
    answers = {3: 0, 4: 0, 5: 1}
    places = beside(order[:listed], answers)
    assert sorted(places) == sorted(order[:listed])
    for denial, allegation in answers.items():
        if denial in places and allegation in places:
            between = places[places.index(allegation) + 1 : places.index(denial)]
            assert all(answers.get(place) == allegation for place in between)
    rest = [place for place in order[:listed] if answers.get(place) not in places]
    assert [place for place in places if place in rest] == rest


@pytest.mark.parametrize(
    ("claim", "answers"),
    [
        ("The doors were locked.", True),
        ("The doors were not locked.", False),
        ("The doors were wide open.", False),
        ("Who locked the doors of the warehouse, and when, we shall have to ask the guards and the owner.", False),
    ],
)
def test_a_denial_answers_who_says_what_it_denies(claim: str, *, answers: bool) -> None:
    """Nobody is accused: another speaker says in the same words what is denied, and says nothing else."""
    document = Document.make(
        f"“{claim}” the chief said. The governor denied that the doors of the warehouse were locked."
    )
    denied = "the doors of the warehouse were locked"
    chief = said(document, claim, source="the chief", cue="said", context=f"“{claim}” the chief said.", name="chief")
    governor = said(
        document,
        denied,
        source="The governor",
        cue="denied",
        context=f"The governor denied that {denied}.",
        kind="indirect",
        name="governor",
    )
    found = answered([Testimony(each, each.speaker) for each in (chief, governor)])
    assert found == ({1: 0} if answers else {})
