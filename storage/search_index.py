"""The index of full texts that each database has of its own making, and so no table of ours describes.

SQLite: an FTS5 table over `piece` (external content), kept by triggers, which also see what goes with its document.
PostgreSQL: a generated column and a GIN index over it. Neither can be forgotten by whoever writes a piece. Migration
0007 makes them.
"""

# ruff: noqa: S608 - statements put together of constants

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

TABLE: Final = "piece_words"
COLUMN: Final = "words"
GIN: Final = "ix_piece_words"
VECTORS: Final = "print_vector"
"""PostgreSQL's index of fingerprints, where the server has pgvector, see `storage/nearness.py`."""


def compact(connection: Connection) -> None:
    """Rewrite SQLite's index without the words of pieces that are gone: it marks them as gone, and keeps them."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')"))


def is_described(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Whether something found in a database is what the rows describe; False for the index. (Alembic's hook.)"""
    if kind == "table":
        return name is None or not name.startswith((TABLE, VECTORS))
    return (kind, name) not in {("column", COLUMN), ("index", GIN)}


DESCRIBED: Final = {"include_object": is_described}
"""Options under which Alembic compares a database with the rows."""
