"""What makes a quotation an edited one, and what does not."""

from __future__ import annotations

import pytest

from summarizer.edits import edits
from summarizer.types import Document, Statement, Testimony
from tests.summarizer.pieces import said

LEADING = "We will open the old bridge before winter, and the town will not pay for any of it"


def quotation(words: str) -> Statement:
    """One document that quotes these words; ` // ` stands between two pieces."""
    pieces = words.split(" // ")
    document = Document.make("“" + "” she said. “".join(pieces) + "”")
    return said(document, *pieces)


def edited(leading: str, witness: str) -> bool:
    statement, other = quotation(leading), quotation(witness)
    return edits(Testimony(statement, None, (other,))) == (other,)


@pytest.mark.parametrize(
    "witness",
    [
        LEADING.replace("old bridge", "new bridge"),
        LEADING.replace("open the", "partly open the"),
        LEADING.replace("the old bridge", "the bridge"),
        LEADING.replace("before winter", "after Easter"),
        LEADING.replace("pay for any of it", "pay for half of it"),
    ],
)
def test_words_changed_put_in_or_dropped_unmarked_are_an_edit(witness: str) -> None:
    """Between words that both have, a word that says something is another, new or gone."""
    assert edited(LEADING, witness)


@pytest.mark.parametrize(
    "witness",
    [
        LEADING,
        "the town will not pay for any of it",
        "We will open the old bridge before winter",
        LEADING.upper().replace(",", " -"),
        LEADING.replace("old bridge", "… bridge"),
        LEADING.replace("old bridge", "[railway] bridge"),
        LEADING.replace("before winter, and", "before winter // and"),
        "Hello to you all. " + LEADING,
        LEADING + ". Thank you all for coming.",
        LEADING.replace("We will", "Well, we will, you know,"),
    ],
)
def test_a_part_more_of_it_and_marked_omissions_are_none(witness: str) -> None:
    """Nor are case and marks, what stands before or behind, and an "um"."""
    assert not edited(LEADING, witness)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("organisations", "organizations", False),
        ("Zelensky's", "Zelenskyy's", False),
        ("legal", "illegal", True),
        ("1,480", "1,490", True),
        ("10", "ten", False),
        ("million", "billion", True),
        ("increase", "decrease", True),
    ],
)
def test_one_word_spelt_otherwise_is_the_same(one: str, other: str, differ: bool) -> None:  # noqa: FBT001 - parametrized
    """A number, a "not" and a word of the opposite sense are never merely spelt otherwise."""
    told = "We have told the {} people of this town that they can stay"
    assert edited(told.format(one), told.format(other)) is differ
    assert edited(told.format(other), told.format(one)) is differ


def test_a_paraphrase_is_no_edit() -> None:
    """Only who puts words in quotation marks can alter them."""
    document = Document.make(f"She said that {LEADING.replace('old', 'new')}.")
    report = said(document, LEADING.replace("old", "new"), source="She", cue="said", kind="indirect")
    assert edits(Testimony(quotation(LEADING), None, (report,))) == ()
    assert edits(Testimony(report, None, (quotation(LEADING),))) == ()


def test_a_joint_allows_one_omission_and_no_more() -> None:
    """Two pieces leave out what stood between them; a second gap is silent."""
    witness = LEADING.replace("before winter, and", "// and")
    assert not edited(LEADING, witness)
    assert edited(LEADING, witness.replace("old bridge", "bridge"))
