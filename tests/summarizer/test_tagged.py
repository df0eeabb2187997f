"""A tagger's findings put right by what the characters say; the tagger is a fake that says what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from summarizer.statements.tagged import Attributed, find_tagged
from summarizer.types import Span


@dataclass(frozen=True, slots=True)
class Told:
    """Finds what it was told to find."""

    found: tuple[Attributed, ...]

    name = "told-1"

    def attribute(self, text: str) -> Sequence[Attributed]:
        assert all(piece.end <= len(text) for one in self.found for piece in one.content)
        return self.found


def at(text: str, words: str) -> Span:
    """Where the words stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def test_marks_stand_outside_of_a_quotation() -> None:
    """A content that is a quotation loses its marks; one that only holds a quotation keeps them."""
    text = "“We go,” she said. He said the “so-called plan” had failed."
    direct = Attributed((at(text, "“We go,”"),), (), (at(text, "she"),), 0.9)
    mixed = Attributed((at(text, "the “so-called plan” had failed"),), (), (at(text, "He"),), 0.9)
    first, second = find_tagged(text, Told((direct, mixed)))
    assert first.content[0].of(text) == "We go"
    assert second == mixed


def test_a_signed_quotation_is_the_signers() -> None:
    """Each line of a round-up belongs to the name behind its own dash, not to the name of the line before."""
    text = "“It rained.” ― Ana Ruiz\n“It was cold.” ― Ben Oz"
    wrong = Attributed((at(text, "“It was cold.”"),), (), (at(text, "Ana Ruiz"),), 0.9)
    found = find_tagged(text, Told((wrong,)))
    assert [(one.content[0].of(text), one.source[0].of(text)) for one in found] == [
        ("It rained.", "Ana Ruiz"),
        ("It was cold.", "Ben Oz"),
    ]


def test_a_content_without_words_is_none() -> None:
    """A lone mark that the tagger took for a content is dropped, and so is a piece of marks only."""
    text = "“We go,” she said . “Now.”"
    noise = Attributed((at(text, " ."),), (), (), 0.9)
    pieces = Attributed((at(text, "We go"), at(text, ". “"), at(text, "Now")), (), (), 0.9)
    (kept,) = find_tagged(text, Told((noise, pieces)))
    assert [piece.of(text) for piece in kept.content] == ["We go", "Now"]


@given(
    st.text(alphabet='ab “”"―A.\n', min_size=1, max_size=80),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 30)), max_size=6),
)
def test_what_is_kept_was_found(text: str, places: list[tuple[int, int]]) -> None:
    """No piece grows beyond what the tagger found or somebody signed, and the order is the text's."""
    spans = [Span(start, min(len(text), start + size)) for start, size in places if start < len(text)]
    found = find_tagged(text, Told(tuple(Attributed((span,), (), (), 0.5) for span in spans)))
    assert [one.content[0] for one in found] == sorted(one.content[0] for one in found)
    for one in found:
        assert one.cue or any(span.covers(one.content[0]) for span in spans)
        assert any(letter.isalnum() for letter in one.content[0].of(text))
