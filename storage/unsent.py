"""Unsent digests: one of which nothing was asked for yet gives way to the next, which tells what it would have told.

due again, and its last digest still waits -> due since then, told as little as before -> composed
  -> the same transaction that writes it down: the unsent one goes, unless it was begun meanwhile
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, update
from sqlalchemy import select as choose
from sqlmodel import col, select

from storage import memories, outbox
from storage.bulk import chunks, table
from storage.rows import DeliveryRow, DigestRow, SubscriptionRow
from storage.session import Session
from storage.types import Due, Written


class Open(NamedTuple):
    """A digest of which a message waits or is asked for."""

    id: int
    subscription: int
    before: int
    occurrence: datetime


def unfinished() -> ColumnElement[bool]:
    """Condition on subscriptions: a digest was begun, and the rest of it is to be sent. It is not overtaken."""
    query = select(DeliveryRow.id).join(DigestRow).where(DeliveryRow.chat == SubscriptionRow.chat)
    query = query.where(DigestRow.subscription_id == SubscriptionRow.id, outbox.is_open(), ~col(DeliveryRow.held))
    return query.where(outbox.begun()).correlate(SubscriptionRow).exists()


async def overtaking(session: Session, found: Sequence[Due]) -> tuple[Due, ...]:
    """The same, where a digest of theirs waits due since then and remembering nothing of it, nor of what came after.

    Left out is one that would overtake what is kept, as another digest of the chat that was begun.
    """
    opened = await _opened(session, [each.subscription.chat for each in found])
    tails = [_tail(opened[each.subscription.chat], each.subscription.id) for each in found]
    looked = await memories.looked_before(session, [digest.id for tail in tails for digest in tail])
    due = [_overtaking(each, tail, looked) for each, tail in zip(found, tails, strict=True)]
    kept = await _kept(session, [digest for each in due for digest in each.replaces])
    before = await memories.parents(session, [each.memory for each, tail in zip(found, tails, strict=True) if tail])
    # Where a supergroup was told something before its group came, what stands there is not all that it was told.
    whole = [not tail or before.get(was.memory or 0) == tail[-1].before for was, tail in zip(found, tails, strict=True)]
    return tuple(each for each, fit in zip(due, whole, strict=True) if fit and not kept.intersection(each.replaces))


async def give_way(session: Session, written: Sequence[Written]) -> list[Written]:
    """Take what these replace out of the outbox, of chats that are locked; the new ones are sent no sooner.

    Left out is one whose unsent digests are not as they were when it was composed.
    """
    if not any(each.due.replaces for each in written):
        return list(written)
    opened = await _opened(session, [each.due.subscription.chat for each in written])
    ids = [digest for each in written for digest in each.due.replaces]
    waits, kept = await _waits(session, ids), await _kept(session, ids)
    fit = [each for each in written if _as_composed(each, opened) and not kept.intersection(each.due.replaces)]
    tails = {
        each.due.subscription.id: _tail(opened[each.due.subscription.chat], each.due.subscription.id) for each in fit
    }
    await _remove(session, {each.due.subscription.chat: tails[each.due.subscription.id] for each in fit})
    return [replace(each, sent_from=max(each.sent_from, *_due(each, waits))) for each in fit]


def _overtaking(due: Due, tail: Sequence[Open], looked: Mapping[int, datetime | None]) -> Due:
    if not tail:
        return due
    mine = due.subscription.id
    since = min(digest.occurrence for digest in tail if digest.subscription == mine)
    late = replace(due.subscription, due=since, looked=looked[mine])
    return replace(due, subscription=late, memory=tail[0].before or None, replaces=tuple(each.id for each in tail))


def _tail(opened: Sequence[Open], subscription: int) -> Sequence[Open]:
    """From the first of the subscription's on: those after it were composed as if it had been read."""
    mine = next((place for place, digest in enumerate(opened) if digest.subscription == subscription), None)
    return () if mine is None else opened[mine:]


def _as_composed(written: Written, opened: Mapping[int, Sequence[Open]]) -> bool:
    about = written.due.subscription
    return tuple(digest.id for digest in _tail(opened[about.chat], about.id)) == written.due.replaces


def _due(written: Written, waits: Mapping[int, datetime]) -> list[datetime]:
    """When what it replaces was to be sent: a chat that wants a pause has it all the same."""
    return [written.sent_from, *(waits[digest] for digest in written.due.replaces if digest in waits)]


async def _opened(session: Session, chats: Sequence[int]) -> dict[int, list[Open]]:
    """Of each chat the digests that are not through, oldest first."""
    found = defaultdict[int, list[Open]](list)
    row = DigestRow
    query = choose(col(DeliveryRow.chat), col(row.id), col(row.subscription_id), col(row.before), col(row.occurrence))
    query = query.join(DigestRow, col(row.id) == DeliveryRow.digest_id).where(outbox.is_open()).distinct()
    for some in chunks(chats):
        rows = await session.exec(query.where(col(DeliveryRow.chat).in_(some)).order_by(col(row.id)))  # type: ignore[call-overload]  # five columns
        for chat, *about in rows:
            found[chat].append(Open(*about))
    return found


async def _kept(session: Session, digests: Sequence[int]) -> set[int]:
    """Of these digests those that were begun, or are held for their chat."""
    found = set[int]()
    for some in chunks(digests):
        query = select(DeliveryRow.digest_id).where(col(DeliveryRow.digest_id).in_(some))
        begun = col(DeliveryRow.state).in_(("sending", "sent", "uncertain")) | col(DeliveryRow.held)
        found.update(await session.exec(query.where(begun)))
    return found


async def _waits(session: Session, digests: Sequence[int]) -> dict[int, datetime]:
    """When the last message of each of these is due; locked, so that none is begun any more."""
    found = dict[int, datetime]()
    for some in chunks(digests):
        query = select(DeliveryRow.digest_id, DeliveryRow.due).where(col(DeliveryRow.digest_id).in_(some))
        for digest, due in await session.exec(query.order_by(col(DeliveryRow.id)).with_for_update()):
            found[digest] = max(due, found.get(digest, due))
    return found


async def _remove(session: Session, tails: Mapping[int, Sequence[Open]]) -> None:
    """Each chat remembers what it did before, and each of the subscriptions is due as it was."""
    digests = [digest for tail in tails.values() for digest in tail]
    if not digests:
        return
    looked = await memories.looked_before(session, [digest.id for digest in digests])
    await memories.put(session, {chat: tail[0].before for chat, tail in tails.items() if tail})
    for some in chunks([digest.id for digest in digests]):
        await memories.disown(session, some)
        await session.exec(delete(DigestRow).where(col(DigestRow.id).in_(some)))
    since = dict[int, datetime]()
    for digest in digests:
        since[digest.subscription] = min(digest.occurrence, since.get(digest.subscription, digest.occurrence))
    kept = table(SubscriptionRow)
    query = update(kept).where(kept.c.id == bindparam("of"), kept.c.due.is_not(None))
    rows = [{"of": number, "since": moment, "before": looked[number]} for number, moment in since.items()]
    await session.exec(query.values(due=bindparam("since"), looked=bindparam("before")), params=rows)
