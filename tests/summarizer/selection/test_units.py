"""What is told together: a sentence never comes without what it points to, nor half of a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.selection.openers import hangs
from summarizer.selection.quotations import quotation_groups
from summarizer.selection.units import LONGEST, Unit, units
from summarizer.sentences import split_sentences
from summarizer.types import Document, Span

FLOOD = (
    "The river Aar rose three metres in the night and flooded the old town. It carried away two wooden bridges. "
    "Shops in the old town stay closed until the river falls again. Who will pay for all of this damage? Wet."
)


def together(text: str) -> tuple[Unit, ...]:
    """The units of a text that has no headings."""
    return units(text, split_sentences(text))


@pytest.mark.parametrize("opener", ["It rained.", "“But we did.", "For example, this.", "The official added more."])
def test_a_sentence_that_points_back_hangs(opener: str) -> None:
    """Pronouns, connectives and short forms at the start need what stood before."""
    assert hangs(opener)
    assert not hangs("Italy rained out. " + opener)


def test_a_hanging_sentence_comes_with_its_predecessor() -> None:
    """The unit of a sentence that points back begins with one that stands by itself; scraps have none."""
    assert together(FLOOD) == ((0,), (0, 1), (2,), (), ())


def test_a_heading_breaks_a_reference() -> None:
    """ "He" after a heading may be anybody, so the sentence is left."""
    text = "The mayor Ada Okoro went to see the flood.\n\nOther news\n\nHe was seen at the circus on Sunday night."
    document = Document.make(text, headings=(split_sentences(text)[1],))
    assert units(text, split_sentences(text, document.headings)) == ((0,), ())


def test_whose_referent_is_shown_may_stand_alone() -> None:
    """A sentence that points back is told by itself where the reader is told to whom it points."""
    sentences = split_sentences(FLOOD)
    assert units(FLOOD, sentences, lambda span: span == sentences[1])[1] == (1,)


def test_a_quotation_is_told_whole() -> None:
    """Each sentence of a quotation brings the others, and with them whoever speaks."""
    text = (
        "The mayor spoke to the crowd on Monday. “The old bridge of the town is gone. Nobody was on it in the night,” "
        "Ada Okoro said. The crowd of the old town went home at noon."
    )
    assert together(text) == ((0,), (1, 2), (1, 2), (3,))


def test_half_of_a_quotation_is_not_told() -> None:
    """Where the mark that closes is missing, nobody can know where the quoted words end."""
    assert together('Ada Okoro saw "a very bad day for all of us.') == ((),)
    assert together("Nobody was on the bridge in the night,” Ada Okoro said.") == ((),)


def test_straight_marks_are_read_by_their_sides() -> None:
    """A quotation that opens again before it closes goes on; it closes where a mark follows a word."""
    sentences = ['He wrote: "My pain is real.', '"I keep having doubts," he said.', "Rain fell."]
    assert quotation_groups(sentences, [False, True, True]) == (range(2), range(2), range(2, 3))


def test_a_chain_that_is_too_long_is_left() -> None:
    """Whoever would have to tell five sentences to make one clear tells none of them."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    text = " ".join(["Ada Okoro came to see the town.", *(f"It rained there on {day} again." for day in days)])
    assert together(text) == ((0,), (0, 1), (0, 1, 2), (0, 1, 2, 3), (), ())


def test_all_of_a_caption_is_left() -> None:
    """The credit at the end of a short paragraph tells that its other sentences describe a picture."""
    text = (
        "The river flooded the old town in the night.\n\n"
        "A man walks past the old bridge of the town on Monday. Rain fell all day long there. REUTERS/Ann Lee"
    )
    assert together(text) == ((0,), (), (), ())


PARTS = st.sampled_from(["Ada Okoro came to see the town", "It rained there for days", "“We", "go” home soon", "Wet"])


def test_who_points_back_is_told_where_it_stands_first() -> None:
    """A pull quote repeats words of the text behind another sentence: only the first place is told."""
    back = "It carried away two wooden bridges."
    text = f"The river Aar rose in the night of Monday. {back} The lake of Bern rose in the night. {back}"
    assert together(text) == ((0,), (0, 1), (2,), ())


@given(st.lists(PARTS, max_size=12))
def test_every_unit_can_be_read(parts: list[str]) -> None:
    """Whatever the text, a unit is a short run of sentences, has its own, and opens with one that stands by itself."""
    text = " ".join(f"{part}." for part in parts)
    sentences = split_sentences(text)
    for i, unit in enumerate(units(text, sentences)):
        if unit:
            assert i in unit
            assert unit == tuple(range(unit[0], unit[0] + len(unit)))
            assert len(unit) <= LONGEST
            assert not hangs(sentences[unit[0]].of(text))


def test_a_lone_span_is_a_unit() -> None:
    """A text of one sentence is that sentence."""
    assert units("Ada Okoro came to see the town.", (Span(0, 31),)) == ((0,),)
