"""What a feed says: its entries, and what they state of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    `identity` recognises it again, also under a new guid: a versioned hash of what the entry is (see `identity`).
    `version` changes when its words change. `link` is an http(s) address or None. `html` is the longest text that the
    feed gives, as HTML; `teaser` says that it is only the beginning, and the article stands at `link`.
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
    """A feed as it was read: entries newest first, at most 200. `site` is the page that it belongs to.

    `pause` is how long the publisher asks to wait between two looks (ttl, sy:updatePeriod), or None.
    """

    title: str | None
    site: str | None
    entries: tuple[Entry, ...]
    pause: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names, or that an OPML list holds."""

    url: str
    title: str | None = None
    site: str | None = None
