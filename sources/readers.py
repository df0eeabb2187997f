"""The one visible list of readers, and the hand that passes a ref to the right one."""

from __future__ import annotations

from collections.abc import Sequence

from sources.base import DEFAULT_LIMIT, Reader, Reading, Ref, UnsupportedSource
from sources.file import FileReader
from sources.paste import PasteReader


def default_readers(*, limit: int = DEFAULT_LIMIT) -> tuple[Reader, ...]:
    """Every reader, in the order in which they are asked; `limit` in bytes."""
    return (PasteReader(limit), FileReader(limit))


async def read(ref: Ref, readers: Sequence[Reader]) -> Reading:
    """Hands the ref to the first reader that accepts it. Raises SourceError; UnsupportedSource where none does."""
    for reader in readers:
        if reader.accepts(ref):
            return await reader.read(ref)
    raise UnsupportedSource("binary", ref.name)
