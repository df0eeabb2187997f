"""How fast all processes together get on with what waits, from what stands in rows: what a waiting person is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, func, select

from storage.rows import AnalysisRow, JobRow
from storage.session import Session
from storage.types import JobKind

WINDOW = timedelta(minutes=5)
"""Looked back so far at most."""
LEAST = 3
"""Of fewer documents no pace is told."""


async def pace(session: Session, kind: JobKind, now: datetime) -> float | None:
    """Seconds from one document to the next, over all processes; None where nobody can tell yet.

    Measured only since the oldest of those that nobody has tried began to wait: all that time somebody was at work, if
    anybody is there, and an idle hour makes nobody slow.
    """
    untried = col(JobRow.tries) == 0, col(JobRow.due) <= now
    oldest = (await session.exec(select(func.min(JobRow.created)).where(JobRow.kind == kind, *untried))).one()
    since = max(now - WINDOW, oldest or now)
    query = select(func.count()).select_from(AnalysisRow).where(col(AnalysisRow.analysed) > since)
    done = (await session.exec(query)).one()
    return (now - since).total_seconds() / done if done >= LEAST else None
