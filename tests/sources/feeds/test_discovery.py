"""The feeds that a page names."""

from __future__ import annotations

import pytest

from sources.feeds.discovery import find_feeds, guesses
from sources.feeds.feed import FeedLink

PAGE = "https://site.example/news/page.html"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!doctype html><html><head><title>Site</title>{head}</head><body>{body}</body></html>".encode()


def urls(data: bytes, url: str = PAGE) -> list[str]:
    return [link.url for link in find_feeds(data, url)]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" href="/f" title="News &amp; more">',
        '<LINK REL="home ALTERNATE" TYPE="Application/Atom+XML; charset=utf-8" HREF="/f" TITLE="News &amp; more">',
        '<link rel=feed href=/f title="News &amp; more">',
        '<link rel=alternate type=application/feed+json href="//site.example/f" title="News &amp; more">',
    ],
)
def test_a_page_names_its_feed(link: str) -> None:
    """In any spelling of the element, resolved against the page's address."""
    assert find_feeds(page(link), PAGE) == (FeedLink("https://site.example/f", "News & more"),)


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="stylesheet" type="text/css" href="/f">',
        '<link rel="alternate" hreflang="de" href="/de">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">',
        '<link rel="alternate" type="text/xml+oembed" href="/oembed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">',
        '<link rel="alternate" type="application/rss+xml">',
    ],
)
def test_what_is_no_feed_is_not_named(link: str) -> None:
    """Other languages, programming interfaces, addresses that lead out of the web."""
    assert find_feeds(page(link), PAGE) == ()


def test_links_in_the_body_that_end_as_feeds_do() -> None:
    """After those of the head; other links are no feeds."""
    body = "".join(
        f'<a href="{path}">x</a>' for path in ("a.rss", "/feed/", "/about", "/feeding-birds", "?feed=rss2", "x.xml")
    )
    found = urls(page('<link rel="alternate" type="application/rss+xml" href="/head">', body))
    assert [url.removeprefix("https://site.example") for url in found] == [
        "/head", "/news/a.rss", "/feed/", "/news/page.html?feed=rss2",
    ]  # fmt: skip


def test_feeds_of_comments_come_last() -> None:
    """Whoever takes the first one wants the articles."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'
        for title, path in (("Site » Comments Feed", "/c"), ("x", "/comments/feed/"), ("Site » Feed", "/feed/"))
    )
    assert urls(page(links))[0] == "https://site.example/feed/"


@pytest.mark.parametrize(
    ("base", "found"), [("/blog/", "/blog/f"), ("file:///", "/news/f"), ("javascript:x", "/news/f")]
)
def test_a_base_counts_where_it_is_of_the_web(base: str, found: str) -> None:
    """Another scheme is passed over."""
    head = f'<base href="{base}"><link rel="alternate" type="application/rss+xml" href="f">'
    assert urls(page(head)) == [f"https://site.example{found}"]


def test_ten_feeds_are_enough() -> None:
    """Each once."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/f{i // 2}">' for i in range(60))
    assert urls(page(links)) == [f"https://site.example/f{i}" for i in range(10)]


@pytest.mark.parametrize("data", [b"", b"words", b"\x89PNG\r\n\x1a\n", b"<!-- -->", b'<?xml version="1.0"?><rss/>'])
def test_what_is_no_page_names_none(data: bytes) -> None:
    """Nor does anything else go wrong."""
    assert find_feeds(data, PAGE) == ()


def test_guesses_are_few_and_on_the_same_site() -> None:
    """Below the page's folder where it is one, and at the root."""
    assert guesses("https://site.example/a.html?x=1#y")[:2] == ("https://site.example/feed", "https://site.example/rss")
    assert "https://site.example/blog/feed.xml" in guesses("https://site.example/blog")
    assert len(guesses("https://site.example/blog/")) <= 14
