"""Text as Telegram keeps it: what is trimmed, moved, dropped, found and shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.entities import AUTOMATIC, formatted, span, utf16
from bot.playground.messages import marked
from bot.playground.wire import Json

TEXTS = st.text(st.sampled_from("ab \n\t\r\u2028é😀\u200e>#@/.") | st.characters(codec="utf-8"), max_size=40)
KINDS = ("bold", "italic", "code", "pre", "text_link", "blockquote", "expandable_blockquote", "spoiler")


@st.composite
def entities_in(draw: st.DrawFn) -> tuple[str, list[Json]]:
    """A text with entities that stand on whole characters."""
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    cuts = draw(st.lists(st.tuples(places, places, st.sampled_from(KINDS)), max_size=6))
    found = [(utf16(text[: min(a, b)]), utf16(text[: max(a, b)]), kind) for a, b, kind in cuts]
    return text, [
        {"type": kind, "offset": a, "length": b - a} | ({"url": "https://a.org"} if kind == "text_link" else {})
        for a, b, kind in found
    ]


def entity(kind: str, start: int, length: int, **extra: str) -> Json:
    """An entity as JSON."""
    return {"type": kind, "offset": start, "length": length, **extra}


def kept(text: str, *entities: Json) -> tuple[str, list[tuple[str, int, int]], list[str]]:
    """Text and entities that the server keeps, and its warnings."""
    warnings: list[str] = []
    text, result = formatted(text, entities, warnings.append)
    return text, [(e["type"], e["offset"], e["length"]) for e in result], warnings


@settings(max_examples=50)
@given(entities_in())
def test_what_is_kept_is_legal(given: tuple[str, list[Json]]) -> None:
    """Entities lie inside the text on whole characters, quotations never nest, and code holds nothing."""
    text, entities = formatted(*given, lambda _: None)
    ends = {utf16(text[:i]) for i in range(len(text) + 1)}
    assert all(set(span(e)) <= ends and e["length"] > 0 for e in entities)
    for first in entities:
        for second in (e for e in entities if e is not first):
            (a, b), (c, d) = span(first), span(second)
            if first["type"] in ("code", "pre") or ("blockquote" in first["type"] and "blockquote" in second["type"]):
                assert b <= c or d <= a or ("blockquote" in second["type"] and c <= a and b <= d)


@settings(max_examples=50)
@given(entities_in())
def test_keeping_is_done_once(given: tuple[str, list[Json]]) -> None:
    """What the server kept without a complaint, sent again, stays as it is."""
    warnings: list[str] = []
    text, entities = formatted(*given, warnings.append)
    own = [e for e in entities if e["type"] not in AUTOMATIC]
    assert warnings or formatted(text, own, warnings.append) == (text, entities)


@settings(max_examples=50)
@given(entities_in())
def test_marks_add_and_take_nothing_from_the_text(given: tuple[str, list[Json]]) -> None:
    """Without its marks a marked text is the text."""
    text, entities = formatted(*given, lambda _: None)
    shown = marked(text, tuple(entities))
    position = -1
    for character in text:
        position = shown.index(character, position + 1)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("  \n words \n ", "words"),
        ("tab\there\x00and\x1fthere", "tab here and there"),
        ("line\r\nend\u2028\u202e.", "line\nend."),
        ("\u200e\u200f\u200e.", "\u200c\u200c\u200e."),
        ("\u00a0kept\u00a0", "\u00a0kept\u00a0"),
    ],
)
def test_the_server_changes_characters(sent: str, stored: str) -> None:
    """Ends are trimmed of spaces and line breaks only; control characters become spaces or vanish."""
    assert kept(sent)[0] == stored


def test_entities_move_with_the_text() -> None:
    """What is removed before an entity moves it; what is removed inside shortens it."""
    assert kept("\r\n ab\rcd", entity("bold", 3, 5)) == ("abcd", [("bold", 0, 4)], [])
    assert kept(" x", entity("bold", 0, 2))[:2] == (" x", [("bold", 0, 2)])


def test_quotations_do_not_nest() -> None:
    """A quotation inside another is dropped, and so is a link across its edge; both are warned of."""
    _, entities, warnings = kept(
        "abcdefgh",
        entity("blockquote", 0, 6),
        entity("expandable_blockquote", 2, 2),
        entity("text_link", 5, 2, url="https://a.org"),
    )
    assert entities == [("blockquote", 0, 6)]
    assert len(warnings) == 2


def test_a_style_is_cut_at_a_link_inside_it() -> None:
    """Bold around a link counts four towards the cap of a hundred."""
    _, entities, warnings = kept("abcdef", entity("bold", 0, 6), entity("text_link", 2, 2, url="https://a.org"))
    assert entities == [("bold", 0, 2), ("text_link", 2, 2), ("bold", 2, 2), ("bold", 4, 2)]
    assert warnings == []


def test_links_that_telegram_does_not_take_are_dropped() -> None:
    """No host, or a foreign scheme: the text stays without its link."""
    for url in ("ftp://a.org", "https://", "nowhere"):
        assert kept("abc", entity("text_link", 0, 3, url=url))[1:] == ([], [kept_warning(url)])


def kept_warning(url: str) -> str:
    """The warning for a link, by its address."""
    problems = {"ftp://a.org": "Unsupported URL protocol", "https://": "URL host is empty", "nowhere": "Wrong HTTP URL"}
    return f"text_link dropped: {problems[url]}: {url}"


def test_names_and_addresses_become_live_but_not_in_code() -> None:
    """What looks like a command, a name or an address is a link without the bot's doing."""
    text = "/brief @someone #tag a.org/x. me@a.org"
    kinds = [kind for kind, _, _ in kept(text)[1]]
    assert kinds == ["bot_command", "mention", "hashtag", "url", "email"]
    assert kept(text, entity("code", 0, len(text)))[1] == [("code", 0, len(text))]


def test_marks() -> None:
    """Marks nest, quoted lines carry theirs, and offsets in UTF-16 units fall on the right characters."""
    text = "😀 Head\nsaid one\nsaid two\nlink"
    entities = (
        entity("bold", 3, 4),
        entity("expandable_blockquote", 8, 17),
        entity("italic", 13, 3),
        entity("text_link", 26, 4, url="https://a.org/x"),
        entity("url", 0, 2),
    )
    assert marked(text, entities) == "😀 **Head**\n>> said _one_\n>> said two\n[link](https://a.org/x)"
