"""Reasons: what a ranking says for a piece is what it counted, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from summarizer.selection.reasons import MAIN, reasons
from summarizer.telling import importance, key_figures
from summarizer.types import Document, Question, Speaker, Statement, Testimony
from tests.summarizer.pieces import at, figure, question, read, said

FIRST = Document.make(
    "The river Aar flooded the old town and killed six people. Mayor Ann Lee said on Monday: “We were not warned at all"
    " of this flood.” The town is small. Shops stay closed until the river falls again. A circus comes on Sunday.",
    published=datetime(2026, 1, 1, tzinfo=UTC),
)
SECOND = Document.make(
    "The river Aar flooded the old town and killed six people. "
    "“We were not warned at all of this flood,” said Ann Lee.",
    published=datetime(2026, 1, 3, tzinfo=UTC),
)


def test_a_sentence_is_told_for_what_its_choice_counted() -> None:
    """Who else says it, where it stands and how many of the main words it has; a circus has little of it."""
    analyses = [read(FIRST), read(SECOND)]
    opening = at(FIRST, "The river Aar flooded the old town and killed six people.")
    circus = at(FIRST, "A circus comes on Sunday.")
    told = [(FIRST.key, opening), (FIRST.key, circus), ("v1-gone", opening)]
    found, other, none = reasons(analyses, told, "flood")
    counted = {each.why: each for each in found}
    assert (counted["witnesses"].count, counted["witnesses"].among) == (2, 2)
    assert "opens" in counted
    assert 1 < counted["words"].count <= MAIN
    assert {"opens", "witnesses", "early"}.isdisjoint(each.why for each in other)
    assert none == ()


def lee(document: Document, *, kind: str = "direct") -> Statement:
    statement = said(document, "We were not warned at all of this flood", source="Ann Lee", name="Ann Lee")
    return replace(statement, kind=kind)  # type: ignore[arg-type]  # one of its kinds


def test_a_statement_is_listed_for_what_its_weight_counted() -> None:
    """Each part of the weight has its reason, and takes it along when it goes."""
    both = Testimony(lee(FIRST), Speaker("Ann Lee"), (lee(SECOND),))
    alone = Testimony(lee(FIRST, kind="indirect"), Speaker("Ann Lee"))
    whys = [each.why for each in importance.reasons(both, [both], {both: 1.0}, "flood")]
    assert whys == ["topic", "witnesses", "direct", "central", "named"]
    assert [each.why for each in importance.reasons(alone, [alone], {}, None)] == ["named"]


def test_a_figure_is_listed_for_what_its_weight_counted() -> None:
    """What befell people before all else, then how many answer."""
    dead = question(figure(FIRST, "six", counts="people"), witnesses=(figure(SECOND, "six", counts="people"),))
    found = key_figures.reasons(dead, {}, topic="flooded", documents=2)
    assert [each.why for each in found] == ["topic", "death", "witnesses"]
    cost = Document.make("The bridge cost $3.2 million.")
    money: Question = question(figure(cost, "$3.2 million", unit="USD", kind="money"))
    assert [each.why for each in key_figures.reasons(money, {}, topic=None, documents=1)] == ["money"]
