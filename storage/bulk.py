"""Many rows in one go, without an object for each: tables for executemany, and lists short enough for one statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Table

from storage.rows import Row

T = TypeVar("T")

MOST = 1000
"""Values of one IN list or rows of one VALUES: SQLite takes 32,766 variables in a statement, PostgreSQL 32,767."""


def table(row: type[Row]) -> Table:
    """The table of a row: statements on it go past the ORM, which would want one object a row."""
    return Row.metadata.tables[str(row.__tablename__)]


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in their order, at most `MOST` at a time."""
    return (items[start : start + MOST] for start in range(0, len(items), MOST))
