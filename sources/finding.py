"""What is behind a link: an article, a feed, or a front page with feeds.

url -> web (guarded, robots, whole or not at all) -> by content: sandbox -> Article | Feed | Front

A front page that names no feed is asked for one where sites keep theirs.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from sources.base import NOWHERE, EmptySource, NoArticle, Origin, Reading, UnsupportedSource
from sources.feeds.discovery import guesses
from sources.feeds.feed import Feed, FeedLink
from sources.front import is_root, may_list
from sources.magic import HEAD, find_kind, looks_like_html
from sources.sandbox import Sandbox, SandboxDown
from sources.web.fetched import NO_VALIDATORS, Accept, Fetched, Validators
from summarizer.errors import SourceError

FEED_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?(?:xml|json|rss|atom)\b", re.IGNORECASE)
GUESSING_SECONDS = 8
OPML = re.compile(rb"<opml\b", re.IGNORECASE)


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

    @property
    def url(self) -> str:
        """The address to follow: the new one where the feed has moved for good."""
        return self.fetched.moved or self.fetched.asked


@dataclass(frozen=True, slots=True)
class FoundFront:
    """A page that holds no article and names feeds; `listed` if it is a list of feeds (OPML), made to be followed."""

    title: str | None
    feeds: tuple[FeedLink, ...]
    fetched: Fetched
    listed: bool = False


Found = FoundArticle | FoundFeed | FoundFront


class Getter(Protocol):
    """What fetches: `sources.web.client.Web`."""

    async def get(self, url: str, *, validators: Validators = NO_VALIDATORS, accept: Accept = "page") -> Fetched:
        """The whole answer. Raises FetchFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Finder:
    """Fetches a link and tells by its content, whatever the server calls it, what it is."""

    web: Getter
    sandbox: Sandbox
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """What a feed's dates are held against: none lies in the future."""

    async def find(self, url: str, origin: Origin = NOWHERE) -> Found:
        """What is there now; `origin` is what is known of an article beforehand.

        Raises FetchFailed, and the errors of `sources.intake.read_bytes` for what is neither article nor feed.
        """
        return await self.sort(await self.web.get(url), origin)

    async def refetch(self, url: str, validators: Validators, *, accept: Accept = "page") -> Found | Fetched:
        """The same, where it has changed; the answer itself (`unchanged`) where the server says that it has not."""
        fetched = await self.web.get(url, validators=validators, accept=accept)
        return fetched if fetched.unchanged else await self.sort(fetched)

    async def sort(self, fetched: Fetched, origin: Origin = NOWHERE) -> Found:
        """What an answer is that was fetched already. Raises as `find`."""
        if find_kind(fetched.data) == "feed":
            return await self._listed(fetched) if OPML.search(fetched.data[:HEAD]) else await self._feed(fetched)
        if may_be_feed(fetched) and (feed := await self._tried(fetched)):
            return feed
        try:
            reading = await self._read(fetched, origin)
        except (EmptySource, NoArticle) as error:
            if front := await self._without_article(fetched, error):
                return front
            raise
        if reading.kind == "html" and may_list(reading.document, fetched.url):
            return await self._front(fetched, reading.document.text) or FoundArticle(reading, fetched)
        return FoundArticle(reading, fetched)

    async def _read(self, fetched: Fetched, origin: Origin) -> Reading:
        data = fetched.data
        reading = await self.sandbox.read(data, None, fetched.content_type, origin, limit=len(data), url=fetched.url)
        return replace(reading, asked=fetched.asked)

    async def _feed(self, fetched: Fetched) -> FoundFeed:
        feed = await self.sandbox.feed(
            fetched.data,
            url=fetched.url,
            content_type=fetched.content_type,
            content_location=fetched.content_location,
            now=self.now(),
        )
        return FoundFeed(feed, fetched)

    async def _tried(self, fetched: Fetched) -> FoundFeed | None:
        try:
            return await self._feed(fetched)
        except (EmptySource, UnsupportedSource):  # the only way to ask whether it is a feed
            return None

    async def _listed(self, fetched: Fetched) -> FoundFront:
        return FoundFront(None, await self.sandbox.opml(fetched.data), fetched, listed=True)

    async def _without_article(self, fetched: Fetched, error: EmptySource | NoArticle) -> FoundFront | None:
        """A page that asks for money or an account is an article's, if it is not the site's first one."""
        if is_root(fetched.url) or isinstance(error, EmptySource) or error.why == "empty":
            return await self._front(fetched, "")
        return None

    async def _front(self, fetched: Fetched, text: str) -> FoundFront | None:
        """None where the page is no front page, or no feed of it is to be found. An empty text is no article."""
        found = await self.sandbox.survey(fetched.data, fetched.url, fetched.content_type, text)
        first = is_root(fetched.url)
        if found.feeds and (first or found.lists or not text):
            return FoundFront(found.title, found.feeds, fetched)
        if found.lists or (first and not text):
            guessed = await self._guessed(fetched.url)
            return FoundFront(found.title, (guessed,), fetched) if guessed else None
        return None

    async def _guessed(self, url: str) -> FeedLink | None:
        """The first feed where sites keep theirs; None also where they take their time: it is a guess."""
        try:
            async with asyncio.timeout(GUESSING_SECONDS):
                return await self._first_of(guesses(url))
        except TimeoutError:
            return None

    async def _first_of(self, addresses: Iterable[str]) -> FeedLink | None:
        for guess in addresses:
            try:
                found = await self._tried(await self.web.get(guess))
            except SandboxDown:
                raise
            except SourceError:  # whatever is wrong with a guess is not the page's fault
                continue
            if found:
                return FeedLink(found.url, found.feed.title, found.feed.site)
        return None


def may_be_feed(fetched: Fetched) -> bool:
    """Whether a parser of feeds should be asked: by the server's word, where the content is no page."""
    stated = FEED_TYPE.match((fetched.content_type or "").strip())
    return bool(stated) and find_kind(fetched.data) is None and not looks_like_html(fetched.data)
