"""The outbox: messages of digests on their way, each chat's in order, none asked for by two at a time.

pending -> claim, leased -> begin: sending -> settle: sent | pending, later | dead | uncertain
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    String,
    Update,
    case,
    false,
    func,
    insert,
    literal,
    literal_column,
    or_,
    true,
    update,
)
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage import memories
from storage.bulk import chunks, table
from storage.rows import ChatRow, DeliveryRow, DigestRow, LetterPartRow, SubscriptionRow
from storage.session import Session
from storage.types import Delivery, DeliveryState, Doubt, Settled

Change = TypeVar("Change", bound=Update)

WHOLE = timedelta(days=2)
"""How long the rest of a digest of which a part arrived still belongs to it."""

# Literals, not parameters: a partial index is used only where the statement itself says what the index holds.
_PENDING = literal_column("'pending'", String)
_SENDING = literal_column("'sending'", String)
_OPEN = (_PENDING, _SENDING)
_ASTRAY = (literal_column("'uncertain'", String), literal_column("'dead'", String))
_FROM: dict[DeliveryState, tuple[DeliveryState, ...]] = {
    "sent": ("pending", "sending", "uncertain", "dead"),
    "pending": ("pending", "sending", "uncertain"),
    "uncertain": ("pending", "sending"),
    "dead": ("pending", "sending", "uncertain"),
}
"""What a state may follow: a receipt wins over all, and what is sent stays sent."""


async def fill(session: Session, subscriptions: Sequence[int]) -> None:
    """Note each message of these subscriptions' digests that are due now; each once, and only once in a transaction.

    A chat's are never due before what waits for it already: then those that must wait are not looked at either.
    """
    last = aliased(DeliveryRow)
    until = select(func.max(last.due)).where(last.chat == SubscriptionRow.chat, col(last.state).in_(_OPEN))
    waits = until.correlate(SubscriptionRow).scalar_subquery()
    values = {
        "digest_id": col(DigestRow.id), "chat": col(SubscriptionRow.chat), "part": col(LetterPartRow.part),
        "due": case((waits > col(DigestRow.start), waits), else_=col(DigestRow.start)), "state": _PENDING,
        "held": false(), "owned": false(), "tries": literal(0), "repeated": false(),
    }  # fmt: skip
    due = col(DigestRow.occurrence) == SubscriptionRow.due, col(SubscriptionRow.id).in_(subscriptions)
    query = choose(*values.values()).select_from(DigestRow).where(*due)
    query = query.join(SubscriptionRow, col(SubscriptionRow.id) == DigestRow.subscription_id)
    query = query.join(LetterPartRow, col(LetterPartRow.letter_id) == DigestRow.letter_id)
    query = query.order_by(col(DigestRow.id), col(LetterPartRow.part))
    await session.exec(insert(table(DeliveryRow)).from_select(list(values), query))


async def claim(session: Session, now: datetime, *, until: datetime, limit: int) -> tuple[Delivery, ...]:
    """Messages that may go out now, leased `until` then, due longest first; no two callers get the same one.

    Of a chat only the first that is neither sent nor given up, and nothing of a chat that cannot be written to.
    """
    chosen = select(DeliveryRow.id).where(_waiting(), col(DeliveryRow.due) <= now, _free(now), ~_behind_another())
    chosen = chosen.order_by(col(DeliveryRow.due), col(DeliveryRow.id)).limit(limit)
    # As a CTE: of a plain subquery PostgreSQL may run the lock and the limit again for every row.
    claimed = chosen.with_for_update(skip_locked=True).cte("claimed")
    taken = update(DeliveryRow).where(col(DeliveryRow.id).in_(select(claimed.c.id))).values(leased=until)
    ids = (await session.exec(_plain(taken.returning(col(DeliveryRow.id))))).scalars().all()
    return await _read(session, ids)


async def begin(session: Session, ids: Collection[int], now: datetime, *, until: datetime) -> frozenset[int]:
    """Note, before asking Telegram, that these are asked for; only those in the result may be.

    Left out is what was begun, put off, held or deleted since it was claimed. Commit before the request: after a crash
    what is `sending` may have arrived. After `until` it counts as uncertain; `settle` knows the beginner by it, so that
    no two of them may have the same.
    """
    begun = update(DeliveryRow).where(col(DeliveryRow.id).in_(ids), _waiting(), col(DeliveryRow.due) <= now)
    begun = begun.values(state="sending", leased=until, tries=DeliveryRow.tries + 1)
    return frozenset((await session.exec(_plain(begun.returning(col(DeliveryRow.id))))).scalars())


async def settle(session: Session, settled: Sequence[Settled], now: datetime) -> None:
    """Keep what became of messages. A receipt wins over whatever was thought; nothing undoes one.

    Anything else is passed over where another has begun it since: his request may be under way, or have arrived.
    What is put off puts off what comes after it in its chat. What is pending without a moment may go out at once.
    """
    for each in settled:
        changed = update(DeliveryRow).where(col(DeliveryRow.id) == each.delivery)
        changed = changed.where(col(DeliveryRow.state).in_(_FROM[each.state]), _his(each))
        known = {"message": each.message, "repeated": each.repeated}
        values = {name: value for name, value in known.items() if value is not None}
        changed = changed.values(state=each.state, leased=None, **values).returning(col(DeliveryRow.chat))
        chat = (await session.exec(_plain(changed))).scalar_one_or_none()
        if chat is not None and each.state == "pending":
            await _put_off(session, chat, each.due or now, col(DeliveryRow.id) >= each.delivery)


async def release(session: Session, ids: Collection[int]) -> None:
    """Give back what was claimed and not begun."""
    given_back = update(DeliveryRow).where(col(DeliveryRow.id).in_(ids), col(DeliveryRow.state) == _PENDING)
    await session.exec(_plain(given_back.values(leased=None)))


async def unclaim(session: Session) -> int:
    """Give back all that anybody claimed and did not begin: a sender that died left it; how many messages.

    Where that one lives after all nothing is asked for twice: `begin` says yes to one.
    """
    claimed = update(DeliveryRow).where(col(DeliveryRow.leased).is_not(None), col(DeliveryRow.state) == _PENDING)
    return (await session.exec(_plain(claimed.values(leased=None)))).rowcount


async def recover(session: Session, now: datetime, *, repeat: bool = False) -> int:
    """Give up on replies that are overdue; how many there were.

    They are uncertain then: whoever asked has died, or hears nothing. With `repeat` they are pending again, marked as
    going out a second time.
    """
    overdue = col(DeliveryRow.leased) <= now, col(DeliveryRow.state) == _SENDING
    values = {"state": "pending", "repeated": True} if repeat else {"state": "uncertain"}
    return (await session.exec(_plain(update(DeliveryRow).where(*overdue).values(leased=None, **values)))).rowcount


async def put_off(session: Session, chat: int, until: datetime) -> None:
    """Send nothing of a chat before then; what is to go out later anyway stays."""
    await _put_off(session, chat, until)


async def hold(session: Session, chat: int, subscription: int | None = None) -> None:
    """Keep what waits for a chat that cannot be written to, or of a subscription that rests, until `free`."""
    held = update(DeliveryRow).where(_open_in(chat)).values(held=True)
    if subscription is not None:
        mine = select(DigestRow.id).where(DigestRow.subscription_id == subscription)
        held = held.where(col(DeliveryRow.digest_id).in_(mine))
    await session.exec(_plain(held))


async def free(session: Session, chat: int, now: datetime) -> None:
    """Let go out what was held of a chat: the rest of a digest that was begun less than two days ago.

    Others are dropped and not remembered as told, so that the next digest tells what they would have. What is of a
    subscription that rests stays held.
    """
    held = select(DeliveryRow.digest_id).where(_freed(chat)).distinct()
    await drop(session, chat, await _stale(session, (await session.exec(held)).all(), now))
    await release_hold(session, chat)


async def release_hold(session: Session, chat: int) -> None:
    """Let go out whatever was held of a chat."""
    await session.exec(_plain(update(DeliveryRow).where(_freed(chat)).values(held=False)))


async def drop(session: Session, chat: int, digests: Collection[int]) -> None:
    """Send no more of these digests, and let the chat's next one tell what they told."""
    pending = col(DeliveryRow.digest_id).in_(digests), col(DeliveryRow.state) == _PENDING
    dropped = update(DeliveryRow).where(*pending).values(state="dead", leased=None, owned=True)  # nothing is amiss
    await session.exec(_plain(dropped))
    await memories.take_back(session, chat, digests)


