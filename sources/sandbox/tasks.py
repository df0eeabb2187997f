"""What the sandbox can be asked to do: one visible line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from sources.base import Origin, Reading, ReadingKind
from sources.feeds.feed import Entry, Feed, FeedLink

T = TypeVar("T")


@dataclass(frozen=True)
class Task(Generic[T]):
    """A name for the wire, the function that the child calls, and the type of what it returns."""

    name: str
    function: Callable[..., T]
    result: type[T]

    @cached_property
    def adapter(self) -> TypeAdapter[T]:
        """Result to JSON in the child, JSON to result in the parent."""
        return TypeAdapter(self.result)


def _read(data: bytes, name: str | None, mime: str | None, origin: Origin, *, limit: int, url: str | None) -> Reading:
    try:
        from sources.intake import read_bytes  # noqa: PLC0415
    except ImportError:
        from sources.file import find_format
        from sources.encodings import decode
        from sources.intake import take_in
        from sources.magic import find_kind
        from sources.base import UnsupportedSource
        if unsupported := find_kind(data):
            raise UnsupportedSource(unsupported, name)
        return take_in(decode(data, name), find_format(data, name, mime), name)
    return read_bytes(data, name, mime, origin, limit=limit, url=url)


def _text(raw: str, kind: ReadingKind, name: str | None, origin: Origin) -> Reading:
    from sources.intake import take_in  # noqa: PLC0415

    return take_in(raw, kind, name)


def _feed(data: bytes, *, url: str, content_type: str | None, content_location: str | None) -> Feed:
    from sources.feeds.parse import parse_feed  # noqa: PLC0415

    return parse_feed(data, url=url, content_type=content_type, content_location=content_location)


def _entry(entry: Entry, feed: Feed) -> Reading:
    from sources.feeds.entry import read_entry  # noqa: PLC0415

    return read_entry(entry, feed)


def _feeds_of(data: bytes, url: str) -> tuple[FeedLink, ...]:
    from sources.feeds.discovery import find_feeds  # noqa: PLC0415

    return find_feeds(data, url)


def _opml(data: bytes) -> tuple[FeedLink, ...]:
    from sources.feeds.opml import read_opml  # noqa: PLC0415

    return read_opml(data)


READ = Task("read", _read, Reading)
TEXT = Task("text", _text, Reading)
FEED = Task("feed", _feed, Feed)
ENTRY = Task("entry", _entry, Reading)
FEEDS_OF = Task("feeds_of", _feeds_of, tuple[FeedLink, ...])
OPML = Task("opml", _opml, tuple[FeedLink, ...])

TASKS: tuple[Task[Any], ...] = (READ, TEXT, FEED, ENTRY, FEEDS_OF, OPML)
