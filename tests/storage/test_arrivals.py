"""What arrives is kept once, dealt with once, and reported once, also across a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlmodel import col, select

from storage import arrivals
from storage.arrivals import Item
from storage.database import Database
from storage.rows import BatchRow
from storage.session import Session
from storage.types import Batch
from summarizer.errors import StorageError
from tests.storage.factory import NOW, bring, later, report

CHAT, PERSON = -1001234567890, 5_000_000_000
LINK: Item = (41, 0, "link", '{"url": "https://x.example"}')
TEXT: Item = (41, 1, "text", "{}")
FILE: Item = (42, 0, "file", "{}")


async def send(
    session: Session, items: Sequence[Item], *, chat: int = CHAT, person: int | None = PERSON, minute: int = 0
) -> Batch | None:
    about = {"chat": chat, "person": person, "thread": 3, "message": items[0][0]}
    return await arrivals.note(session, **about, items=items, now=later(minute))  # type: ignore[arg-type]  # ids alone


async def open_batches(session: Session) -> tuple[Batch, ...]:
    query = select(BatchRow.id).where(col(BatchRow.reported).is_(None)).order_by(col(BatchRow.id))
    found = [await arrivals.get(session, number or 0) for number in await session.exec(query)]
    return tuple(filter(None, found))


async def sent(session: Session, items: Sequence[Item], *, chat: int = CHAT, minute: int = 0) -> Batch:
    batch = await send(session, items, chat=chat, minute=minute)
    assert batch is not None
    return batch


async def test_what_is_sent_is_kept_in_its_order(session: Session) -> None:
    """Whatever order an album comes in, it is told by message and position; nothing of it is done yet."""
    batch = await sent(session, (FILE, TEXT, LINK))
    assert batch == Batch(batch.id, CHAT, PERSON, 3, 42, NOW)
    found = await arrivals.of_batch(session, batch)
    assert [(each.message, each.position, each.kind, each.payload) for each in found] == [LINK, TEXT, FILE]
    assert {(each.batch, each.state, each.tries, each.outcome) for each in found} == {(batch.id, "waiting", 0, None)}
    assert await arrivals.get(session, batch.id) == batch


async def test_an_update_that_comes_twice_is_one_arrival(session: Session) -> None:
    """The second time nothing is kept, not even a batch; a message of that number elsewhere is another one."""
    batch = await sent(session, (LINK, TEXT))
    assert await send(session, (LINK, TEXT)) is None
    assert await send(session, (TEXT,), minute=5) is None
    assert await open_batches(session) == (batch,)
    await sent(session, (LINK,), chat=7)
    again = await sent(session, (LINK, FILE))
    assert [each.message for each in await arrivals.of_batch(session, again)] == [42]


async def test_an_update_that_comes_twice_at_once_is_one_arrival(db: Database) -> None:
    """Of many transactions that keep the same update at the same time, in any order, exactly one has it."""

    async def one(number: int) -> Batch | None:
        async with db.session() as session:
            return await send(session, (LINK, TEXT, FILE)[:: 1 if number % 2 else -1])

    found = await asyncio.gather(*map(one, range(6)))
    assert sum(batch is not None for batch in found) == 1


async def test_what_follows_at_once_belongs_to_the_batch(session: Session) -> None:
    """Until the batch is reported; after that it is for a new one, and so is lost by nobody."""
    batch = await sent(session, (LINK,))
    assert await arrivals.extend(session, batch, (TEXT, FILE))
    assert not await arrivals.extend(session, batch, (TEXT,))
    assert len(await arrivals.of_batch(session, batch)) == 3
    assert await arrivals.report(session, batch, later(1))
    late: Item = (43, 0, "text", "{}")
    assert not await arrivals.extend(session, batch, (late,))
    assert await send(session, (late,)) is not None


async def test_a_crash_loses_nothing(db: Database) -> None:
    """A new start finds what was not reported, what was done of it, and how often the rest was tried."""
    async with db.session() as session:
        document = report()
        await bring(session, document, CHAT)
        batch = await sent(session, (LINK, TEXT))
        link, text = await arrivals.of_batch(session, batch)
        assert [await arrivals.tried(session, text) for _ in range(2)] == [1, 2]
        await arrivals.finish(session, link, "done", outcome='{"word": "taken"}', document_key=document.key)
        await arrivals.set_progress(session, batch, 77)
    async with db.session(readonly=True) as session:
        (found,) = await open_batches(session)
        done, waiting = await arrivals.of_batch(session, found)
    assert (found.id, found.progress) == (batch.id, 77)
    assert (done.state, done.outcome, done.document_key) == ("done", '{"word": "taken"}', document.key)
    assert (waiting.state, waiting.tries, waiting.document_key) == ("waiting", 2, None)


async def test_what_the_dead_were_at_is_taken_over_once(db: Database) -> None:
    """Of many that look at the same time one has it; nobody while its process lives, nor what was reported."""
    async with db.session() as session:
        for number, reported in enumerate((False, False, True)):
            items: Sequence[Item] = ((number, 0, "text", "{}"),)
            about = {"chat": CHAT, "person": PERSON, "thread": None, "message": number, "items": items}
            batch = await arrivals.note(session, **about, now=NOW, owner="a", until=later(1))  # type: ignore[arg-type]  # one dict
            assert batch
            if reported:
                await arrivals.report(session, batch, NOW)

    async def others(owner: str, minute: int) -> int:
        async with db.session() as session:
            return len(await arrivals.take_over(session, owner, later(minute), until=later(minute + 1)))

    assert await others("b", 0) == 0
    assert await others("a", 1) == 0
    assert sum(await asyncio.gather(*(others(owner, 1) for owner in "bcde"))) == 2
    async with db.session() as session:
        assert len(await arrivals.take_over(session, "z", later(1), until=later(2), alone=True)) == 2


async def test_what_nobody_here_sees_to_is_taken_over_from_oneself(session: Session) -> None:
    """What a mistake left is not its living owner's for ever; after one it rests for a while."""
    batch = await sent(session, (LINK,))
    assert await arrivals.hold(session, batch, "a", until=later(9))
    assert await arrivals.take_over(session, "a", NOW, until=later(9)) == ()
    assert await arrivals.take_over(session, "a", NOW, until=later(9), here={batch.id}) == ()
    assert await arrivals.take_over(session, "a", NOW, until=later(9), here=set()) == (batch,)
    await arrivals.leave(session, batch, "a", until=later(5))
    assert await arrivals.take_over(session, "b", later(4), until=later(9)) == ()
    assert await arrivals.take_over(session, "b", later(5), until=later(9)) == (batch,)


