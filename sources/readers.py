"""The one visible list of readers, and the hand that passes a ref to the right one."""

from __future__ import annotations

from collections.abc import Sequence

from sources.base import DEFAULT_LIMIT, Reader, Reading, Ref, UnsupportedSource
from sources.file import FileReader
from sources.finding import Finder
from sources.link import LinkReader
from sources.paste import PasteReader
from sources.sandbox import Sandbox


def default_readers(
    *, limit: int = DEFAULT_LIMIT, sandbox: Sandbox | None = None, finder: Finder | None = None
) -> tuple[Reader, ...]:
    """Every reader, in the order in which they are asked; `limit` in bytes.

    Without a sandbox they get one of their own, which ends when nobody holds them. Without a finder nothing is
    fetched, and a text that is nothing but a link raises LinkAlone.
    """
    parsing = sandbox or Sandbox()
    local = (PasteReader(parsing, limit), FileReader(parsing, limit))
    if finder is None:
        return local
    return (LinkReader(finder), *local)


async def read(ref: Ref, readers: Sequence[Reader]) -> Reading:
    """Hands the ref to the first reader that accepts it. Raises SourceError; UnsupportedSource where none does."""
    for reader in readers:
        if reader.accepts(ref):
            return await reader.read(ref)
    raise UnsupportedSource("binary", ref.name)
