"""What parent and child say to each other: frames of bytes, and an answer that is data and never code."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import IO

from pydantic import TypeAdapter

LENGTH = struct.Struct(">I")
MOST_VERDICT = 64_000
MOST_RAW = 64_000_000
"""Bytes of the text that a document was made of: that of the largest file, where a byte becomes three of UTF-8."""

Field = str | int | None
Result = tuple[bytes, bytes]
"""JSON; and beside it, as UTF-8, the text that a document was made of, which is long and says nothing to a parser."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a job ended. `error` is the class of the SourceError that the task raised, with its attributes in `fields`.

    `broken` says what broke down in a parser, and where: for the log. `tired`: the child has grown, and ends itself.
    """

    error: str | None = None
    fields: dict[str, Field] = field(default_factory=dict)
    broken: str | None = None
    tired: bool = False


VERDICT = TypeAdapter(Verdict)


def write_frame(file: IO[bytes], data: bytes) -> None:
    """Sends one frame. Raises OSError where nobody listens any more."""
    file.write(LENGTH.pack(len(data)))
    file.write(data)
    file.flush()


def read_frame(file: IO[bytes], most: int) -> bytes:
    """The next frame. Raises EOFError where the other side has gone, ValueError where it announces more than `most`."""
    (length,) = LENGTH.unpack(_exactly(file, LENGTH.size))
    if length > most:
        raise ValueError(f"a frame of {length} bytes")
    return _exactly(file, length)


def _exactly(file: IO[bytes], length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data
