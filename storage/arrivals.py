"""Arrivals: what people sent, kept before it is dealt with, so that neither a crash nor a double loses or doubles it.

update -> note -> batch, waiting, leased -> tried, finish, each thing by itself -> report, once
                        -> its process died: take_over

Whoever works a batch off has it leased, renews that as long as it lives, and looks whether it still has it (`hold`)
before it tells anybody of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, and_, delete, func, or_, update
from sqlmodel import col, select

from storage import documents
from storage.inserting import insert_new
from storage.rows import ArrivalRow, BatchRow, DocumentRow
from storage.session import Session
from storage.types import Arrival, ArrivalKind, ArrivalState, Batch
from summarizer.errors import StorageError


class WithdrawnError(StorageError):
    """A batch is there no more: its chat had everything forgotten, and nothing of it is to be kept or told."""


Item = tuple[int, int, ArrivalKind, str]
"""One thing that was sent: message, position in it, kind, payload."""


async def note(  # noqa: PLR0913 - what a person sent, by name
    session: Session,
    *,
    chat: int,
    person: int | None,
    thread: int | None,
    message: int,
    items: Sequence[Item],
    now: datetime,
    owner: str | None = None,
    until: datetime | None = None,
) -> Batch | None:
    """Keep what a person sent in one go; None, and nothing is kept, when all of it is known.

    Of an update that comes twice the second time adds nothing, also when both are dealt with at once. `message` is
    the one to answer, `thread` the topic of a group. `owner` is the process that works it off, leased `until` then.
    """
    row = BatchRow(chat=chat, person=person, thread=thread, message=message, created=now, progress=None)
    row.owner, row.leased = owner, until
    session.add(row)
    await session.flush()
    batch = _batch(row)
    if not await _add(session, batch, items):
        await session.delete(row)
        await session.flush()
        return None
    return batch


async def extend(session: Session, batch: Batch, items: Sequence[Item]) -> bool:
    """Add what was sent right after to a batch; False, and nothing is added, when all of it is known.

    Also False when the batch is reported already, and nobody would look at it again: then it is for `note`.
    """
    row = await _locked(session, batch)
    return row is not None and row.reported is None and await _add(session, _batch(row), items) > 0


async def get(session: Session, batch: int) -> Batch | None:
    """The batch of an id."""
    query = select(BatchRow).where(BatchRow.id == batch).execution_options(populate_existing=True)
    row = (await session.exec(query)).one_or_none()
    return None if row is None else _batch(row)


async def found(session: Session, batch: Batch) -> Batch:
    """The batch as it is now. Raises WithdrawnError."""
    if (now := await get(session, batch.id)) is None:
        raise WithdrawnError(f"batch {batch.id}")
    return now


async def chat_of(session: Session, batch: Batch) -> int:
    """The chat that a batch is of now; until the end of the transaction no supergroup takes its place.

    Raises WithdrawnError.
    """
    query = select(BatchRow.chat).where(BatchRow.id == batch.id).with_for_update(read=True)
    chat = (await session.exec(query)).one_or_none()
    if chat is None:
        raise WithdrawnError(f"batch {batch.id}")
    return chat


async def of_batch(session: Session, batch: Batch) -> tuple[Arrival, ...]:
    """What was sent in a batch, in the order in which it was sent."""
    query = select(ArrivalRow, DocumentRow.key).outerjoin(DocumentRow).where(ArrivalRow.batch_id == batch.id)
    order = col(ArrivalRow.message), col(ArrivalRow.position)
    rows = await session.exec(query.order_by(*order).execution_options(populate_existing=True))
    return tuple(_arrival(row, key) for row, key in rows)


async def current(session: Session, arrival: Arrival) -> Arrival:
    """What was sent, as it is now."""
    query = select(ArrivalRow, DocumentRow.key).outerjoin(DocumentRow).where(ArrivalRow.id == arrival.id)
    found = (await session.exec(query.execution_options(populate_existing=True))).one_or_none()
    return arrival if found is None else _arrival(*found)


async def is_known(session: Session, chat: int, message: int) -> bool:
    """Whether something of a message is kept: then its update came before."""
    query = select(ArrivalRow.id).where(ArrivalRow.chat == chat, ArrivalRow.message == message).limit(1)
    return (await session.exec(query)).first() is not None


async def take_over(
    session: Session,
    owner: str,
    now: datetime,
    *,
    until: datetime,
    alone: bool = False,
    here: Collection[int] | None = None,
) -> tuple[Batch, ...]:
    """Batches that are not reported and that nobody has, oldest first: now `owner` has them.

    `alone`: also those that another has, who is known to be dead. What it has itself is under way, and left out; with
    `here`, what is under way, all else of its own is taken as well: nothing but a mistake leaves such.
    """
    others = [] if alone else [or_(col(BatchRow.leased).is_(None), col(BatchRow.leased) <= now)]
    left = and_(col(BatchRow.owner).is_distinct_from(owner), *others)
    if here is not None:
        left = or_(left, and_(col(BatchRow.owner) == owner, col(BatchRow.id).not_in(here)))
    chosen = select(BatchRow.id).where(_open(), left).with_for_update(skip_locked=True).cte("chosen")
    taken = update(BatchRow).where(col(BatchRow.id).in_(select(chosen.c.id))).values(owner=owner, leased=until)
    fresh = {"synchronize_session": False, "populate_existing": True}
    rows = (await session.exec(taken.returning(BatchRow).execution_options(**fresh))).scalars()
    return tuple(sorted(map(_batch, rows), key=lambda batch: batch.id))


async def hold(session: Session, batch: Batch, owner: str, *, until: datetime) -> bool:
    """Whether `owner` has the batch, which nobody else gets before `until` then; one that nobody has is taken."""
    mine = or_(col(BatchRow.owner).is_(None), col(BatchRow.owner) == owner)
    held = update(BatchRow).where(col(BatchRow.id) == batch.id, _open(), mine).values(owner=owner, leased=until)
    return (await session.exec(held)).rowcount == 1


async def leave(session: Session, batch: Batch, owner: str, *, until: datetime) -> None:
    """`owner` has the batch no more, and nobody takes it over before `until`: something is wrong with it."""
    held = col(BatchRow.id) == batch.id, _open(), col(BatchRow.owner) == owner
    await session.exec(update(BatchRow).where(*held).values(owner=None, leased=until))


async def renew(session: Session, owner: str, *, until: datetime) -> None:
    """A process has for longer what it works off."""
    await session.exec(update(BatchRow).where(_open(), col(BatchRow.owner) == owner).values(leased=until))


async def free(session: Session, owner: str) -> None:
    """Nobody has any more what a process had: it is dead, or ends."""
    freed = update(BatchRow).where(_open(), col(BatchRow.owner) == owner).values(owner=None, leased=None)
    await session.exec(freed)


async def tried(session: Session, arrival: Arrival) -> int:
    """Count a try, before it is made: what ends the process is not tried for ever. Returns how many there were."""
    counted = update(ArrivalRow).where(col(ArrivalRow.id) == arrival.id).values(tries=ArrivalRow.tries + 1)
    tries: int = (await session.exec(counted.returning(col(ArrivalRow.tries)))).scalar_one()
    return tries


async def untried(session: Session, arrival: Arrival) -> None:
    """Take a try back that ended without the end of the process."""
    counted = update(ArrivalRow).where(col(ArrivalRow.id) == arrival.id, col(ArrivalRow.tries) > 0)
    await session.exec(counted.values(tries=ArrivalRow.tries - 1))


async def finish(
    session: Session,
    arrival: Arrival,
    state: ArrivalState,
    *,
    outcome: str | None = None,
    document_key: str | None = None,
) -> None:
    """Keep what became of a thing that was sent. Raises StorageError when the document is not known."""
    number = None if document_key is None else await documents.number_of(session, document_key)
    values = {"state": state, "outcome": outcome, "document_id": number}
    await session.exec(update(ArrivalRow).where(col(ArrivalRow.id) == arrival.id).values(**values))


async def set_progress(session: Session, batch: Batch, message: int | None) -> None:
    """Note the message that counts how much of a batch is done."""
    await session.exec(update(BatchRow).where(col(BatchRow.id) == batch.id).values(progress=message))


async def report(session: Session, batch: Batch, now: datetime) -> bool:
    """Note that a batch is reported; True for one caller, once. Nothing can be added to it afterwards."""
    query = update(BatchRow).where(col(BatchRow.id) == batch.id, col(BatchRow.reported).is_(None))
    return (await session.exec(query.values(reported=now))).rowcount == 1


async def count_since(session: Session, *, chat: int | None = None, person: int | None = None, since: datetime) -> int:
    """How many things were sent since then, in a chat, by a person, or by that person in that chat."""
    query = select(func.count()).select_from(ArrivalRow).join(BatchRow).where(col(BatchRow.created) >= since)
    asked = {BatchRow.chat: chat, BatchRow.person: person}
    return (await session.exec(query.where(*(col(who) == id_ for who, id_ in asked.items() if id_ is not None)))).one()


async def count_waiting(session: Session, chat: int) -> int:
    """How many things wait in a chat that are neither dealt with nor given up."""
    waiting = BatchRow.chat == chat, col(BatchRow.reported).is_(None), ArrivalRow.state == "waiting"
    return (await session.exec(select(func.count()).select_from(ArrivalRow).join(BatchRow).where(*waiting))).one()


async def prune(session: Session, before: datetime) -> int:
    """Forget batches that came before then and are reported; how many.

    An update that comes once more after that is new: Telegram keeps updates for 24 hours, so keep them longer.
    """
    old = col(BatchRow.created) < before, col(BatchRow.reported).is_not(None)
    return (await session.exec(delete(BatchRow).where(*old))).rowcount


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """Reports of what was sent in a group go to the supergroup that it became.

    Its messages have other numbers there, so a progress message is begun anew, and what was sent stays known by
    the chat and the message that it was sent as.
    """
    theirs = update(BatchRow).where(col(BatchRow.chat) == old_chat)
    await session.exec(theirs.values(chat=new_chat, progress=None))


async def _add(session: Session, batch: Batch, items: Sequence[Item]) -> int:
    """How many of the items were new."""
    new = 0
    # Always in this order: two transactions with the same items would wait for each other.
    for message, position, kind, payload in sorted(items, key=lambda item: item[:2]):
        what = {"message": message, "position": position, "kind": kind, "payload": payload}
        begun = {"batch_id": batch.id, "chat": batch.chat, "state": "waiting", "tries": 0}
        new += await insert_new(session, ArrivalRow, **what, **begun)
    return new


async def _locked(session: Session, batch: Batch) -> BatchRow | None:
    """The row of a batch, for this transaction alone: nothing is added to it while it is reported."""
    query = select(BatchRow).where(BatchRow.id == batch.id).with_for_update()
    return (await session.exec(query.execution_options(populate_existing=True))).one_or_none()


def _open() -> ColumnElement[bool]:
    """Condition on batches: not reported."""
    return col(BatchRow.reported).is_(None)


def _batch(row: BatchRow) -> Batch:
    assert row.id is not None  # noqa: S101  (a row that was read has its id; for the type checker)
    return Batch(
        row.id, row.chat, row.person, row.thread, row.message, row.created, progress=row.progress, reported=row.reported
    )


def _arrival(row: ArrivalRow, key: str | None) -> Arrival:
    assert row.id is not None  # noqa: S101  (as above)
    return Arrival(
        row.id, row.batch_id, row.position, row.message, cast(ArrivalKind, row.kind), row.payload,
        cast(ArrivalState, row.state), row.tries, document_key=key, outcome=row.outcome,
    )  # fmt: skip
