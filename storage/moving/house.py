"""Moves everything from one database into another, which becomes one only when both are equal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import is_same
from storage.moving import ledger, numbers
from storage.moving.comparing import compare
from storage.moving.copying import copy
from storage.moving.places import name_of, opened, receive, revision_of, snapshot
from storage.moving.reading import ROWS
from storage.moving.telling import Told, silent
from storage.search_index import TABLE
from storage.session import connecting, translated
from summarizer.errors import MovingError


@dataclass(frozen=True, slots=True)
class Moved:
    """`rows` that a target has now, of which so many were `copied` in this run; where it `resumed`, others were there.

    `changed` counts values that lost a NUL (see `kept`), `mended` references to rows that a backup did not have.
    """

    rows: int
    copied: int
    resumed: bool
    changed: int
    mended: int = 0


async def move(source: str, target: str, told: Told = silent, *, rows: int = ROWS) -> Moved:
    """Copies all that a database holds into another; begun again, it goes on where it was, also after a `kill -9`.

    The source is to be up to date (see `places.bring_up`) and should stand still. `rows` is how many are written in
    one transaction. Raises MovingError: a source or target that cannot be one, or a copy that is not equal;
    StorageError.
    """
    if is_same(source, target):
        raise MovingError("Source and target are the same database.")
    await revision_of(source)
    async with opened(source) as engine:
        return await fill(engine, name_of(source), target, told, rows=rows)


async def fill(source: AsyncEngine, name: str, target: str, told: Told = silent, *, rows: int = ROWS) -> Moved:
    """As `move`, from a source that is open; `name` is by what it is known again."""
    async with opened(target) as engine:
        resumed = await receive(engine, name_of(target), name)
        with translated(), connecting():
            async with snapshot(source) as one:
                copied, changed = await copy(one, engine, told, rows=rows)
            # Looked at anew: what was written to the source meanwhile is in no copy.
            async with snapshot(source) as one, snapshot(engine) as other:
                found = await compare(one, other, told)
                given = await numbers.given(one)
            await finish(engine, given)
    return Moved(found, copied, resumed, changed)


async def finish(target: AsyncEngine, given: dict[str, int]) -> None:
    """Makes a database of what is equal: its next numbers, its index, its revision, all at once."""
    async with target.begin() as connection:
        await numbers.carry(connection, given)
        if target.dialect.name == "sqlite":
            # The index followed by its triggers; SQLite compares it with the pieces, and fails where it does not fit.
            await connection.execute(text(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('integrity-check', 1)"))  # noqa: S608 - constants
        else:
            await connection.execute(text("ANALYZE"))  # until it has counted, it searches in the slow way
        await ledger.end(connection)
