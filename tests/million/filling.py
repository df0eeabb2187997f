"""Filling a store: rows past the model, in bulk, with the indexes as they are."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Table

from storage.database import Database
from storage.rows import DocumentRow as _DocumentRow
from storage.rows import PieceRow, Row, ScopeRow, SourceRow, SpeakerRow, StoryRow, SupersessionRow
from tests.million.making import STATEMENTS, Made, World, made
from tests.million.rows import ORDER, Numbers, Rows, columns, counted, rows_of

AT_ONCE = 1_000
"""Documents whose rows are written together."""
NUMBERED: tuple[type[Row], ...] = (_DocumentRow, PieceRow, SourceRow, SpeakerRow, StoryRow, SupersessionRow)
"""Tables whose row ids PostgreSQL counts."""
Say = Callable[[str], None]


def documents_of(statements: int) -> int:
    """How many documents have about so many statements."""
    return max(1, round(statements / STATEMENTS))


def batches(documents: int, numbers: Numbers, say: Say) -> Iterator[Rows]:
    """All rows in the order in which they came, and the counters at the end."""
    source = iter(enumerate(made(documents, World()), 1))
    begun, done = time.monotonic(), 0
    while some := list[tuple[int, Made]](islice(source, AT_ONCE)):
        yield rows_of(some, numbers)
        done += len(some)
        say(f"{done} of {documents} documents, {time.monotonic() - begun:.0f} s")
    yield {ScopeRow: list(counted(numbers))}


async def fill_sqlite(file: Path, statements: int, say: Say = print) -> None:
    """Makes the file and fills it; `synchronous` is off meanwhile."""
    await (await Database.open(f"sqlite:///{file}")).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {pragma}")
        for rows in batches(documents_of(statements), Numbers(), say):
            connection.execute("BEGIN")
            for row in filter(rows.get, ORDER):
                connection.executemany(_insert(row), _tuples(row, rows[row], sqlite=True))
            connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


async def fill_postgresql(address: str, statements: int, say: Say = print) -> None:
    """Fills an empty database by COPY."""
    await (await Database.open(address)).close()
    connection = await asyncpg.connect(address)
    try:
        for rows in batches(documents_of(statements), Numbers(), say):
            async with connection.transaction():
                for row in filter(rows.get, ORDER):
                    described, names = columns(row)
                    records = _tuples(row, rows[row], sqlite=False)
                    await connection.copy_records_to_table(described.name, records=records, columns=names)
        for row in NUMBERED:
            name = columns(row)[0].name
            await connection.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")  # noqa: S608 - a table of ours
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def _insert(row: type[Row]) -> str:
    described, names = columns(row)
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    return f'INSERT INTO "{described.name}" ({quoted}) VALUES ({marks})'  # noqa: S608 - names of ours


def _tuples(row: type[Row], rows: list[dict[str, Any]], *, sqlite: bool) -> Iterator[tuple[Any, ...]]:
    described, names = columns(row)
    moments = _moments(described) if sqlite else frozenset[str]()
    for each in rows:
        yield tuple(_plain(each.get(name)) if name in moments else each.get(name) for name in names)


def _moments(described: Table) -> frozenset[str]:
    return frozenset(column.name for column in described.columns if "DateTime" in type(column.type).__name__)


def _plain(moment: Any) -> str | None:
    """As SQLAlchemy writes a moment in UTC into SQLite."""
    return None if moment is None else moment.strftime("%Y-%m-%d %H:%M:%S.%f")
