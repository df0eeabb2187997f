"""Digests of chats that are not let in any more: they rest, nothing of them is lost, and they go on when let in.

A digest is its home's: of a channel's digests the chat counts in which they were set up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, update
from sqlmodel import col, select

from storage import memories, outbox
from storage.rows import FollowRow, SubscriptionRow
from storage.rules import unpack_rule
from storage.session import Session
from storage.types import Pause, Rule

SHUT: Pause = "access"
_FRESH = {"populate_existing": True}


async def homes(session: Session) -> frozenset[int]:
    """The chats in which digests were set up."""
    return frozenset((await session.exec(select(_home()).distinct())).all())


async def is_resting(session: Session, home: int) -> bool:
    """Whether digests of a chat rest because it was not let in."""
    query = select(SubscriptionRow.id).where(_home() == home, SubscriptionRow.paused == SHUT).limit(1)
    return (await session.exec(query)).first() is not None


async def rest(session: Session, home: int) -> int:
    """Rest the digests of a chat that is not let in; how many. Those that somebody asked to rest do so for that."""
    going = or_(col(SubscriptionRow.paused).is_(None), col(SubscriptionRow.paused).not_in(("asked", SHUT)))
    resting = await _locked(session, _home() == home, going)
    for each in resting:
        await _set(session, each, paused=SHUT, due=None)
        await outbox.hold(session, each.chat, each.id)
    return len(resting)


async def resume(session: Session, home: int, next_due: Callable[[Rule], datetime], now: datetime) -> int:
    """Go on with the digests of a chat that is let in again; how many. What waits goes out as far as it is of use."""
    resting = await _locked(session, _home() == home, col(SubscriptionRow.paused) == SHUT)
    for each in resting:
        rule = unpack_rule(each.times, each.days, each.zone, each.quiet)
        await _set(session, each, paused=None, due=next_due(rule))
    for chat in sorted({each.chat for each in resting}):
        await outbox.free(session, chat, now)
    return len(resting)


async def followers(session: Session, feed: int) -> Collection[int | None]:
    """The chats that follow a feed, None for everybody."""
    return frozenset(await session.exec(select(FollowRow.chat).where(FollowRow.feed_id == feed)))


async def _locked(session: Session, *which: ColumnElement[bool]) -> Sequence[SubscriptionRow]:
    """These subscriptions as they are once nobody else changes them: whoever does locks their chats."""
    await memories.lock(session, set(await session.exec(select(SubscriptionRow.chat).where(*which))))
    return (await session.exec(select(SubscriptionRow).where(*which).execution_options(**_FRESH))).all()


async def _set(session: Session, row: SubscriptionRow, *, paused: Pause | None, due: datetime | None) -> None:
    changed = update(SubscriptionRow).where(col(SubscriptionRow.id) == row.id)
    await session.exec(changed.values(paused=paused, due=due, version=SubscriptionRow.version + 1))


def _home() -> ColumnElement[int]:
    return func.coalesce(SubscriptionRow.home, SubscriptionRow.chat)
