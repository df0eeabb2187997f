"""Bytes that were fetched become a feed.

data | in UTF-8 if it was wide | JSON Feed, else: entries that are read | no bomb | mended | feedparser
     | entries told apart, newest first
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from sources.base import EmptySource, UnsupportedSource
from sources.encodings import decode
from sources.feeds.addresses import split
from sources.feeds.entries import entries_of
from sources.feeds.feed import Feed
from sources.feeds.guard import head_of, refuse_bombs
from sources.feeds.json_feed import parse_json
from sources.feeds.mending import narrowed
from sources.feeds.parsed import Parsed
from sources.feeds.xml_feed import parse_xml
from sources.magic import find_kind


def parse_feed(
    data: bytes,
    *,
    url: str,
    content_type: str | None = None,
    content_location: str | None = None,
    now: datetime | None = None,
) -> Feed:
    """The feed in some bytes, as far as it can be read; `url` is where they came from.

    Reads RSS, Atom, CDF and JSON Feed; at most the first 2 MB, and of those the newest 200 entries. Dates later than
    two days after `now` are unknown (without a `now`, those after 2199).
    Raises EmptySource for what is no feed, UnsupportedSource for what is no text, TooLarge, Unparsable.
    """
    file = narrowed(data)
    if (kind := find_kind(file)) not in (None, "feed"):
        raise UnsupportedSource(kind)
    base = _joined(url, content_location)
    parsed = _parse(file, base, content_type)
    if not parsed.known:
        raise EmptySource(f"{len(data)} bytes hold no feed")
    places = frozenset(place for place in (url, base, parsed.site) if place)
    return Feed(parsed.title, parsed.site, entries_of(parsed.drafts, url, places, now), parsed.pause, url)


def _parse(data: bytes, base: str, content_type: str | None) -> Parsed:
    if data.lstrip().startswith(b"{"):
        return parse_json(decode(data), base=base)
    head = head_of(data)
    refuse_bombs(head)
    return parse_xml(head, base=base, content_type=content_type)


def _joined(url: str, content_location: str | None) -> str:
    """What relative addresses are relative to: Content-Location (RFC 9110, 8.7) where it can be read, else the url."""
    stated = content_location or ""
    return urljoin(url, stated) if split(stated) is not None and len(stated) < 2048 else url
