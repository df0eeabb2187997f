"""Real worker processes on a real PostgreSQL, and what its rows say of their work."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bot.services.keeping import keep
from sources.base import Reading
from storage import jobs, processes
from storage.database import Database
from storage.types import Line
from summarizer.types import Document

ROOT = Path(__file__).parents[2]
CHATS = 5
LONG = 1800.0
"""Seconds after which a run is given up, whatever is left to do."""
TELLING = 10.0
"""Seconds between two lines that say how far a run is."""


class Run:
    """One run over workers: it ends in time, and says how far it is; `told` takes a line."""

    def __init__(self, *, limit: float = LONG, told: Callable[[str], None] = lambda _: None) -> None:
        """It begins now; `limit` is in seconds."""
        self._told, self._limit = told, limit
        self._began = self._last = time.monotonic()

    def goes_on(self, running: Sequence[subprocess.Popen[bytes]], far: object) -> None:
        """Says how far it is, now and then. Raises TimeoutError at the limit, RuntimeError for a worker that ended."""
        now = time.monotonic()
        ended = [process.returncode for process in running if process.poll() is not None]
        if ended:
            raise RuntimeError(f"a worker ended by itself, with exit status {ended[0]}; so far: {far}")
        if now - self._began > self._limit:
            raise TimeoutError(f"not done in {self._limit:.0f} s; so far: {far}")
        if now - self._last > TELLING:
            self._last = now
            self._told(f"{now - self._began:6.0f} s   {far}")


def start(url: str, kinds: str = "understand", *, embedder: str = "none") -> subprocess.Popen[bytes]:
    """A worker with one analysis process and one thread for its model."""
    one = {"OMP_NUM_THREADS": "1", "ANALYSIS_PROCESSES": "1", "LOG_LEVEL": "WARNING"}
    given = {**os.environ, **one, "DATABASE_URL": url, "EMBEDDER": embedder, "TELEGRAM_BOT_TOKEN": ""}
    command = (sys.executable, "-m", "bot", "worker", "--kinds", kinds)
    return subprocess.Popen(command, cwd=ROOT, env=given)  # noqa: S603 - our own command


@contextmanager
def workers(url: str, count: int, *, embedder: str = "none") -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many of them, which may be replaced in the list; those left at the end are killed."""
    running = [start(url, embedder=embedder) for _ in range(count)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


async def bring(database: Database, documents: Sequence[Document]) -> None:
    """Several chats bring them, in one transaction: all are there at once."""
    async with database.session() as session:
        for number, document in enumerate(documents):
            reading = Reading(document, document.text, "text", "")
            await keep(session, reading, number % CHATS + 1, datetime.now(UTC))


async def line(database: Database) -> Line:
    """What waits, and what is under way."""
    async with database.session(readonly=True) as session:
        return await jobs.line(session, "understand", datetime.now(UTC))


async def owners(database: Database) -> set[str]:
    """The processes that have a job just now."""
    async with database.session(readonly=True) as session:
        return set((await session.exec(text("SELECT owner FROM job WHERE owner IS NOT NULL"))).scalars())  # type: ignore[call-overload]  # plain SQL


async def alive(database: Database) -> dict[int, str]:
    """The processes that have started, by their numbers."""
    async with database.session(readonly=True) as session:
        found = await processes.alive(session, datetime.now(UTC) - processes.FORGOTTEN)
    return {process.pid: process.id for process in found}


async def pids(database: Database) -> set[int]:
    """The numbers of those that have a job just now."""
    having = await owners(database)
    return {pid for pid, id_ in (await alive(database)).items() if id_ in having}


async def numbers(database: Database) -> dict[str, int]:
    """How many rows there are of what counts."""
    async with database.session(readonly=True) as session:
        return {
            table: (await session.exec(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # type: ignore[call-overload]  # noqa: S608 - plain SQL, and our own names
            for table in ("document", "analysis", "statement", "job")
        }


async def emptied(
    database: Database, run: Run, running: Sequence[subprocess.Popen[bytes]], *, pause: float = 0.05
) -> None:
    """Waits until nothing is left to do. Raises as `Run.goes_on` does."""
    while (now := await line(database)).waiting or now.under_way:
        run.goes_on(running, now)
        await asyncio.sleep(pause)
