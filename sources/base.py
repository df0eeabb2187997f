"""The seam behind which readers live, and everything that can be wrong with what a person gives us.

SourceError                 (summarizer.errors)
├── EmptySource             nothing to read is left: no text, or only a page's furniture
├── TooLarge                more than the limit: `limit` and `size` in `unit`s (bytes, lines, tags)
├── UnsupportedSource       not text: `kind` says what it is instead, `name` of the file or None
├── LinkUnsupported         only a link: `url`
├── Undecodable             text in an encoding that cannot be told: `name` of the file or None
├── Unfetched               the file could not be had just now: `name`, or None
├── Retold                  what we told before, and no source: `key` of the text
└── MissingFile             no file there, or not readable: `path`
"""

# ruff: noqa: N818 - the root of the tree carries the suffix, its branches say what is wrong

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from summarizer.errors import SourceError
from summarizer.types import Document

DEFAULT_LIMIT = 5_000_000
"""Bytes. The longest novel in print is half of it."""

Unit = Literal["bytes", "characters", "lines", "tags"]
ReadingKind = Literal["text", "markdown", "html"]

Unsupported = Literal[
    "image", "pdf", "word", "spreadsheet", "slides", "ebook", "audio", "video", "archive", "feed", "binary"
]


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


class LinkUnsupported(SourceError):
    """A link alone, where its text is wanted: fetching pages is not built yet."""

    def __init__(self, url: str) -> None:
        super().__init__(f"a link alone: {url}")
        self.url = url


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
class Ref:
    """What a person gave us: exactly one of `text`, `data` and `path`.

    `name` and `mime` are what the sender says of `data`; they are hints, the content decides.
    """

    text: str | None = None
    data: bytes | None = None
    path: Path | None = None
    name: str | None = None
    mime: str | None = None

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.text, self.data, self.path)) != 1:
            raise ValueError("a ref holds exactly one of text, data and path")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was taken in: the cleaned document, and the text it was made of (decoded, otherwise untouched)."""

    document: Document
    raw: str
    kind: ReadingKind
    name: str | None = None


class Reader(Protocol):
    """Takes in one sort of ref."""

    def accepts(self, ref: Ref) -> bool:
        """Whether this reader is the one for the ref; looks at the ref alone, never at a disk or a network."""
        ...

    async def read(self, ref: Ref) -> Reading:
        """Reads and cleans. Raises SourceError, one of the tree above."""
        ...
