"""Digests: what was composed of due subscriptions, once for all who get the same, and that it is to be sent.

edition (what is told) -> letter (its messages) -> write: digest, deliveries, memory, next due, in one transaction
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, update
from sqlmodel import col, select

from storage import memories, outbox
from storage.bulk import chunks, table
from storage.rows import (
    DeliveryRow,
    DigestRow,
    EditionRow,
    LetterPartRow,
    LetterRow,
    MemoryRow,
    SubscriptionRow,
)
from storage.session import Session
from storage.types import Edition, Told, Written


async def memory(session: Session, memory: int | None, *, most: int = memories.MOST) -> tuple[Edition, ...]:
    """The editions of a memory, the one told last first, at most so many; none of None."""
    if memory is None:
        return ()
    return tuple(map(_edition, await memories.editions(session, memory, most)))


async def add_edition(session: Session, told: Sequence[Told], now: datetime) -> int:
    """Keep what a digest tells; its id."""
    row = EditionRow(made=now, told=json.dumps([astuple(each) for each in told], separators=(",", ":")))
    session.add(row)
    await session.flush()
    assert row.id is not None  # noqa: S101  (a row that was stored has its id; for the type checker)
    return row.id


async def add_letter(session: Session, edition: int, parts: Sequence[str]) -> int:
    """Keep the messages of an edition, in their order, as JSON; its id."""
    row = LetterRow(edition_id=edition)
    session.add(row)
    await session.flush()
    assert row.id is not None  # noqa: S101  (as above)
    numbered = [{"letter_id": row.id, "part": part, "content": content} for part, content in enumerate(parts, 1)]
    await session.exec(insert(table(LetterPartRow)), params=numbered)
    return row.id


async def write(session: Session, written: Sequence[Written], now: datetime) -> int:
    """Keep what was composed of due subscriptions, all of it or nothing; how many messages are to be sent.

    Passed over is what is no longer as it was composed for: a subscription that is gone, rests, was changed, or is due
    at another moment, and a chat that was told something else meanwhile; so is a chat's second digest in one go. For
    an occurrence that has its digest already nothing is sent again.
    """
    return sum([await _write(session, some, now) for some in chunks(written)])


async def prune(session: Session, before: datetime) -> int:
    """Forget digests that were composed before then and of which nothing is on its way; how many.

    With them go their messages, then letters and editions that old that nobody has or remembers any more.
    """
    waiting = select(DeliveryRow.id).where(DeliveryRow.digest_id == DigestRow.id)
    waiting = waiting.where(col(DeliveryRow.state).in_(("pending", "sending"))).correlate(DigestRow)
    old = delete(DigestRow).where(col(DigestRow.made) < before, ~waiting.exists())
    gone = (await session.exec(old)).rowcount
    aged = col(EditionRow.made) < before
    editions = select(EditionRow.id).where(aged)
    used = select(DigestRow.letter_id)
    await session.exec(delete(LetterRow).where(col(LetterRow.edition_id).in_(editions), col(LetterRow.id).not_in(used)))
    await memories.prune(session, before)
    kept = select(LetterRow.edition_id).union(select(MemoryRow.edition_id))
    await session.exec(delete(EditionRow).where(aged, col(EditionRow.id).not_in(kept)))
    return gone


class _Letter(NamedTuple):
    """A subscription that is to get a letter: `parts` messages, which tell `edition`."""

    written: Written
    letter: int
    edition: int
    parts: int

    @property
    def step(self) -> tuple[int, int]:
        """What is remembered before it, and what it adds."""
        return self.written.due.memory or memories.NOTHING, self.edition


async def _write(session: Session, written: Sequence[Written], now: datetime) -> int:
    current, told = await _current(session, written)
    await _set_due(session, current)
    letters = await _letters(session, [each for each in current if each.due.subscription.id not in told])
    await outbox.own_up(session, [doubt.delivery for each in letters for doubt in each.written.due.doubts])
    grown = await memories.grow(session, {each.step for each in letters})
    await memories.put(session, {each.written.due.subscription.chat: grown[each.step] for each in letters})
    return await _add_deliveries(session, letters, await _add_digests(session, letters, now))


async def _current(session: Session, written: Sequence[Written]) -> tuple[list[Written], set[int]]:
    """Those that are as they were composed for, one of a chat, locked; and which have this occurrence's digest."""
    known = await memories.lock(session, [each.due.subscription.chat for each in written])
    first = {each.due.subscription.chat: each for each in reversed(written)}
    row, ids = SubscriptionRow, [each.due.subscription.id for each in first.values()]
    query = select(row.id, row.chat, row.due, row.version).where(col(row.id).in_(ids)).order_by(col(row.id))
    rows = await session.exec(query.with_for_update())
    now = {(number, chat, due, version, known.get(chat, memories.NOTHING)) for number, chat, due, version in rows}
    told = select(DigestRow.subscription_id).join(row).where(col(row.id).in_(ids), DigestRow.occurrence == row.due)
    return [each for each in first.values() if _seen(each) in now], set(await session.exec(told))


