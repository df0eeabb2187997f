"""Rows in the order of their primary keys, a few at a time, as one transaction sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, String, Table, bindparam, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.sql.sqltypes import AutoString

from storage.moving.steps import TABLES, Step
from storage.moving.values import Fingerprint, Row

AT_ONCE: Final = 200
"""Rows that are fetched together."""
ROWS, WEIGHT = 2_000, 8_000_000
"""A chunk is written when it has so many rows, or so many letters and bytes: texts may be long."""


async def chunks(
    connection: AsyncConnection, step: Step, after: Sequence[Any] | None, *, rows: int = ROWS
) -> AsyncIterator[list[Row]]:
    """Rows after a primary key, in the database's own order: only it has to know where it was."""
    keys = tuple(step.table.primary_key.columns)
    query = select(*step.columns).order_by(*keys)
    if after is not None:
        reached = (bindparam(None, value, key.type) for key, value in zip(keys, after, strict=True))
        query = query.where(tuple_(*keys) > tuple_(*reached))
    chunk: list[Row] = []
    weight = 0
    async for some in _stream(connection, query, min(AT_ONCE, rows)):
        chunk += some
        weight += sum(len(value) for row in some for value in row if isinstance(value, str | bytes))
        if len(chunk) >= rows or weight >= WEIGHT:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


async def fingerprint(connection: AsyncConnection, table: Table, *, without_nul: bool) -> Fingerprint:
    """All of a table, in the order of code points, which is one on all databases."""
    found = Fingerprint(without_nul=without_nul)
    order = [_by_code_point(column, connection.dialect.name) for column in table.primary_key.columns]
    async for some in _stream(connection, select(*table.columns).order_by(*order), AT_ONCE):
        found.add(some)
    return found


async def counts(connection: AsyncConnection, tables: Sequence[Table] = TABLES) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one() for table in tables
    }


async def _stream(connection: AsyncConnection, query: Any, size: int) -> AsyncIterator[list[Row]]:
    result = await connection.stream(query, execution_options={"yield_per": size})
    async for some in result.partitions(size):
        yield [tuple(row) for row in some]


def _by_code_point(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    """SQLite compares bytes of UTF-8 by itself; PostgreSQL as its language does, unless told."""
    is_text = isinstance(column.type, String | AutoString)
    return column.collate("C") if is_text and dialect == "postgresql" else column
