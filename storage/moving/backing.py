"""Backups: all that is stored, of one moment, while others write; always one SQLite file with a manifest in it.

SQLite        pages, by SQLite's own backup, inside one read transaction
PostgreSQL    rows, by the copying of `house`, inside one REPEATABLE READ transaction
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from storage.database import file_of, normalise
from storage.migrations import HEAD
from storage.moving import numbers
from storage.moving.comparing import compare
from storage.moving.copying import copy
from storage.moving.files import arriving
from storage.moving.house import finish
from storage.moving.manifest import Manifest, leave_out, seal
from storage.moving.places import name_of, opened, receive, revision_of, snapshot
from storage.moving.stamping import stamp
from storage.moving.telling import Progress, Told, silent
from storage.session import StorageFullError, connecting, translated
from summarizer.errors import MovingError

PAGES: Final = 1_000
PAUSE: Final = 0.01
"""Seconds for the disk to serve others, after every 4 MB."""
BUSY: Final = 10.0
NOT_WRITTEN: Final = "No backup was written to {folder}: {why}. Nothing is left of it.{hint}"
ROOM: Final = " Make room, or name another disk."


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: its file, its size in bytes, what it says of itself."""

    file: Path
    size: int
    manifest: Manifest


async def back_up(
    url: str, file: Path, *, now: datetime, version: str, force: bool = False, told: Told = silent
) -> Backup:
    """Writes a backup; `file` is there whole or not at all. Raises MovingError, StorageError."""
    found, own = await revision_of(url), file_of(url)
    _apart(own, file)
    with arriving(file, force=force) as part:
        if own is not None:
            await asyncio.to_thread(_write, _Pages(own, told), part)
        elif normalise(url).get_backend_name() == "postgresql":
            await _rows(url, found, part, told)
        told(Progress("writing", "", 1, 1))
        manifest = await asyncio.to_thread(_seal, part, now, version)
        size = _size(part)
    return Backup(file, size, manifest)


def _apart(own: Path | None, file: Path) -> None:
    if own is not None and file.exists() and own.samefile(file):
        raise MovingError(f"{file} is the database itself. Name another file.")


def _size(part: Path) -> int:
    return part.stat().st_size


@dataclass(frozen=True, slots=True)
class _Pages:
    source: Path
    told: Told

    def __call__(self, _: int, remaining: int, total: int) -> None:
        self.told(Progress("copying", "pages", total - remaining, total))
        if remaining:
            time.sleep(PAUSE)


def _write(pages: _Pages, part: Path) -> None:
    with (
        closing(sqlite3.connect(f"{pages.source.as_uri()}?mode=ro", uri=True, timeout=BUSY)) as source,
        closing(sqlite3.connect(part, timeout=BUSY)) as target,
        _saying(part),
    ):
        source.isolation_level = None
        # Held open, it keeps the moment: without it SQLite begins anew whenever somebody writes.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        target.execute("PRAGMA synchronous = OFF")  # on the disk at the end, at once
        source.backup(target, pages=PAGES, progress=pages)


async def _rows(url: str, found: str, part: Path, told: Told) -> None:
    if found != HEAD:
        raise MovingError(
            f"{name_of(url)} is at revision {found}, this program's is {HEAD}. Bring it up first (`verbatim check` "
            "does), or make the backup with the program that it belongs to."
        )
    address = URL.create("sqlite", database=str(part)).render_as_string()
    async with opened(url) as source, opened(address) as target:
        with _full(part), translated(), connecting():
            await receive(target, str(part), name_of(url))
            async with snapshot(source) as one:
                await copy(one, target, told)
                async with snapshot(target) as other:
                    await compare(one, other, told)
                await finish(target, await numbers.given(one))


def _seal(part: Path, made: datetime, version: str) -> Manifest:
    """Says in the copy what it holds, looks whether it is whole, and leaves one file, without a journal beside it."""
    with closing(sqlite3.connect(part, timeout=BUSY)) as connection, _saying(part):
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = DELETE")
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise MovingError(f"The database itself is damaged, no backup was made: {found}. Take the last good one.")
        connection.execute("BEGIN")
        leave_out(connection)
        manifest = seal(connection, made, version)
        connection.execute("COMMIT")
    return replace(manifest, stamp=stamp(part, manifest.stamp))


@contextmanager
def _full(part: Path) -> Iterator[None]:
    """A file is all that is written here: what takes no more is its disk."""
    try:
        yield
    except StorageFullError as error:
        raise MovingError(NOT_WRITTEN.format(folder=part.parent, why=error.detail, hint=ROOM)) from error


@contextmanager
def _saying(part: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        hint = ROOM if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR} else ""
        raise MovingError(NOT_WRITTEN.format(folder=part.parent, why=error, hint=hint)) from error
