"""Claiming what is due: one statement, so that two claimers never get the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, inspect, select, update
from sqlmodel import col

from storage.rows import FeedRow, PageRow
from storage.session import Session

T = TypeVar("T", FeedRow, PageRow)


async def claim(
    session: Session, table: type[T], where: ColumnElement[bool], now: datetime, *, until: datetime, limit: int
) -> Sequence[T]:
    """The rows that are due, those due longest chosen first, with their due time put off to `until`.

    On PostgreSQL rows that another claimer holds are passed over; SQLite has one writer. Whoever claims and dies
    loses nothing: the row is due again at `until`.
    """
    (key,), due = inspect(table).primary_key, col(table.due)
    chosen = select(key).where(due <= now, where).order_by(due, key).limit(limit)
    # As a CTE: of a plain subquery PostgreSQL may run the lock and the limit again for every row.
    claimed = chosen.with_for_update(skip_locked=True).cte("claimed")
    taken = update(table).where(key.in_(select(claimed))).values(due=until).returning(table)
    fresh = {"synchronize_session": False, "populate_existing": True}
    return (await session.exec(taken.execution_options(**fresh))).scalars().all()
