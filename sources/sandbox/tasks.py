"""What the sandbox can be asked to do: one visible line each, and how its result crosses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, wraps
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import from_json

from sources.base import Reading
from sources.feeds.discovery import find_feeds
from sources.feeds.entry import read_entry
from sources.feeds.feed import Feed, FeedLink
from sources.feeds.opml import read_opml
from sources.feeds.parse import parse_feed
from sources.front import Survey, survey
from sources.intake import read_bytes, take_in
from sources.sandbox.frames import MOST_RAW, Result

MOST_ITEMS = 10_000
"""Of one list: headings of a text that is a novel at most. Feeds and links are far fewer."""

T = TypeVar("T")


@dataclass(frozen=True)
class Task(Generic[T]):
    """A name for the wire, the function that the child calls, the type of what it returns, the bytes of its JSON.

    JSON of small parts becomes twenty times its size when it is read: `most` is what the task's own caps come to.
    """

    name: str
    function: Callable[..., T]
    result: type[T]
    most: int

    @cached_property
    def adapter(self) -> TypeAdapter[T]:
        """Result to JSON in the child, JSON to result in the parent."""
        return TypeAdapter(self.result)

    def dump(self, result: T) -> Result:
        """As it crosses. Raises ValueError for what no JSON can say, and for more than `most`."""
        raw = result.raw.encode() if isinstance(result, Reading) else b""
        data = self.adapter.dump_json(_without_raw(result))
        if len(data) > self.most or len(raw) > MOST_RAW:
            raise ValueError(f"{len(data)} and {len(raw)} bytes of result")
        return data, raw

    def load(self, crossed: Result) -> T:
        """What a child says that the result is. Raises ValueError where it is of another type, or a list too long.

        The lists are looked at first: of a million wrong parts pydantic would tell each.
        """
        data, raw = crossed
        said = from_json(data)
        if _longest(said) > MOST_ITEMS:
            raise ValueError("a list too long")
        result = self.adapter.validate_python(said)
        return replace(result, raw=raw.decode()) if isinstance(result, Reading) else result


def _without_raw(result: T) -> T:
    return replace(result, raw="") if isinstance(result, Reading) else result


def _longest(said: object) -> int:
    """Items of the longest list or object within."""
    if not isinstance(said, list | dict):
        return 0
    within = said.values() if isinstance(said, dict) else said
    return len(said) if len(said) > MOST_ITEMS else max(map(_longest, within), default=len(said))


def _dated(read: Callable[..., Reading]) -> Callable[..., Reading]:
    """The same under the clock: a page that says it is of next year has no date that we know."""

    @wraps(read)
    def dated(*given: object, **named: object) -> Reading:
        return read(*given, **named, now=datetime.now(UTC))

    return dated


# 400,000 characters and their headings; the HTML of 200 entries, of a feed of 2 MB; ten links; 2,000 links.
READ = Task("read", _dated(read_bytes), Reading, 3_000_000)
TEXT = Task("text", _dated(take_in), Reading, 3_000_000)
FEED = Task("feed", parse_feed, Feed, 8_000_000)
ENTRY = Task("entry", read_entry, Reading, 3_000_000)
FEEDS_OF = Task("feeds_of", find_feeds, tuple[FeedLink, ...], 1_000_000)
SURVEY = Task("survey", survey, Survey, 1_000_000)
OPML = Task("opml", read_opml, tuple[FeedLink, ...], 3_000_000)

TASKS: tuple[Task[Any], ...] = (READ, TEXT, FEED, ENTRY, FEEDS_OF, SURVEY, OPML)
