"""Whether two databases hold the same: counts and hashes of every table, told apart by name."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.moving.reading import counts, fingerprint
from storage.moving.steps import TABLES
from storage.moving.telling import Progress, Told
from summarizer.errors import MovingError

DIFFERENT = (
    "The copy is not what the source is now: {tables}. Something wrote to one of them meanwhile. "
    "Stop what uses them, empty the target, and begin again."
)


async def compare(source: AsyncConnection, target: AsyncConnection, told: Told) -> int:
    """How many rows both have. Raises MovingError, which names the tables that differ."""
    wrong, seen, rows = [], 0, sum((await counts(source)).values())
    lenient = "postgresql" in {source.dialect.name, target.dialect.name}
    for table in TABLES:
        told(Progress("comparing", table.name, seen, rows))
        one, other = await asyncio.gather(
            *(fingerprint(side, table, without_nul=lenient) for side in (source, target)),
        )
        seen += one.rows
        if one.rows != other.rows:
            wrong.append(f"{table.name} ({one.rows:,} rows, {other.rows:,} in the copy)")
        elif one.digest != other.digest:
            wrong.append(f"{table.name} (as many rows, other contents)")
    told(Progress("comparing", "", seen, seen))
    if wrong:
        raise MovingError(DIFFERENT.format(tables=", ".join(wrong)))
    return seen
