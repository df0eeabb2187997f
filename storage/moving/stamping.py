"""A hash of a whole file inside that file, so that also a bit which means nothing to SQLite cannot change unseen."""

from __future__ import annotations

import hashlib
import mmap
from pathlib import Path
from typing import Final

from summarizer.errors import StorageError

LENGTH: Final = 64
PIECE: Final = 1 << 20


def stamp(file: Path, token: str) -> str:
    """Puts the hash in the place of a token of 64 letters, which nobody can guess and stands in the file once.

    Raises StorageError where it stands nowhere: SQLite cuts a row that is longer than a page, behind its beginning.
    """
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as content:
        place = content.find(token.encode("ascii"))
        if place < 0:
            raise StorageError(f"no place for the hash of {file}")
        stamped = _hash(content, place)
        content[place : place + LENGTH] = stamped.encode("ascii")
    return stamped


def is_stamped(file: Path, stamped: str) -> bool:
    """Whether a file is as it was when it was stamped so."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = content.find(stamped.encode("ascii", "replace"))
        return place >= 0 and _hash(content, place) == stamped


def _hash(content: mmap.mmap, place: int) -> str:
    """Of everything before the place and behind it."""
    found = hashlib.sha256()
    for start, end in ((0, place), (place + LENGTH, len(content))):
        for at in range(start, end, PIECE):
            found.update(content[at : min(at + PIECE, end)])
    return found.hexdigest()
