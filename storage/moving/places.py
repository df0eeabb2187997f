"""The two ends of a copy: what may be read, what may be filled, and how each is named to the operator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import processes
from storage.database import Database, engine_of, file_of, normalise
from storage.migrations import HEAD, UNFINISHED, migrate, revision
from storage.moving import ledger
from storage.moving.reading import counts
from storage.rows import ProcessRow, Row
from storage.session import READONLY, connecting, transaction, translated
from storage.types import Process
from summarizer.errors import MovingError

EMPTYING = "Empty it (SQLite: delete the file; PostgreSQL: drop and create the database), or name another."
PROCESS = str(ProcessRow.__tablename__)
MESSENGER = "procrastinate_"
"""Tables of the messenger of several machines: it only wakes, and whoever starts makes them."""


def name_of(url: str) -> str:
    """An address without user and password. Raises StorageError as `normalise` does."""
    file, address = file_of(url), normalise(url)
    if file:
        return str(file)
    host = address.host or address.query.get("host") or "localhost"  # a folder, where a socket is
    return f"{host}:{address.port or 5432}/{address.database or ''}"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[AsyncEngine]:
    """Connections to a database as it is, nothing brought up to date. Raises StorageError."""
    engine = engine_of(url)
    try:
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that reads, and sees one moment however long it takes."""
    options = {READONLY: True, "postgresql_readonly": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"  # type: ignore[assignment]  # an option of another kind
    with translated():
        with connecting():
            connection = await engine.connect()
        try:
            await connection.execution_options(**options)
            async with connection.begin():
                yield connection
        finally:
            await connection.close()


def require(url: str) -> None:
    """Sees to it that opening a source does not make one. Raises MovingError."""
    if normalise(url).get_backend_name() == "sqlite":
        file = file_of(url)
        if file is None or not file.is_file():
            raise MovingError(f"There is no database {file or url}.")


async def revision_of(url: str) -> str:
    """The revision of a source, at most our own. Raises MovingError where it is none of ours, StorageError."""
    require(url)
    async with opened(url) as engine, snapshot(engine) as connection:
        found = await connection.run_sync(revision)
    if found is None:
        raise MovingError(f"{name_of(url)} holds nothing of Verbatim's.")
    if found == UNFINISHED:
        raise MovingError(f"{name_of(url)} is itself a copy that is not finished. Finish that one first.")
    if found > HEAD:
        raise MovingError(f"{name_of(url)} is at revision {found}, newer than this program ({HEAD}). Update it.")
    return found


async def bring_up(url: str) -> str | None:
    """Brings a source up to date, as any start does; the revision that it came from, None where it was."""
    found = await revision_of(url)
    if found == HEAD:
        return None
    await (await Database.open(url)).close()
    return found


async def users(url: str, since: datetime) -> tuple[Process, ...] | None:
    """The processes that were seen on a database since then; None where it is too old to know. It stays as it is."""
    await revision_of(url)
    async with opened(url) as engine:
        async with snapshot(engine) as connection:
            if not await connection.run_sync(lambda each: inspect(each).has_table(PROCESS)):
                return None
        async with transaction(engine, readonly=True) as session:
            return await processes.alive(session, since)


async def receive(target: AsyncEngine, name: str, source: str) -> bool:
    """Makes an empty target ready; True where it has a part of this very copy. Raises MovingError, StorageError."""
    with translated(), connecting():
        async with target.begin() as connection:
            if await connection.run_sync(revision) == UNFINISHED:
                await _resumable(connection, name, source)
                return True
            await _strange(connection, name)
            await connection.run_sync(migrate)
            # Of all tables: whoever has a heartbeat in it uses it.
            found = await counts(connection, Row.metadata.sorted_tables)
            full = [f"{table} has {rows:,} rows" for table, rows in found.items() if rows]
            if full:
                raise MovingError(f"{name} is not empty: {', '.join(full[:3])}. {EMPTYING}")
            await ledger.begin(connection, source)
    return False


async def _resumable(connection: AsyncConnection, name: str, source: str) -> None:
    found, at = await ledger.origin(connection)
    if found != source:
        raise MovingError(f"{name} holds an unfinished copy of {found}, not of {source}. {EMPTYING}")
    if at != HEAD:
        raise MovingError(f"{name} holds an unfinished copy by another version of this program. {EMPTYING}")


async def _strange(connection: AsyncConnection, name: str) -> None:
    names = await connection.run_sync(lambda each: inspect(each).get_table_names())
    if "alembic_version" in names and "document" in names:
        return
    strange = [each for each in names if not each.startswith(MESSENGER)]
    if strange:
        raise MovingError(f"{name} has tables that are none of Verbatim's, such as {strange[0]}. {EMPTYING}")
