"""Puts a backup into an empty database; one that cannot go as it is is copied and mended on the way."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.database import Database, file_of, is_same
from storage.migrations import HEAD
from storage.moving.checking import check
from storage.moving.files import held
from storage.moving.house import Moved, fill
from storage.moving.manifest import Manifest
from storage.moving.mending import mend
from storage.moving.telling import Told, silent
from storage.session import StorageFullError
from summarizer.errors import MovingError

NO_ROOM = (
    "There is no room for a copy of {file} in {folder}: {why}. It cannot go as it is, and is brought up to date in a "
    "copy ({size:,.0f} MB). Make room there{other}."
)


async def restore(file: Path, target: str, told: Told = silent) -> Moved:
    """Fills an empty database from a whole backup; begun again, it goes on where it was.

    Raises MovingError: a backup that is not whole, a target that has something in it, no room for the copy that an
    older backup needs; StorageError.
    """
    if is_same(_address(file), target):
        raise MovingError(f"{file} is the database that it would be restored into. Copy it elsewhere first.")
    manifest = await asyncio.to_thread(check, file)
    # The stamp: two of one second may have as many rows.
    name = f"the backup of {manifest.made:%Y-%m-%d %H:%M:%S} UTC, {manifest.stamp[:16]}"
    async with _current(file, manifest, target) as (newest, mended), _readonly(newest) as engine:
        return replace(await fill(engine, name, target, told), mended=mended)


@asynccontextmanager
async def _current(file: Path, manifest: Manifest, target: str) -> AsyncIterator[tuple[Path, int]]:
    """The backup, or a copy that is up to date and whole, and how much was mended: nobody writes into a backup."""
    if manifest.revision == HEAD and not manifest.lost:
        yield file, 0
        return
    with _place(file, target) as copied:
        try:
            await asyncio.to_thread(shutil.copyfile, file, copied)
            await (await Database.open(_address(copied))).close()
            mended = await asyncio.to_thread(mend, copied) if manifest.lost else 0
        except (OSError, StorageFullError) as error:
            raise _no_room(file, target, error) from error
        yield copied, mended


@contextmanager
def _place(file: Path, target: str) -> Iterator[Path]:
    """Beside a target that is a file: where it will need the room anyway; or else among temporary files."""
    own = file_of(target)
    try:
        if own is None:
            with tempfile.TemporaryDirectory(prefix="verbatim-restore-") as folder:
                yield Path(folder) / "older.db"
        else:
            own.parent.mkdir(parents=True, exist_ok=True)
            copied = own.with_name(f".{own.name}.older")
            with held(copied):
                yield copied
    except OSError as error:
        raise _no_room(file, target, error) from error


def _no_room(file: Path, target: str, error: OSError | StorageFullError) -> MovingError:
    why = error.detail if isinstance(error, StorageFullError) else error.strerror or str(error)
    own, size = file_of(target), file.stat().st_size / 1e6
    folder, other = (own.parent, "") if own else (tempfile.gettempdir(), ", or set TMPDIR to another folder")
    return MovingError(NO_ROOM.format(file=file, folder=folder, why=why, size=size, other=other))


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
