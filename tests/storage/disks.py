"""Disks that take nothing more while a database is in use: full ones, and ones that can only be read."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Literal

import asyncpg
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from storage.database import Database
from storage.session import READONLY

Disk = Literal["full", "read-only"]

WEIGH = "INSERT INTO ballast VALUES (zeroblob(100000))"
WEIGHED = """
CREATE TABLE full_disk (); INSERT INTO full_disk DEFAULT VALUES;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM full_disk) THEN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
"""
REFUSED = "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION refuse()"
SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"


@asynccontextmanager
async def failing(database: Database, disk: Disk) -> AsyncIterator[None]:
    """While the block runs nothing can be written through `database`, as its file or its server says.

    SQLite: each change needs more pages than the file may have, and SQLite itself says SQLITE_FULL; or the connection
    may only ask, and SQLite says SQLITE_READONLY. PostgreSQL: read-only from the next session on, and those that there
    are break, as when a standby takes over; full by a trigger, which raises what a server without room raises: to fill
    the disk of one is more than a test may do.
    """
    url = database._engine.url
    if url.get_backend_name() == "sqlite":
        if disk == "full":
            await asyncio.to_thread(_weigh, str(url.database))  # whoever has the lock needs the loop to end
        with _full_file(database) if disk == "full" else _closed_file(database):
            yield
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        async with _full_server(plain) if disk == "full" else _standby(plain):
            yield


def _weigh(file: str) -> None:
    with closing(sqlite3.connect(file, timeout=60)) as other:
        other.execute("CREATE TABLE ballast (bytes BLOB)")
        for _, table, kind, *_ in other.execute("PRAGMA main.table_list").fetchall():
            if kind != "table" or table == "ballast" or table.startswith("sqlite_"):
                continue  # what an index of words is made of is SQLite's own, and a trigger there ends the process
            for change in ("INSERT", "UPDATE", "DELETE"):
                other.execute(f"CREATE TRIGGER weigh_{table}_{change} BEFORE {change} ON {table} BEGIN {WEIGH}; END")


@contextmanager
def _full_file(database: Database) -> Iterator[None]:
    with _each(database, "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741824"):
        yield  # SQLite takes the number of pages that there are for one that is too small


@contextmanager
def _closed_file(database: Database) -> Iterator[None]:
    with _each(database, "PRAGMA query_only = 1", "PRAGMA query_only = 0"):
        yield


@contextmanager
def _each(database: Database, during: str, after: str) -> Iterator[None]:
    """What every transaction's connection is told before it begins. The listener stays, and says what does no harm."""
    told = [during]

    @event.listens_for(database._engine.sync_engine, "checkout")
    def tell(connection: sqlite3.Connection, record: ConnectionPoolEntry, _: object) -> None:
        connection.execute(told[0])
        if "query_only" in told[0]:
            record.info[READONLY] = False  # what `Database` knows of it: or a reader before would have it opened again

    try:
        yield
    finally:
        told[0] = after


@asynccontextmanager
async def _full_server(url: str) -> AsyncIterator[None]:
    async with _beside(url) as server:
        await server.execute(WEIGHED)
        tables = await server.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            if table != "full_disk":
                await server.execute(REFUSED.format(f'"{table}"'))
    try:
        yield
    finally:
        async with _beside(url) as server:
            await server.execute("DELETE FROM full_disk")


@asynccontextmanager
async def _standby(url: str) -> AsyncIterator[None]:
    await _set_readonly(url, "on")
    try:
        yield
    finally:
        await _set_readonly(url, "off")


async def _set_readonly(url: str, value: str) -> None:
    async with _beside(url) as server:
        await server.execute("SET default_transaction_read_only = off")
        name = await server.fetchval("SELECT current_database()")
        await server.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {value}')
        await server.execute(SESSIONS, name)


@asynccontextmanager
async def _beside(url: str) -> AsyncIterator[asyncpg.Connection]:
    server = await asyncpg.connect(url)
    try:
        yield server
    finally:
        await server.close()
