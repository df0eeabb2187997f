"""What holds of figures whatever the text: hostile texts, long ones, and words that almost make numbers."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.figures import find_figures, parse_value
from summarizer.figures.quantities import read_quantities
from summarizer.figures.sifting.not_figures import keep_figures
from summarizer.sentences import split_sentences
from summarizer.types import Document

PIECES = (
    "one two three ten twenty fifty hundred thousand million billion dozen half quarter third thirds fifths tens "
    "several hundreds few many couple and or to of in between from a an the per cent percent point over at least "
    "more than years old year-old feet foot inches pounds dollars cents euros km kg st in m £ $ € % ½ ¾ ° C F - "
    "1 2 5 12 40 100 1,480 2,195 3.5 .5 2022 1/2 0 000 007 45-17 5'10 6'2\" (800) 10:30 9/11 24/7 May April 6 . , ; : "
    "( ) \" ' ’ ” \n & + ~ < > = ^ / @ # people killed and-a-half -foot- – to 1.1.1 ٣ ５ ² Ⅷ ﷼ \u00a0 \u202f \u2009 🙂"
).split(" ")
HOSTILE = (
    "1,1,", "$", "one ", "and ", "7", "half of ", "hundred ", "one hundred and ", "5 to ", "5-", "1/2/", "5'",
    "one point ", "tens of ", "1 in 3 ", "1 000 ", "<", "a@", "Aa 5, ", "1.", "-", "a few ", "Jan. 5 - ", "more than ",
    " ",
)  # fmt: skip
SIZE = 4_000
GROWTH = 4
SLOWEST = 9
"""Times that four times the text may take; a linear reading takes 4, a quadratic one 16."""
NOTICED = 0.05
"""Seconds of processor time below which growth says nothing."""

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.text(max_size=80),
)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_figures_are_apart_inside_a_sentence_and_mean_the_same_alone(text: str) -> None:
    """Whatever the text, each figure lies in one sentence, touches no other, and its own characters have its value."""
    sentences = split_sentences(text)
    found = find_figures(Document.make(text), sentences, ())
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(any(sentence.covers(figure.span) for sentence in sentences) for figure in found)
    assert all(parse_value(figure.text) == (figure.value, figure.vague) for figure in found)
    assert find_figures(Document.make(text), sentences, ()) == found


@settings(max_examples=200, deadline=None)
@given(texts)
def test_quantities_are_in_order_and_apart(text: str) -> None:
    """Before anything is dropped, quantities come by position and no character belongs to two of them."""
    spans = [quantity.span for quantity in read_quantities(text)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.end <= len(text) for span in spans)


def seconds(text: str) -> float:
    """Processor time that reading takes."""
    began = time.process_time()
    keep_figures(text, read_quantities(text))
    return time.process_time() - began


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    """No expression looks at the same characters again and again, however often a piece repeats."""
    small, large = (piece * (size // len(piece)) for size in (SIZE, SIZE * GROWTH))
    taken = min(seconds(large) for _ in range(2))
    assert taken < NOTICED or taken < SLOWEST * max(min(seconds(small) for _ in range(3)), NOTICED / SLOWEST)


@pytest.mark.parametrize("piece", ["$", "and ", "7", "hundred ", "half of half of ", "-", "<", "a few ", " "])
def test_two_hundred_kilobytes_of_nothing_are_read_in_seconds(piece: str) -> None:
    """A page that is only there to cost time costs little."""
    assert seconds((piece * 200_000)[:200_000]) < 10
