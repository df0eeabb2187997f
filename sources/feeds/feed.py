"""What a feed says: its entries, and what they state of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    `identity` recognises it again, also under a new guid: a versioned hash of what the entry is (see `identity`).
    `version` changes when its words change. `link` is an http(s) address or None. `html` is the longest text that the
    feed gives, as HTML; `teaser` says that the article is to be read at `link`: this is only its beginning, or the page
    is of another site, for which the feed does not speak.
    """

    identity: str
    version: str
    title: str | None = None
    link: str | None = None
    byline: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    html: str = ""
    teaser: bool = True


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read: entries newest first, at most 200. `site` is the page that it says it belongs to.

    `pause` is how long the publisher asks to wait between two looks (ttl, sy:updatePeriod), or None. `url` is where it
    was fetched from, the only thing about it that it cannot make up.
    """

    title: str | None
    site: str | None
    entries: tuple[Entry, ...]
    pause: timedelta | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names, or that an OPML list holds."""

    url: str
    title: str | None = None
    site: str | None = None
