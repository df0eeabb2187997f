"""A census: how much of everything there is, for whoever runs the bot; numbers only, nobody's names or texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as choose
from sqlmodel import col, select

from storage import outbox
from storage.rows import (
    ChatRow,
    DeliveryRow,
    DigestRow,
    DocumentRow,
    FeedRow,
    FigureRow,
    FollowRow,
    Row,
    StatementRow,
    SubscriptionRow,
)
from storage.session import Session


@dataclass(frozen=True, slots=True)
class Queue:
    """Messages of digests that wait to be sent, and when the oldest of these digests was due; None: none waits.

    What a failure put off waits since its digest was due, however often it is tried.
    """

    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Census:
    """`chats` by kind; `deliveries` by state, of digests that were composed since a moment; `failing` of the `feeds`
    could not be read the last time; `resting` of the `subscriptions` are paused."""

    chats: Mapping[str, int]
    subscriptions: int
    resting: int
    documents: int
    statements: int
    figures: int
    deliveries: Mapping[str, int]
    queue: Queue
    feeds: int
    failing: int


async def take(session: Session, *, since: datetime, now: datetime) -> Census:
    """Counts all, the deliveries of digests that were due `since`."""
    kinds = select(ChatRow.kind, func.count()).group_by(col(ChatRow.kind))
    states = select(DeliveryRow.state, func.count()).where(DeliveryRow.due >= since).group_by(col(DeliveryRow.state))
    followed = select(FollowRow.feed_id).where(FollowRow.feed_id == FeedRow.id).correlate(FeedRow).exists()
    return Census(
        chats=dict((await session.exec(kinds)).all()),
        subscriptions=await _count(session, SubscriptionRow),
        resting=await _count(session, SubscriptionRow, col(SubscriptionRow.paused).is_not(None)),
        documents=await _count(session, DocumentRow),
        statements=await _count(session, StatementRow),
        figures=await _count(session, FigureRow),
        deliveries=dict((await session.exec(states)).all()),
        queue=await queue(session, now),
        feeds=await _count(session, FeedRow, followed),
        failing=await _count(session, FeedRow, followed, col(FeedRow.failures) > 0),
    )


async def queue(session: Session, now: datetime) -> Queue:
    """What waits to be sent, of digests whose hours are not quiet and of chats that can be written to.

    From the partial index of what is open, whose conditions are written as it has them; of a plain join SQLite may
    begin with all digests there ever were.
    """
    begun = choose(col(DigestRow.occurrence)).where(col(DigestRow.id) == DeliveryRow.digest_id)
    since = begun.where(col(DigestRow.start) <= now).correlate(DeliveryRow).scalar_subquery().label("since")
    open_ = choose(since).where(outbox.is_open(), ~col(DeliveryRow.held)).subquery()
    waiting, oldest = (await session.exec(select(func.count(open_.c.since), func.min(open_.c.since)))).one()
    return Queue(waiting, oldest)


async def _count(session: Session, row: type[Row], *which: ColumnElement[bool]) -> int:
    return (await session.exec(select(func.count()).select_from(row).where(*which))).one()
