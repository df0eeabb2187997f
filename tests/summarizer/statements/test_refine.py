"""What a tagger finds, put right by grammar; the tagger is a fake that marks what the test marks in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import split_sentences
from summarizer.statements import find_statements, tagged
from summarizer.statements.tagged import Attributed
from summarizer.types import Document, Span, Statement

MARK = re.compile(r"\{([sqc]):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """Finds one attribution: what stands in {s:...} (source), {q:...} (cue) and {c:...} (content)."""

    found: Attributed

    @property
    def name(self) -> str:
        return "marked-1"

    def attribute(self, text: str) -> Sequence[Attributed]:
        """What was marked, if these places are not left blank."""
        place = self.found.content[0]
        return (self.found,) if place.of(text).strip() else ()


def read(marked: str, *, heading: str | None = None) -> Statement:
    """The one statement of a text in which roles are marked; `heading` is its first line."""
    places: dict[str, list[Span]] = {"s": [], "q": [], "c": []}
    text = ""
    at = 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        places[match[1]].append(Span(len(text), len(text) + len(match[2])))
        text, at = text + match[2], match.end()
    text += marked[at:]
    headings = (Span(0, len(heading)),) if heading else ()
    document = Document.make(text, headings=headings)
    told = Marked(Attributed(tuple(places["c"]), tuple(places["q"]), tuple(places["s"]), 0.9))
    (statement,) = find_statements(document, split_sentences(text, headings), told)
    return statement


def parts(statement: Statement) -> tuple[str, str]:
    """Source and content as text."""
    text = statement.document.text
    source = "".join(span.of(text) for span in statement.source)
    return source, " | ".join(span.of(text) for span in statement.content)


@pytest.mark.parametrize(
    ("marked", "source", "content"),
    [
        ("{s:US Secretary Ana} Ruiz {q:said} {c:the levee held}.", "US Secretary Ana Ruiz", "the levee held"),
        ("{s:E.}U. leaders {q:warn} {c:it could fall}.", "E.U.", "it could fall"),
        ("{s:The mayor}, Ana Ruiz, {q:says} {c:it held}.", "The mayor, Ana Ruiz", "it held"),
        (
            "{c:The U.S. secretary of state}, {s:Ana Ruiz}, {q:says} {c:it held}.",
            "The U.S. secretary of state, Ana Ruiz",
            "it held",
        ),
        ("{c:In the end}, {s:Ana Ruiz} {q:says}, {c:it held}.", "Ana Ruiz", "In the end | it held"),
        ("China, {s:its only ally}, {q:said} {c:it held}.", "China, its only ally", "it held"),
        ("{s:BRUSSELS - European leaders} {q:said} {c:it held}.", "European leaders", "it held"),
        ("{s:One analyst,} {q:told} us {c:it held}.", "One analyst", "it held"),
        ("{s:Ana Ruiz} {q:said} {c:that it held}.", "Ana Ruiz", "it held"),
        ("{s:Ana Ruiz} {q:said} {c:it held, but} nobody came.", "Ana Ruiz", "it held"),
        ("{s:She} {q:called} {c:it a “disgrace” and the mayor resigned}.", "She", "it a “disgrace”"),
        ("{s:She} {q:called} {c:them “poor” and “sad”}.", "She", "them “poor” and “sad”"),
        (
            "{s:He} {q:says} {c:he shouted }{c:“stop it now” before he fell}.",
            "He",
            "he shouted “stop it now” before he fell",
        ),
        ("{q:According to} {s:the city}, {c:40 died}. {c:The opposition denies it}.", "the city", "40 died"),
        ("{s:Mayor Ana Ruiz on Wednesday} {q:said} {c:it held}.", "Mayor Ana Ruiz", "it held"),
        ("{s:Governor Ana Ruiz in a letter} {q:said} {c:it held}.", "Governor Ana Ruiz", "it held"),
        ("{s:China on} Tuesday {q:said} {c:it held}.", "China", "it held"),
        ("{s:She} {q:said} {c:“we paid”}. The ministry denied {c:this}.", "She", "we paid"),
        ("{c:The victim, Tom Fox,} died. {c:“He fell,”} {s:Khan} {q:said}.", "Khan", "He fell"),
        ("{c:“It held,”} {s:Ana Ruiz} {q:said}. {c:“It will hold.”}", "Ana Ruiz", "It held | It will hold."),
    ],
)
def test_source_and_content_are_put_right(marked: str, source: str, content: str) -> None:
    """Whole words, whole names, offices before and names behind a comma; contents that begin and end as clauses do."""
    assert parts(read(marked)) == (source, content)


def test_a_title_is_not_stretched_over_its_capitals() -> None:
    """Where every word has a capital, the next one is no part of the name."""
    statement = read(
        "{s:Ruiz} Vows {c:To Rebuild The Levee}\n\nIt rained all day.", heading="Ruiz Vows To Rebuild The Levee"
    )
    assert parts(statement) == ("Ruiz", "To Rebuild The Levee")
    assert statement.context == Span(0, 30)


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("{c:“It held,”} {s:she} {q:said}.", "direct"),
        ("{s:She} {q:said} {c:it “held” well}.", "mixed"),
        ("{s:She} {q:said} {c:it held}.", "indirect"),
    ],
)
def test_the_kind_is_a_matter_of_marks(marked: str, kind: str) -> None:
    """Quotation marks are facts: what is inside of them is direct, whatever a model says."""
    assert read(marked).kind == kind


def test_the_context_is_the_sentences_that_its_parts_stand_in() -> None:
    """From the source's sentence to the content's, and no sentence more."""
    statement = read("It rained. {s:She} {q:spoke} up. {c:“It held.”} Nobody came.")
    assert statement.context.of(statement.document.text) == "She spoke up. “It held.”"


def test_a_reported_statement_keeps_to_its_line() -> None:
    """What a caption or the next paragraph says is not drawn in; a quotation may run over paragraphs."""
    drawn = read("{s:Ana Ruiz} {q:said} {c:it held.\n\nMore rain is} expected.")
    assert (parts(drawn)[1], drawn.context.of(drawn.document.text)) == ("it held.", "Ana Ruiz said it held.")
    cut = read("{s:Ana Ruiz}, in red, is here.\n\nShe {q:said} {c:it held}.")
    assert (parts(cut), cut.context.of(cut.document.text)) == (("", "it held"), "She said it held.")
    running = read("{s:Ana Ruiz} {q:said}: {c:“It held.}\n\n{c:“It will hold.”}")
    assert parts(running) == ("Ana Ruiz", "It held. | It will hold.")


def test_captions_and_menus_are_not_read() -> None:
    """Lines that do not end like a sentence, and cries in capitals, say nothing, whatever a tagger makes of them."""
    for line in ("{s:Ana Ruiz} {q:says} {c:it held} in this file photo", "WATCH: {s:RUIZ} {q:SAYS} {c:IT HELD}!"):
        with pytest.raises(ValueError, match="not enough values"):
            read(line)


class Counting:
    """Finds nothing, and remembers how many words it was given."""

    name = "counting-1"

    def attribute(self, text: str) -> Sequence[Attributed]:
        """Nothing."""
        self.words = len(text.split())
        return ()


def test_what_is_too_long_for_a_tagger_is_read_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book neither holds up everybody nor is refused: its beginning is tagged, the rest goes by rules."""
    text = "\n\n".join("“The old bridge is open again now,” Mayor Ana Ruiz said on Monday." for _ in range(40))
    monkeypatch.setattr(tagged, "MOST_TOKENS", 350)
    tagger = Counting()
    found = find_statements(Document.make(text), split_sentences(text), tagger)
    assert 200 < tagger.words < 350
    assert 10 < len(found) < 25
    assert found[0].content[0].start > len(text) // 3


