"""Marks of several hands in one transaction: together on the disk, and one that cannot be written alone in trouble."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.services.courier.decide import Decision
from bot.services.courier.ledger import Ledger, Mark
from storage import outbox, subscriptions
from storage.database import Database
from storage.session import Session
from storage.types import Delivery, Settled
from summarizer.errors import StorageError
from tests.bot.services.mailing import NOW, Office, all_waiting


@pytest.fixture
async def office(address: str) -> AsyncIterator[Office]:
    database = await Database.open(address)
    yield Office(database)
    await database.close()


async def claimed(office: Office, chats: int) -> tuple[Delivery, ...]:
    """A message each for so many chats, claimed."""
    await all_waiting(office.database, range(1, chats + 1))
    async with office.database.session() as session:
        return await outbox.claim(session, NOW, until=NOW.replace(hour=9), limit=chats)


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many marks each transaction held."""
    held: list[int] = []
    commit = Ledger._commit

    async def counted(self, marks):  # type: ignore[no-untyped-def]  # as the method it stands for
        held.append(len(marks))
        return await commit(self, marks)

    monkeypatch.setattr(Ledger, "_commit", counted)
    return held


async def test_what_comes_while_one_is_written_is_written_together(office: Office, transactions: list[int]) -> None:
    """Forty marks are a few transactions, and each hand hears of its own."""
    deliveries = await claimed(office, 40)
    ledger = Ledger(office.database, office.now)
    assert await asyncio.gather(*(ledger.begin(each, ledger.lease()) for each in deliveries)) == [True] * 40
    await asyncio.gather(*(ledger.settle(Decision(each, Settled(each.id, "sent", message=1))) for each in deliveries))
    assert (sum(transactions), len(transactions) <= 4) == (80, True)
    assert await office.states() == {"sent": 40}


async def test_of_a_message_only_one_is_told_to_begin(office: Office) -> None:
    """Also where two ask in the same transaction."""
    (delivery,) = await claimed(office, 1)
    ledger = Ledger(office.database, office.now)
    begun = await asyncio.gather(*(ledger.begin(delivery, ledger.lease()) for _ in range(2)))
    assert sorted(begun) == [False, True]


async def test_what_cannot_be_written_keeps_no_other_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One decision over which the storage stumbles is tried by itself; the others are on the disk."""
    deliveries = await claimed(office, 3)
    pause, tries = subscriptions.pause_chat, []

    async def stumbling(session: Session, chat: int, why) -> None:  # type: ignore[no-untyped-def]  # as the function
        tries.append(chat)
        if len(tries) < 3:
            raise StorageError("too long")
        await pause(session, chat, why)

    monkeypatch.setattr(subscriptions, "pause_chat", stumbling)
    monkeypatch.setattr("bot.services.courier.ledger.RETRIES", (0.01,))
    ledger = Ledger(office.database, office.now)
    await asyncio.gather(*(ledger.begin(each, ledger.lease()) for each in deliveries))
    blocked = Decision(deliveries[0], Settled(deliveries[0].id, "pending", due=NOW), pause="blocked")
    sent = [Decision(each, Settled(each.id, "sent", message=1)) for each in deliveries[1:]]
    await asyncio.gather(*map(ledger.settle, (blocked, *sent)))
    assert await office.states() == {"sent": 2, "pending": 1}
    assert (tries, "ledger.failed" in caplog.text) == ([1, 1, 1], True)


async def test_a_hand_that_is_stopped_leaves_its_mark_whole(office: Office) -> None:
    """Who asked is gone; the mark is written all the same, and others hear of theirs."""
    first, second = await claimed(office, 2)
    ledger = Ledger(office.database, office.now)
    stopped = asyncio.create_task(ledger.begin(first, ledger.lease()))
    await asyncio.sleep(0)
    stopped.cancel()
    assert await ledger.begin(second, ledger.lease())
    assert await office.states() == {"sending": 2}


async def test_of_a_ledger_that_is_closed_nothing_is_written_later(office: Office) -> None:
    """What could not be written in time stays as it is: another process may send by then."""
    deliveries = await claimed(office, 2)
    ledger = Ledger(office.database, office.now)
    await asyncio.gather(*(ledger.begin(each, ledger.lease()) for each in deliveries))
    stuck, commit, entered = asyncio.Event(), ledger._commit, asyncio.Event()

    async def slow(marks: Sequence[Mark]) -> list[bool]:
        entered.set()
        await stuck.wait()
        return await commit(marks)

    ledger._commit = slow  # type: ignore[method-assign]  # a disk that takes its time
    later = [Decision(each, Settled(each.id, "pending", due=NOW)) for each in deliveries]
    hands = [asyncio.create_task(ledger.settle(later[0]))]
    await entered.wait()
    hands.append(asyncio.create_task(ledger.settle(later[1])))
    await asyncio.sleep(0)
    assert ledger._writer is not None
    await ledger.close(0.01)
    stuck.set()
    await asyncio.wait({ledger._writer})
    assert (ledger._waiting, await office.states()) == ([], {"sending": 2})
    for hand in hands:
        hand.cancel()
