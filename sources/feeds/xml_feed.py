"""RSS, Atom and CDF by feedparser, from bytes: it is never given anything that it could fetch or open."""

from __future__ import annotations

import html
import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sources.base import Unparsable
from sources.feeds.addresses import web_address
from sources.feeds.draft import Draft
from sources.feeds.mending import is_charset, without_stumbling_blocks, without_wrong_charset
from sources.feeds.parsed import Parsed
from sources.feeds.pause import pause_of
from sources.feeds.words import title_of

if TYPE_CHECKING:
    from feedparser import FeedParserDict

Said = Mapping[str, object]
CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\"';\s]+)", re.IGNORECASE)
MOST_PEOPLE = 20
# RSS has an author as "mail (name)"; feedparser cuts it wrongly after a long domain.
MAILBOX = re.compile(r"@[\w.-]+\s{0,9}\(([^()]+)\)\s*$")
CHANNEL = ("title", "subtitle", "updated")
"""What feedparser finds in a channel without a version (CDF), and not in a page."""
CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\b", re.IGNORECASE)
"""Where a feed ends. One that was cut before its first entry has none, and is not a feed that has nothing to say."""


def parse_xml(data: bytes, *, base: str, content_type: str | None) -> Parsed:
    """What feedparser finds, also in a feed that is not well-formed, as far as it goes.

    Raises Unparsable, also for one that breaks off before its first entry.
    """
    found = _ask_feedparser(without_stumbling_blocks(without_wrong_charset(data)), base, content_type)
    feed: Said = found.feed
    drafts = tuple(_draft(entry, data) for entry in found.entries)
    if not drafts and found.bozo and found.get("version") and CLOSED.search(data) is None:
        raise Unparsable
    known = bool(found.get("version") or drafts or any(_text(feed, key) for key in CHANNEL))
    return Parsed(known, title_of(_text(feed, "title")), web_address(_text(feed, "link"), base), drafts, pause_of(feed))


def _ask_feedparser(data: bytes, base: str, content_type: str | None) -> FeedParserDict:
    import feedparser  # noqa: PLC0415 - start-up stays small

    named = CHARSET.search(content_type or "")
    # Without a type feedparser takes the file for Latin-1, as RFC 2616 had it.
    stated = (
        content_type if content_type and (named is None or is_charset(named[1].encode(), data)) else "application/xml"
    )
    try:
        return feedparser.parse(
            io.BytesIO(data),  # a string could be an address or a path, and would be opened
            response_headers={"content-type": stated, "content-location": base},
            resolve_relative_uris=True,
            sanitize_html=True,
        )
    except Exception as error:  # it trips over some broken nestings with whatever comes up: KeyError, TypeError ...
        raise Unparsable from error


def _draft(entry: Said, data: bytes) -> Draft:
    return Draft(
        guid=_text(entry, "id"),
        link=_link(entry, data),
        title=title_of(_text(entry, "title")),
        byline=_byline(entry),
        published=_moment(entry, "published_parsed"),
        updated=_moment(entry, "updated_parsed"),
        content=max((_markup(piece) for piece in _many(entry, "content")), key=len, default=""),
        summary=_markup(entry.get("summary_detail") or {"value": _text(entry, "summary")}),
    )


def _link(entry: Said, data: bytes) -> str | None:
    """The entry's address. A guid that feedparser made one of, though it is none, is none: "tag-17" is no page."""
    link = web_address(_text(entry, "link"))
    made = link and entry.get("link") == entry.get("id") and urlsplit(link).path.encode("utf-8", "replace") not in data
    return None if made else link


def _byline(entry: Said) -> str | None:
    stated = _text(entry, "author") or ""
    if named := MAILBOX.search(stated):
        return title_of(named[1])
    people = [*_many(entry, "authors")][:MOST_PEOPLE]
    names = filter(None, (title_of(_text(person, "name")) for person in people if isinstance(person, dict)))
    return ", ".join(dict.fromkeys(names)) or (None if "@" in stated else title_of(stated))


def _markup(piece: object) -> str:
    """The value of a feedparser detail as HTML: what is plain text is escaped."""
    if not isinstance(piece, dict):
        return ""
    value = _text(piece, "value") or ""
    return html.escape(value, quote=False) if piece.get("type") == "text/plain" else value


def _moment(entry: Said, key: str) -> datetime | None:
    said = dict.get(entry, key) if isinstance(entry, dict) else None  # its own `get` takes one date for another
    if not isinstance(said, struct_time) or not 1 < said.tm_year < 9999:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=timegm(said))


def _many(entry: Said, key: str) -> Iterator[object]:
    said = entry.get(key)
    yield from said if isinstance(said, list) else ()


def _text(said: Said, key: str) -> str | None:
    value = said.get(key)
    return value if isinstance(value, str) and value.strip() else None
