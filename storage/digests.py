"""Digests: what was composed of due subscriptions, once for all who get the same, and that it is to be sent.

edition (what is told) -> letter (its messages) -> write: digest, deliveries, memory, next due, in one transaction
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, update
from sqlmodel import col, select

from storage import memories, outbox, unsent
from storage.bulk import chunks, grouped, table
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
from summarizer.errors import StorageError


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
    an occurrence that has its digest already nothing is sent again. Raises StorageError where there is no such letter.
    """
    return sum([await _write(session, some, now) for some in chunks(written)])


async def prune(session: Session, before: datetime, *, most: int | None = None) -> int:
    """Forget digests that were composed before then and of which nothing is on its way; how many.

    With them go their messages, then letters and editions that old that nobody has or remembers any more. `most` at a
    time, the oldest first: on SQLite everybody else who writes waits meanwhile, for 100,000 some seconds.
    """
    waiting = select(DeliveryRow.id).where(DeliveryRow.digest_id == DigestRow.id)
    waiting = waiting.where(col(DeliveryRow.state).in_(("pending", "sending"))).correlate(DigestRow)
    old = select(DigestRow.id).where(col(DigestRow.made) < before, ~waiting.exists())
    old = old.order_by(col(DigestRow.id)).limit(most)
    gone = (await session.exec(delete(DigestRow).where(col(DigestRow.id).in_(old)))).rowcount
    if gone == most:  # there may be more of them: what they leave behind is looked for once, after the last
        return gone
    aged = col(EditionRow.made) < before
    editions = select(EditionRow.id).where(aged)
    used = select(DigestRow.letter_id)
    await session.exec(delete(LetterRow).where(col(LetterRow.edition_id).in_(editions), col(LetterRow.id).not_in(used)))
    await memories.prune(session, before)
    kept = select(LetterRow.edition_id).union(select(MemoryRow.edition_id))
    await session.exec(delete(EditionRow).where(aged, col(EditionRow.id).not_in(kept)))
    return gone


async def drop_unused(session: Session, letters: Collection[int]) -> None:
    """Forget those of these letters that no digest has, and what no letter and no memory tells any more."""
    for some in chunks(sorted(letters)):
        used = select(DigestRow.letter_id).where(col(DigestRow.letter_id).in_(some))
        unused = col(LetterRow.id).in_(some), col(LetterRow.id).not_in(used)
        editions = set(await session.exec(select(LetterRow.edition_id).where(*unused)))
        await session.exec(delete(LetterRow).where(*unused))
        await drop_editions(session, editions)


async def drop_editions(session: Session, editions: Collection[int]) -> None:
    """Forget those of these editions that no letter and no memory tells."""
    told = select(LetterRow.edition_id).union(select(MemoryRow.edition_id))
    await session.exec(delete(EditionRow).where(col(EditionRow.id).in_(editions), col(EditionRow.id).not_in(told)))


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
    await memories.lock(session, [each.due.subscription.chat for each in written])
    current, told = await _current(session, await unsent.give_way(session, written))
    letters = await _letters(session, [each for each in current if each.due.subscription.id not in told])
    if letters:
        await session.exec(insert(table(DigestRow)), params=[_digest(each, now) for each in letters])
        await outbox.fill(session, [each.written.due.subscription.id for each in letters])
        await outbox.own_up(session, [doubt.delivery for each in letters for doubt in each.written.due.doubts])
        grown = await memories.grow(session, {each.step for each in letters})
        await memories.put(session, {each.written.due.subscription.chat: grown[each.step] for each in letters})
    await _set_due(session, [each for each in current if each.due.subscription.id not in told], now)
    await _set_due(session, [each for each in current if each.due.subscription.id in told], None)
    return sum(each.parts for each in letters)


async def _current(session: Session, written: Sequence[Written]) -> tuple[list[Written], set[int]]:
    """Those that are as they were composed for, one of a chat, locked; and which have this occurrence's digest."""
    known = await memories.lock(session, [each.due.subscription.chat for each in written])
    first = dict[int, Written]()
    for each in written:
        first.setdefault(each.due.subscription.chat, each)
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


async def _set_due(session: Session, written: Sequence[Written], looked: datetime | None) -> None:
    """In one statement for all that are due next at the same moment: most are. None: nobody looked for what is new."""
    seen = {} if looked is None else {"looked": looked}
    together = grouped((each.next_due, each.due.subscription.id) for each in written)
    for next_due, ids in together.items():
        done = update(table(SubscriptionRow)).where(table(SubscriptionRow).c.id.in_(ids))
        await session.exec(done.values(due=next_due, last=table(SubscriptionRow).c.due, **seen))


async def _letters(session: Session, written: Sequence[Written]) -> list[_Letter]:
    """Those that get a letter, with what it holds; raises StorageError where there is no such letter."""
    wanted = {each.letter for each in written if each.letter is not None}
    query = select(LetterRow.id, LetterRow.edition_id, func.count()).join(LetterPartRow)
    query = query.where(col(LetterRow.id).in_(wanted)).group_by(col(LetterRow.id), col(LetterRow.edition_id))
    known = {letter: (edition, parts) for letter, edition, parts in await session.exec(query)}
    if missing := wanted - known.keys():
        raise StorageError(f"no letter {min(missing)}")
    return [_Letter(each, each.letter, *known[each.letter]) for each in written if each.letter is not None]


def _digest(letter: _Letter, now: datetime) -> dict[str, Any]:
    about, doubts = letter.written.due.subscription, letter.written.due.doubts
    return {
        "subscription_id": about.id, "occurrence": about.due, "letter_id": letter.letter, "before": letter.step[0],
        "made": now, "looked": about.looked, "thread": about.thread, "silent": about.silent,
        "start": letter.written.sent_from, "owns": ",".join(str(each.delivery) for each in doubts) or None,
    }  # fmt: skip


def _edition(row: EditionRow) -> Edition:
    assert row.id is not None  # noqa: S101  (as above)
    return Edition(row.id, row.made, tuple(Told(*each) for each in json.loads(row.told)))
