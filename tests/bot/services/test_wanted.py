"""What people type behind /brief, read the way that they mean it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.links import host_of, page
from bot.services.wanted import Wanted, link, read

LINKS = st.sampled_from(["https://example.org/a_(b)", "http://www.example.org/", "www.example.org", "example.org/1"])
WORDS = st.lists(st.text("abcdef", min_size=1, max_size=8), max_size=5)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Wanted()),
        ("hospital  of Kramatorsk", Wanted("hospital of Kramatorsk")),
        ("short", Wanted(length="short")),
        ("full #3", Wanted("#3", length="full")),
        ("#3 hospital FULL", Wanted("#3 hospital", length="full")),
        ("hospital #3", Wanted("#3 hospital")),
        ("story #3 hospital", Wanted("story #3 hospital")),
        ("full #3 short", Wanted("#3", length="full")),
        ("short full", Wanted(length="short")),
        ("hospital short full", Wanted("hospital", length="short")),
        ("a short war", Wanted("a short war")),
        ("https://example.org/1 short", Wanted(url="https://example.org/1", length="short")),
        ("hospital (https://example.org/1).", Wanted("hospital", "https://example.org/1")),
        ("and/or 3.5/10 9/11 U.S./China", Wanted("and/or 3.5/10 9/11 U.S./China")),
    ],
)
def test_words_stories_links_and_lengths_are_told_apart(typed: str, wanted: Wanted) -> None:
    """In any order that makes sense; a word inside of a topic stays a word."""
    assert read(typed) == wanted


@given(WORDS, LINKS, WORDS, st.sampled_from(["{}", "<{}>", "“{}”", "({})", "{}.", "{},"]))
def test_a_link_is_found_wherever_it_stands(before: list[str], url: str, after: list[str], marks: str) -> None:
    """Whatever marks stand around it; the other words stay in their order."""
    wanted = read(" ".join(["x", *before, marks.format(url), *after, "y"]))
    assert wanted.url == url
    assert wanted.words.split() == ["x", *before, *after, "y"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever is typed, it is read; what is left as words holds no link, and is read as the same words again."""
    wanted = read(f"x {text} y")
    assert wanted.url is None or link(wanted.url) == wanted.url
    assert [word for word in wanted.words.split() if link(word)] == []
    assert read(wanted.words) == Wanted(wanted.words)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.Example.org/news/1?id=7&utm_source=x&b=2",
        "http://example.org/news/1/?b=2&id=7#:~:text=so",
        "example.org/news/1?fbclid=abc&b=2&id=7&UTM_Medium=mail",
        "//user@example.org:443/news/1?id=7&b=2",
        "https://example.org./news/%31?b=2&id=7&gclid=q",
    ],
)
def test_two_links_to_one_page_are_one(url: str) -> None:
    """Scheme, www, port, slash, fragment, order and tracking make no difference; what names the page does."""
    assert page(url) == "example.org/news/1?b=2&id=7"
    assert host_of(url) == "example.org"


def test_links_to_two_pages_are_two() -> None:
    """Another path, another parameter, another host, and the case of a path."""
    links = ("https://a.org/x", "https://a.org/x/y", "https://a.org/x?id=1", "https://a.org/X", "https://b.org/x")
    assert len(set(map(page, links))) == len(links)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.org/a%3Fq=1", "https://x.org/a?q=1"),
        ("https://x.org/a%2Fb", "https://x.org/a/b"),
        ("https://x.org/a%23b", "https://x.org/a"),
        ("https://x.org/app#!one", "https://x.org/app#!two"),
        ("https://x.org/app#/story/1", "https://x.org/app#/story/2"),
        ("https://x.org/?q=a%26b=1", "https://x.org/?q=a&b=1"),
    ],
)
def test_what_is_escaped_or_a_route_names_another_page(one: str, other: str) -> None:
    """An escaped mark is part of a name (RFC 3986, 2.2), and some sites name their pages in the fragment."""
    assert page(one) != page(other)


@pytest.mark.parametrize("url", ["MÜNCHEN.de/a%c3%bc", "https://xn--mnchen-3ya.de/aü", "http://www.münchen.de/%61ü"])
def test_one_page_in_any_spelling(url: str) -> None:
    """Letters of other scripts, as they are or escaped."""
    assert page(url) == "xn--mnchen-3ya.de/a%C3%BC"


@given(st.text(max_size=80))
def test_every_address_has_one_form(url: str) -> None:
    """Nothing breaks it, and a fragment or a campaign's mark behind it never changes it."""
    assert isinstance(page(url), str)
    base = "https://example.org/" + "".join(c for c in url if c.isalnum())
    assert page(base + "#x" + url) == page(base + "?utm_source=x") == page(base)
