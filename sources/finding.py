"""What is behind a link: an article, a feed, or a front page with feeds.

url -> web (guarded, robots, whole or not at all) -> by content: sandbox -> Article | Feed | Front
"""

from __future__ import annotations

from dataclasses import dataclass

from sources.base import Reading
from sources.feeds.feed import Feed, FeedLink
from sources.web.fetched import Fetched


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """A page or a file with an article in it."""

    reading: Reading
    fetched: Fetched


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed."""

    feed: Feed
    fetched: Fetched


@dataclass(frozen=True, slots=True)
class FoundFront:
    """A page that holds no article and names feeds."""

    title: str | None
    feeds: tuple[FeedLink, ...]
    fetched: Fetched


Found = FoundArticle | FoundFeed | FoundFront
