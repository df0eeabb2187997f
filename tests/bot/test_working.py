"""Workers as they are started: what they refuse, what they do for a bot, how they end; and the bells between them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.engine import KINDS, SCHEMA, dsn_of, opened
from bot.services.intake import Intake, Work
from bot.working import chosen
from sources import default_readers
from sources.base import Ref
from storage import jobs, processes
from storage.database import Database
from summarizer.errors import SettingsError
from tests.bot.services.following import Here
from tests.databases import new_sqlite
from tests.postgres import NewDatabase
from tests.workers.running import workers

TEXT = "“It is safe now,” Mayor Ann Lee said on Monday. At least 120 people crossed the bridge, the police said."
STARTING = 90.0
"""Seconds that a process may take to start on a slow machine."""


def clock() -> datetime:
    return datetime.now(UTC)


def test_a_worker_refuses_sqlite(tmp_path: Path) -> None:
    """One line says what to do instead, without a stack."""
    given = {**os.environ, "DATABASE_URL": new_sqlite(tmp_path / "verbatim.db")}
    command = (sys.executable, "-m", "bot", "worker")
    ended = subprocess.run(command, env=given, capture_output=True, text=True, timeout=STARTING, check=False)  # noqa: S603 - ours
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "verbatim worker needs PostgreSQL" in line


@pytest.mark.parametrize("kinds", ["fetch,cook", "", ","])
def test_a_kind_that_is_none_is_refused(kinds: str) -> None:
    """It is said which there are."""
    with pytest.raises(SettingsError, match="fetch, understand, compose"):
        chosen(kinds)
    assert chosen(" fetch, understand,fetch") == ("fetch", "understand")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("postgres://me:p%40ss@db:5432/verbatim", "postgresql://me:p%40ss@db:5432/verbatim"),
        ("postgresql+asyncpg://me@db/verbatim?ssl=require", "postgresql://me@db/verbatim?sslmode=require"),
        ("postgresql+psycopg2:///v?host=/run/pg&prepared_statement_cache_size=0", "postgresql:///v?host=%2Frun%2Fpg"),
    ],
)
def test_any_spelling_of_the_address_leads_to_the_messenger_too(given: str, wanted: str) -> None:
    """Whatever driver it names; what libpq does not know is left out."""
    assert dsn_of(given) == wanted


async def test_bells_are_heard_once_and_leave_nothing_behind(new_postgres: NewDatabase) -> None:
    """Two that ring at once make the tables once; a row that rings twice before it is heard is heard once."""
    url, heard = new_postgres(), asyncio.Queue[str]()
    async with opened(url) as first, opened(url) as second:
        await asyncio.gather(first.wake("understand", ["a", "a"]), second.wake("understand", ["a", "b"]))

        async def hear() -> None:
            heard.put_nowait("")

        hearing = asyncio.create_task(second.hear(dict.fromkeys(KINDS, hear)))
        async with asyncio.timeout(STARTING):
            await heard.get()
            await heard.get()
            await first.wake("fetch", ["7"])
            await heard.get()
            while await rows(url):  # noqa: ASYNC110 - another process takes them away
                await asyncio.sleep(0.05)
        hearing.cancel()
        await asyncio.wait([hearing])
    assert heard.empty()


async def test_a_messenger_that_is_away_fails_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """It is said once; whoever wanted to wake somebody goes on."""
    async with opened("postgresql://nobody@127.0.0.1:1/none") as engine:
        await engine.wake("understand", ["a"])
        await engine.wake("understand", ["b"])
    assert [record.getMessage().partition(" ")[0] for record in caplog.records] == ["engine.away"]


async def rows(url: str) -> int:
    """How many bells there are."""
    async with await psycopg.AsyncConnection.connect(dsn_of(url)) as connection:
        found = await (await connection.execute(f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs")).fetchone()  # noqa: S608 - our own name
    return int(found[0]) if found else 0


async def test_a_worker_understands_what_a_bot_was_sent_and_ends_in_order(new_postgres: NewDatabase) -> None:
    """The bot waits for it as for a hand of its own; told to end, the worker is gone in time, and its rows with it."""
    url = new_postgres(migrated=True)
    database = await Database.open(url)
    with workers(url, 1) as (worker,):
        await started(database)
        async with opened(url) as engine:
            analyst = Here()
            intake = Intake(database, default_readers(), analyst, clock, Work(0, engine, STARTING))
            taken = await intake.take_in(Ref(text=TEXT), 7)
        assert (taken.analysis.statements[0].text, analyst.state) == ("It is safe now", "resting")
        worker.send_signal(signal.SIGTERM)
        told = time.monotonic()
        assert await asyncio.to_thread(worker.wait, STARTING) == 0
        assert time.monotonic() - told < 10
    async with database.session(readonly=True) as session:
        assert await processes.alive(session, clock() - timedelta(days=1)) == ()
        assert await jobs.due(session, "understand", clock(), limit=1) == []
    await database.close()


async def started(database: Database) -> None:
    """Waits until a process is there."""
    async with asyncio.timeout(STARTING):
        while True:
            async with database.session(readonly=True) as session:
                if await processes.alive(session, clock() - timedelta(minutes=1)):
                    return
            await asyncio.sleep(0.1)
