"""Reads files, as bytes or from a path; what they are is decided by their content, in the sandbox."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sources.base import DEFAULT_LIMIT, EmptySource, MissingFile, Reading, Ref, TooLarge
from sources.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class FileReader:
    """A file as bytes or on disk; `limit` in bytes."""

    sandbox: Sandbox
    limit: int = DEFAULT_LIMIT

    def accepts(self, ref: Ref) -> bool:
        return ref.data is not None or ref.path is not None

    async def read(self, ref: Ref) -> Reading:
        """Raises MissingFile, TooLarge, EmptySource, Unparsable, and what `sources.intake.read_bytes` raises."""
        data = ref.data if ref.path is None else await asyncio.to_thread(read_path, ref.path, self.limit)
        name = ref.name or (ref.path.name if ref.path else None)
        if not data:
            raise EmptySource(f"{name or 'the file'} has no bytes")
        if len(data) > self.limit:
            raise TooLarge(self.limit, len(data))
        return await self.sandbox.read(data, name, ref.mime, ref.origin, limit=self.limit)


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
