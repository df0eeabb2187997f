"""Subscriptions: who gets a digest when, and whose is due."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, tuple_, update
from sqlalchemy import delete as delete_rows
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage import memories, outbox
from storage.bulk import table
from storage.rows import ChatMemoryRow, ScopeRow, SourceRow, SubscriptionRow
from storage.rules import pack_rule, pack_taste, unpack_rule
from storage.rules import subscription as unpack
from storage.session import Session
from storage.storable import storable
from storage.types import Due, Pause, Rule, Subscription, Taste

_FRESH = {"populate_existing": True}  # what a statement changed without the session knowing is read anew


async def create(  # noqa: PLR0913  (all that a subscription is made of, by name)
    session: Session,
    *,
    chat: int,
    thread: int | None,
    person: int | None,
    rule: Rule,
    taste: Taste,
    silent: bool,
    due: datetime,
    now: datetime,
) -> Subscription:
    """Subscribe a chat; its first digest is composed at `due`."""
    await memories.begin(session, chat)
    row = SubscriptionRow(
        chat=chat, thread=thread, person=person, silent=silent, created=now, due=due, **pack_rule(rule),
        **pack_taste(taste),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return unpack(row)


async def of_chat(session: Session, chat: int) -> tuple[Subscription, ...]:
    """The subscriptions of a chat, also those that rest, oldest first."""
    query = select(SubscriptionRow).where(SubscriptionRow.chat == chat).order_by(col(SubscriptionRow.id))
    return tuple(map(unpack, await session.exec(query.execution_options(**_FRESH))))


async def get(session: Session, subscription: int, chat: int) -> Subscription | None:
    """The subscription of an id; None for another chat's, as for none."""
    query = select(SubscriptionRow).where(SubscriptionRow.id == subscription, SubscriptionRow.chat == chat)
    row = (await session.exec(query.execution_options(**_FRESH))).one_or_none()
    return None if row is None else unpack(row)


async def count(session: Session, chat: int) -> int:
    """How many subscriptions a chat has."""
    return (await session.exec(select(func.count()).where(SubscriptionRow.chat == chat))).one()


async def change(session: Session, subscription: Subscription) -> Subscription | None:
    """Keep what a person changed: all but `id`, `chat`, `created` and `last`. While it rests it is not due.

    None, and nothing is kept, when it is gone, or was changed, paused or composed since it was read.
    """
    same = col(SubscriptionRow.version) == subscription.version
    unused = col(SubscriptionRow.last).is_not_distinct_from(subscription.last)
    new = replace(subscription, due=None if subscription.paused else subscription.due, version=subscription.version + 1)
    values = {"thread": new.thread, "person": new.person, "silent": new.silent, "due": new.due, "paused": new.paused}
    changed = update(SubscriptionRow).where(_is(new.id, new.chat), same, unused)
    changed = changed.values(
        **values, told=new.told, version=new.version, **pack_rule(new.rule), **pack_taste(new.taste)
    )
    if (await session.exec(changed)).rowcount == 0:
        return None
    if new.paused is None:
        await outbox.release_hold(session, new.chat)
    return await get(session, new.id, new.chat)


async def delete(session: Session, subscription: int, chat: int) -> bool:
    """End a subscription of this chat; False when it is not there or not this chat's.

    Its messages go too, sent or not; what a digest of it would have told that was not begun is told by another.
    """
    if await get(session, subscription, chat) is None:
        return False
    await memories.lock(session, (chat,))  # before its rows, as everybody does who takes both
    digests = await outbox.unbegun(session, subscription)
    await memories.take_back(session, chat, digests)
    return (await session.exec(delete_rows(SubscriptionRow).where(_is(subscription, chat)))).rowcount == 1


async def pause_chat(session: Session, chat: int, why: Pause) -> None:
    """Rest all subscriptions of a chat; those that somebody asked to rest do so for that reason still.

    Unless it was asked for, what waits to be sent there waits too.
    """
    others = or_(col(SubscriptionRow.paused).is_(None), col(SubscriptionRow.paused).not_in(("asked", why)))
    rest = update(SubscriptionRow).where(col(SubscriptionRow.chat) == chat, others)
    await session.exec(rest.values(paused=why, due=None, version=SubscriptionRow.version + 1))
    if why != "asked":
        await outbox.hold(session, chat)


