"""An entry that holds its whole article becomes a reading, as a page does."""

from __future__ import annotations

import html

from sources.base import Origin, Reading
from sources.feeds.feed import Entry, Feed
from sources.intake import take_in


def read_entry(entry: Entry, feed: Feed) -> Reading:
    """The entry's own text, read as an article page; what the entry states goes with it, the feed is the publisher.

    Raises EmptySource, TooLarge, LinkAlone, NoArticle, as a page does.
    """
    origin = Origin(
        title=entry.title, publisher=feed.title, byline=entry.byline, url=entry.link, published=entry.published
    )
    # No `url`: the page at the link was not fetched.
    return take_in(page_of(entry), "html", origin=origin)


def page_of(entry: Entry) -> str:
    """A page around the entry's HTML: what an extractor needs to tell an article from a snippet."""
    title = html.escape(entry.title or "")
    heading = f"<h1>{title}</h1>" if title else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><article>{heading}{entry.html}</article></main></body></html>"
    )
