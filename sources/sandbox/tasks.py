"""What the sandbox can be asked to do: one visible line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from sources.base import Reading
from sources.feeds.discovery import find_feeds
from sources.feeds.entry import read_entry
from sources.feeds.feed import Feed, FeedLink
from sources.feeds.opml import read_opml
from sources.feeds.parse import parse_feed
from sources.front import Survey, survey
from sources.intake import read_bytes, take_in

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


READ = Task("read", read_bytes, Reading)
TEXT = Task("text", take_in, Reading)
FEED = Task("feed", parse_feed, Feed)
ENTRY = Task("entry", read_entry, Reading)
FEEDS_OF = Task("feeds_of", find_feeds, tuple[FeedLink, ...])
SURVEY = Task("survey", survey, Survey)
OPML = Task("opml", read_opml, tuple[FeedLink, ...])

TASKS: tuple[Task[Any], ...] = (READ, TEXT, FEED, ENTRY, FEEDS_OF, SURVEY, OPML)
