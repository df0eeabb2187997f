"""Subscriptions: who gets a digest when, and whose is due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, literal, or_, tuple_, update
from sqlalchemy import Row as Columns
from sqlalchemy import delete as delete_rows
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage import memories, outbox, unsent
from storage.bulk import chunks, table
from storage.rows import ChatMemoryRow, ChatRow, ScopeRow, SourceRow, SubscriptionRow
from storage.rules import pack_rule, pack_taste, unpack_rule
from storage.rules import subscription as unpack
from storage.session import Session
from storage.storable import storable
from storage.types import Due, Pause, Rule, Subscription, Taste


class Place(NamedTuple):
    """Where a subscription stands among those that are due."""

    due: datetime
    id: int


_ENDED = ("rights", "away")
"""Troubles that are over when a chat can be written to again, of which it says so itself."""
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
    looked: datetime | None = None,
    home: int | None = None,
) -> Subscription:
    """Subscribe a chat; its first digest is composed at `due`, and tells what came after `looked`, None: all.

    `home` is the chat in which it is set up, where that is another one.
    """
    await memories.begin(session, chat)
    row = SubscriptionRow(
        chat=chat, thread=thread, person=person, silent=silent, created=now, due=due, looked=looked,
        home=None if home == chat else home,
        **pack_rule(rule), **pack_taste(taste),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return unpack(row)


async def of_chat(session: Session, chat: int) -> tuple[Subscription, ...]:
    """What a chat gets, and what it set up for others to get; also those that rest, oldest first."""
    return await _those(session, _concerns(chat))


async def received(session: Session, chat: int) -> tuple[Subscription, ...]:
    """What a chat gets, wherever it was set up; also those that rest, oldest first."""
    return await _those(session, col(SubscriptionRow.chat) == chat)


async def get(session: Session, subscription: int, chat: int) -> Subscription | None:
    """The subscription of an id that the chat gets or has set up; None for others, as for none.

    Who may change it is its keeper: that is the caller's to ask.
    """
    query = select(SubscriptionRow).where(SubscriptionRow.id == subscription, _concerns(chat))
    row = (await session.exec(query.execution_options(**_FRESH))).one_or_none()
    return None if row is None else unpack(row)


async def change(session: Session, subscription: Subscription, *, now: datetime | None = None) -> Subscription | None:
    """Keep what a person changed: all but `id`, `chat`, `home`, `created`, `last` and `looked`.

    While it rests it is not due.
    What waits of a digest that somebody asked to rest is held; when it goes on that is sent, but what is of no use any
    more `now`: see `outbox.free`.
    None, and nothing is kept, when it is gone, or was changed, paused or composed since it was read.
    """
    await memories.lock(session, (subscription.chat,))  # as in `delete`
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
    if new.paused == "asked":
        await outbox.hold(session, new.chat, new.id)
    elif new.paused is None and now:
        await outbox.free(session, new.chat, now)
    elif new.paused is None:
        await outbox.release_hold(session, new.chat)
    return await get(session, new.id, new.chat)


async def delete(session: Session, subscription: int, chat: int) -> Subscription | None:
    """End a subscription that this chat gets or has set up, given as it was in the end; None when there is none.

    Its messages go too, sent or not; what a digest of it told that was not through is told by another.
    """
    known = await get(session, subscription, chat)
    if known is None:
        return None
    await memories.lock(session, (known.chat,))  # before its rows, as everybody does who takes both
    digests = await outbox.unfinished(session, subscription)
    await memories.take_back(session, known.chat, digests)
    gone = await get(session, subscription, chat)
    await session.exec(delete_rows(SubscriptionRow).where(_is(subscription, known.chat)))
    return gone


async def pause_chat(session: Session, chat: int, why: Pause) -> None:
    """Rest all that a chat gets; those that somebody asked to rest, or whose home is not let in, do so for that still.

    What waits to be sent there waits too. What it has set up elsewhere goes on.
    """
    others = or_(col(SubscriptionRow.paused).is_(None), col(SubscriptionRow.paused).not_in(("asked", "access", why)))
    rest = update(SubscriptionRow).where(col(SubscriptionRow.chat) == chat, others)
    await session.exec(rest.values(paused=why, due=None, version=SubscriptionRow.version + 1))
    await outbox.hold(session, chat)


async def resume_chat(
    session: Session, chat: int, whys: Collection[Pause], next_due: Callable[[Rule], datetime], now: datetime
) -> tuple[Subscription, ...]:
    """Go on with what a chat gets that rests for one of these reasons; those that do now.

    Where it comes from elsewhere the trouble is over of which that chat was told: it is told of the next. Once none
    rests for a reason that keeps us from writing there, what waits goes out, as far as it is of use: see `outbox.free`.
    """
    await memories.lock(session, (chat,))  # as in `delete`
    resting = [each for each in await received(session, chat) if each.paused in whys]
    for each in resting:
        values = {"paused": None, "due": next_due(each.rule), "version": each.version + 1}
        values |= {"told": None} if each.home is not None and each.told in _ENDED else {}
        await session.exec(update(SubscriptionRow).where(_is(each.id, chat)).values(**values))
    now_here = await received(session, chat)
    if all(each.paused in (None, "asked") for each in now_here):
        await outbox.free(session, chat, now)
    ids = {each.id for each in resting}
    return tuple(each for each in now_here if each.id in ids)


async def due(session: Session, now: datetime, *, limit: int) -> tuple[Due, ...]:
    """Subscriptions that are due, longest first, one of a chat at most: what one tells the next one does not.

    None of which a digest was begun and is not through; one that was not begun gives way to the next.
    """
    first = await earliest(session)
    if first is None or first > now:  # the usual answer, at a tenth of the price
        return ()
    rows = await _due_rows(session, (col(SubscriptionRow.due) <= now, ~_second_of_its_chat()), limit)
    return await _of_rows(session, rows)


async def all_due(
    session: Session, now: datetime, *, after: Place | None = None, limit: int
) -> tuple[tuple[Due, ...], Place | None]:
    """As `due`, all of a chat, from behind a place on; and the place to go on from, None where no more are due."""
    if after is None and ((first := await earliest(session)) is None or first > now):
        return (), None
    order = tuple_(col(SubscriptionRow.due), col(SubscriptionRow.id))
    further = (order > tuple_(literal(after.due), literal(after.id)),) if after else ()
    rows = await _due_rows(session, (col(SubscriptionRow.due) <= now, *further), limit)
    return await _of_rows(session, rows), Place(rows[-1].due, rows[-1].id) if len(rows) == limit else None


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


async def mark_routed(session: Session, chat: int, trouble: str) -> tuple[int, ...]:
    """Note a trouble of a chat with all that it gets from elsewhere; the homes that are to be told, each by one caller.

    A home that was told of it by one digest is not told by another.
    """
    await memories.lock(session, (chat,))
    routed = [each for each in await received(session, chat) if each.home is not None]
    knowing = {each.home for each in routed if each.told == trouble}
    mine = col(SubscriptionRow.id).in_([each.id for each in routed])
    await session.exec(update(SubscriptionRow).where(mine).values(told=trouble))
    return tuple(dict.fromkeys(each.home for each in routed if each.home is not None and each.home not in knowing))


async def ease(session: Session, subscriptions: Collection[int], trouble: str) -> None:
    """Note that a trouble ended, of which somebody may have been told: when it comes again they are told again."""
    for some in chunks(sorted(set(subscriptions))):
        mine = col(SubscriptionRow.id).in_(some), col(SubscriptionRow.told) == trouble
        await session.exec(update(SubscriptionRow).where(*mine).values(told=None))


async def earliest(session: Session) -> datetime | None:
    """When the next subscription is due, also where that is past; None when none is."""
    return (await session.exec(select(func.min(SubscriptionRow.due)))).one()


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """Move a group's subscriptions, what it was told, and what is to go to it to the supergroup that it became.

    So does what it has set up for others to get.
    """
    await memories.migrate(session, old_chat, new_chat)
    row, next_version = SubscriptionRow, SubscriptionRow.version + 1
    await session.exec(update(row).where(col(row.chat) == old_chat).values(chat=new_chat, version=next_version))
    await session.exec(update(row).where(col(row.home) == old_chat).values(home=new_chat, version=next_version))
    await session.exec(update(row).where(col(row.home) == row.chat).values(home=None))
    await outbox.migrate(session, old_chat, new_chat)


async def _due_rows(session: Session, which: Collection[ColumnElement[bool]], limit: int) -> Sequence[Columns[Any]]:
    """Columns, not objects: a thousand at a time."""
    own = or_(_exists(SourceRow.chat), _exists(ScopeRow.scope))
    query = choose(table(SubscriptionRow), col(ChatMemoryRow.memory), own.label("own"), col(ChatRow.kind).label("kind"))
    query = query.outerjoin(ChatMemoryRow, col(ChatMemoryRow.chat) == SubscriptionRow.chat)
    query = query.outerjoin(ChatRow, col(ChatRow.id) == SubscriptionRow.chat)
    query = query.where(*which, ~unsent.unfinished())
    query = query.order_by(col(SubscriptionRow.due), col(SubscriptionRow.id)).limit(limit)
    return (await session.exec(query)).all()  # type: ignore[call-overload, no-any-return]  # not a select of sqlmodel's


async def _of_rows(session: Session, rows: Sequence[Columns[Any]]) -> tuple[Due, ...]:
    doubts = await outbox.doubts(session, [row.chat for row in rows if row.kind != "channel"])
    found = [Due(unpack(row), row.memory or None, bool(row.own), doubts.get(row.chat, ())) for row in rows]
    return await unsent.overtaking(session, found)


def _is(subscription: int, chat: int) -> ColumnElement[bool]:
    """Condition on subscriptions: this one, and of this chat."""
    return (col(SubscriptionRow.id) == subscription) & (col(SubscriptionRow.chat) == chat)


def _keeper() -> ColumnElement[int]:
    """Of subscriptions, the chat in which they were set up."""
    return func.coalesce(SubscriptionRow.home, SubscriptionRow.chat)


def _concerns(chat: int) -> ColumnElement[bool]:
    """Condition on subscriptions: the chat gets them, or has set them up."""
    return or_(col(SubscriptionRow.chat) == chat, col(SubscriptionRow.home) == chat)


async def _those(session: Session, which: ColumnElement[bool]) -> tuple[Subscription, ...]:
    query = select(SubscriptionRow).where(which).order_by(col(SubscriptionRow.id))
    return tuple(map(unpack, await session.exec(query.execution_options(**_FRESH))))


def _exists(chat: int | None) -> ColumnElement[bool]:
    """Condition on subscriptions: a row names their keeper in this column."""
    return select(chat).where(col(chat) == _keeper()).correlate(SubscriptionRow).exists()


def _second_of_its_chat() -> ColumnElement[bool]:
    """Condition on subscriptions: another one of the chat has been due for longer."""
    other = aliased(SubscriptionRow)
    before = tuple_(col(other.due), col(other.id)) < tuple_(col(SubscriptionRow.due), col(SubscriptionRow.id))
    return select(other.id).where(other.chat == SubscriptionRow.chat, before).correlate(SubscriptionRow).exists()