async def test_who_was_taken_for_dead_has_its_batch_no_more(session: Session) -> None:
    """It looks before it tells anybody; what nobody has is whose who looks first."""
    batch = await sent(session, (LINK,))
    assert await arrivals.hold(session, batch, "a", until=later(1))
    assert await arrivals.hold(session, batch, "a", until=later(2))
    assert not await arrivals.hold(session, batch, "b", until=later(2))
    await arrivals.renew(session, "a", until=later(5))
    assert await arrivals.take_over(session, "b", later(4), until=later(9)) == ()
    assert await arrivals.take_over(session, "b", later(5), until=later(9)) == (batch,)
    assert not await arrivals.hold(session, batch, "a", until=later(9))
    await arrivals.free(session, "b")
    assert await arrivals.hold(session, batch, "a", until=later(9))
    await arrivals.report(session, batch, later(9))
    assert not await arrivals.hold(session, batch, "a", until=later(9))


async def test_an_outcome_cannot_name_what_is_not_stored(session: Session) -> None:
    """The document is stored first."""
    (link,) = await arrivals.of_batch(session, await sent(session, (LINK,)))
    with pytest.raises(StorageError, match="no document v1-0"):
        await arrivals.finish(session, link, "done", document_key="v1-0")


async def test_a_batch_is_reported_once(db: Database) -> None:
    """Of many that want to report a batch at the same time, one may."""
    async with db.session() as session:
        batch = await sent(session, (LINK,))

    async def report_it() -> bool:
        async with db.session() as session:
            return await arrivals.report(session, batch, later(2))

    assert sorted(await asyncio.gather(*(report_it() for _ in range(6)))) == [False] * 5 + [True]
    async with db.session() as session:
        assert await open_batches(session) == ()
        stored = await arrivals.get(session, batch.id)
    assert stored is not None
    assert stored.reported == later(2)


async def test_limits_count_things_and_not_batches(session: Session) -> None:
    """In a chat, by a person, by a person in a chat; from a moment on, that moment included."""
    await sent(session, (LINK, TEXT, FILE))
    await send(session, (LINK,), chat=7)
    await send(session, ((50, 0, "text", "{}"),), person=None, minute=9)
    count = arrivals.count_since
    assert await count(session, chat=CHAT, since=NOW) == 4
    assert await count(session, person=PERSON, since=NOW) == 4
    assert await count(session, chat=CHAT, person=PERSON, since=NOW) == 3
    assert await count(session, chat=CHAT, since=later(1)) == 1
    assert await count(session, chat=8, since=NOW) == 0


async def test_what_is_reported_and_old_is_forgotten(session: Session) -> None:
    """With all that was sent in it; what is not reported stays, however old it is."""
    old, open_, young = [await sent(session, ((n, 0, "text", "{}"),), minute=n) for n in range(3)]
    for batch in (old, young):
        await arrivals.report(session, batch, later(3))
    assert await arrivals.prune(session, later(2)) == 1
    assert await arrivals.get(session, old.id) is None
    assert await arrivals.of_batch(session, old) == ()
    assert len(await arrivals.of_batch(session, young)) == 1
    assert await open_batches(session) == (open_,)


async def test_a_group_that_becomes_a_supergroup_gets_its_reports(session: Session) -> None:
    """What was sent to the group stays known as that, whatever is sent under the same number in the supergroup."""
    batch = await sent(session, (LINK,), chat=-5)
    await arrivals.set_progress(session, batch, 77)
    await arrivals.migrate(session, -5, CHAT)
    moved = await arrivals.get(session, batch.id)
    assert moved is not None
    assert (moved.chat, moved.progress) == (CHAT, None)
    assert await send(session, (LINK,), chat=-5) is None
    assert await send(session, (LINK,), chat=CHAT) is not None
