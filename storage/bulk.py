"""Many rows in one go, without an object for each: tables for executemany, and lists short enough for one statement."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Table

from storage.rows import Row

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)

MOST = 1000
"""Values of one IN list or rows of one VALUES: SQLite takes 32,766 variables in a statement, PostgreSQL 32,767."""


def table(row: type[Row]) -> Table:
    """The table of a row: statements on it go past the ORM, which would want one object a row."""
    return Row.metadata.tables[str(row.__tablename__)]


def chunks(items: Sequence[T], most: int = MOST) -> Iterator[Sequence[T]]:
    """The items in their order, at most so many at a time."""
    return (items[start : start + most] for start in range(0, len(items), most))


def grouped(pairs: Iterable[tuple[Key, T]]) -> dict[Key, list[T]]:
    """What belongs to the same key, in its order."""
    found: dict[Key, list[T]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return found
