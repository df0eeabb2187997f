"""Who is one person across documents."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from summarizer.statements.speakers import unite
from summarizer.types import Document, Span, Speaker, Statement
from tests.summarizer.statements.test_speakers import found

STATE = "SECRETARY BLINKEN:  We are leaving for Brussels today.\n\nQUESTION:  What will you ask of them there?"
PAPER = "US Secretary of State Antony Blinken said allies met. Mr. Cook said no."


def united(*texts: str) -> dict[str, str]:
    statements = [statement for text in texts for statement in found(text)]
    return {one.name: other.name for one, other in unite(statements).items()}


def said(speaker: Speaker, text: str = "Nobody said no.") -> Statement:
    """A statement of a speaker in a document of this text."""
    document = Document.make(text)
    return Statement(document, "indirect", (Span(0, 6),), (Span(0, 6),), (), speaker, Span(0, len(text)))


def test_label_joins_the_full_name_when_the_office_agrees() -> None:
    """SECRETARY BLINKEN is Antony Blinken of another document; QUESTION stays QUESTION."""
    names = united(STATE, PAPER)
    assert names["SECRETARY BLINKEN"] == "Antony Blinken"
    assert names["QUESTION"] == "QUESTION"


def test_label_stays_when_office_or_person_is_in_doubt() -> None:
    """Another office, or two people of the name: nothing is merged."""
    assert united(STATE, "Mayor Antony Blinken said allies met.")["SECRETARY BLINKEN"] == "SECRETARY BLINKEN"
    both = united(STATE, PAPER, "Interior Secretary Eva Blinken said no.")
    assert both["SECRETARY BLINKEN"] == "SECRETARY BLINKEN"


def test_bare_surname_joins_only_within_a_story() -> None:
    """Without an office, a surname joins a full name if the documents share names of people and places."""
    full = "In Kyiv, Bucha and Brussels people met NATO. Foreign Minister Eva Berg said it was late."
    assert united(full, "It was in Kyiv and Bucha, then in Brussels with NATO. Berg said no.")["Berg"] == "Eva Berg"
    assert united(full, "It was in Ohio. Berg said no.")["Berg"] == "Berg"


def test_a_surname_that_a_document_gives_to_two_stays() -> None:
    """ "Clinton" of a document about both joins neither, not even where another tells the same story of one."""
    one = "In Kyiv, Bucha and Brussels people met NATO. Hillary Clinton said it was late."
    both = "In Kyiv and Bucha, Bill Clinton and Hillary Clinton met in Brussels. Clinton said no."
    assert united(one, both)["Clinton"] == "Clinton"


def test_a_surname_of_two_stories_joins_neither_of_them() -> None:
    """One speaker "Berg" stands for all documents: it joins only if each of them tells the person's story."""
    full = "In Kyiv, Bucha and Brussels people met NATO. Foreign Minister Eva Berg said it was late."
    near = "It was in Kyiv and Bucha, then in Brussels with NATO. Berg said no."
    assert united(full, near, "It was in Ohio. Berg said no.")["Berg"] == "Berg"


def test_same_name_is_one_name_and_one_role_in_a_story() -> None:
    """Spellings of one full name share one name, and in one story the fullest role told."""
    here = "It was in Kyiv and Bucha, then in Brussels with NATO."
    speakers = [Speaker("Eva Berg"), Speaker("Eva Berg", "Foreign Minister"), Speaker("Eva K. Berg", "minister")]
    statements = [said(speaker, f"{here} {n}.") for n, speaker in enumerate(speakers)]
    assert set(unite(statements).values()) == {Speaker("Eva Berg", "Foreign Minister")}


def test_a_namesake_gets_no_role_from_another_story() -> None:
    """A mayor of one document makes no mayor of the John Smith in a trial, nor of one in nobody knows what."""
    here = "It was in Kyiv and Bucha, then in Brussels with NATO."
    mayor, unknown = Speaker("John Smith", "mayor of Springfield"), Speaker("John Smith")
    trial = "In Leeds, John Smith said he was not guilty, as Judge Ann Lee of the Crown Court was told on Monday."
    town = "On Friday, John Smith said that the Springfield library would open, as the Council had asked on Monday."
    assert unite([said(mayor, town), said(unknown, trial)])[unknown] == unknown
    assert unite([said(mayor, here), said(unknown, here + " Again.")])[unknown] == mayor
    assert unite([said(mayor, here), said(unknown, here + " Again."), said(unknown, trial)])[unknown] == unknown


def test_a_namesake_keeps_the_role_that_its_own_document_states() -> None:
    """Mayors of two towns are no one mayor; the same office in other letters is."""
    one, other = Speaker("John Smith", "mayor of Springfield"), Speaker("John Smith", "mayor of Leeds")
    assert all(a == b for a, b in unite([said(one, "In Ohio."), said(other, "In Kent.")]).items())
    senators = [Speaker("Ann Lee", "U.S. Sen."), Speaker("Ann Lee", "US Senator")]
    assert len(set(unite([said(one, f"In {one.role}.") for one in senators]).values())) == 1


