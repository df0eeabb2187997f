"""References that lead nowhere, in a copy of a backup: they go as if what they refer to were deleted just now."""
# ruff: noqa: S608 - statements put together of names that stand in the file, quoted

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.moving.manifest import quoted


def mend(file: Path) -> int:
    """Until none is left; how many there were. Raises sqlite3.Error."""
    mended = 0
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")  # what belongs to a row goes with it
        while lost := connection.execute("PRAGMA foreign_key_check").fetchall():
            for table, number in sorted({(row[0], int(row[3])) for row in lost}):
                _mend(connection, table, number)
            mended += len(lost)
    return mended


def _mend(connection: sqlite3.Connection, table: str, number: int) -> None:
    """Its rows go, or only what they refer to where the key says so (ON DELETE SET NULL)."""
    keys = connection.execute(
        'SELECT "from", "to", "table", on_delete FROM pragma_foreign_key_list(?) WHERE id = ?', (table, number)
    ).fetchall()
    own, other = quoted(table), quoted(keys[0][2])
    there = " AND ".join(f"other.{quoted(to)} = {own}.{quoted(column)}" for column, to, *_ in keys)
    said = " AND ".join(f"{quoted(column)} IS NOT NULL" for column, *_ in keys)
    empty = ", ".join(f"{quoted(column)} = NULL" for column, *_ in keys)
    begin = f"UPDATE {own} SET {empty}" if keys[0][3] == "SET NULL" else f"DELETE FROM {own}"
    connection.execute(f"{begin} WHERE {said} AND NOT EXISTS (SELECT 1 FROM {other} AS other WHERE {there})")
