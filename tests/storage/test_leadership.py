"""A duty is one process's at a time, for as long as it lives and its database knows it."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from storage import leadership
from storage.database import normalise
from storage.leadership import Leadership
from storage.session import StorageBusyError
from summarizer.errors import StorageError
from tests.postgres import NewDatabase

DUTY = "poll:123"
HERE = Path(__file__).parents[2]


async def until(true: Callable[[], bool], *, seconds: float = 60) -> float:
    """Waits for a condition; after how many seconds it was met."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - as seen from outside
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def taken(duty: Leadership, *, seconds: float = 60) -> float:
    """Takes a duty as soon as it is free; after how many seconds that was."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while not await duty.take():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    return time.monotonic() - began


HOLDERS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND datname = current_database()
"""


async def cut(url: str) -> None:
    """Has the server end the connections that hold duties in this database."""
    plain = normalise(url).set(drivername="postgresql")
    connection = await asyncpg.connect(plain.render_as_string(hide_password=False))
    assert await connection.fetchval(HOLDERS)
    await connection.close()


@asynccontextmanager
async def leading(url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process that has the duty; it is killed at the end at the latest."""
    command = sys.executable, "-m", "tests.storage.leading", url, DUTY
    process = await asyncio.create_subprocess_exec(*command, cwd=HERE, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout
        assert await process.stdout.readline() == b"taken\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_a_duty_is_one_s(migrated: str) -> None:
    """A second taker is refused; another duty is free; what was given back is free as well."""
    async with (
        Leadership(migrated, DUTY) as one,
        Leadership(migrated, DUTY) as two,
        Leadership(migrated, "send") as other,
    ):
        assert await one.take()
        assert await one.take()
        assert not await two.take()
        assert await other.take()
        assert (one.held, two.held, other.held) == (True, False, True)
    assert not one.held
    async with Leadership(migrated, DUTY) as two:
        await taken(two)
        assert two.held


async def test_whoever_lost_a_duty_may_take_it_again(migrated: str) -> None:
    """The same object as often as it likes."""
    duty = Leadership(migrated, DUTY)
    for _ in range(2):
        async with duty:
            await taken(duty)
            assert duty.held
        assert not duty.held
        await asyncio.wait_for(duty.keep(), 5)


async def test_the_killed_have_no_duties(migrated: str) -> None:
    """With kill -9: the next one has it, and not before."""
    async with leading(migrated) as process, Leadership(migrated, DUTY) as duty:
        assert not await duty.take()
        process.kill()
        await taken(duty)
        assert duty.held


async def test_a_connection_that_breaks_is_noticed(new_postgres: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the server says so no look is needed; then it is not held for another moment, and another may take it."""
    monkeypatch.setattr(leadership, "LOOK", 600.0)
    url = new_postgres(migrated=True)
    async with Leadership(url, DUTY) as one, Leadership(url, DUTY) as two:
        assert await one.take()
        keeping = asyncio.create_task(one.keep())
        await cut(url)
        await until(keeping.done)
        assert not one.held
        await taken(two)
        assert not await one.take()


async def test_a_server_that_falls_silent_is_noticed(
    new_postgres: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that gets no answer in its time counts as lost: nobody else could tell by then."""
    monkeypatch.setattr(leadership, "LOOK", 0.2)
    async with Leadership(new_postgres(migrated=True), DUTY) as duty:
        assert await duty.take()
        await asyncio.sleep(0.5)
        assert duty.held
        connection = duty._lock._connection  # type: ignore[attr-defined]  # its own
        busy = asyncio.create_task(connection._protocol.query("SELECT pg_sleep(60)", 61))
        await asyncio.wait_for(duty.keep(), 30)
        assert not duty.held
        busy.cancel()
        await asyncio.wait([busy])


async def torn(*_: object) -> object:
    """A question in whose middle the connection breaks, as the system says it."""
    raise ConnectionResetError(104, "Connection reset by peer")


async def test_a_connection_that_breaks_in_mid_question_is_an_error_of_the_storage(
    new_postgres: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stands by tries again; an error of the system would end its waiting."""
    monkeypatch.setattr(asyncpg.Connection, "fetchval", torn)
    with pytest.raises(StorageBusyError, match="the connection broke: ConnectionResetError"):
        await Leadership(new_postgres(), DUTY).take()


async def test_a_look_that_fails_loses_the_duty(
    migrated: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever it was: nobody looks any more, so nobody knows whether it is ours. It can be taken again."""
    monkeypatch.setattr(leadership, "LOOK", 0.01)
    async with Leadership(migrated, DUTY) as duty:
        assert await duty.take()

        async def breaks() -> bool:
            raise RuntimeError("a mistake of ours")

        with monkeypatch.context() as broken:
            broken.setattr(duty._lock, "stands", breaks)
            await asyncio.wait_for(duty.keep(), 60)
        assert not duty.held
        assert f"leadership.look_failed duty={DUTY}" in caplog.text
        await taken(duty)


async def test_a_server_gives_up_a_machine_that_was_cut_off(new_postgres: NewDatabase) -> None:
    """Also one that owes it an answer; never before that machine itself counts its duty as lost."""
    async with Leadership(new_postgres(), DUTY) as duty:
        assert await duty.take()
        connection = duty._lock._connection  # type: ignore[attr-defined]  # its own
        # As it would be over TCP: over a socket of the machine none of it is in force.
        asked = "SELECT name, reset_val::integer FROM pg_settings WHERE name LIKE 'tcp%'"
        found = dict(await connection.fetch(asked))
    probed = found["tcp_keepalives_idle"] + found["tcp_keepalives_count"] * found["tcp_keepalives_interval"]
    assert probed == 11
    assert found["tcp_user_timeout"] == 1000 * probed
    assert probed > leadership.FRESH


async def test_a_process_that_stood_still_holds_nothing_until_it_has_looked(
    migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been cut off meanwhile; where it was not, the duty is still its own."""
    monkeypatch.setattr(leadership, "LOOK", 0.5)
    monkeypatch.setattr(leadership, "FRESH", 1.0)
    async with Leadership(migrated, DUTY) as duty:
        assert await duty.take()
        time.sleep(1.2)  # noqa: ASYNC251 - the loop is to be blocked
        assert not duty.held
        await until(lambda: duty.held)


async def test_a_memory_is_one_process_s_alone() -> None:
    """Nobody else could have a duty there."""
    async with Leadership("sqlite://", DUTY) as duty:
        assert await duty.take()
        assert duty.held


async def test_a_duty_that_cannot_be_had_is_an_error_of_the_storage(tmp_path: Path) -> None:
    """A server that is away may come back; a folder that is none does not."""
    with pytest.raises(StorageBusyError, match="cannot connect"):
        await Leadership("postgresql://nobody@127.0.0.1:1/none", DUTY).take()
    (tmp_path / "file").write_text("", "ascii")
    with pytest.raises(StorageError, match="cannot write beside the database"):
        await Leadership(f"sqlite:///{tmp_path}/file/verbatim.db", DUTY).take()
