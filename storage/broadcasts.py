"""Broadcasts: what an operator tells all chats, and each copy of it on its way; none is ever sent twice.

create -> confirm, a copy for each chat -> following -> begin: sending -> settle: sent | failed | uncertain | pending
                                                     a crash meanwhile: recover -> uncertain
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import delete, func, insert, update
from sqlmodel import col, select

from storage import listings
from storage.bulk import chunks
from storage.inserting import insert as insert_one
from storage.rows import BroadcastCopyRow, BroadcastRow, ChatRow, ListingRow
from storage.session import Session
from storage.types import Broadcast, CopyState

TOLD = ("private", "group", "supergroup")
"""The kinds of chats that are told; a channel's readers are nobody whom we know."""
_FRESH = {"populate_existing": True}
_KIND = "broadcast"


async def create(session: Session, *, person: int, text: str, now: datetime) -> Broadcast:
    """Keep what is to be told; nothing is sent before it is confirmed."""
    row = BroadcastRow(person=person, text=text, made=now, finished=None)
    session.add(row)
    await session.flush()
    return _broadcast(row)


async def get(session: Session, broadcast: int) -> Broadcast | None:
    """The broadcast of an id, None where there is none."""
    row = await session.get(BroadcastRow, broadcast, populate_existing=True)
    return None if row is None else _broadcast(row)


async def audience(session: Session) -> tuple[int, ...]:
    """The chats that a broadcast would go to."""
    query = select(ChatRow.id).where(col(ChatRow.kind).in_(TOLD)).order_by(col(ChatRow.id))
    return tuple(await session.exec(query))


async def confirm(session: Session, broadcast: int, chats: Iterable[int], now: datetime) -> bool:
    """Have it sent to these chats; False where it was confirmed, or is finished, already."""
    open_ = col(BroadcastRow.confirmed).is_(None), col(BroadcastRow.finished).is_(None)
    confirmed = update(BroadcastRow).where(col(BroadcastRow.id) == broadcast, *open_).values(confirmed=now)
    if (await session.exec(confirmed)).rowcount == 0:
        return False
    for some in chunks(sorted(set(chats))):
        rows = [{"broadcast_id": broadcast, "chat": chat, "state": "pending"} for chat in some]
        await session.exec(insert(BroadcastCopyRow).values(rows))
    return True


async def cancel(session: Session, broadcast: int, now: datetime) -> bool:
    """Send no more of it; False where it was finished already. What is under way comes to its end."""
    done = update(BroadcastRow).where(col(BroadcastRow.id) == broadcast, col(BroadcastRow.finished).is_(None))
    if (await session.exec(done.values(finished=now))).rowcount == 0:
        return False
    waiting = col(BroadcastCopyRow.broadcast_id) == broadcast, col(BroadcastCopyRow.state) == "pending"
    await session.exec(delete(BroadcastCopyRow).where(*waiting))
    return True


async def under_way(session: Session) -> tuple[Broadcast, ...]:
    """What is confirmed and not finished, the oldest first."""
    query = select(BroadcastRow).where(col(BroadcastRow.confirmed).is_not(None), col(BroadcastRow.finished).is_(None))
    rows = await session.exec(query.order_by(col(BroadcastRow.id)).execution_options(**_FRESH))
    return tuple(map(_broadcast, rows))


async def following(session: Session, broadcast: int, after: int | None) -> int | None:
    """The next chat that waits for its copy, behind `after`; None when none does."""
    mine = BroadcastCopyRow.broadcast_id == broadcast, BroadcastCopyRow.state == "pending"
    query = select(BroadcastCopyRow.chat).where(*mine).order_by(col(BroadcastCopyRow.chat)).limit(1)
    if after is not None:
        query = query.where(BroadcastCopyRow.chat > after)
    return (await session.exec(query)).one_or_none()


async def begin(session: Session, broadcast: int, chat: int) -> bool:
    """Note that a copy is being sent; True for one caller alone."""
    return await settle(session, broadcast, chat, "sending", before="pending")


async def settle(
    session: Session, broadcast: int, chat: int, state: CopyState, *, before: CopyState = "sending"
) -> bool:
    """Note what became of a copy; False where it was not in the state `before`."""
    mine = col(BroadcastCopyRow.broadcast_id) == broadcast, col(BroadcastCopyRow.chat) == chat
    changed = update(BroadcastCopyRow).where(*mine, col(BroadcastCopyRow.state) == before).values(state=state)
    return (await session.exec(changed.execution_options(synchronize_session=False))).rowcount == 1


async def recover(session: Session) -> int:
    """At a start: what was being sent when the process died may have arrived, and is not sent again; how many."""
    lost = update(BroadcastCopyRow).where(col(BroadcastCopyRow.state) == "sending").values(state="uncertain")
    return (await session.exec(lost.execution_options(synchronize_session=False))).rowcount


async def finish(session: Session, broadcast: int, now: datetime) -> bool:
    """Note that nothing of it waits any more; True for one caller alone."""
    done = update(BroadcastRow).where(col(BroadcastRow.id) == broadcast, col(BroadcastRow.finished).is_(None))
    return (await session.exec(done.values(finished=now))).rowcount == 1


async def counts(session: Session, broadcast: int) -> dict[CopyState, int]:
    """How many copies are in each state; states that none is in are left out."""
    query = select(BroadcastCopyRow.state, func.count()).where(BroadcastCopyRow.broadcast_id == broadcast)
    rows = await session.exec(query.group_by(col(BroadcastCopyRow.state)))
    return {cast(CopyState, state): number for state, number in rows}


async def watch(session: Session, broadcast: int, person: int, message: int, now: datetime) -> None:
    """Note the message in a person's chat that shows how far it is."""
    shown = {"chat": person, "kind": _KIND, "query": str(message), "created": now}
    new = insert_one(session, ListingRow, id=_shown(broadcast), **shown)
    await session.exec(new.on_conflict_do_update(index_elements=["id"], set_={"query": str(message)}))


async def watched(session: Session, broadcast: Broadcast) -> int | None:
    """The message that shows how far it is, None where there is none."""
    kept = await listings.get(session, _shown(broadcast.id), broadcast.person)
    return int(kept.query) if kept else None


async def prune(session: Session, before: datetime) -> int:
    """Forget broadcasts that came to their end before then, with what became of their copies; how many."""
    return (await session.exec(delete(BroadcastRow).where(col(BroadcastRow.finished) < before))).rowcount


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """A group's copies are those of the supergroup that it became, unless that has its own."""
    has = select(BroadcastCopyRow.broadcast_id).where(BroadcastCopyRow.chat == new_chat)
    mine = col(BroadcastCopyRow.chat) == old_chat
    await session.exec(delete(BroadcastCopyRow).where(mine, col(BroadcastCopyRow.broadcast_id).in_(has)))
    await session.exec(update(BroadcastCopyRow).where(mine).values(chat=new_chat))


def _broadcast(row: BroadcastRow) -> Broadcast:
    return Broadcast(row.id or 0, row.person, row.text, row.made, row.confirmed, row.finished)


def _shown(broadcast: int) -> str:
    """A key that no button can name: its parts stand between colons."""
    return f"{_KIND}:{broadcast}"
