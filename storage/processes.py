"""The processes of this database: who is there, and since when; a beat that stopped says who died."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Connection, delete, inspect
from sqlmodel import col, select

from storage import arrivals, inserting, jobs
from storage.rows import ProcessRow
from storage.session import Session
from storage.types import UNDERSTAND, Process, Role

SILENT = timedelta(seconds=60)
"""Who was not seen for so long is not there any more."""
FORGOTTEN = timedelta(days=1)
"""After so long a process that was silent is known no more."""


def clock() -> datetime:
    """What processes are seen by: the machine's clock, whatever time the bot is shown."""
    return datetime.now(UTC)


async def beat(session: Session, process: Process) -> None:
    """It is there at `process.seen`; the first beat adds it. The rows of those silent for a day go."""
    values = asdict(process) | {"kinds": ",".join(process.kinds)}
    added = inserting.insert(session, ProcessRow, **values)
    await session.exec(added.on_conflict_do_update(index_elements=[ProcessRow.id], set_={"seen": process.seen}))
    await session.exec(delete(ProcessRow).where(col(ProcessRow.seen) < process.seen - FORGOTTEN))


async def renew(session: Session, process: str, *, until: datetime) -> None:
    """It has all that it has for longer, jobs and batches."""
    await jobs.renew(session, process, until=until)
    await arrivals.renew(session, process, until=until)


async def leave(session: Session, process: str) -> None:
    """It ended in order, or is surely dead: its row goes, and whatever it had leased is free at once."""
    await jobs.free(session, process)
    await arrivals.free(session, process)
    await session.exec(delete(ProcessRow).where(col(ProcessRow.id) == process))


async def alive(session: Session, since: datetime) -> tuple[Process, ...]:
    """Those that were seen since then, by role and start."""
    query = select(ProcessRow).where(col(ProcessRow.seen) >= since)
    query = query.order_by(col(ProcessRow.role), col(ProcessRow.started), col(ProcessRow.id))
    return tuple(map(_process, await session.exec(query.execution_options(populate_existing=True))))


async def there(session: Session, now: datetime) -> tuple[Process, ...]:
    """Those that are there at `now`, by `clock`, as `alive` tells them."""
    return await alive(session, now - SILENT)


async def understanding(session: Session, now: datetime) -> int:
    """How many of those that are there at `now`, by `clock`, understand texts."""
    return sum(map(understands, await there(session, now)))


def understands(process: Process) -> bool:
    """Whether it understands texts: one that does everything, or a worker of that kind."""
    return process.role == "all" or UNDERSTAND in process.kinds


async def strangers(session: Session, bot: int, now: datetime) -> tuple[Process, ...]:
    """Processes of other bots that are there at `now`, by `clock`; none where the schema knows of none yet."""
    if not await (await session.connection()).run_sync(_is_known):
        return ()
    return tuple(each for each in await there(session, now) if each.bot not in {None, bot})


def _is_known(connection: Connection) -> bool:
    """Whether the table is as this code has it: the database may be empty, or of another version."""
    found, table = inspect(connection), str(ProcessRow.__tablename__)
    if not found.has_table(table):
        return False
    return {each["name"] for each in found.get_columns(table)} >= ProcessRow.model_fields.keys()


def _process(row: ProcessRow) -> Process:
    kinds = tuple(filter(None, row.kinds.split(",")))
    role = cast(Role, row.role)
    return Process(row.id, role, kinds, row.host, row.pid, row.version, row.started, row.seen, row.bot)
