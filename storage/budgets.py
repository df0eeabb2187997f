"""One rate for all processes of a bot: each reserves its messages here before it sends them."""

from __future__ import annotations

import math
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal
from sqlmodel import col, select

from storage.inserting import insert
from storage.rows import BudgetRow
from storage.session import Session

FURTHEST = 600.0
"""Seconds ahead of which nobody reserves: what is used up for longer was noted by a clock that was wrong."""


async def reserve(
    session: Session, name: str, now: float, *, cell: float, count: int, within: float = FURTHEST
) -> float:
    """Reserve `count` messages, `cell` seconds apart; seconds to wait before the first of them, 0 where it is free.

    Where that is more than `within` nothing is reserved: places that nobody uses would keep others from theirs.

    The generic cell rate algorithm (ITU-T I.371) in one statement, without bursts. On PostgreSQL the server's clock
    counts, since those of several machines differ; `now` is Unix seconds, for SQLite. Others that reserve wait until
    the caller's transaction ends: commit at once.
    """
    clock = _clock(session, now)
    due, taken = col(BudgetRow.due), cell * count
    begins = case((due.between(clock, clock + FURTHEST), due), else_=clock)
    first = insert(session, BudgetRow, name=name, due=clock + taken)
    reserved = first.on_conflict_do_update(
        index_elements=[BudgetRow.name], set_={"due": begins + taken}, where=begins - clock <= within
    )
    wait: float | None = (await session.exec(reserved.returning(due - taken - clock))).scalar_one_or_none()
    if wait is None:  # it may have become a little less since
        refused: float = (await session.exec(select(begins - clock).where(BudgetRow.name == name))).one()
        return max(math.nextafter(within, math.inf), refused)
    return max(0.0, wait)


async def rest(session: Session, name: str, now: float, *, seconds: float) -> None:
    """Nobody's message has a place before so many seconds are over; what is reserved further ahead stays so.

    Of more than `FURTHEST` so many count, since what is beyond them is taken for a mistake.
    """
    clock = _clock(session, now)
    due, until = col(BudgetRow.due), clock + min(seconds, FURTHEST)
    first = insert(session, BudgetRow, name=name, due=until)
    later = case((due.between(until, clock + FURTHEST), due), else_=until)
    await session.exec(first.on_conflict_do_update(index_elements=[BudgetRow.name], set_={"due": later}))


def _clock(session: Session, now: float) -> ColumnElement[Any]:
    """Unix seconds; the server's at the moment at which it looks, not at which the transaction began."""
    if session.get_bind().dialect.name == "postgresql":
        return func.extract("epoch", func.clock_timestamp())
    return literal(now)
