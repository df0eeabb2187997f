"""The evidence of figures: the sentence that holds them, to the letter, and the way to the page."""

from __future__ import annotations

from bot.views.evidence import LONGEST, MOST, evidence, passage_blocks
from bot.views.rich import uncited
from summarizer.reasons import Piece
from summarizer.types import Document, Span
from tests.summarizer.pieces import figure, question

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


def test_pieces_of_one_sentence_are_proved_once() -> None:
    """One block with both numbers, also where one piece lies within the other."""
    start = NEWS.text.index(SENTENCE)
    whole, part = Span(start, start + len(SENTENCE)), Span(start + 2, start + 6)
    after = Span(NEWS.text.index(AFTER), NEWS.text.index(AFTER) + len(AFTER))
    pieces = [Piece("sentence", NEWS, whole), Piece("sentence", NEWS, after), Piece("statement", NEWS, part)]
    first, second = passage_blocks(enumerate(pieces, 1))
    assert first.text.startswith("1, 3.\n")
    assert second.text.startswith("2.\n")
    assert first.text.count(SENTENCE) == 1
    assert uncited(first) == ()


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


def test_an_answer_is_proved_before_the_witnesses_of_another() -> None:
    """However many repeat the first one: what differs from it is what a reader looks for."""
    texts = [f"Six people died in the fire, as edition {place} has it." for place in range(MOST)]
    same = tuple(figure(Document.make(text), "Six", counts="people") for text in texts)
    other = figure(NEWS, "14", counts=None)
    blocks = evidence([question(same[0], other, witnesses=same[1:])])
    assert any(block.text.startswith("14") for block in blocks)
    assert blocks[-1].text == "1 more of the same numbers are left out here."
