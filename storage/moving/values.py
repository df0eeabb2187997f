"""Rows as bytes, the same on every database and in every version of Python, so that two sides can be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from storage.storable import storable

Row = tuple[Any, ...]


def _told(value: object) -> dict[str, str]:
    """What JSON has no word for; never mistaken for a text, which is no object."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, datetime):
        return {"time": value.astimezone(UTC).isoformat()}
    raise TypeError(type(value).__name__)


# ASCII: which letters are printed as they are differs between versions of Python.
_ENCODER = json.JSONEncoder(default=_told, ensure_ascii=True, separators=(",", ":"))


class Fingerprint:
    """Counts rows and hashes them in their order. `without_nul`: as PostgreSQL keeps texts, see `kept`."""

    def __init__(self, *, without_nul: bool = False) -> None:
        self.rows, self._without_nul = 0, without_nul
        self._hash = hashlib.sha256()

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Takes the next rows; how they are cut into calls makes no difference."""
        plain = [[_plain(value) for value in row] for row in rows]
        if plain:
            kept_rows = kept(plain)[0] if self._without_nul else plain
            # Each row ends with the bracket and comma that stand between all of them.
            self._hash.update(_ENCODER.encode(kept_rows)[1:-1].encode("ascii") + b",")
            self.rows += len(plain)

    @property
    def digest(self) -> str:
        """64 hex digits of SHA-256."""
        return self._hash.hexdigest()


def kept(rows: Iterable[Sequence[Any]]) -> tuple[list[Row], int]:
    """The rows as PostgreSQL can keep them, and how many values had to change: it stores no NUL in a text.

    No text that is quoted from has one (`documents.add` refuses it); what is left are names and titles.
    """
    changed, found = 0, []
    for row in rows:
        if any(type(value) is str and "\0" in value for value in row):
            changed += sum(type(value) is str and "\0" in value for value in row)
            found.append(tuple(storable(value) if type(value) is str else value for value in row))
        else:
            found.append(tuple(row))
    return found, changed


def _plain(value: object) -> object:
    # SQLite keeps no sign of a zero.
    return value + 0.0 if type(value) is float else value
