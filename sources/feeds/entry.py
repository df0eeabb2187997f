"""An entry that holds its whole article becomes a reading, as a page does.

A feed speaks for its own site alone. Its title is the publisher of entries whose link is of the site (the name that is
registered) that the feed itself was fetched from; an entry without a link has the feed's host in brackets. Of a page
of another site it may say nothing: not who published it, not when, not its words (`entries_of` calls them a teaser, so
that the page is read). And nothing that an entry's HTML states of itself is believed: its blocks are taken, no more.
"""

from __future__ import annotations

import html
from dataclasses import replace

from sources.base import Origin, Reading
from sources.feeds.addresses import host_of, is_of_one_site
from sources.feeds.feed import Entry, Feed
from sources.formats.html import parse_html
from sources.intake import check_length, guarded, make_reading
from sources.page import Page


def read_entry(entry: Entry, feed: Feed) -> Reading:
    """The entry's own text, read as an article page; what is told of it is `told_of`. No page was fetched.

    The words of an entry that links to another site are told without that address, as the feed's own.
    Raises EmptySource, TooLarge, NoArticle, as a page does.
    """
    own = entry if speaks_for(feed, entry.link) else replace(entry, link=None)
    raw = page_of(entry)
    check_length(raw, "html")
    page = guarded(parse_html, raw, None)
    origin = replace(told_of(own, feed), published=entry.published)
    return make_reading(Page(page.blocks, lack=page.lack), raw, "html", None, origin, url=None)


def told_of(entry: Entry, feed: Feed) -> Origin:
    """What the feed may say of an entry and its page, where they say nothing themselves: see above."""
    if entry.link and not speaks_for(feed, entry.link):
        return Origin(url=entry.link)
    host = host_of(feed.url)
    publisher = feed.title if entry.link else f"[{host}]" if host else None
    return Origin(entry.title, publisher, entry.byline, entry.link, entry.published or entry.updated)


def speaks_for(feed: Feed, link: str | None) -> bool:
    """Whether a link is of the site that the feed was fetched from."""
    return is_of_one_site(link, feed.url)


def page_of(entry: Entry) -> str:
    """A page around the entry's HTML: what an extractor needs to tell an article from a snippet."""
    title = html.escape(entry.title or "")
    heading = f"<h1>{title}</h1>" if title else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><article>{heading}{entry.html}</article></main></body></html>"
    )
