"""What a backup says of itself: when and of what it was made, and how much of what must be in it.

Values are read as SQLite has them, so that any revision can be checked by any later program.
"""
# ruff: noqa: S608 - names of tables are quoted, and come out of the file that is looked at

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.moving.stamping import LENGTH
from storage.moving.steps import PASSING
from storage.moving.values import Fingerprint

TABLE: Final = "backup_manifest"
SCHEMA: Final = "schema"
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """A table: how many rows, and their hash."""

    table: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True, order=True)
class Lost:
    """So many rows of a table refer to rows of another that are not there."""

    table: str
    other: str
    rows: int

    def __str__(self) -> str:
        return f"{self.table} ({self.rows:,} rows refer to {self.other})"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made` is when the backup was made, `version` the program's, `revision` the schema's; `stamp` see `stamping`."""

    made: datetime
    version: str
    revision: str
    tables: tuple[Counted, ...]
    stamp: str
    lost: tuple[Lost, ...] = ()
    """References to rows that were not there in the source either."""

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(each.rows for each in self.tables if each.table != SCHEMA)

    def packed(self) -> str:
        """As JSON."""
        tables = {each.table: [each.rows, each.digest] for each in self.tables}
        about = {"made": self.made.isoformat(), "version": self.version, "revision": self.revision, "file": self.stamp}
        lost = [[each.table, each.other, each.rows] for each in self.lost]
        return json.dumps({**about, "tables": tables, "lost": lost})

    @classmethod
    def unpacked(cls, packed: str) -> Manifest:
        """The manifest that was packed; raises ValueError, KeyError or TypeError where it is none."""
        found = json.loads(packed)
        tables = tuple(Counted(name, int(rows), str(digest)) for name, (rows, digest) in found["tables"].items())
        return cls(
            datetime.fromisoformat(found["made"]),
            str(found["version"]),
            str(found["revision"]),
            tables,
            str(found["file"]),
            tuple(Lost(str(table), str(other), int(rows)) for table, other, rows in found.get("lost", ())),
        )


def seal(connection: sqlite3.Connection, made: datetime, version: str) -> Manifest:
    """Counts what a copy holds and writes it into the copy; its stamp is a token, for the hash of the closed file."""
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.execute(f"DROP TABLE IF EXISTS {TABLE}")  # of a database that was a backup once
    token = secrets.token_hex(LENGTH // 2)
    manifest = Manifest(made, version, revision, counted(connection), token, lost_in(connection))
    connection.execute(f"CREATE TABLE {TABLE} (content TEXT NOT NULL)")
    connection.execute(f"INSERT INTO {TABLE} VALUES (?)", (manifest.packed(),))
    return manifest


def leave_out(connection: sqlite3.Connection) -> None:
    """Empties what is of this moment alone (`steps.PASSING`), as far as the copy's revision has it."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name in names.intersection(PASSING):
        connection.execute(f"DELETE FROM {quoted(name)}")


def counted(connection: sqlite3.Connection) -> tuple[Counted, ...]:
    """Every table, those of the index too, and what all of them are made of. Raises sqlite3.Error."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name != ?"
        " ORDER BY name",
        (TABLE,),
    )
    made_of = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name != ? ORDER BY type, name"
    schema = _counted(SCHEMA, connection.execute(made_of, (TABLE,)))
    tables = (_counted(name, connection.execute(_in_order(connection, name))) for (name,) in names.fetchall())
    return schema, *tables


def lost_in(connection: sqlite3.Connection) -> tuple[Lost, ...]:
    """References that lead nowhere, by table. Raises sqlite3.Error."""
    found = Counter((row[0], row[2]) for row in connection.execute("PRAGMA foreign_key_check"))
    return tuple(sorted(Lost(table, other, rows) for (table, other), rows in found.items()))


def _counted(name: str, rows: sqlite3.Cursor) -> Counted:
    found = Fingerprint()
    while some := rows.fetchmany(AT_ONCE):
        found.add(some)
    return Counted(name, found.rows, found.digest)


def _in_order(connection: sqlite3.Connection, name: str) -> str:
    """All rows of a table by its primary key, or as they were written where it has none."""
    columns = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
    keys = [column for column, place in sorted(columns, key=lambda each: int(each[1])) if place]
    return f"SELECT * FROM {quoted(name)} ORDER BY {', '.join(map(quoted, keys)) or 'rowid'}"


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'
