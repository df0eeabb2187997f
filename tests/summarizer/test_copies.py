"""Which documents are one text under several names."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.copies import Group, containment, copies, groups, resemblance, shingles
from summarizer.types import Document

AGENCY = (
    "The bridge over the Wye reopened on Monday after repairs that took three years longer than planned. "
    "Hundreds of people came to cross it in the first hour, many of them with children who had never seen it open. "
    "The county said that the work had cost far more than was voted for, and that no further money would be asked for."
)
OWN = "Our reporter walked across with the first of them and heard what they had to say about the years of waiting."
OTHER = (
    "A ferry will take people over the estuary from next spring on, the harbour's new owners told a meeting last night."
)


def test_what_an_agency_wrote_is_one_text_in_two_papers() -> None:
    """Also where one of them cut it and added to it; an article of one's own on the same event is none."""
    paper = Document.make(AGENCY, publisher="The Gazette")
    other = Document.make(AGENCY.replace(" many of them with children", "") + " " + OWN, publisher="The Herald")
    own = Document.make(f"The bridge over the Wye reopened on Monday. {OTHER}", publisher="The Post")
    assert copies((paper, own, other)) == ((paper, other),)


def test_a_chain_of_copies_is_one_group() -> None:
    """The first and the last share a third; the one between them shares two thirds with each."""
    sentences = (*AGENCY.split(". "), OWN, OTHER)
    first, middle, last = (Document.make(". ".join(sentences[at : at + 3])) for at in range(3))
    assert copies((first, last)) == ()
    assert copies((first, last, middle)) == ((first, last, middle),)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    """Short, empty and strange ones too; nobody is in two groups, and no group is of one."""
    documents = tuple(Document.make(text) for text in texts)
    found = [document for group in copies(documents) for document in group]
    assert len(found) <= len(documents)
    assert all(len(group) > 1 for group in copies(documents))


TEXTS = st.text(st.sampled_from("abc dé市.’“"), max_size=60)


def test_shingles_are_runs_of_three_words() -> None:
    """Without case, marks and quotes; a text of fewer words is one run, and nothing has none."""
    assert shingles("“We’re here,” she said.") == {("were", "here", "she"), ("here", "she", "said")}
    assert shingles("“We're here,” SHE said") == shingles("‘We’re here’ she said!")
    assert shingles("Two words") == {("two", "words")}
    assert not shingles("…")


def test_a_script_without_spaces_has_words_too() -> None:
    """Of a Chinese text that lost its last sentence most is still there."""
    text = "市长周一对记者表示，该市已空无一人，部队已经撤离。政府希望降低税收水平。"
    short = text.partition("。")[0]
    assert containment(shingles(short), shingles(text)) == 1.0
    assert resemblance(shingles(short), shingles(text)).same


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    """Shares lie between nothing and all, what is the same is re-used too, and a text is its own copy."""
    a, b = shingles(one), shingles(other)
    here, there = resemblance(a, b), resemblance(b, a)
    assert (here.first, here.second, here.share) == (there.second, there.first, there.share)
    assert 0 <= here.share <= 1
    assert here.reused or not here.same
    assert resemblance(a, a).same == bool(a)


def test_a_phrase_is_the_same_as_its_equal_only() -> None:
    """A headline that stands in an article is no copy of the article."""
    headline = "The bridge over the Wye reopened on Monday"
    assert not resemblance(shingles(headline), shingles(AGENCY)).reused
    assert resemblance(shingles(headline), shingles(headline.upper() + ".")).same


def page(name: str, text: str, day: int | None = None) -> Document:
    return Document.make(text, publisher=name, published=datetime(2026, 5, day, tzinfo=UTC) if day else None)


def test_the_fullest_and_the_earliest_stand_in_front() -> None:
    """A paper's dateline makes its copy no fuller; where no page states a date nobody is known to be the earliest."""
    agency, short = page("Agency", AGENCY, day=2), page("Short", AGENCY[:200], day=1)
    paper, undated = page("Paper", f"HEREFORD - {AGENCY}", day=3), page("Undated", AGENCY)
    group = Group((undated, paper, short, agency))
    assert (group.fullest, group.earliest) == (agency, short)
    assert (group.front, group.others) == ((agency, short), (undated, paper))
    assert Group((paper, agency)).front == (agency,)
    assert Group((undated, page("B", AGENCY))).front == (undated,)


def test_every_two_of_a_group_are_the_same() -> None:
    """Half of a text is not the same article, no chain joins two that are not the same, and order stays."""
    a, b, c, d = (page(name, AGENCY) for name in "abcd")
    shares = {(b.key, a.key): 0.9, (c.key, b.key): 0.85, (d.key, a.key): 0.84, ("x", "y"): 1.0}
    assert [group.documents for group in groups((d, c, a, b), shares)] == [(d,), (c,), (a, b)]
    assert [g.documents for g in groups((d, c, a, b), {**shares, (a.key, c.key): 0.9})] == [(d,), (c, a, b)]
    assert groups((), shares) == ()
    by_another = {(a.key, "elsewhere"): 1.0, ("elsewhere", b.key): 1.0}
    assert [group.documents for group in groups((a, b), by_another)] == [(a,), (b,)]


def test_a_roundup_does_not_make_two_articles_one() -> None:
    """It holds both whole, and is grouped with the one that it has more of."""
    one, other, both = page("One", AGENCY), page("Two", OTHER), page("Roundup", f"{AGENCY} {OTHER}")
    shares = {
        (one.key, both.key): 1.0,
        (both.key, one.key): 0.7,
        (other.key, both.key): 1.0,
        (both.key, other.key): 0.3,
    }
    assert [group.documents for group in groups((one, other, both), shares)] == [(one, both), (other,)]
    assert [group.documents for group in groups((one, other), shares)] == [(one,), (other,)]


@pytest.mark.parametrize("text", ["word " * 400_000, "".join(chr(0x4E00 + n % 9000) for n in range(400_000))])
def test_a_text_of_any_length_can_be_compared(text: str) -> None:
    """What a stranger sends may be all one word, or all different ones."""
    began = time.monotonic()
    found = shingles(text)
    assert len(found) <= 100_000
    assert not resemblance(found, shingles(AGENCY)).reused
    assert time.monotonic() - began < 10