def _seen(written: Written) -> tuple[int, int, datetime | None, int, int]:
    """All that it was composed for."""
    subscription, memory = written.due.subscription, written.due.memory or memories.NOTHING
    return subscription.id, subscription.chat, subscription.due, subscription.version, memory


async def _set_due(session: Session, written: Sequence[Written]) -> None:
    if written:
        rows = [{"of": w.due.subscription.id, "was": w.due.subscription.due, "next": w.next_due} for w in written]
        kept = table(SubscriptionRow)
        query = update(kept).where(kept.c.id == bindparam("of"))
        await session.exec(query.values(due=bindparam("next"), last=bindparam("was")), params=rows)


async def _letters(session: Session, written: Sequence[Written]) -> list[_Letter]:
    """Those that get a letter, with what it holds."""
    query = select(LetterRow.id, LetterRow.edition_id, func.count()).join(LetterPartRow)
    query = query.where(col(LetterRow.id).in_({each.letter for each in written})).group_by(col(LetterRow.id))
    known = {letter: (edition, parts) for letter, edition, parts in await session.exec(query)}
    return [_Letter(each, each.letter, *known[each.letter]) for each in written if each.letter is not None]


async def _add_digests(session: Session, letters: Sequence[_Letter], now: datetime) -> dict[int, int]:
    """The number of each subscription's new digest."""
    if not letters:
        return {}
    new = table(DigestRow)
    query = insert(new).returning(new.c.subscription_id, new.c.id)
    rows = await session.exec(query, params=[_digest(each, now) for each in letters])
    return dict(rows.all())


def _digest(letter: _Letter, now: datetime) -> dict[str, Any]:
    about = letter.written.due.subscription
    return {
        "subscription_id": about.id, "occurrence": about.due, "letter_id": letter.letter, "before": letter.step[0],
        "made": now, "thread": about.thread, "silent": about.silent,
    }  # fmt: skip


async def _add_deliveries(session: Session, letters: Sequence[_Letter], digests: Mapping[int, int]) -> int:
    """Each chat's after what waits for it already: they never fall due before that does."""
    waiting = await outbox.waiting_until(session, [each.written.due.subscription.chat for each in letters])
    rows = [row for each in letters for row in _deliveries(each, digests, waiting)]
    if rows:
        await session.exec(insert(table(DeliveryRow)), params=rows)
    return len(rows)


def _deliveries(
    letter: _Letter, digests: Mapping[int, int], waiting: Mapping[int, datetime]
) -> Iterator[dict[str, Any]]:
    about, start = letter.written.due.subscription, letter.written.sent_from
    new = {"digest_id": digests[about.id], "chat": about.chat, "due": max(start, waiting.get(about.chat, start))}
    begun = {"state": "pending", "held": False, "owned": False, "tries": 0, "repeated": False}
    return ({**new, **begun, "part": part} for part in range(1, letter.parts + 1))


def _edition(row: EditionRow) -> Edition:
    assert row.id is not None  # noqa: S101  (as above)
    return Edition(row.id, row.made, tuple(Told(*each) for each in json.loads(row.told)))
