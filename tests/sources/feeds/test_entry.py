"""An entry that holds its article is read without its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sources.base import EmptySource
from sources.feeds.entry import read_entry
from sources.feeds.feed import Entry, Feed

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
FEED = Feed("The Paper", "https://paper.example/", (ENTRY,))


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