class Scattered:
    """Finds whatever the property test tells it to."""

    name = "scattered-1"

    def __init__(self, found: tuple[Attributed, ...]) -> None:
        self.found = found

    def attribute(self, text: str) -> Sequence[Attributed]:
        """What it was told to find, without blank pieces."""
        return [one for one in self.found if all(s.of(text).strip() for s in (*one.content, *one.cue, *one.source))]


SPANS = st.tuples(st.integers(0, 79), st.integers(1, 30))


@given(
    st.text(alphabet="aB “”,.\n", min_size=1, max_size=80),
    st.lists(st.tuples(SPANS, st.none() | SPANS, st.none() | SPANS), max_size=4),
)
def test_whatever_a_tagger_says_is_cut_from_the_text(
    text: str, told: list[tuple[tuple[int, int], tuple[int, int] | None, tuple[int, int] | None]]
) -> None:
    """Contents have words and stand in their context, in the order of the text; nothing raises."""

    def spans(place: tuple[int, int] | None) -> tuple[Span, ...]:
        if place is None or place[0] >= len(text):
            return ()
        return (Span(place[0], min(len(text), sum(place))),)

    found = tuple(Attributed(spans(c), spans(q), spans(s), 0.9) for c, q, s in told if spans(c))
    statements = find_statements(Document.make(text), split_sentences(text), Scattered(found))
    assert [s.content[0] for s in statements] == sorted(s.content[0] for s in statements)
    for statement in statements:
        assert all(any(letter.isalnum() for letter in piece.of(text)) for piece in statement.content)
        assert all(statement.context.covers(piece) for piece in (*statement.content, *statement.cue))
