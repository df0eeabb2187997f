"""The seam behind which readers live, and everything that can be wrong with what a person gives us.

SourceError                 (summarizer.errors)
├── EmptySource             nothing to read is left: no text, or only a page's furniture
├── TooLarge                more than the limit: `limit` and `size` in `unit`s (bytes, lines, tags)
├── UnsupportedSource       not text: `kind` says what it is instead, `name` of the file or None
├── NoArticle               a page or file that could be had and holds no article: `why`, `url`
├── LinkAlone               only a link, in what should hold a text: `url`
├── IsFeed                  a link to a feed or to a front page, where an article was wanted: `url`, `feeds`
├── NoFeed                  a link to a page that is no feed and names none, where a feed was wanted: `url`
├── TooManyFeeds            one feed more than may be followed: `limit`
├── FetchFailed             a link could not be fetched: `why`, `url`, `status`, `retry_after`
├── Unparsable              parsing took too long or too much memory, or broke down: `name` or None
├── Undecodable             text in an encoding that cannot be told: `name` of the file or None
├── Unfetched               the file could not be had just now: `name`, or None
├── Retold                  what we told before, and no source: `key` of the text
└── MissingFile             no file there, or not readable: `path`
"""

# ruff: noqa: N818 - the root of the tree carries the suffix, its branches say what is wrong

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from summarizer.errors import SourceError
from summarizer.types import Document

DEFAULT_LIMIT = 5_000_000
"""Bytes. The longest novel in print is half of it."""

Unit = Literal["bytes", "characters", "lines", "tags", "attributes", "pages", "files", "parts"]
ReadingKind = Literal["text", "markdown", "html", "pdf", "word", "mail", "table"]

Unsupported = Literal[
    "image", "pdf", "word", "spreadsheet", "slides", "ebook", "audio", "video", "archive", "feed", "binary"
]
Lack = Literal["paywall", "login", "consent", "video", "empty", "error page", "scanned", "encrypted"]
"""Why a page or file holds no article: it asks for money, an account or consent; shows a film; has no text; says that
nothing is there; consists of pictures of pages; is locked by a password."""
Failure = Literal[
    "not a link",  # no address that could be fetched: scheme, port, a user's name in it, malformed
    "private",  # an address that is not public, or a name that leads to one
    "unknown host",
    "unreachable",
    "timeout",
    "too large",
    "redirects",  # too many, or to where we do not go
    "broken",  # a cut body, a coding that we do not know, an answer that is no HTTP, a certificate that is not valid
    "robots",  # the site asks programs to stay away
    "refused",  # 401, 402, 403, 451
    "missing",  # 404
    "gone",  # 410
    "busy",  # 429, 503
    "server error",  # other 5xx
    "status",  # any other answer that is none
]
PASSING: frozenset[Failure] = frozenset(
    {"unknown host", "unreachable", "timeout", "broken", "busy", "server error", "refused"}
)


class EmptySource(SourceError):
    """Nothing to read is left: no text at all, or only a page's furniture."""


class TooLarge(SourceError):
    """More than the limit, both in `unit`: bytes, or lines or tags of what is small in bytes and long to work on."""

    def __init__(self, limit: int, size: int, unit: Unit = "bytes") -> None:
        super().__init__(f"{size} {unit} are more than {limit}")
        self.limit = limit
        self.size = size
        self.unit = unit


class UnsupportedSource(SourceError):
    """Not a text: `kind` says what the content is, whatever its name claims."""

    def __init__(self, kind: Unsupported, name: str | None = None) -> None:
        super().__init__(f"{name or 'the source'} is of kind {kind}")
        self.kind = kind
        self.name = name


class NoArticle(SourceError):
    """A page or a file that could be had and holds no article that we may read; `url` None for a file."""

    def __init__(self, why: Lack, url: str | None = None) -> None:
        super().__init__(f"{why} at {_site(url) if url else 'a file'}")
        self.why = why
        self.url = url


