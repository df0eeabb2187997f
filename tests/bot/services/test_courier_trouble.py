"""What else goes wrong around a courier: a database that is locked or full, a clock that jumps, a process that dies."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

import pytest

from storage.database import Database
from tests.bot.services.mailing import SENT, UNREACHED, UNSURE, Office, all_waiting, flooded, waiting
from tests.storage.disks import failing


@pytest.fixture
async def office(address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    """A courier that looks often and tries again soon."""
    monkeypatch.setattr("bot.services.courier.courier.IDLE", 0.2)
    monkeypatch.setattr("bot.services.courier.courier.BUSY", 0.05)
    monkeypatch.setattr("bot.services.courier.ledger.RETRIES", (0.1,))
    database = await Database.open(address, busy_timeout=0.1)
    yield Office(database)
    await database.close()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process writes, and takes its time."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


TROUBLES = pytest.mark.parametrize("trouble", ["locked", "full", "read-only"])


@asynccontextmanager
async def troubled(office: Office, trouble: str) -> AsyncIterator[None]:
    """The storage takes nothing; a server's rows are held one by one, so that only SQLite is locked as a whole."""
    database = office.database
    if trouble == "full":
        async with failing(database, "full"):
            yield
    elif trouble == "read-only":
        async with failing(database, "read-only"):
            yield
    elif database._engine.dialect.name == "sqlite":
        with locked(Path(str(database._engine.url.database))):
            yield
    else:
        pytest.skip("a server has no lock of the whole")


@TROUBLES
async def test_what_cannot_be_marked_is_not_sent(office: Office, trouble: str) -> None:
    """Claimed, and then the storage takes nothing: no request is made; when it does again all goes out, once."""
    for chat in (7, 8):
        await waiting(office.database, chat, ("1", "2"))
    office.postman.turn.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.waiting == 2)
        async with troubled(office, trouble):
            postman.turn.set()
            await asyncio.sleep(0.5)
            assert postman.asked == []
        await office.until_states(sent=4)
    assert [(chat, part) for chat, _, part in sorted(postman.sent)] == [(7, 1), (7, 2), (8, 1), (8, 2)]


@TROUBLES
async def test_what_was_sent_is_kept_until_it_can_be_written(office: Office, trouble: str) -> None:
    """The answer comes while the storage takes nothing: it is 'sending' on the disk, then 'sent', and not repeated."""
    await waiting(office.database, 7, ("1", "2"))
    office.postman.line.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        async with troubled(office, trouble):
            postman.line.set()
            await asyncio.sleep(0.5)
            assert await office.states() == {"sending": 1, "pending": 1}
        await office.until_states(sent=2)
    assert [part for *_, part in postman.sent] == [1, 2]


async def test_a_storage_that_is_away_at_the_start_is_asked_again(office: Office) -> None:
    """Nothing is claimed while it takes nothing; then everything goes out."""
    await waiting(office.database, 7)
    async with failing(office.database, "full"):
        running = asyncio.create_task(office.courier.run())
        await asyncio.sleep(0.5)
        assert office.postman.waiting == 0
    await office.until_states(sent=1)
    await office.courier.close()
    await running


@pytest.mark.parametrize("repeat", [False, True])
async def test_a_clock_that_jumps_ahead_doubles_nothing(office: Office, repeat: bool) -> None:  # noqa: FBT001
    """By that clock its lease has run out while the request is under way: the answer is waited for all the same."""
    office.repeat = repeat
    office.hire()
    await waiting(office.database, 7, ("1", "2"))
    office.postman.line.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        office.turn(hours=1)
        await asyncio.sleep(0.6)
        assert len(postman.asked) == 1
        postman.line.set()
        await office.until_states(sent=2)
    assert [part for *_, part in postman.sent] == [1, 2]


async def test_a_clock_that_is_put_back_loses_nothing(office: Office) -> None:
    """Claimed, then an hour earlier: what is not due yet by that clock waits, and goes out once."""
    await waiting(office.database, 7, ("1", "2"))
    office.postman.turn.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.waiting)
        office.turn(hours=-1)
        postman.turn.set()
        await asyncio.sleep(0.4)
        assert (postman.asked, await office.states()) == ([], {"pending": 2})
        office.turn(hours=1)
        await office.until_states(sent=2)
    assert [part for *_, part in postman.sent] == [1, 2]


async def kill(office: Office, running: asyncio.Task[None]) -> None:
    """The process is gone: nothing is handed back, nothing more is written."""
    tasks = [running, *office.courier._errands]
    if office.courier._ledger._writer:
        tasks.append(office.courier._ledger._writer)
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    office.hire()


@pytest.mark.parametrize("seed", range(4))
async def test_a_process_that_dies_at_any_moment_loses_and_doubles_nothing(office: Office, seed: int) -> None:
    """Killed a dozen times among faults of all kinds: each part is sent once, or uncertain; each chat's in order."""
    chance = random.Random(seed)  # noqa: S311 - a test's die
    made = await all_waiting(office.database, range(1, 9), ("1", "2", "3"))
    for chat in range(1, 9):
        office.postman.answers[chat] = [chance.choice((SENT, SENT, UNSURE, UNREACHED, flooded(3))) for _ in range(6)]
    for _ in range(12):
        running, asked = asyncio.create_task(office.courier.run()), len(office.postman.asked) + chance.randint(0, 5)
        with suppress(TimeoutError):
            await office.until(lambda asked=asked: len(office.postman.asked) >= asked, 0.3)  # type: ignore[misc]
        await asyncio.sleep(chance.random() * 0.01)
        await kill(office, running)
        office.turn(minutes=4)
    async with asyncio.timeout(20):
        while set(await office.states()) - {"sent", "uncertain"}:
            office.turn(minutes=4)
            office.hire()
            async with office.working():
                await asyncio.sleep(0.2)
    states, copies = await office.states(), Counter(office.postman.sent)
    assert (sum(states.values()), max(copies.values(), default=0) <= 1) == (24, True)
    assert states.get("sent", 0) <= len(copies)
    for each in made:
        parts = [delivery.part for delivery in office.postman.asked if delivery.chat == each.chat]
        assert parts == sorted(parts)
