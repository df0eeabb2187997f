"""Lists of feeds, from other readers and for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.base import EmptySource, TooLarge, UnsupportedSource
from sources.feeds.feed import FeedLink
from sources.feeds.opml import MOST_OUTLINES, read_opml, write_opml
from sources.feeds.words import title_of
from summarizer.errors import SourceError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="1.0"><head><title>x</title></head><body>'
ONE = '<outline text="One" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/"/>'


def opml(body: str, head: str = HEAD) -> bytes:
    return f"{head}{body}</body></opml>".encode()


def test_nested_outlines_are_read_in_their_order() -> None:
    """Folders are looked into, and are no feeds; an address that stands twice is one feed."""
    two = '<outline title="Two" xmlUrl="https://two.example/feed"/>'
    assert read_opml(opml(f'<outline text="Folder">{ONE}<outline text="Inner">{two}{ONE}</outline></outline>')) == (
        FeedLink("https://one.example/feed", "One", "https://one.example/"),
        FeedLink("https://two.example/feed", "Two"),
    )


@pytest.mark.parametrize(
    ("outline", "title", "url"),
    [
        ('<OUTLINE TEXT="One" XMLURL="https://one.example/f"/>', "One", "https://one.example/f"),
        ('<outline text="A & B" xmlUrl="https://one.example/f?a=1&b=2"/>', "A & B", "https://one.example/f?a=1&b=2"),
        (
            '<outline text="A&nbsp;&mdash; B &amp;amp; C" xmlUrl="https://one.example/f"/>',
            "A — B & C",
            "https://one.example/f",
        ),
        ('<outline text="One" xmlUrl="https://one.example/f">', "One", "https://one.example/f"),
        ('<outline xmlUrl=" https://one.example/f "/>', None, "https://one.example/f"),
    ],
)
def test_lists_are_read_with_their_exporters_mistakes(outline: str, title: str | None, url: str) -> None:
    """Capitals, lone ampersands, HTML's entities, tags that are never closed."""
    assert read_opml(opml(outline)) == (FeedLink(url, title),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_list_may_be_in_any_unicode(encoding: str) -> None:
    """Windows writes a byte order mark."""
    assert read_opml(opml(ONE).decode().encode(encoding))[0].title == "One"


def test_no_entity_is_known_and_nothing_is_read() -> None:
    """A list that names a file shows nothing of it, a bomb does not grow."""
    evil = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]>'
    found = read_opml(
        f'{evil}<opml><body><outline text="a&x;&y;b" xmlUrl="https://a.example/f"/></body></opml>'.encode()
    )
    assert found[0].url == "https://a.example/f"
    assert "root" not in str(found)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptySource),
        (b"words", EmptySource),
        (opml(""), EmptySource),
        (opml('<outline text="x" xmlUrl="file:///etc/passwd"/><outline xmlUrl="javascript:x"/>'), EmptySource),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), UnsupportedSource),
        (opml(ONE * 30_000), TooLarge),
    ],
    ids=["nothing", "words", "no outline", "no address", "a picture", "large"],
)
def test_what_lists_no_feed_is_refused(data: bytes, error: type[SourceError]) -> None:
    """By name."""
    with pytest.raises(error):
        read_opml(data)


def test_a_list_is_read_up_to_its_limit() -> None:
    """The first 2,000 feeds."""
    many = "".join(f'<outline text="{i}" xmlUrl="https://a.example/{i}"/>' for i in range(MOST_OUTLINES + 50))
    found = read_opml(opml(many))
    assert (len(found), found[-1].url) == (MOST_OUTLINES, f"https://a.example/{MOST_OUTLINES - 1}")


TITLES = st.none() | st.text(min_size=1, max_size=40).filter(lambda text: title_of(text) == text)
LINKS = st.builds(
    FeedLink,
    url=st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9?&=;,.'()-]{0,20}", fullmatch=True),
    title=TITLES,
    site=st.none() | st.just("https://a.example/?b=c&d=e"),
)


@given(st.lists(LINKS, min_size=1, max_size=6, unique_by=lambda link: link.url), st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(links: list[FeedLink], name: str) -> None:
    """Whatever a title is made of, and where there is none."""
    assert read_opml(write_opml(links, title=name, now=NOW)) == tuple(links)
