"""An entry that holds its article is read without its page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sources.base import EmptySource, Origin
from sources.feeds.entry import read_entry, told_of
from sources.feeds.feed import Entry, Feed
from tests.sources.feeds.reading import parse

BODY = (
    "<p>The office said on Monday that 400 people had left their homes near the river.</p>"
    "<p>“We will go back,” said the mayor, Ann Hill, after she had met the families in the school.</p>"
    "<h2>What comes next</h2><p>The road stays closed until Friday, according to a spokesman.</p>"
)
ENTRY = Entry(
    identity="i",
    version="v",
    title="River rises & falls",
    link="https://paper.example/river-rises-and-falls",
    byline="Ben Reporter",
    published=datetime(2024, 5, 5, tzinfo=UTC),
    html=BODY,
    teaser=False,
)
FEED = Feed("The Paper", "https://paper.example/", (ENTRY,), url="https://www.paper.example/feed")
CLAIMS = (
    '<meta property="og:site_name" content="Big News"><meta property="og:title" content="Other">'
    '<link rel="canonical" href="https://big.example/1"><meta property="article:published_time" content="2020-01-01">'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Other","author":{"name":"X"}}</script>'
    '<time itemprop="datePublished" datetime="2020-01-01">then</time>'
)


def test_an_entry_becomes_a_document() -> None:
    """With what the entry states, the feed as its publisher, and every paragraph; no page was fetched."""
    reading = read_entry(ENTRY, FEED)
    document = reading.document
    assert (document.title, document.publisher, document.byline) == ("River rises & falls", "The Paper", "Ben Reporter")
    assert (document.url, document.published, reading.asked) == (ENTRY.link, ENTRY.published, None)
    assert "400 people had left their homes" in document.text
    assert "according to a spokesman." in document.text
    assert [span.of(document.text) for span in document.headings] == ["River rises & falls", "What comes next"]


def test_an_entry_without_a_title_has_its_text() -> None:
    """Short messages have none."""
    document = read_entry(replace(ENTRY, title=None), FEED).document
    assert document.title is None or document.title == "What comes next"
    assert document.text.startswith("The office said")


def test_an_entry_without_words_is_refused() -> None:
    """A picture alone is no article."""
    with pytest.raises(EmptySource):
        read_entry(replace(ENTRY, title=None, html='<img src="https://paper.example/a.png">'), FEED)


def test_what_an_entry_states_of_itself_is_not_believed() -> None:
    """Its HTML gives its words, and no publisher, address, title, author or date."""
    document = read_entry(replace(ENTRY, html=CLAIMS + BODY, title=None, byline=None, published=None), FEED).document
    assert (document.title, document.byline, document.published) == (None, None, None)
    assert (document.publisher, document.url) == ("The Paper", ENTRY.link)


def test_a_feed_does_not_speak_for_another_site() -> None:
    """Of a page elsewhere it tells the address alone; its own words go out under its host, without that address."""
    elsewhere = replace(ENTRY, link="https://big.example/1")
    assert told_of(elsewhere, FEED) == Origin(url="https://big.example/1")
    document = read_entry(elsewhere, replace(FEED, title="Big News")).document
    assert (document.publisher, document.url) == ("[paper.example]", None)
    assert told_of(replace(ENTRY, link=None), FEED).publisher == "[paper.example]"


@pytest.mark.parametrize(
    ("link", "teaser"),
    [("https://host.example/a", False), ("https://big.example/a", True), ("https://b.github.io/a", True)],
)
def test_an_entry_that_links_to_another_site_is_read_there(link: str, *, teaser: bool) -> None:
    """However many words the feed gives, of the page of another site they are a teaser; scripts are taken out."""
    item = {"id": "1", "url": link, "content_html": f"<script>steal()</script>{CLAIMS}{BODY * 3}"}
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [item]})
    (entry,) = parse(data.encode()).entries
    assert entry.teaser is teaser
    assert "400 people" in entry.html
    assert not any(word in entry.html for word in ("steal", "og:site_name", "canonical", "ld+json"))
