"""What a monitor asks of a database every few seconds: numbers that cost little also where much is stored.

Every query reads an index of what is open, a few hundred rows, or the database's own estimate; none grows with years
of news. The time limit is the server's on PostgreSQL; on SQLite whoever asks goes on without the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal_column, text
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import census, jobs, outbox, processes
from storage.migrations import HEAD
from storage.rows import (
    BatchRow,
    DeliveryRow,
    DocumentRow,
    FeedRow,
    FigureRow,
    FollowRow,
    JobRow,
    Row,
    StatementRow,
    SubscriptionRow,
)
from storage.session import Session
from storage.types import Line

EXACT = 50_000
"""Rows up to which a large table is counted; above that its number is an estimate."""
OPEN_TABLES: tuple[type[Row], ...] = (DocumentRow, StatementRow, FigureRow)


@dataclass(frozen=True, slots=True)
class Gauges:
    """The numbers of one moment.

    `stored` by table, see `about`; `deliveries` by state: "done" is what was sent and what its chat was told of, about;
    `delivery` says when the oldest digest was due of which something is still to be sent, `subscription` since when the
    oldest is due to be composed, None where none is; `feeds` by health;
    `processes` by role and kind, kind "" for the process itself.
    """

    stored: Mapping[str, int]
    line: Line
    given_up: int
    deliveries: Mapping[str, int]
    delivery: datetime | None
    subscription: datetime | None
    feeds: Mapping[str, int]
    batches: int
    processes: Mapping[tuple[str, str], int]


async def read(session: Session, now: datetime, *, seconds: int) -> Gauges:
    """All of them in the caller's transaction; on PostgreSQL each statement may take so many seconds."""
    await limit(session, seconds)
    subscription = select(func.min(SubscriptionRow.due)).where(col(SubscriptionRow.due) <= now)
    return Gauges(
        stored={str(row.__tablename__): await about(session, row) for row in OPEN_TABLES},
        line=await jobs.line(session, "understand", now),
        given_up=(await session.exec(_given_up())).one(),
        deliveries=await _deliveries(session),
        delivery=(await census.queue(session, now)).oldest,
        subscription=(await session.exec(subscription)).one(),
        feeds=await _feeds(session),
        batches=(await session.exec(_open_batches())).one(),
        processes=await _processes(session, now),
    )


async def limit(session: Session, seconds: int) -> None:
    """What comes in this transaction takes no longer, statement by statement, on PostgreSQL; SQLite knows no limit."""
    if _dialect(session) == "postgresql":
        await _plain(session, "SELECT set_config('statement_timeout', :limit, true)", limit=f"{seconds}s")


async def is_current(session: Session) -> bool:
    """Whether the schema is the one that this program knows; also whether the database answers at all."""
    return bool(await _plain(session, "SELECT version_num FROM alembic_version") == HEAD)


async def about(session: Session, row: type[Row]) -> int:
    """How many rows a table has: exact up to `EXACT`, above that PostgreSQL's own estimate of its last analysis.

    On SQLite it is then the highest row number: what was deleted since counts as well.
    """
    some = select(literal_column("1")).select_from(row).limit(EXACT + 1).subquery()
    counted = (await session.exec(select(func.count()).select_from(some))).one()
    if counted <= EXACT:
        return counted
    return max(counted, await _estimate(session, str(row.__tablename__)))


async def _estimate(session: Session, table: str) -> int:
    if _dialect(session) == "postgresql":
        query = "SELECT reltuples::bigint FROM pg_class WHERE oid = CAST(:name AS regclass)"
        return int(await _plain(session, query, name=table) or 0)
    return int(await _plain(session, f"SELECT max(rowid) FROM {table}") or 0)  # noqa: S608 - a name of our own tables


async def _deliveries(session: Session) -> dict[str, int]:
    """By state, from the partial indexes of what is open and of what a chat is still to be told."""
    row = DeliveryRow
    open_ = select(row.state, row.held, func.count()).where(outbox.is_open())
    unsaid = select(row.state, func.count()).where(outbox.is_untold()).group_by(col(row.state))
    found = dict.fromkeys(("pending", "held", "sending", "uncertain", "dead"), 0)
    for state, held, number in await session.exec(open_.group_by(col(row.state), col(row.held))):
        found["held" if held and state == "pending" else state] += number
    found |= dict((await session.exec(unsaid)).all())
    return {**found, "done": max(0, await about(session, row) - sum(found.values()))}


async def _feeds(session: Session) -> dict[str, int]:
    """Those that somebody follows: well, failing, ended for good."""
    row = FeedRow
    followed = select(FollowRow.feed_id).where(FollowRow.feed_id == row.id).correlate(FeedRow).exists()
    columns = (col(row.due).is_(None), col(row.failures) > 0)
    found = dict.fromkeys(("ok", "failing", "ended"), 0)
    for ended, failing, number in await session.exec(select(*columns, func.count()).where(followed).group_by(*columns)):
        found["ended" if ended else "failing" if failing else "ok"] += number
    return found


async def _processes(session: Session, now: datetime) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for each in await processes.there(session, now):
        for kind in ("", *each.kinds):
            found[each.role, kind] = found.get((each.role, kind), 0) + 1
    return found


def _given_up() -> SelectOfScalar[int]:
    return select(func.count()).select_from(JobRow).where(JobRow.kind == "understand", col(JobRow.due).is_(None))


def _open_batches() -> SelectOfScalar[int]:
    return select(func.count()).select_from(BatchRow).where(col(BatchRow.reported).is_(None))


async def _plain(session: Session, query: str, **values: object) -> Any:  # one value, as the driver gives it
    return (await (await session.connection()).execute(text(query), values)).scalar()


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
