"""Whether a backup is whole: looked at without writing, and every way of not being whole is a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from storage.migrations import HEAD
from storage.moving.manifest import TABLE, Manifest, counted, lost_in
from storage.moving.stamping import is_stamped
from summarizer.errors import MovingError

HEADER: Final = 100
MAGIC: Final = b"SQLite format 3\0"
TAKE_ANOTHER: Final = "Take another one."


def check(file: Path) -> Manifest:
    """What a whole backup says of itself. Raises MovingError: not there, none of ours, cut off, damaged, too new.

    References that led nowhere in its source (`Manifest.lost`) are no damage of the file.
    """
    _look_at_header(file)
    with _reading(file) as connection:
        manifest = _manifest(connection, file)
        _same_pages(connection, file, manifest)
        _same_content(connection, file, manifest)
    if not is_stamped(file, manifest.stamp):
        raise _damaged(file, "what it holds is as it was, and the file around it is not")
    return manifest


def _look_at_header(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            header, size = opened.read(HEADER), opened.seek(0, 2)
    except OSError as error:
        raise MovingError(f"{file} cannot be read: {error.strerror}.") from error
    if not size:
        raise MovingError(f"{file} is empty. {TAKE_ANOTHER}")
    if not header.startswith(MAGIC):
        raise MovingError(f"{file} is no backup: it is no SQLite database.")
    page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    whole = pages * (65_536 if page == 1 else page)
    if size < whole or len(header) < HEADER:
        raise MovingError(f"{file} is cut off: {size:,} of {whole:,} bytes are there. {TAKE_ANOTHER}")


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """Opens a file that may hold anything, and leaves nothing beside it."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            yield connection
    # ValueError: letters that are none, in names and in JSON. The others: what damaged JSON is made of.
    except (sqlite3.Error, ValueError, KeyError, TypeError, OverflowError) as error:
        raise _damaged(file, error) from error


def _manifest(connection: sqlite3.Connection, file: Path) -> Manifest:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if TABLE not in names:
        ours = {"alembic_version", "document"} <= names
        what = "a database of Verbatim's" if ours else "another program's database"
        how = " `verbatim backup` makes backups, `verbatim migrate-db` copies databases." if ours else ""
        raise MovingError(f"{file} is no backup: it is {what}.{how}")
    manifest = Manifest.unpacked(connection.execute(f"SELECT content FROM {TABLE}").fetchone()[0])  # noqa: S608 - a constant
    if not manifest.revision.isdecimal() or manifest.revision > HEAD:
        raise MovingError(
            f"{file} is at revision {manifest.revision}, which this program ({HEAD}) does not know. Update it."
        )
    return manifest


def _same_pages(connection: sqlite3.Connection, file: Path, manifest: Manifest) -> None:
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise _damaged(file, found)
    for lost in lost_in(connection):
        if lost not in manifest.lost:
            raise _damaged(file, f"{lost.table} refers to rows of {lost.other} that are not there")


def _same_content(connection: sqlite3.Connection, file: Path, manifest: Manifest) -> None:
    found = {each.table: each for each in counted(connection)}
    for said in manifest.tables:
        if found.get(said.table) != said:
            rows = found[said.table].rows if said.table in found else 0
            raise _damaged(file, f"{said.table} is not as it was ({said.rows:,} rows then, {rows:,} now)")
    for more in found.keys() - {said.table for said in manifest.tables}:
        raise _damaged(file, f"{more} was not in it")


def _damaged(file: Path, why: object) -> MovingError:
    return MovingError(f"{file} is damaged: {_line(why)}. {TAKE_ANOTHER}")


def _line(error: object) -> str:
    """The first line of what SQLite says, without its full stop."""
    return " ".join(str(error).splitlines()[:1]).removeprefix("*** in database main ***").strip(" .") or "unreadable"
