"""Rich text: marks survive joining and cutting, messages keep to Telegram's limits, uncited words are found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.sender import entities
from bot.views.rich import (
    MAX_ENTITIES,
    Rich,
    bold,
    chrome,
    cite,
    join,
    parts,
    piece,
    plain,
    stated,
    uncited,
    utf16_units,
)
from summarizer.types import Document, Span

TEXT = st.text(alphabet=st.sampled_from('ab \n🙂éЖ漢<&>"_*[]()~`'), min_size=1, max_size=60)
BLOCKS = st.lists(st.builds(lambda a, b: bold(a) + b, TEXT, TEXT), min_size=1, max_size=30)


@given(BLOCKS, st.integers(40, 300))
def test_parts_fit_and_lose_nothing(blocks: list[Rich], units: int) -> None:
    """Each message keeps to the limits; together they hold every visible character in order."""
    messages = parts(blocks, units=units)
    assert all(0 < m.units <= units and m.entities <= MAX_ENTITIES for m in messages)
    assert "".join("".join(m.text.split()) for m in messages) == "".join("".join(b.text.split()) for b in blocks)


@given(BLOCKS)
def test_entities_cover_the_same_characters_in_utf16(blocks: list[Rich]) -> None:
    """What is bold in code points is bold in Telegram's units."""
    whole = join("\n", blocks)
    shown = entities(whole)
    message_text = whole.text.encode("utf-16-le")
    for mark, entity in zip(whole.marks, shown, strict=True):
        cut = message_text[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
        assert cut == whole.text[mark.start : mark.end]


@pytest.mark.parametrize("size", [4095, 4096, 4097])
@pytest.mark.parametrize("letter", ["a", "Ж", "漢", "🙂"])
def test_the_limit_is_counted_in_utf16(letter: str, size: int) -> None:
    """At 4,096 units one message, above it two, whatever the script."""
    text = letter * (size // utf16_units(letter)) + "a" * (size % utf16_units(letter))
    messages = parts((plain(text),))
    assert len(messages) == (1 if size <= 4096 else 2)
    assert "".join(m.text for m in messages) == text


@given(TEXT, st.data())
def test_a_cut_cite_still_points_at_its_characters(text: str, data: st.DataObject) -> None:
    """A part of a cited passage cites just that part."""
    document = Document.make("x" + text + "x")
    rich = plain("said: ") + cite(document, Span(1, 1 + len(text)))
    start = data.draw(st.integers(0, len(rich.text) - 1))
    end = data.draw(st.integers(start + 1, len(rich.text)))
    cut = piece(rich, start, end)
    assert all(m.span and m.span.of(document.text) == cut.text[m.start : m.end] for m in cut.marks if m.document)


def test_uncited_words_are_found() -> None:
    """A digit or a quotation of ours is seen; those of a source, and our marked numbers, are not."""
    document = Document.make('He said "no" to 400 people.', title="Title of 7")
    good = (
        cite(document, Span(0, 27))
        + chrome(" [1]")
        + stated(document, "Title of 7")
        + "“"
        + cite(document, Span(9, 11))
        + "”"
    )
    assert uncited(good) == ()
    assert uncited(good + " 12 people “made this up” today") == ("12", "“made this up”")


def test_blocks_are_kept_whole_where_they_fit() -> None:
    """A message ends between two blocks, not inside one."""
    messages = parts([plain("a" * 60), plain("b" * 60), plain("c" * 60)], units=130)
    assert [m.text for m in messages] == ["a" * 60 + "\n\n" + "b" * 60, "c" * 60]


def test_no_message_has_too_many_entities() -> None:
    """Telegram ignores what goes beyond a hundred entities: the rest goes into the next message."""
    messages = parts([bold("x") for _ in range(230)])
    assert [m.entities for m in messages] == [100, 100, 30]
    assert {entity.type for m in messages for entity in entities(m)} == {MessageEntity.BOLD}


def test_joining_leaves_out_what_is_empty() -> None:
    """No separator stands next to nothing."""
    assert join(", ", [Rich(), plain("a"), Rich(), plain("b")]).text == "a, b"
    assert not join(", ", [])
    assert all(a.start <= b.start for a, b in pairwise(join(" ", [bold("a"), bold("b")]).marks))


def test_a_message_has_no_more_entities_than_telegram_takes() -> None:
    """A block of very many marks is cut before the first one too many, at a line's end where there is one."""
    line = join(" ", [bold(plain("word"))] * 30)
    block = join("\n", [line] * 5)
    shown = parts((block, join(" ", [bold(plain("word"))] * 120)))
    assert all(part.entities <= MAX_ENTITIES for part in shown)
    assert [part.text.count("word") for part in shown] == [90, 60, 100, 20]
