"""Two couriers at one message: of one that was stalled past its lease only a receipt is heard."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from multiprocessing.connection import Connection

import pytest

from bot.services.courier import Before, Courier, on_duty
from bot.services.courier.ledger import Ledger
from storage.database import Database
from storage.types import Delivery, Receipt
from summarizer.errors import StorageError
from tests.bot.services.mailing import NOW, UNREACHED, Office, Postman, waiting
from tests.delivery.running import FORKING


@pytest.fixture
async def office(address: str) -> AsyncIterator[Office]:
    database = await Database.open(address)
    yield Office(database, repeat=True)
    await database.close()


async def second(office: Office) -> Office:
    """Another courier, which finds that the first one's lease has run out; no answer comes to it yet."""
    other = Office(office.database, moment=NOW, repeat=True)
    other.turn(minutes=4)
    other.postman.line.clear()
    return other


async def test_the_late_answer_of_one_leaves_the_request_of_the_other(office: Office) -> None:
    """The first hears at last that nothing arrived; meanwhile the second asks, and nobody asks a third time."""
    await waiting(office.database, 7)
    office.postman.line.clear()
    office.postman.answers[7] = [UNREACHED]
    other = await second(office)
    async with office.working():
        await office.until(lambda: office.postman.asked)
        async with other.working():
            await other.until(lambda: other.postman.asked)
            office.postman.line.set()
            await office.until(lambda: not office.courier._errands)
            assert await office.states() == {"sending": 1}
            other.postman.line.set()
            await other.until_states(sent=1)
    assert (len(office.postman.asked), len(other.postman.asked)) == (1, 1)


async def test_who_could_not_mark_it_leaves_the_request_of_the_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first could not write its mark, and puts the message off: by then it is the second who has begun it."""
    await waiting(office.database, 7)
    other, begin = await second(office), Ledger.begin
    begun = asyncio.Event()

    async def failing(self: Ledger, *given: object) -> bool:
        if self is not office.courier._ledger:
            return await begin(self, *given)  # type: ignore[arg-type]  # as it was given
        begun.set()
        await other.until(lambda: other.postman.asked)
        raise StorageError("gone")

    monkeypatch.setattr(Ledger, "begin", failing)
    async with office.working():
        await begun.wait()
        async with other.working():
            await other.until(lambda: other.postman.asked)
            await office.until(lambda: not office.courier._errands)
            assert await office.states() == {"sending": 1}
            other.postman.line.set()
            await other.until_states(sent=1)
    assert (office.postman.asked, len(other.postman.asked)) == ([], 1)


class Stalling(Postman):
    """Says when it asks, and hears from outside when its answer is there."""

    pipe: Connection

    async def send(self, delivery: Delivery, before: Before) -> Receipt:
        self.asked.append(delivery)
        await before()
        self.pipe.send("asked")
        await asyncio.to_thread(self.pipe.recv)
        return UNREACHED


def stalled(address: str, pipe: Connection) -> None:
    """What the process does that is stopped: one message, of which it hears late that it did not arrive."""

    async def run() -> None:
        database, postman = await Database.open(address), Stalling()
        postman.pipe = pipe
        courier = Courier(database, postman, lambda: NOW, repeat=True)
        async with on_duty(courier):
            while courier._errands or not postman.asked:  # noqa: ASYNC110 - what a test waits for tells nobody
                await asyncio.sleep(0.01)
            pipe.send("settled")
        await database.close()

    asyncio.run(run())


async def test_a_process_that_is_stopped_past_its_lease_and_goes_on(office: Office, address: str) -> None:
    """It wakes while another's request is under way, and writes what it thinks: the message goes out once."""
    await waiting(office.database, 7)
    here, there = FORKING.Pipe()
    process = FORKING.Process(target=stalled, args=(address, there), daemon=True)
    process.start()
    there.close()
    assert process.pid is not None
    other = await second(office)
    try:
        assert await asyncio.to_thread(here.recv) == "asked"
        os.kill(process.pid, signal.SIGSTOP)
        async with other.working():
            await other.until(lambda: other.postman.asked)
            os.kill(process.pid, signal.SIGCONT)
            here.send("it did not arrive")
            assert await asyncio.to_thread(here.recv) == "settled"
            assert await office.states() == {"sending": 1}
            other.postman.line.set()
            await other.until_states(sent=1)
    finally:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
        process.kill()
    assert len(other.postman.asked) == 1
