"""Reads `.txt`, `.md` and `.html` files, as bytes or from a path; what they are is decided by their content."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path, PurePath

from sources.base import (
    DEFAULT_LIMIT,
    EmptySource,
    MissingFile,
    Reading,
    ReadingKind,
    Ref,
    TooLarge,
    UnsupportedSource,
)
from sources.encodings import decode
from sources.intake import take_in
from sources.magic import find_kind, looks_like_html

SUFFIXES: dict[str, ReadingKind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
MIMES: dict[str, ReadingKind] = {
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
}


@dataclass(frozen=True, slots=True)
class FileReader:
    """A file as bytes or on disk; `limit` in bytes."""

    limit: int = DEFAULT_LIMIT

    def accepts(self, ref: Ref) -> bool:
        return ref.data is not None or ref.path is not None

    async def read(self, ref: Ref) -> Reading:
        """Raises MissingFile, TooLarge, EmptySource, UnsupportedSource, Undecodable, LinkAlone."""
        return await asyncio.to_thread(self.read_now, ref)

    def read_now(self, ref: Ref) -> Reading:
        """The same, in the calling thread."""
        data = ref.data if ref.path is None else read_path(ref.path, self.limit)
        name = ref.name or (ref.path.name if ref.path else None)
        if not data:
            raise EmptySource(f"{name or 'the file'} has no bytes")
        if len(data) > self.limit:
            raise TooLarge(self.limit, len(data))
        if unsupported := find_kind(data):
            raise UnsupportedSource(unsupported, name)
        return take_in(decode(data, name), find_format(data, name, ref.mime), name)


def read_path(path: Path, limit: int) -> bytes:
    """The file's bytes; one more than the limit at most, in case that it grows. Raises MissingFile, TooLarge."""
    if not path.is_file():  # a pipe or a device would never end
        raise MissingFile(path)
    if (size := path.stat().st_size) > limit:
        raise TooLarge(limit, size)
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise MissingFile(path) from error


def find_format(data: bytes, name: str | None, mime: str | None) -> ReadingKind:
    """HTML by its look, then what the sender says, then what the name says, else plain text."""
    if looks_like_html(data):
        return "html"
    said = MIMES.get((mime or "").partition(";")[0].strip().lower())
    return said or SUFFIXES.get(PurePath(name or "").suffix.lower(), "text")
