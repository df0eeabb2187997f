"""Reads the article behind a link."""

from __future__ import annotations

from dataclasses import dataclass

from sources.base import IsFeed, Reading, Ref, UnsupportedSource
from sources.finding import Finder, FoundArticle, FoundFeed
from sources.web.links import only_links


@dataclass(frozen=True, slots=True)
class LinkReader:
    """A link, or a text that is nothing but one."""

    finder: Finder

    def accepts(self, ref: Ref) -> bool:
        return link_of(ref) is not None

    async def read(self, ref: Ref) -> Reading:
        """Raises FetchFailed, NoArticle, IsFeed for a feed or a front page, and what its content raises."""
        url = link_of(ref)
        if url is None:
            raise UnsupportedSource("binary", ref.name)
        found = await self.finder.find(url, ref.origin)
        if isinstance(found, FoundArticle):
            return found.reading
        if isinstance(found, FoundFeed):
            raise IsFeed(url, (found.url,))
        raise IsFeed(url, tuple(feed.url for feed in found.feeds))


LONGEST = 8_192
"""Characters: a longer text is no link with a word or two beside it."""


def link_of(ref: Ref) -> str | None:
    """The one address that the ref stands for, None where it is no link alone."""
    links = only_links(ref.text) if ref.text is not None and len(ref.text) <= LONGEST else ()
    return ref.url or (links[0] if len(links) == 1 else None)
