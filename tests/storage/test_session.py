"""A session is one transaction, and the only place where the database's errors become ours."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text

from storage import chats, documents
from storage.database import Database
from storage.session import StorageBusyError
from storage.types import Chat
from summarizer.errors import StorageError
from tests.postgres import NewDatabase
from tests.storage.factory import NOW, report


async def test_an_error_takes_everything_back(db: Database) -> None:
    """What was written before an error in the same session is not there afterwards; the error is the caller's own."""

    async def fail() -> None:
        async with db.session() as session:
            await documents.add(session, report(), raw="", now=NOW)
            raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        await fail()
    async with db.session(readonly=True) as session:
        assert await documents.get(session, report().key) is None


async def test_a_cancelled_session_takes_everything_back_and_frees_its_place(db: Database) -> None:
    """Cancelling a task in the middle of a transaction leaves nothing, and the next writer need not wait."""
    written = asyncio.Event()

    async def stall() -> None:
        async with db.session() as session:
            await documents.add(session, report(), raw="", now=NOW)
            written.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(stall())
    await written.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(2), db.session() as session:
        assert await documents.add(session, report(), raw="", now=NOW)


SLOW = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1500000)
SELECT count(*) FROM numbers
"""


async def cancelled_in_the_middle(db: Database, *, times: int) -> None:
    """A task that is cancelled while the database works on its statement, between two writes."""
    begun = asyncio.Event()

    async def work() -> None:
        async with db.session() as session:
            await documents.add(session, report(number="101"), raw="", now=NOW)
            begun.set()
            await session.exec(text(SLOW))  # type: ignore[call-overload]  # plain SQL
            await documents.add(session, report(number="102"), raw="", now=NOW)

    task = asyncio.create_task(work())
    await begun.wait()
    for _ in range(times):
        await asyncio.sleep(0.05)
        task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


@pytest.mark.parametrize("times", [1, 2])
async def test_cancelling_in_the_middle_of_a_statement_costs_no_connection(db: Database, times: int) -> None:
    """However often it is cancelled: nothing is kept, nobody waits for a lock, and the connection serves the next."""
    lost: list[object] = []
    event.listen(db._engine.sync_engine.pool, "invalidate", lambda *about: lost.append(about))
    await cancelled_in_the_middle(db, times=times)
    async with db.session() as session:
        found = [await documents.get(session, report(number=number).key) for number in ("101", "102")]
        assert await documents.add(session, report(), raw="", now=NOW)
    assert found == [None, None]
    assert lost == []


async def test_a_database_in_memory_outlives_a_cancelled_write() -> None:
    """It lives in its only connection."""
    db = await Database.open("sqlite:///:memory:")
    async with db.session() as session:
        await documents.add(session, report(), raw="", now=NOW)
    await cancelled_in_the_middle(db, times=2)
    async with db.session() as session:
        assert await documents.get(session, report().key) == report()
    await db.close()


async def test_a_read_only_session_refuses_to_write(db: Database) -> None:
    """Who promised only to read is held to it, and the connection serves writers again afterwards."""
    with pytest.raises(StorageError):
        async with db.session(readonly=True) as session:
            await documents.add(session, report(), raw="", now=NOW)
    async with db.session() as session:
        assert await documents.add(session, report(), raw="", now=NOW)


async def test_readers_do_not_wait_for_a_writer(db: Database) -> None:
    """While one transaction writes, another reads what was there before."""
    async with db.session() as writer:
        await documents.add(writer, report(), raw="", now=NOW)
        async with asyncio.timeout(2), db.session(readonly=True) as reader:
            assert await documents.get(reader, report().key) is None


async def test_many_writers_wait_for_each_other(db: Database) -> None:
    """Transactions that read first and write then, all at once, all succeed."""

    async def count(number: int) -> None:
        async with db.session() as session:
            await documents.get(session, report().key)
            await documents.add(session, report(number=str(number)), raw="", now=NOW)

    await asyncio.gather(*(count(number) for number in range(100, 130)))
    async with db.session() as session:
        found = [await documents.get(session, report(number=str(number)).key) for number in range(100, 130)]
    assert None not in found


async def test_a_locked_file_is_worth_another_try(tmp_path: Path) -> None:
    """When another process holds the lock for longer than we wait, the error says that trying again can help."""
    database = await Database.open(f"sqlite:///{tmp_path}/x.db", busy_timeout=0.1)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusyError, match="locked") as caught:
        async with database.session() as session:
            await documents.add(session, report(), raw="", now=NOW)
    other.close()
    await database.close()
    assert caught.value.transient


@pytest.mark.parametrize("met", ["at the door", "in the middle"])
async def test_a_server_that_falls_silent_is_given_up(new_postgres: NewDatabase, met: str) -> None:
    """Its process stands still: after the limit the session ends with an error that may pass, and the next one works.

    Without a limit the session would wait until the process goes on, and nothing could cancel it.
    """
    database = await Database.open(new_postgres(migrated=True), patience=0.5)
    async with database.session() as session:
        silent = (await session.exec(text("SELECT pg_backend_pid()"))).scalar_one()  # type: ignore[call-overload]  # plain SQL
    goes_on = asyncio.get_running_loop().call_later(60, os.kill, silent, signal.SIGCONT)
    try:
        with pytest.raises(StorageBusyError):
            await over_a_silent_server(database, silent, at_once=met == "at the door")
        await until_added(database, number="102")  # the silent one still has its lock on the first
        assert asyncio.get_running_loop().time() < goes_on.when()
    finally:
        goes_on.cancel()
        os.kill(silent, signal.SIGCONT)
        await database.close()


async def over_a_silent_server(database: Database, silent: int, *, at_once: bool) -> None:
    """A transaction whose server stands still before it begins, or before it ends."""
    if at_once:
        os.kill(silent, signal.SIGSTOP)
    async with database.session() as session:
        await documents.add(session, report(), raw="", now=NOW)
        os.kill(silent, signal.SIGSTOP)


async def until_added(database: Database, *, number: str) -> None:
    """Tries until it is there: on a slow machine a server in order may take longer than the limit too."""
    while True:
        with suppress(StorageBusyError):
            async with database.session() as session:
                await documents.add(session, report(number=number), raw="", now=NOW)
            return


async def test_a_naive_time_is_refused(db: Database) -> None:
    """A time without a zone never enters the database."""
    with pytest.raises(StorageError, match="timezone"):
        async with db.session() as session:
            await chats.touch(session, Chat(1, "private"), datetime(2024, 1, 1))  # noqa: DTZ001  (the point)


async def test_an_error_never_quotes_what_people_wrote(db: Database) -> None:
    """The line for the log holds neither the statement nor its parameters."""
    with pytest.raises(StorageError) as caught:
        async with db.session() as session:
            await chats.touch(session, Chat(1, None, "a private matter"), NOW)  # type: ignore[arg-type]  # the point
    assert "kind" in caught.value.detail
    assert "private matter" not in caught.value.detail


async def test_a_value_that_does_not_fit_is_not_quoted(new_postgres: NewDatabase) -> None:
    """PostgreSQL's driver puts a refused value into its message; ours leaves it out."""
    database = await Database.open(new_postgres(migrated=True))
    with pytest.raises(StorageError, match="cannot be stored") as caught:
        async with database.session() as session:
            await chats.touch(session, Chat(2**70, "group"), NOW)
    await database.close()
    assert str(2**70) not in caught.value.detail
