"""A process is seen, and keeps what it has, as long as it lives, whatever its event loop does and its database."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from bot.services import heart
from bot.services.heart import Heart, is_dead, this_process
from bot.services.pulse import Pulse
from storage import arrivals, processes
from storage.database import Database, normalise
from storage.session import Session
from storage.types import Process
from summarizer.errors import StorageError
from tests.databases import new_sqlite
from tests.postgres import NewDatabase

EVERY = 0.1
LEASE = timedelta(seconds=1.5)
HERE = Path(__file__).parents[3]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return new_sqlite(tmp_path / "verbatim.db")
    new: NewDatabase = request.getfixturevalue("new_postgres")
    return new(migrated=True)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url)
    yield opened
    await opened.close()


async def alive(database: Database) -> tuple[Process, ...]:
    async with database.session(readonly=True) as session:
        return await processes.alive(session, now() - timedelta(hours=1))


async def sent(database: Database, owner: str) -> None:
    """A batch that a process works off."""
    about = {"chat": 7, "person": 7, "thread": None, "message": 1, "items": ((1, 0, "text", "{}"),)}
    async with database.session() as session:
        assert await arrivals.note(session, **about, now=now(), owner=owner, until=now() + LEASE)  # type: ignore[arg-type]  # one dict


async def taken(database: Database) -> int:
    """How many batches another process can take over."""
    async with database.session() as session:
        return len(await arrivals.take_over(session, "another", now(), until=now() + LEASE))


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await true():  # noqa: ASYNC110 - as seen from outside
            await asyncio.sleep(0.05)


async def test_a_process_is_seen_and_leaves_in_order(url: str, database: Database) -> None:
    """From before its work begins to after it ends; then what it had is free at once."""
    process, pulse = this_process("worker", ("fetch", "understand")), Pulse()
    async with Heart(url, process, now, pulse=pulse, every=EVERY):
        (found,) = await alive(database)
        assert replace(found, seen=process.seen) == process
        assert pulse.beat
        assert pulse.seen == found.seen
        await sent(database, process.id)
        assert await taken(database) == 0
    assert await alive(database) == ()
    assert await taken(database) == 1


async def test_a_loop_that_stands_still_does_not_stop_the_heart(url: str, database: Database) -> None:
    """A model may hold it up for longer than any lease: what is under way stays the process's own."""
    process = this_process("all")
    async with Heart(url, process, now, every=EVERY, lease=LEASE):
        await sent(database, process.id)
        time.sleep(2 * LEASE.total_seconds())  # noqa: ASYNC251 - the loop is to be blocked
        blocked_until = now()
        (found,) = await alive(database)
        assert found.seen > blocked_until - LEASE
        assert await taken(database) == 0


async def test_a_database_that_is_away_for_a_while_is_survived(
    new_postgres: NewDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, and once when it is over; nothing of it reaches whoever works meanwhile."""
    url = new_postgres(migrated=True)
    server = normalise(url).set(drivername="postgresql")
    outside = await asyncpg.connect(server.set(database="postgres").render_as_string(hide_password=False))

    def said(word: str) -> int:
        return sum(record.message.startswith(word) for record in caplog.records)

    async def away() -> bool:
        return said("heart.away") > 0

    async def back() -> bool:
        return said("heart.back") > 0

    async def turned() -> bool:
        return pulse.beat is not None and pulse.beat > cut

    process, pulse = this_process("all"), Pulse()
    async with Heart(url, process, now, pulse=pulse, every=EVERY):
        await outside.execute(f'ALTER DATABASE "{server.database}" ALLOW_CONNECTIONS false')
        await outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", server.database
        )
        await until(away)
        cut, seen = now(), pulse.seen
        await asyncio.sleep(5 * EVERY)
        await until(turned)  # its thread lives, and says so
        assert pulse.seen == seen
        await outside.execute(f'ALTER DATABASE "{server.database}" ALLOW_CONNECTIONS true')
        await until(back)
    assert (said("heart.away"), said("heart.back")) == (1, 1)
    await outside.close()


async def test_a_mistake_does_not_end_the_heart(
    url: str, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a beat fails with is logged, and the next one is tried."""
    real, broken = processes.renew, [RuntimeError("a mistake")]

    async def renew(session: Session, owner: str, *, until: datetime) -> None:
        if begun and broken:
            raise broken.pop()
        await real(session, owner, until=until)

    async def back() -> bool:
        return "heart.back" in caplog.messages

    begun = False
    monkeypatch.setattr(processes, "renew", renew)
    async with Heart(url, this_process("all"), now, every=EVERY):
        begun = True
        await until(back)
    assert "heart.crashed" in caplog.messages
    assert await alive(database) == ()


async def test_a_start_without_a_database_is_an_error() -> None:
    """Whoever starts it hears of it, before anything is begun."""
    with pytest.raises(StorageError, match="cannot connect"):
        async with Heart("postgresql://nobody@127.0.0.1:1/none", this_process("all"), now):
            pytest.fail("it began")


async def test_a_memory_needs_no_heart() -> None:
    """Nobody else sees what is in it."""
    async with Heart("sqlite://", this_process("all"), now) as it:
        assert not it._thread.is_alive()


async def test_what_the_dead_of_this_machine_had_is_free_at_once(url: str, database: Database) -> None:
    """With kill -9, the next start waits for no lease. Who lives, or is of another machine, keeps what it has."""
    script = "from bot.services.heart import this_process; print(this_process('all').id, flush=True); input()"
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=HERE, stdin=pipe, stdout=pipe)
    assert child.stdout
    id_ = (await child.stdout.readline()).decode().strip()
    there = replace(this_process("all"), id=id_, pid=child.pid)
    elsewhere = replace(there, id="0" * 40)
    async with database.session() as session:
        for process in (there, elsewhere):
            await processes.beat(session, process)
    await sent(database, id_)
    async with Heart(url, this_process("bot"), now):
        assert len(await alive(database)) == 3
        assert await taken(database) == 0
    child.kill()
    await child.wait()
    async with Heart(url, this_process("bot"), now):
        assert {each.id for each in await alive(database)} >= {elsewhere.id}
        assert len(await alive(database)) == 2
        assert await taken(database) == 1


def test_who_has_my_number_and_is_not_me_is_dead() -> None:
    """In a container the first process is always number 1; but what was made in this process lives."""
    me = this_process("all")
    assert me.pid == os.getpid()
    assert not is_dead(me)
    assert is_dead(replace(me, id=me.id[: heart.MARK] + "another"))
    assert not is_dead(replace(me, id="0" * heart.MARK + "another"))


def test_each_run_is_another_process() -> None:
    """An id is never used again: what a late one of the same name does would be taken for ours."""
    assert this_process("all").id != this_process("all").id
