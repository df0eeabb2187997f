"""How far a copy has come, kept in its target: written with each chunk, gone with the last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, MetaData, String, Table, Text, insert, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.migrations import HEAD, UNFINISHED
from storage.moving.steps import Step
from summarizer.errors import MovingError

LEDGER: Final = Table(
    "moving", MetaData(), Column("name", String, primary_key=True), Column("content", Text, nullable=False)
)
OF: Final = ""
"""The row that says what is copied; all others are named for their step."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a step is: the last primary key that was copied, None before the first; how many rows; whether all."""

    after: tuple[Any, ...] | None = None
    rows: int = 0
    done: bool = False

    def packed(self) -> str:
        """As JSON."""
        return json.dumps([self.after, self.rows, self.done])

    @classmethod
    def unpacked(cls, packed: str) -> Mark:
        """The mark that was packed."""
        after, rows, done = json.loads(packed)
        return cls(after if after is None else tuple(after), rows, done)


async def begin(connection: AsyncConnection, source: str) -> None:
    """Makes a migrated, empty target one that is not finished; in the transaction that migrates it."""
    await connection.run_sync(LEDGER.create)
    await connection.execute(insert(LEDGER).values(name=OF, content=json.dumps([source, HEAD])))
    await connection.execute(text("UPDATE alembic_version SET version_num = :mark"), {"mark": UNFINISHED})


async def origin(connection: AsyncConnection) -> tuple[str, str]:
    """What an unfinished target is a copy of, and the revision that it has."""
    there = await connection.run_sync(lambda each: inspect(each).has_table(LEDGER.name))
    if not there:
        raise MovingError("The target says that it is a copy, and not of what. Empty it, and begin again.")
    found = await connection.execute(select(LEDGER.c.content).where(LEDGER.c.name == OF))
    source, revision = json.loads(found.scalar_one())
    return str(source), str(revision)


async def mark_of(connection: AsyncConnection, step: Step) -> Mark:
    """Where a step is."""
    found = await connection.execute(select(LEDGER.c.content).where(LEDGER.c.name == step.name))
    packed = found.scalar_one_or_none()
    return Mark() if packed is None else Mark.unpacked(packed)


async def advance(connection: AsyncConnection, step: Step, old: Mark, new: Mark) -> None:
    """Moves a mark, first of all in its transaction: of two that copy at once, one is told so and stops."""
    if old == Mark():
        there = select(LEDGER.c.name).where(LEDGER.c.name == step.name)
        moved = (await connection.execute(there)).first() is None
        if moved:
            await connection.execute(insert(LEDGER).values(name=step.name, content=new.packed()))
    else:
        where = (LEDGER.c.name == step.name, LEDGER.c.content == old.packed())
        moved = (await connection.execute(update(LEDGER).where(*where).values(content=new.packed()))).rowcount == 1
    if not moved:
        raise MovingError("Another copy into the same target is under way. Wait for it, or end it, and begin again.")


async def end(connection: AsyncConnection) -> None:
    """Makes the target a database like any other; in the transaction that does the last of it."""
    await connection.run_sync(LEDGER.drop)
    await connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
