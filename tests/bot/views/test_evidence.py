"""The evidence of figures: the sentence that holds them, to the letter, and the way to the page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from bot.views.evidence import FRAGMENT_WORDS, LONGEST, MOST, address, evidence
from bot.views.rich import uncited
from summarizer.types import Document, Span
from tests.summarizer.pieces import at, figure, question

BEFORE = "The Larkspur mill stands in Dunmore."
SENTENCE = "A fire there killed 6 people and hurt 14, the well-known fire chief, Ruth Abara, said on Monday evening."
AFTER = "Nobody knows the cause."
NEWS = Document.make(f"{BEFORE} {SENTENCE} {AFTER}\n\nThe river is calm.", url="https://example.org/mill?a=1#top")


def test_the_sentence_stands_between_its_neighbours() -> None:
    """The figure's paragraph neighbours are told with it, and nothing of another paragraph."""
    (block,) = evidence([question(figure(NEWS, "6", counts="people"))])
    quoted = next(mark for mark in block.marks if mark.kind == "quote")
    assert block.text[quoted.start : quoted.end] == f"{BEFORE} {SENTENCE} {AFTER}"
    assert "river" not in block.text
    assert uncited(block) == ()


def test_figures_of_one_passage_are_proved_once() -> None:
    """Two numbers of one sentence stand in one block, both in bold."""
    dead, hurt = (question(figure(NEWS, number, counts=None)) for number in ("6", "14"))
    (block,) = evidence([dead, hurt])
    bold = [block.text[mark.start : mark.end] for mark in block.marks if mark.kind == "bold"]
    assert {"6", "14"} <= set(bold)


def test_every_answer_and_witness_is_proved() -> None:
    """What a second page says has a block of its own."""
    other = Document.make("Six people died in the fire at the Larkspur mill, Dunmore council said.")
    six, again = figure(NEWS, "6", counts="people"), figure(other, "Six", counts="people")
    assert len(evidence([question(six, witnesses=(again,))])) == 2


def test_a_long_neighbour_is_left_out() -> None:
    """The figure's own sentence is always whole."""
    long = Document.make(f"{'word ' * LONGEST}ends. {SENTENCE}")
    (block,) = evidence([question(figure(long, "6", counts="people", clause=SENTENCE))])
    quoted = next(mark for mark in block.marks if mark.kind == "quote")
    assert block.text[quoted.start : quoted.end] == SENTENCE


def test_a_page_opens_at_the_sentence() -> None:
    """The first and last words stand in a text fragment; its own minus and comma are escaped, the old fragment gone."""
    link = address(NEWS, at(NEWS, SENTENCE))
    assert link is not None
    base, _, fragment = link.partition("#:~:text=")
    assert base == "https://example.org/mill?a=1"
    start, end = fragment.split(",")
    assert "-" not in fragment
    words = SENTENCE.split()
    assert [unquote(start), unquote(end)] == [" ".join(words[:FRAGMENT_WORDS]), " ".join(words[-FRAGMENT_WORDS:])]
    assert address(replace(NEWS, url=None), at(NEWS, SENTENCE)) is None


@given(st.text(min_size=1).filter(str.strip))
def test_every_fragment_reads_back(text: str) -> None:
    """Whatever a sentence is made of, its fragment has one comma at most and leads back to its own words."""
    document = Document.make(text, url="https://example.org/")
    fragment = (address(document, Span(0, len(text))) or "").partition("#:~:text=")[2]
    ends = [unquote(end) for end in fragment.split(",")]
    assert len(ends) <= 2
    assert " ".join(text.split()).startswith(" ".join(ends[0].split()))
    assert " ".join(text.split()).endswith(" ".join(ends[-1].split()))


def test_an_answer_is_proved_before_the_witnesses_of_another() -> None:
    """However many repeat the first one: what differs from it is what a reader looks for."""
    texts = [f"Six people died in the fire, as edition {place} has it." for place in range(MOST)]
    same = tuple(figure(Document.make(text), "Six", counts="people") for text in texts)
    other = figure(NEWS, "14", counts=None)
    blocks = evidence([question(same[0], other, witnesses=same[1:])])
    assert any(block.text.startswith("14") for block in blocks)
    assert blocks[-1].text == "1 more of the same numbers are left out here."


def test_an_endless_word_makes_no_endless_address() -> None:
    """A script without spaces, or a word of thousands of letters, is cut for the fragment."""
    for text in ("漢" * 5000, "a" * 5000):
        document = Document.make(text, url="https://example.org/")
        assert len(address(document, Span(0, 5000)) or "") < 2000
