"""Which of two senders sends, over a real PostgreSQL: one at a time, the other at once after it, and nothing twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import asyncpg
import pytest

from bot.services.courier import Shift
from bot.services.pulse import Pulse
from bot.services.turns import Turn
from storage import outbox
from storage.database import Database, normalise
from storage.leadership import Leadership
from tests.bot.services.mailing import Office, all_waiting
from tests.postgres import NewDatabase


@dataclass
class Sender:
    """One of the two, with a couriers' office of its own."""

    url: str
    office: Office
    pulse: Pulse = field(default_factory=Pulse)
    shift: Shift = field(init=False)

    def __post_init__(self) -> None:
        self.shift = Shift(Turn(Leadership(self.url, "send"), "send", self.pulse, each=0.05), self.office.hire)

    @property
    def sent(self) -> list[tuple[int, int, int]]:
        return self.office.postman.sent


@pytest.fixture
async def senders(new_postgres: NewDatabase) -> AsyncIterator[tuple[Sender, Sender]]:
    url = new_postgres(migrated=True)
    async with AsyncExitStack() as stack:
        made: list[Sender] = []
        for _ in range(2):
            database = await Database.open(url)
            stack.push_async_callback(database.close)
            made.append(Sender(url, Office(database, hands=10)))
        yield made[0], made[1]


async def break_locks(url: str) -> None:
    """Ends the connections of all duties, as a network does."""
    address = normalise(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    finally:
        await connection.close()


async def test_one_sends_and_the_other_follows_at_once(senders: tuple[Sender, Sender]) -> None:
    """The second stands by and sends nothing; when the first ends in order it is its turn."""
    one, other = senders
    async with AsyncExitStack() as second:
        async with one.shift.working():
            await second.enter_async_context(other.shift.working())
            assert (one.shift.ours, other.shift.ours) == (True, False)
            assert (one.pulse.standing_by, other.pulse.standing_by) == (False, True)
            await all_waiting(one.office.database, range(1, 6))
            one.shift.wake()
            other.shift.wake()
            await one.office.until_states(sent=5)
            assert (len(one.sent), other.sent) == (5, [])
        await other.office.until(lambda: other.shift.ours)
        await all_waiting(one.office.database, range(11, 16))
        other.shift.wake()
        await one.office.until_states(sent=10)
    assert (len(one.sent), len(other.sent)) == (5, 5)


async def test_a_leader_that_lost_its_lock_begins_nothing_more(
    senders: tuple[Sender, Sender], caplog: pytest.LogCaptureFixture
) -> None:
    """Its connection breaks while messages wait for their turn: they are handed back, and nobody gets one twice.

    What is under way comes to its end. One of the two goes on with the rest.
    """
    one, other = senders
    await all_waiting(one.office.database, range(1, 41))
    one.office.postman.turn.clear()  # claimed, and waiting for their turn
    async with one.shift.working(), other.shift.working():
        await one.office.until(lambda: one.office.postman.waiting == 10)
        await break_locks(one.url)
        await one.office.until(lambda: "duty.lost duty=send" in caplog.text)
        one.office.postman.turn.set()
        await one.office.until_states(sent=40, seconds=30)
    assert set(Counter([*one.sent, *other.sent]).values()) == {1}


async def test_two_that_send_for_a_moment_double_nothing(senders: tuple[Sender, Sender]) -> None:
    """A leader that has not heard yet that it is none, and the new one, over the same rows: each message once."""
    one, other = senders
    await all_waiting(one.office.database, range(1, 101), ("one", "two"))
    async with one.office.working(), other.office.working():  # couriers without any duty
        await one.office.until_states(sent=200, seconds=60)
    assert set(Counter([*one.sent, *other.sent]).values()) == {1}
    assert one.sent
    assert other.sent


async def test_what_one_claimed_and_another_began_is_not_asked_for(senders: tuple[Sender, Sender]) -> None:
    """The new leader frees what the old one claimed, and begins it: the old one's turn comes too late."""
    one, other = senders
    await all_waiting(one.office.database, range(1, 6))
    one.office.postman.turn.clear()
    async with one.office.working():
        await one.office.until(lambda: one.office.postman.waiting == 5)
        async with other.office.database.session() as session:
            assert await outbox.unclaim(session) == 5
        async with other.office.working():
            await other.office.until_states(sent=5)
            one.office.postman.turn.set()
            await one.office.until(lambda: one.office.postman.waiting == 0)
            await asyncio.sleep(0)
    assert (one.sent, len(other.sent)) == ([], 5)