async def unfinished(session: Session, subscription: int) -> tuple[int, ...]:
    """Digests of a subscription of which something would still go out."""
    query = select(DigestRow.id).where(DigestRow.subscription_id == subscription, _has("pending"))
    return tuple(number for number in await session.exec(query) if number is not None)


async def counts(session: Session) -> dict[DeliveryState, int]:
    """How many messages are in each state; states that none is in are left out."""
    query = select(DeliveryRow.state, func.count()).group_by(col(DeliveryRow.state))
    return {cast(DeliveryState, state): number for state, number in await session.exec(query)}


async def get(session: Session, delivery: int, chat: int) -> Delivery | None:
    """The message of an id that the chat gets, or has set up for another; None for others, as for none."""
    return next((each for each in await _read(session, (delivery,)) if chat in (each.chat, each.home)), None)


async def next_due(session: Session, now: datetime) -> datetime | None:
    """The next moment after now at which there may be something to claim or to recover; None when nothing waits.

    What is due already is not counted: claim first, and ask when that gives nothing.
    """
    due = select(func.min(DeliveryRow.due)).where(_waiting(), col(DeliveryRow.due) > now)
    leased = select(func.min(DeliveryRow.leased)).where(col(DeliveryRow.leased) > now)
    found = [(await session.exec(query)).one() for query in (due, leased)]
    return min((moment for moment in found if moment is not None), default=None)


