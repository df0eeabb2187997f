"""Which documents are one text under several names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarizer.copies import copies
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
