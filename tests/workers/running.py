"""Real worker processes on a real PostgreSQL, and what its rows say of their work."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
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
LONG = 600.0
"""Seconds after which whoever waits for workers says that they do not get on."""


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


async def pids(database: Database) -> set[int]:
    """The same by their numbers."""
    having = await owners(database)
    async with database.session(readonly=True) as session:
        found = await processes.alive(session, datetime.now(UTC) - processes.FORGOTTEN)
    return {process.pid for process in found if process.id in having}


async def numbers(database: Database) -> dict[str, int]:
    """How many rows there are of what counts."""
    async with database.session(readonly=True) as session:
        return {
            table: (await session.exec(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # type: ignore[call-overload]  # noqa: S608 - plain SQL, and our own names
            for table in ("document", "analysis", "statement", "job")
        }


async def emptied(database: Database, *, pause: float = 0.05) -> None:
    """Waits until nothing is left to do. Raises TimeoutError."""
    until = time.monotonic() + LONG
    while (now := await line(database)).waiting or now.under_way:
        if time.monotonic() > until:
            raise TimeoutError(f"still to do: {now}")
        await asyncio.sleep(pause)