async def unthread(session: Session, delivery: int) -> None:
    """Send the rest of a message's digest to no topic."""
    digest = select(DeliveryRow.digest_id).where(DeliveryRow.id == delivery).scalar_subquery()
    await session.exec(_plain(update(DigestRow).where(col(DigestRow.id) == digest).values(thread=None)))


async def doubts(session: Session, chats: Sequence[int]) -> dict[int, tuple[Doubt, ...]]:
    """Of each chat that has any, the messages that may not have arrived and of which it was not told, oldest first.

    Also those that surely did not: nothing that was remembered as told is lost in silence.
    """
    found = defaultdict[int, list[Doubt]](list)
    query = select(DeliveryRow, DigestRow.occurrence, _parts()).join(DigestRow)
    query = query.where(is_untold()).order_by(col(DeliveryRow.id))
    for some in chunks(chats):
        for row, occurrence, of in await session.exec(query.where(col(DeliveryRow.chat).in_(some))):
            found[row.chat].append(Doubt(row.id or 0, occurrence, row.part, of, lost=row.state == "dead"))
    return {chat: tuple(each) for chat, each in found.items()}


async def doubts_of(session: Session, subscription: int) -> tuple[Doubt, ...]:
    """As `doubts`, of one subscription."""
    query = select(DeliveryRow, DigestRow.occurrence, _parts()).join(DigestRow)
    query = query.where(DigestRow.subscription_id == subscription, col(DeliveryRow.state).in_(_ASTRAY))
    rows = await session.exec(query.where(~col(DeliveryRow.owned)).order_by(col(DeliveryRow.id)))
    return tuple(Doubt(row.id or 0, due, row.part, of, lost=row.state == "dead") for row, due, of in rows)


async def own_up(session: Session, deliveries: Sequence[int]) -> None:
    """Note that these chats are told of what may not have arrived."""
    for some in chunks(deliveries):
        await session.exec(_plain(update(DeliveryRow).where(col(DeliveryRow.id).in_(some)).values(owned=True)))


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """What was to go to a group goes to the supergroup that it became."""
    await session.exec(_plain(update(DeliveryRow).where(col(DeliveryRow.chat) == old_chat).values(chat=new_chat)))


async def _put_off(session: Session, chat: int, until: datetime, *which: ColumnElement[bool]) -> None:
    """A chat's messages keep falling due in their order: then those that must wait for others are not looked at."""
    sooner = update(DeliveryRow).where(_open_in(chat), col(DeliveryRow.due) < until, *which)
    await session.exec(_plain(sooner.values(due=until)))


def _parts() -> ColumnElement[int]:
    """Of a digest, how many messages it has."""
    part = aliased(LetterPartRow)
    query = select(func.count()).select_from(part).where(part.letter_id == DigestRow.letter_id)
    return query.correlate(DigestRow).scalar_subquery()


async def _read(session: Session, ids: Sequence[int | None]) -> tuple[Delivery, ...]:
    """The messages of these ids, in the order in which they are due."""
    channel = col(ChatRow.kind).is_not_distinct_from("channel")
    home, topic = col(SubscriptionRow.home), col(SubscriptionRow.thread)
    outside = topic.is_not(None) & col(DigestRow.thread).is_(None)
    query = choose(DeliveryRow, DigestRow, col(LetterPartRow.content), _parts(), home, channel, outside)
    query = query.join(DigestRow, col(DigestRow.id) == DeliveryRow.digest_id)
    query = query.join(SubscriptionRow, col(SubscriptionRow.id) == DigestRow.subscription_id)
    query = query.outerjoin(ChatRow, col(ChatRow.id) == DeliveryRow.chat)
    same = (col(LetterPartRow.letter_id) == DigestRow.letter_id) & (col(LetterPartRow.part) == DeliveryRow.part)
    query = query.join(LetterPartRow, same)
    query = query.execution_options(populate_existing=True)
    found: list[Delivery] = []
    for some in chunks(ids):
        rows = await session.exec(query.where(col(DeliveryRow.id).in_(some)))  # type: ignore[call-overload]  # seven columns
        found += [_delivery(*row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.due, each.id)))


