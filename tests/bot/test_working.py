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
from uuid import uuid4

import psycopg
import pytest
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict

from bot.engine import KINDS, SCHEMA, dsn_of, opened
from bot.services.intake import Intake, Work
from bot.working import chosen
from sources import default_readers
from sources.base import Ref
from storage import jobs, processes
from storage.database import Database
from summarizer.errors import SettingsError, StorageError
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
        ("postgres://me:p%40ss@db:5432/verbatim", "host=db port=5432 user=me password=p@ss dbname=verbatim"),
        ("postgresql://me:a#b?c/d@db/verbatim", "host=db user=me password=a#b?c/d dbname=verbatim"),
        ("postgresql://me:a[b@db/verbatim", "host=db user=me password=a[b dbname=verbatim"),
        ("postgresql://db/verbatim?user=me&password=p", "host=db user=me password=p dbname=verbatim"),
        ("postgresql+asyncpg://me@db/verbatim?ssl=require", "host=db user=me dbname=verbatim sslmode=require"),
        ("postgresql+psycopg2:///v?host=/run/pg&prepared_statement_cache_size=0", "host=/run/pg dbname=v"),
        ("postgresql:///v?host=one:5432&host=two:5433", "host=one,two port=5432,5433 dbname=v"),
    ],
)
def test_any_spelling_of_the_address_leads_to_the_messenger_too(given: str, wanted: str) -> None:
    """Whatever driver it names and whatever is in its password; what libpq does not know is left out."""
    assert conninfo_to_dict(dsn_of(given)) == conninfo_to_dict(wanted)


def test_an_address_that_is_none_is_refused_in_words() -> None:
    """As everywhere, and without what may be a password in it."""
    with pytest.raises(StorageError, match="not a database address"):
        dsn_of("postgresql://me:secret/verbatim")


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


async def test_whoever_may_make_no_schema_uses_the_one_that_is_there(
    new_postgres: NewDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    """An operator made it once: its user rings bells, and makes their tables, without a right to more schemas."""
    url, name = new_postgres(), f"modest{uuid4().hex}"
    async with await psycopg.AsyncConnection.connect(dsn_of(url), autocommit=True) as connection:
        await connection.execute(f"CREATE ROLE {name} LOGIN; CREATE SCHEMA {SCHEMA} AUTHORIZATION {name}")
    modest = f"{url}{'&' if '?' in url else '?'}user={name}"
    async with opened(modest) as engine:
        await engine.wake("understand", ["a"])
    assert await rows(url) == 1
    assert not caplog.records


async def test_a_rescue_that_stumbles_ends_no_listening(
    new_postgres: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the library raises when it is asked for the bells of the dead: others are heard as ever."""
    heard, stumbled = asyncio.Event(), asyncio.Event()

    async def stumbles(*_: object, **__: object) -> None:
        stumbled.set()
        raise ZeroDivisionError

    async def hear() -> None:
        heard.set()

    monkeypatch.setattr(JobManager, "get_stalled_jobs", stumbles)
    async with opened(new_postgres()) as engine:
        hearing = asyncio.create_task(engine.hear({"fetch": hear}))
        async with asyncio.timeout(STARTING):
            await stumbled.wait()
            await engine.wake("fetch", ["7"])
            await heard.wait()
        hearing.cancel()
        await asyncio.wait([hearing])
        assert hearing.cancelled()


async def test_a_messenger_that_was_cut_short_is_opened_anew(
    new_postgres: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tables cannot be made within the limit: nothing stays open, and the next wake-up has all that it needs."""
    url = new_postgres()

    async def hangs(_: SchemaManager) -> None:
        await asyncio.Event().wait()

    async with opened(url) as engine:
        monkeypatch.setattr("bot.engine.PATIENCE", 0.5)
        monkeypatch.setattr(SchemaManager, "apply_schema_async", hangs)
        await engine.wake("understand", ["a"])
        assert engine._app.connector._async_pool is None  # type: ignore[attr-defined]  # only visible inside
        monkeypatch.undo()
        monkeypatch.setattr("bot.engine.PATIENCE", STARTING)
        await engine.wake("understand", ["a"])
    assert await rows(url) == 1


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