async def resume_chat(
    session: Session, chat: int, whys: Collection[Pause], next_due: Callable[[Rule], datetime], now: datetime
) -> tuple[Subscription, ...]:
    """Go on with the subscriptions of a chat that rest for one of these reasons; those that do now.

    Once none rests for a reason that keeps us from writing there, what waits goes out, as far as it is of use: see
    `outbox.free`.
    """
    await memories.lock(session, (chat,))  # as in `delete`
    resting = [each for each in await of_chat(session, chat) if each.paused in whys]
    for each in resting:
        told = None if each.told == "rights" else each.told
        values = {"paused": None, "due": next_due(each.rule), "told": told, "version": each.version + 1}
        await session.exec(update(SubscriptionRow).where(_is(each.id, chat)).values(**values))
    now_here = await of_chat(session, chat)
    if all(each.paused in (None, "asked") for each in now_here):
        await outbox.free(session, chat, now)
    ids = {each.id for each in resting}
    return tuple(each for each in now_here if each.id in ids)


async def due(session: Session, now: datetime, *, limit: int) -> tuple[Due, ...]:
    """Subscriptions that are due, longest first, one of a chat at most: what one tells the next one does not."""
    first = await earliest(session)
    if first is None or first > now:  # the usual answer, at a tenth of the price
        return ()
    own = or_(_exists(SourceRow.chat), _exists(ScopeRow.scope))
    # Columns, not objects: a thousand at a time.
    query = choose(table(SubscriptionRow), col(ChatMemoryRow.memory), own.label("own"))
    query = query.outerjoin(ChatMemoryRow, col(ChatMemoryRow.chat) == SubscriptionRow.chat)
    query = query.where(col(SubscriptionRow.due) <= now, ~_second_of_its_chat())
    query = query.order_by(col(SubscriptionRow.due), col(SubscriptionRow.id)).limit(limit)
    rows = (await session.exec(query)).all()  # type: ignore[call-overload]  # not a select of sqlmodel's
    doubts = await outbox.doubts(session, [row.chat for row in rows])
    return tuple(Due(unpack(row), row.memory or None, bool(row.own), doubts.get(row.chat, ())) for row in rows)


async def rules(session: Session) -> tuple[tuple[Rule, datetime], ...]:
    """The different rules of subscriptions that do not rest, each with every moment at which it is due next."""
    row = SubscriptionRow
    query = select(row.times, row.days, row.zone, row.quiet).add_columns(col(row.due)).distinct()
    rows = await session.exec(query.where(col(row.due).is_not(None)))  # type: ignore[call-overload]  # five columns
    return tuple((unpack_rule(*columns), moment) for *columns, moment in rows)


async def realign(session: Session, rule: Rule, old: datetime, new: datetime) -> int:
    """Where the clock of a rule was changed, move what was due then to another moment; how many there were."""
    columns = (getattr(SubscriptionRow, name).is_not_distinct_from(value) for name, value in pack_rule(rule).items())
    moved = update(SubscriptionRow).where(col(SubscriptionRow.due) == old, *columns).values(due=new)
    return (await session.exec(moved)).rowcount


async def mark_told(session: Session, subscription: int, trouble: str | None) -> bool:
    """Note the trouble of which somebody is told, None when it ended; True for one caller, who is to tell them."""
    other = col(SubscriptionRow.told).is_distinct_from(trouble)
    told = update(SubscriptionRow).where(col(SubscriptionRow.id) == subscription, other)
    return (await session.exec(told.values(told=storable(trouble)))).rowcount == 1


async def earliest(session: Session) -> datetime | None:
    """When the next subscription is due, also where that is past; None when none is."""
    return (await session.exec(select(func.min(SubscriptionRow.due)))).one()


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """Move a group's subscriptions, what it was told, and what is to go to it to the supergroup that it became."""
    await memories.migrate(session, old_chat, new_chat)
    mine = col(SubscriptionRow.chat) == old_chat
    await session.exec(update(SubscriptionRow).where(mine).values(chat=new_chat, version=SubscriptionRow.version + 1))
    await outbox.migrate(session, old_chat, new_chat)


def _is(subscription: int, chat: int) -> ColumnElement[bool]:
    """Condition on subscriptions: this one, and of this chat."""
    return (col(SubscriptionRow.id) == subscription) & (col(SubscriptionRow.chat) == chat)


def _exists(chat: int | None) -> ColumnElement[bool]:
    """Condition on subscriptions: a row names their chat in this column."""
    return select(chat).where(col(chat) == SubscriptionRow.chat).correlate(SubscriptionRow).exists()


def _second_of_its_chat() -> ColumnElement[bool]:
    """Condition on subscriptions: another one of the chat has been due for longer."""
    other = aliased(SubscriptionRow)
    before = tuple_(col(other.due), col(other.id)) < tuple_(col(SubscriptionRow.due), col(SubscriptionRow.id))
    return select(other.id).where(other.chat == SubscriptionRow.chat, before).correlate(SubscriptionRow).exists()
