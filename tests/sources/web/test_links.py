"""Links in what people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.web.links import addresses_in, links_in, only_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", ()),
        ("No link, e.g. none. And/or this; 3.14/2, 10.5/x, a@b.org/c", ()),
        ("https://example.org/a?b=c#d", ("https://example.org/a?b=c#d",)),
        (
            "See https://example.org/a, https://example.org/b. And <http://example.org>!",
            ("https://example.org/a", "https://example.org/b", "http://example.org"),
        ),
        (
            "(https://example.org/wiki/A_(b)) [t](https://example.org/c) **https://example.org/d**",
            ("https://example.org/wiki/A_(b)", "https://example.org/c", "https://example.org/d"),
        ),
        ("“https://example.org/a”, 'https://example.org/b'…", ("https://example.org/a", "https://example.org/b")),
        ("www.example.org/a and example.org/b", ("https://www.example.org/a", "https://example.org/b")),
        ("HTTP://EXAMPLE.ORG/A", ("HTTP://EXAMPLE.ORG/A",)),
        ("https://example.org/ahttps://example.org/b", ("https://example.org/a", "https://example.org/b")),
        ("https://example.org/a https://example.org/a", ("https://example.org/a",)),
        ("请看https://example.org/新闻。谢谢", ("https://example.org/新闻",)),
        ("ftp://example.org/a javascript:alert(1) http:// https://...", ()),
    ],
)
def test_links_are_found_without_the_marks_around_them(text: str, links: tuple[str, ...]) -> None:
    """In order, each once, as they were written."""
    assert links_in(text) == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://example.org/a", ("https://example.org/a",)),
        (
            "Read this: https://example.org/a\n\nhttps://example.org/b",
            ("https://example.org/a", "https://example.org/b"),
        ),
        ("1. https://example.org/a\n2. https://example.org/b", ("https://example.org/a", "https://example.org/b")),
        ("The ministry said that 400 people had died. https://example.org/a", ()),
        ("hello", ()),
    ],
)
def test_a_message_of_links_is_told_from_a_text_with_links(text: str, links: tuple[str, ...]) -> None:
    """A word or two beside them is no text."""
    assert only_links(text) == links


@given(
    st.text()
    | st.lists(st.sampled_from(["http://", "https://", "www.", "a.org/", "(", ")", ".", " ", "a"])).map("".join)
)
def test_whatever_is_written_links_are_of_the_web(text: str) -> None:
    """They begin with a scheme, hold no space, and are found again in themselves."""
    for link in links_in(text):
        assert link.lower().startswith(("http://", "https://"))
        assert len(link.split()) == 1
        assert links_in(link) == (link,)


def test_a_long_text_is_searched_in_time() -> None:
    """No run of letters, dots or slashes makes the search slow."""
    for unit in ("a.", "a", "http://", "www.", "a/", ")", "a-", "https://a.org/)"):
        links_in(unit * (200_000 // len(unit)))


def test_a_text_of_any_length_is_searched_up_to_a_limit() -> None:
    """What is longer than a list can be is no list, and only its beginning is searched."""
    text = "http://a.b/ " * 100_000
    assert only_links(text) == ()
    assert links_in(text) == ("http://a.b/",)
    assert links_in(" " * 100_000 + "http://a.b/") == ()


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("127.0.0.1:8461/news/prize", ("http://127.0.0.1:8461/news/prize",)),
        ("10.0.0.1", ("http://10.0.0.1",)),
        ("example.org", ("https://example.org",)),
        ("http:// javascript:alert(1)", ("http://", "javascript:alert(1)")),
        ("ftp://example.com/x.", ("ftp://example.com/x",)),
        ("", ()),
        ("hello:) 10:30 3.14", ()),
        ("ann@example.org", ()),
        ("ask example.org", ()),
    ],
)
def test_what_is_meant_as_an_address_is_known_as_one(text: str, addresses: tuple[str, ...]) -> None:
    """Without a scheme, or with one that is none of the web's: whoever opens it says what is wrong."""
    assert addresses_in(text) == addresses
