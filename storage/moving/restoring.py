"""Puts a backup into an empty database; one of an older revision is brought up to date on the way."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.database import Database, is_same
from storage.migrations import HEAD
from storage.moving.checking import check
from storage.moving.house import Moved, fill
from storage.moving.telling import Told, silent
from summarizer.errors import MovingError


async def restore(file: Path, target: str, told: Told = silent) -> Moved:
    """Fills an empty database from a whole backup; begun again, it goes on where it was.

    Raises MovingError: a backup that is not whole, a target that has something in it; StorageError.
    """
    if is_same(_address(file), target):
        raise MovingError(f"{file} is the database that it would be restored into. Copy it elsewhere first.")
    manifest = await asyncio.to_thread(check, file)
    name = f"the backup of {manifest.made:%Y-%m-%d %H:%M:%S} UTC with {manifest.rows:,} rows"
    async with _current(file, manifest.revision) as newest, _readonly(newest) as engine:
        return await fill(engine, name, target, told)


@asynccontextmanager
async def _current(file: Path, revision: str) -> AsyncIterator[Path]:
    """The backup, or a copy of it that is up to date: nobody writes into a backup."""
    if revision == HEAD:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="verbatim-restore-") as folder:
        copied = Path(folder) / "older.db"
        await asyncio.to_thread(shutil.copyfile, file, copied)
        await (await Database.open(_address(copied))).close()
        yield copied


@asynccontextmanager
async def _readonly(file: Path) -> AsyncIterator[AsyncEngine]:
    """Connections that leave the file, and its folder, as they are."""
    engine = create_async_engine(_untouched(file), hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    try:
        yield engine
    finally:
        await engine.dispose()


def _untouched(file: Path) -> URL:
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    return URL.create("sqlite+aiosqlite", database=file.resolve().as_uri(), query=query)


def _address(file: Path) -> str:
    return URL.create("sqlite", database=str(file)).render_as_string()
