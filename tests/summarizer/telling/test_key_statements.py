"""What is worth listing comes once, the important or the new first, and a denial behind its allegation."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.selection import repeats
from summarizer.telling.key_statements import by_importance, by_time, choose_statements
from summarizer.types import Document, Kind, Speaker, Testimony
from summarizer.wording import content_words
from tests.summarizer.pieces import said

BRIDGE = "We will repair the old bridge before the first snow falls."
FERRY = "Nobody has asked the captain why the ferry left the port so late."
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def told(
    words: str,
    name: str | None = "Ada Okoro",
    *,
    role: str | None = None,
    kind: Kind = "direct",
    paper: str = "",
    published: datetime | None = None,
    question: bool = False,
) -> Testimony:
    """The words in a document of their own."""
    document = Document.make(f"“{words}” {name or 'Somebody'} said to {paper}.", published=published)
    source = name or ""
    statement = said(document, words, source=source, cue="said", kind=kind, name=name, question=question)
    return Testimony(statement, Speaker(name, role) if name else None)


def attested(testimony: Testimony, *witnesses: Testimony) -> Testimony:
    """The same statement with witnesses."""
    return replace(testimony, witnesses=tuple(witness.statement for witness in witnesses))


OTHER = told(FERRY, "Bo Lind")


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (told(BRIDGE, role="mayor"), OTHER),
        (told(BRIDGE), told(FERRY, "a senior official")),
        (told(BRIDGE, "a senior official"), told(FERRY, None)),
        (told(BRIDGE), told(FERRY, "Bo Lind", kind="indirect")),
        (attested(told(BRIDGE), told(BRIDGE, paper="Two")), OTHER),
        (told(BRIDGE, published=MONDAY), told(FERRY, "Bo Lind", published=MONDAY - timedelta(days=9))),
        (told(BRIDGE, published=MONDAY), OTHER),
    ],
)
def test_what_matters_comes_first(more: Testimony, less: Testimony) -> None:
    """An office, a name, a known speaker, own words, a second source, a new page: each puts a statement forward."""
    assert by_importance([less, more], telling={}) == (more, less)
    assert by_importance([more, less], telling={}) == (more, less)


def test_an_undated_page_stands_between_a_new_and_an_old_one() -> None:
    """What a page does not state is neither new nor old."""
    old = told(
        "The market hall needs another roof of slate this year.", "Cy Mora", published=MONDAY - timedelta(days=30)
    )
    new = told(BRIDGE, published=MONDAY)
    assert by_importance([old, OTHER, new], telling={}) == (new, OTHER, old)


def test_what_an_older_page_said_already_is_less_new() -> None:
    """A statement that an old page attests, or whose speaker said almost the same there, is as old as that page."""
    old = MONDAY - timedelta(days=9)
    fresh = told(FERRY, "Bo Lind", published=MONDAY)
    again = told(BRIDGE.replace("We", "Surely we"), published=MONDAY)
    assert by_importance([told(BRIDGE, published=MONDAY), fresh], telling={})[0] != fresh
    listed = by_importance([told(BRIDGE, published=old), again, fresh], telling={})
    assert (listed[0], len(listed)) == (fresh, 2)


def test_who_speaks_in_several_documents_comes_first() -> None:
    """Somebody whom two papers hear matters more than somebody whom one hears."""
    further = told("The market hall needs another roof of slate this year.", paper="Two")
    assert by_importance([OTHER, told(BRIDGE), further], telling={})[0] != OTHER


def test_one_voice_does_not_fill_the_page() -> None:
    """Of three equally weighty statements of one speaker, the third comes behind somebody else's."""
    same = [told(text) for text in (BRIDGE, FERRY, "The market hall needs another roof of slate.")]
    other = told("Rain is expected in the hills until late on Sunday.", "Bo Lind")
    listed = by_importance([*same, other], telling={})
    assert [item.speaker and item.speaker.name for item in listed] == ["Ada Okoro", "Bo Lind", "Ada Okoro", "Ada Okoro"]


def test_what_is_central_and_what_is_asked_for_come_first() -> None:
    """A telling place puts a statement forward, and a topic more so."""
    mine = told(BRIDGE)
    assert by_importance([mine, OTHER], telling={OTHER: 1.0}) == (OTHER, mine)
    assert by_importance([mine, OTHER], telling={OTHER: 1.0}, topic="bridge") == (mine, OTHER)


def test_a_speaker_says_a_thing_once() -> None:
    """Of near-duplicates of one speaker the better one is listed, the other attests it; somebody else says it anew."""
    reported = told("she would repair the old bridge before the first snow", kind="indirect", paper="Two")
    echo = told(BRIDGE, "Bo Lind")
    for listed in (by_importance([reported, told(BRIDGE), echo], telling={}), by_time([reported, told(BRIDGE), echo])):
        assert set(listed) == {attested(told(BRIDGE), reported), echo}