def test_a_person_alone_is_no_story() -> None:
    """Documents that share a person's names and a weekday are no one story."""
    texts = ["a trial of John Albert Smith on Monday.", "a goal of John Albert Smith on Monday."]
    player, convict = Speaker("John Albert Smith", "footballer"), Speaker("John Albert Smith")
    assert unite([said(player, texts[1]), said(convict, texts[0])])[convict] == convict


def test_a_surname_of_another_document_is_never_a_junior() -> None:
    """ "Kennedy" joins no Robert Kennedy Jr., not even in one story."""
    here = "It was in Kyiv and Bucha, then in Brussels with NATO."
    kennedy = Speaker("Kennedy")
    assert unite([said(Speaker("Robert Kennedy Jr."), here), said(kennedy, here + " Again.")])[kennedy] == kennedy


def test_capitals_and_abbreviations_make_no_other_person() -> None:
    """JENS BERG is Jens Berg, and "Sen." is the office "Senator"."""
    speakers = [Speaker("JENS BERG", "SENATOR"), Speaker("Jens Berg", "Sen."), Speaker("Senator Berg")]
    assert {one.name for one in unite([said(one) for one in speakers]).values()} == {"Jens Berg"}


def test_namesakes_of_other_walks_of_life_stay_apart() -> None:
    """A mayor and a footballer are two John Smiths, unless their documents tell one story."""
    mayor, player = Speaker("John Smith", "mayor of Ohio"), Speaker("John Smith", "former footballer")
    here = "It was in Kyiv and Bucha, then in Brussels with NATO."
    assert len(set(unite([said(mayor, "A day in Ohio."), said(player, "A day in Kent.")]).values())) == 2
    assert len(set(unite([said(mayor, here), said(player, here + " Again.")]).values())) == 1


def test_kerry_is_not_kerrey_and_a_son_is_not_his_father() -> None:
    """Names that are alike and names with a "Jr." stay what they are."""
    names = ["John Kerry", "Bob Kerrey", "Donald Trump", "Donald Trump Jr."]
    assert all(one == other for one, other in unite([said(Speaker(name)) for name in names]).items())


NAMES = "Ann Lee|Tom Lee|Lee|LEE|MR. LEE|Ann K. Lee|ANN LEE|Secretary Lee|Ann Berg|Berg|mayor|A|Lee Jr."
SPEAKERS = st.builds(
    Speaker,
    st.sampled_from(
        "Ann Lee|Tom Lee|Lee|LEE|MR. LEE|Ann K. Lee|ANN LEE|Secretary Lee|Ann Berg|Berg|mayor|A|Lee Jr.".split("|")
    ),
    st.sampled_from([None, "mayor", "Sen.", "Senator", "striker", "foreign minister", "SECRETARY"]),
)
PLACES = "It was in Kyiv and Bucha, then in Brussels with NATO."
STATEMENTS = st.lists(
    st.builds(said, SPEAKERS, st.sampled_from([PLACES, PLACES + " Ann Lee left.", "In Ohio.", "Tom Lee left."])),
    max_size=12,
)


def renamed(statements: Sequence[Statement]) -> list[Statement]:
    same = unite(statements)
    return [replace(one, speaker=same[one.speaker]) if one.speaker else one for one in statements]


@given(STATEMENTS)
def test_uniting_what_is_united_changes_nothing(statements: list[Statement]) -> None:
    """Everybody is mapped, and the united are mapped to themselves."""
    assert set(unite(statements)) == {one.speaker for one in statements}
    assert all(one == other for one, other in unite(renamed(statements)).items())


@given(STATEMENTS)
def test_two_given_names_never_become_one(statements: list[Statement]) -> None:
    """A full name keeps its given name and its surname."""
    for one, other in unite(statements).items():
        if one.name.split()[0].lower() in {"ann", "tom"}:
            old, new = one.name.lower().split(), other.name.lower().split()
            assert (old[0], old[-1]) == (new[0], new[-1])


def test_uniting_many_speakers_is_fast() -> None:
    """3,000 distinct speakers take some milliseconds (40 aimed at; the bound allows for a busy machine)."""
    given = [f"{a}{b}a" for a in "ABCDEFGHIJKLMNOPQRST" for b in "eiou" * 5]
    many = [said(Speaker(f"{first} {last}son")) for first in given[:80] for last in given[:40]][:3000]
    unite(many)
    start = time.process_time()
    unite(many)
    assert time.process_time() - start < 0.2


def test_many_roles_of_one_name_take_time_in_proportion() -> None:
    """60 roles of one name in 600 documents of many names are united in seconds (a busy machine allowed for)."""
    places = [f"in {a}{b}land and" for a in "ABCDEFGHIJKLMNOP" for b in "aeiou"]
    texts = [f"{n} " + " ".join(places[n % 40 : n % 40 + 40]) for n in range(600)]
    many = [said(Speaker("Ann Lee", f"mayor of {n % 60}"), text) for n, text in enumerate(texts)]
    start = time.process_time()
    assert unite(many)
    assert time.process_time() - start < 4