def _delivery(
    row: DeliveryRow, digest: DigestRow, content: str, parts: int, home: int | None, channel: int, outside: int
) -> Delivery:
    assert row.id is not None  # noqa: S101  (a row that was read has its id; for the type checker)
    return Delivery(
        row.id, digest.subscription_id, row.chat, digest.thread, digest.occurrence, row.part, parts, content,
        digest.silent, cast(DeliveryState, row.state), row.due, row.tries, row.message, row.repeated, home,
        bool(channel), bool(outside),
    )  # fmt: skip


def _waiting() -> ColumnElement[bool]:
    """Condition on messages: to be sent, to a chat that can be written to."""
    return (col(DeliveryRow.state) == _PENDING) & ~col(DeliveryRow.held)


def _free(now: datetime) -> ColumnElement[bool]:
    """Condition on messages: no claimer has it."""
    return or_(col(DeliveryRow.leased).is_(None), col(DeliveryRow.leased) <= now)


def is_open() -> ColumnElement[bool]:
    """Condition on messages: neither sent nor given up."""
    return col(DeliveryRow.state).in_(_OPEN)


def is_untold() -> ColumnElement[bool]:
    """Condition on messages: perhaps or surely lost, and their chat was not told of it."""
    return col(DeliveryRow.state).in_(_ASTRAY) & ~col(DeliveryRow.owned)


def _his(settled: Settled) -> ColumnElement[bool]:
    """Condition on messages: nobody but whoever settles it has begun it last; a receipt counts in any case."""
    if settled.state == "sent" or settled.lease is None:
        return true()
    sending = (col(DeliveryRow.state) == _SENDING) & (col(DeliveryRow.leased) == settled.lease)
    given_up = (col(DeliveryRow.state) == _ASTRAY[0]) & (col(DeliveryRow.tries) == settled.tries)
    return or_(col(DeliveryRow.state) == _PENDING, sending, given_up)


def _open_in(chat: int) -> ColumnElement[bool]:
    """Condition on messages: of the chat, and neither sent nor given up."""
    return (col(DeliveryRow.chat) == chat) & is_open()


def _freed(chat: int) -> ColumnElement[bool]:
    """Condition on messages: of the chat, held, and of a subscription that does not rest."""
    going = select(DigestRow.id).join(SubscriptionRow)
    going = going.where(SubscriptionRow.chat == chat, col(SubscriptionRow.paused).is_(None))
    return _open_in(chat) & col(DeliveryRow.held) & col(DeliveryRow.digest_id).in_(going)


def _behind_another() -> ColumnElement[bool]:
    """Condition on messages: an earlier one of the chat is neither sent nor given up.

    One that is held does not count: where a group's become a supergroup's, they would hold up that one's own.
    """
    earlier = aliased(DeliveryRow)
    query = select(earlier.id).where(earlier.chat == DeliveryRow.chat, col(earlier.id) < DeliveryRow.id)
    query = query.where(col(earlier.state).in_(_OPEN), ~col(earlier.held))
    return query.correlate(DeliveryRow).exists()


def _has(*states: DeliveryState) -> ColumnElement[bool]:
    """Condition on digests: a message of it is in one of the states."""
    query = select(DeliveryRow.id).where(DeliveryRow.digest_id == DigestRow.id, col(DeliveryRow.state).in_(states))
    return query.correlate(DigestRow).exists()


def begun() -> ColumnElement[bool]:
    """Condition on digests: something of it was asked for."""
    return _has("sending", "sent", "uncertain")


async def _stale(session: Session, digests: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Of these digests those that were not begun, or long ago."""
    old = or_(~begun(), col(DigestRow.made) < now - WHOLE)
    query = select(DigestRow.id).where(col(DigestRow.id).in_(digests), old)
    return tuple(number for number in await session.exec(query) if number is not None)


def _plain(statement: Change) -> Change:
    """The same statement, which looks at no objects of the session: there are none that it could make stale."""
    return statement.execution_options(synchronize_session=False)
