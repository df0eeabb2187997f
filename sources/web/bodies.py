"""The body of an answer, whole or not at all: decoded piece by piece under a cap, so that no bomb goes off."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Protocol

GZIP = 16 + zlib.MAX_WBITS
MEMBERS = 64
"""Parts that a gzip body may be joined of (RFC 1952, 2.2); one of a million empty parts is no page."""


OPENED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<!doctype[^>]*>|<\?xml[^>]*>|<!--.*?-->)*+<html\b", re.IGNORECASE | re.DOTALL
)
CLOSED = re.compile(rb"</html\b", re.IGNORECASE)


class BodyBrokenError(Exception):
    """A coding that was not asked for, or bytes that are not what their coding says, or end too early."""


class BodyTooLargeError(Exception):
    """More decoded bytes than the cap."""


def is_cut(page: bytes) -> bool:
    """Whether HTML opens its root element and never closes it.

    HTML lets an end tag be left out, but whoever writes the first one hardly forgets the second: where nothing else
    tells a whole page from the beginning of one, this does.
    """
    return OPENED.match(page) is not None and CLOSED.search(page) is None


class Decoder(Protocol):
    """Takes a body in pieces; `left` is how many decoded bytes may come at most."""

    def feed(self, data: bytes, left: int) -> bytes: ...
    def close(self) -> None: ...


class Plain:
    """A body without a coding."""

    def feed(self, data: bytes, left: int) -> bytes:
        return data[: left + 1]

    def close(self) -> None:
        return


class Gunzip:
    """A gzip body; what is cut, or goes on after its end with something else, is broken."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(GZIP)
        self._members = 1
        self._begun = False

    def feed(self, data: bytes, left: int) -> bytes:
        """At most one byte more than `left`, which is how the caller sees that there are too many."""
        out = b""
        while (data := self._wanted(data)) and len(out) <= left:
            try:
                out += self._inflater.decompress(data, left + 1 - len(out))
            except zlib.error as error:
                raise BodyBrokenError(str(error)) from error
            data = self._inflater.unused_data
        return out

    def _wanted(self, data: bytes) -> bytes:
        """Begins the next member where one has ended; zeros after the end are padding (as gzip(1) has it)."""
        self._begun |= bool(data)
        if not self._inflater.eof:
            return data
        data = data.lstrip(b"\0")
        if data:
            self._members += 1
            if self._members > MEMBERS:
                raise BodyBrokenError("too many members")
            self._inflater = zlib.decompressobj(GZIP)
        return data

    def close(self) -> None:
        if self._begun and not self._inflater.eof:
            raise BodyBrokenError("cut short")


def decoder(codings: Sequence[str]) -> Decoder:
    """For the codings of a body. Raises BodyBrokenError for any but gzip, once: it is all that we ask for."""
    match list(codings):
        case []:
            return Plain()
        case ["gzip" | "x-gzip"]:
            return Gunzip()
        case _:
            raise BodyBrokenError(f"{len(codings)} codings")
