"""Copies rows from one transaction into another database, and goes on where it was when it is asked again.

chunks | kept | write + mark        one transaction of the target each
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import asyncpg
from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.moving import ledger
from storage.moving.ledger import Mark
from storage.moving.reading import ROWS, chunks, counts
from storage.moving.steps import STEPS, Step, links_of
from storage.moving.telling import Progress, Told
from storage.moving.values import Row, kept
from summarizer.errors import MovingError

CHANGED = (
    "{table}: a row does not fit to those that were copied before. Either the source was written to meanwhile: stop "
    "what uses it, empty the target, and begin again. Or it refers to rows that are gone: make a backup and restore "
    "that, which leaves such references out."
)


async def copy(source: AsyncConnection, target: AsyncEngine, told: Told, *, rows: int = ROWS) -> tuple[int, int]:
    """Copies what is not yet there; how many rows, and how many values could not stay to the letter (see `kept`).

    Raises MovingError where rows contradict those of an earlier run, StorageError.
    """
    totals, changed, before, copied = await counts(source), 0, 0, 0
    everything = sum(totals.values())
    for step in STEPS:
        async with target.connect() as connection:
            mark = await ledger.mark_of(connection, step)
        if not mark.done:
            async for chunk in chunks(source, step, mark.after, rows=rows):
                told(Progress("copying", step.table.name, before + mark.rows, everything))
                new = replace(mark, after=_key(step, chunk[-1]), rows=mark.rows + len(chunk))
                changed += await _write(target, step, chunk, mark, new)
                copied += 0 if step.links else len(chunk)
                mark = new
            await _write(target, step, [], mark, replace(mark, done=True))
        before += 0 if step.links else mark.rows
    told(Progress("copying", "", everything, everything))
    return copied, changed


def _key(step: Step, row: Row) -> tuple[Any, ...]:
    columns = [column.name for column in step.columns]
    return tuple(row[columns.index(column.name)] for column in step.table.primary_key.columns)


async def _write(target: AsyncEngine, step: Step, chunk: Sequence[Row], old: Mark, new: Mark) -> int:
    """A chunk and its mark; how many values had to change."""
    rows, changed = kept(chunk) if target.dialect.name == "postgresql" else (chunk, 0)
    try:
        async with target.begin() as connection:
            await ledger.advance(connection, step, old, new)
            if step.links:
                await _link(connection, step, rows)
            elif rows:
                await _insert(connection, step, rows)
    except IntegrityError as error:
        raise MovingError(CHANGED.format(table=step.table.name)) from error
    return changed


async def _insert(connection: AsyncConnection, step: Step, rows: Sequence[Row]) -> None:
    links = links_of(step.table)
    places = [place for place, column in enumerate(step.columns) if column not in links]
    names = [step.columns[place].name for place in places]
    values = [tuple(row[place] for place in places) for row in rows] if links else rows
    if connection.dialect.name == "postgresql":
        await _pour(connection, step.table.name, names, values)
    else:
        await connection.execute(insert(step.table), [dict(zip(names, row, strict=True)) for row in values])


async def _pour(connection: AsyncConnection, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    """PostgreSQL's COPY: several times as quick as INSERT, and no business of SQLAlchemy."""
    server: asyncpg.Connection = (await connection.get_raw_connection()).driver_connection
    try:
        await server.copy_records_to_table(table, records=rows, columns=names)
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError("", None, error) from error
    except asyncpg.PostgresError as error:
        raise DBAPIError("", None, error) from error


async def _link(connection: AsyncConnection, step: Step, rows: Sequence[Row]) -> None:
    keys = step.table.primary_key.columns
    links = step.columns[len(keys) :]
    linked = [row for row in rows if any(value is not None for value in row[len(keys) :])]
    if linked:
        statement = update(step.table).where(*(key == bindparam(f"key_{key.name}") for key in keys))
        names = [*(f"key_{key.name}" for key in keys), *(f"to_{link.name}" for link in links)]
        await connection.execute(
            statement.values({link.name: bindparam(f"to_{link.name}") for link in links}),
            [dict(zip(names, row, strict=True)) for row in linked],
        )
