"""The processes of this database: who is there, and since when; a beat that stopped says who died."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import delete
from sqlmodel import col, select

from storage import arrivals, inserting, jobs
from storage.rows import ProcessRow
from storage.session import Session
from storage.types import Process, Role

FORGOTTEN = timedelta(days=1)
"""After so long a process that was silent is known no more."""


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


def _process(row: ProcessRow) -> Process:
    kinds = tuple(filter(None, row.kinds.split(",")))
    return Process(row.id, cast(Role, row.role), kinds, row.host, row.pid, row.version, row.started, row.seen)