def test_nobody_and_a_word_or_two_repeat_nothing() -> None:
    """What another document has of somebody without a name, or in passing, is listed by itself."""
    somebody = [told(BRIDGE, "an official"), told(BRIDGE, "an official", paper="Two")]
    passing = [told("It was closed."), told("It was closed.", paper="Two")]
    assert set(by_importance([*somebody, *passing], telling={})) == {*somebody, *passing}


def test_what_is_reported_of_nobody_is_not_listed() -> None:
    """It says neither who says it nor in which words; a quotation without a speaker has its words."""
    hearsay, quoted = told("the ferry was late", None, kind="indirect"), told(BRIDGE, None)
    assert by_importance([hearsay, quoted], telling={}) == (quoted,)


@pytest.mark.parametrize("change", [("will", "will not"), ("first", "2nd"), ("old", "12")])
def test_another_sense_is_no_repetition(change: tuple[str, str]) -> None:
    """Who contradicts himself, or gives another number, is heard twice."""
    changed = told(BRIDGE.replace(*change).replace("the old", "the 40" if change[0] == "first" else "the old"))
    assert set(by_importance([told(BRIDGE), changed], telling={})) == {told(BRIDGE), changed}


def test_questions_stand_behind_all_else() -> None:
    """What somebody asks is listed, after everything that somebody says."""
    question = told("Why did you not repair the old bridge last year?", "Bo Lind", role="reporter", question=True)
    weak = told("the ferry was late", "an official", kind="indirect")
    assert by_importance([question, weak], telling={question: 1.0}) == (weak, question)
    assert choose_statements([question, weak], {}, topic=None, limit=5) == (weak,)


CHARGE = "Norland accused Sudland of shelling the port of Ostin."
DENIAL = "Sudland denied shelling the port of Ostin."
DISPUTE = Document.make(f"{CHARGE} {DENIAL}")


def dispute() -> tuple[Testimony, Testimony]:
    """An allegation and the denial that answers it."""
    shelling = "shelling the port of Ostin"
    charge = said(DISPUTE, shelling, source="Norland", cue="accused", context=CHARGE, kind="indirect", name="Norland")
    denial = said(DISPUTE, shelling, source="Sudland", cue="denied", context=DENIAL, kind="indirect", name="Sudland")
    return Testimony(charge, charge.speaker), Testimony(denial, denial.speaker)


def test_a_denial_stands_right_behind_its_allegation() -> None:
    """However little either matters, nothing stands between them."""
    charge, denial = dispute()
    listed = by_importance([denial, told(BRIDGE), OTHER, charge], telling={denial: 1.0})
    assert listed.index(denial) == listed.index(charge) + 1


def test_by_time_is_by_document_and_place() -> None:
    """The newest page first and undated ones last; inside of a page the order of its text."""
    charge, denial = dispute()
    old, new = told(BRIDGE, published=MONDAY - timedelta(days=1)), told(FERRY, "Bo Lind", published=MONDAY)
    assert by_time([denial, old, charge, new]) == (new, old, charge, denial)


NAMES = st.sampled_from([None, "Ada Okoro", "Bo Lind", "Sudland", "an official"])
WORDS = st.lists(st.sampled_from("we not deny claims bridge ferry snow 4 12 Sudland port".split()), min_size=1)
DATES = st.sampled_from([None, MONDAY, MONDAY + timedelta(hours=1)])
DRAWN = st.lists(
    st.builds(
        lambda words, name, date, *, question: told(" ".join(words), name, published=date, question=question),
        WORDS, NAMES, DATES, question=st.booleans(),
    ),
    max_size=8,
    unique=True,
)  # fmt: skip


@given(DRAWN)
def test_lists_hold_each_statement_once_and_nothing_else(testimonies: Sequence[Testimony]) -> None:
    """Both lists have the same statements, none twice, and what they lack is almost said by somebody listed."""
    important, newest = by_importance(testimonies, telling={}), by_time(testimonies)
    assert set(important) == set(newest)
    assert {testimony.statement for testimony in important} <= {testimony.statement for testimony in testimonies}
    assert len(important) == len(set(important)) == len(newest)
    listed = {testimony.statement for testimony in important}
    for lacking in (testimony for testimony in testimonies if testimony.statement not in listed):
        assert any(repeats(*(content_words(t.statement.text) for t in (lacking, kept))) for kept in important)
    asked = [testimony.statement.question for testimony in important]
    assert asked == sorted(asked)


def test_a_thousand_statements_are_listed_quickly() -> None:
    """An index finds near-duplicates: a thousand statements of one speaker are not compared with each other."""
    many = [
        told(f"Plan {n} repairs bridge {n % 90} of forest {n} with {n + 7} beams of oak.", paper="One")
        for n in range(1000)
    ]
    started = time.process_time()
    assert len(by_importance(many, telling={})) == 1000
    assert time.process_time() - started < 2.0
