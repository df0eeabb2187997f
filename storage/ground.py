"""What a database stands on: its kind, version and size, what it can besides, and what its clock says."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import text

from storage.session import Session


@dataclass(frozen=True, slots=True)
class Ground:
    """`bytes` is the size of the database; `vectors` is pgvector's version in this database, "" where it could be
    installed, None where it is not there; `clock` is the server's, None on SQLite, which has ours."""

    kind: Literal["SQLite", "PostgreSQL"]
    version: str
    bytes: int
    vectors: str | None = None
    clock: datetime | None = None


_SQLITE = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
_POSTGRES = text(
    "SELECT current_setting('server_version'), pg_database_size(current_database()), clock_timestamp(),"
    " (SELECT coalesce(installed_version, '') FROM pg_available_extensions WHERE name = 'vector')"
)


async def read(session: Session) -> Ground:
    """Looks at the database of the caller's transaction."""
    connection = await session.connection()
    if session.get_bind().dialect.name == "sqlite":
        return Ground("SQLite", sqlite3.sqlite_version, (await connection.execute(_SQLITE)).scalar_one())
    version, size, clock, vectors = (await connection.execute(_POSTGRES)).one()
    return Ground("PostgreSQL", version.split()[0], size, vectors, clock)