class LinkAlone(SourceError):
    """A text or a file that holds a link and nothing else: what is wanted is the page behind it."""

    def __init__(self, url: str) -> None:
        super().__init__(f"a link alone to {_site(url)}")
        self.url = url


class IsFeed(SourceError):
    """A link to a feed, or to a front page with feeds, where an article was wanted: it can be followed instead."""

    def __init__(self, url: str, feeds: tuple[str, ...]) -> None:
        super().__init__(f"{_site(url)} has no article there; feeds: {len(feeds)}")
        self.url = url
        self.feeds = feeds


class NoFeed(SourceError):
    """A link to a page that is no feed and names none, where a feed was wanted."""

    def __init__(self, url: str) -> None:
        super().__init__(f"no feed at {url[:200]}")
        self.url = url


class TooManyFeeds(SourceError):
    """As many feeds are followed as may be: `limit`."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} feeds at most")
        self.limit = limit


class FetchFailed(SourceError):
    """A link that could not be fetched; `retry_after` where the server says when to come again."""

    def __init__(
        self, why: Failure, url: str, *, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(f"{why}{f' {status}' if status else ''} at {_site(url)}")
        self.why = why
        self.url = url
        self.status = status
        self.retry_after = retry_after

    @property
    def transient(self) -> bool:  # type: ignore[override]
        """Whether trying again later can help."""
        return self.why in PASSING


class Unparsable(SourceError):
    """Parsing took too long or too much memory, or broke down; the process that did it was ended."""

    def __init__(self, name: str | None = None) -> None:
        super().__init__(f"{name or 'the source'} could not be parsed in the time and memory that are allowed")
        self.name = name


class Undecodable(SourceError):
    """Bytes in an encoding that cannot be told."""

    def __init__(self, name: str | None = None) -> None:
        super().__init__(f"the encoding of {name or 'the source'} cannot be told")
        self.name = name


class Unfetched(SourceError):
    """A file that is there could not be had just now; sending it again can help."""

    transient = True

    def __init__(self, name: str | None = None) -> None:
        super().__init__(f"{name or 'the file'} could not be fetched")
        self.name = name


class Retold(SourceError):
    """An answer of ours that somebody copied: what we told is never a source."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} is an answer of ours")
        self.key = key


class MissingFile(SourceError):
    """No regular file stands at `path`, or it may not be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no readable file at {path}")
        self.path = path


@dataclass(frozen=True, slots=True)
class Origin:
    """What the way on which a text came states of it: a forward's channel, a feed's entry, a mail's head.

    It goes before what the text says of itself where that is None, and never over it.
    """

    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    published: datetime | None = None


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Ref:
    """What a person gave us: exactly one of `text`, `data`, `path` and `url`.

    `name` and `mime` are what the sender says of `data`; they are hints, the content decides.
    """

    text: str | None = None
    data: bytes | None = None
    path: Path | None = None
    url: str | None = None
    name: str | None = None
    mime: str | None = None
    origin: Origin = NOWHERE

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.text, self.data, self.path, self.url)) != 1:
            raise ValueError("a ref holds exactly one of text, data, path and url")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was taken in: the cleaned document, and the text it was made of (decoded, otherwise untouched).

    `modified` is when the page says that it was last changed. `asked` is the address that was fetched, None for what
    was not fetched.
    """

    document: Document
    raw: str
    kind: ReadingKind
    name: str | None = None
    modified: datetime | None = None
    asked: str | None = None


class Reader(Protocol):
    """Takes in one sort of ref."""

    def accepts(self, ref: Ref) -> bool:
        """Whether this reader is the one for the ref; looks at the ref alone, never at a disk or a network."""
        ...

    async def read(self, ref: Ref) -> Reading:
        """Reads and cleans. Raises SourceError, one of the tree above."""
        ...


def _site(url: str) -> str:
    """The host of an address for a log, which is to hold neither paths nor what may be secret in a query."""
    return re.split(r"[/?#\\]", url.partition("://")[2] or url, maxsplit=1)[0].rpartition("@")[2][:100]
