"""Opening the database: address, engine, pragmas, migrations."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage import nearness, search_index
from storage.migrations import migrate
from storage.session import READONLY, Lack, Session, StorageBusyError, connecting, lack_of, transaction, translated
from summarizer.errors import StorageError

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}
# What psql and hosting companies put into an address, and what asyncpg calls it; None: asyncpg settles it by itself.
_POSTGRES_OPTIONS = {"sslmode": "ssl", "connect_timeout": "timeout", "channel_binding": None, "gssencmode": None}
PATIENCE = 30.0
"""Seconds that a server has for one statement, or to let us in; then it is given up, and trying again may help."""
# A server that lost us (a machine cut off, a cable) gives back what we had locked after 30 + 3 * 10 seconds.
_KEEPALIVE = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
_LOOPBACK = (None, "", "localhost", "127.0.0.1", "::1")


class Database:
    """An open database, up to date; give `session()` to whoever needs it and `close()` it at the end."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: str, *, busy_timeout: float = 10.0, patience: float = PATIENCE) -> Database:
        """Connect, creating a SQLite file and its folder where missing, and bring the schema up to date.

        `url` may be spelled as usual: `sqlite:///data/verbatim.db`, `sqlite:///:memory:`, `postgres://...`,
        `postgresql://...`, with any driver named after a `+`. `busy_timeout` is how long, in seconds, one waits for
        another writer on SQLite, `patience` how long a server has for one statement; bringing the schema up to date
        may take longer. Raises StorageError: an address that is none, an unreachable server, a wrong password, a
        file that cannot be written or is no database, a database newer than this code.
        """
        engine = engine_of(url, busy_timeout=busy_timeout)
        database = cls(engine)
        try:
            await database._migrate()
        except BaseException as error:
            await engine.dispose()
            if isinstance(error, StorageError):
                raise type(error)(f"{_shown(url)}: {error.detail}") from error
            raise
        if engine.dialect.name == "sqlite":
            return database
        await engine.dispose()  # migrations had no limit
        return cls(engine_of(url, patience=patience))

    def session(self, *, readonly: bool = False) -> AbstractAsyncContextManager[Session]:
        """One transaction: committed at the end, rolled back on any error.

        A read-only one never waits for a writer, and refuses to write. Do not open one inside another: on SQLite
        the inner one waits for the outer one's lock until `busy_timeout`.
        """
        return transaction(self._engine, readonly=readonly)

    @property
    def lack(self) -> Lack | None:
        """Why nothing can be written, as the last try said; None where it could."""
        return lack_of(self._engine)

    async def scrub(self) -> None:
        """Empty SQLite's index of words and its journal, where what was deleted may still stand.

        The journal only as far as nobody reads just now. On PostgreSQL it goes with the next vacuum, which comes by
        itself.
        """
        if self._engine.dialect.name != "sqlite":
            return
        with translated():
            async with self._engine.begin() as connection:
                await connection.run_sync(search_index.compact)
            async with self._engine.connect() as connection:
                raw = await connection.get_raw_connection()
                if raw.driver_connection is not None:
                    await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # outside of a transaction

    async def close(self) -> None:
        """Give back every connection."""
        await self._engine.dispose()

    async def _migrate(self) -> None:
        with translated(), connecting():
            async with self._engine.begin() as connection:
                await connection.run_sync(migrate)
                await connection.run_sync(nearness.prepare)


def normalise(url: str) -> URL:
    """The address with our driver and our driver's names of options; raises StorageError when it is none of ours."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        # Without what it came from: that may quote a password.
        raise StorageError("not a database address; expected sqlite:///FILE or postgresql://...") from None
    scheme = address.drivername.partition("+")[0]
    if scheme not in _DRIVERS:
        raise StorageError(f"no database of kind {scheme!r}; expected sqlite or postgresql")
    address = address.set(drivername=_DRIVERS[scheme])
    if scheme == "sqlite":
        return address
    before, _, options = url.partition("?")
    if (before + options.partition("=")[0]).count("@") > 1:  # also of a password with a ? in it
        raise StorageError("not a database address; within a user or a password @ / # are written %40 %2F %23")
    address = _introduced(address)
    renamed = {_POSTGRES_OPTIONS.get(name, name): value for name, value in address.query.items()}
    return address.set(query={name: value for name, value in renamed.items() if name is not None})


def _introduced(address: URL) -> URL:
    """With user and password where addresses have them: what is in the query is shown in errors."""
    names = ("user", "password")
    told = {name: values[-1] for name, values in address.normalized_query.items() if name in names}
    bare = address.difference_update_query(names)
    return bare.set(username=told.get("user"), password=told.get("password"))  # None: as it was


def _shown(url: str) -> str:
    """An address for people: without its password, and of its options only the folder of a socket."""
    address = normalise(url)
    shown = {name: value for name, value in address.query.items() if name == "host"}
    return address.set(query=shown).render_as_string()


def engine_of(url: str, *, busy_timeout: float = 10.0, patience: float | None = None) -> AsyncEngine:
    """Connections as all of ours are, and nothing brought up to date; raises StorageError as `normalise` does.

    A server has `patience` seconds for a statement, without end where that is None and the address says nothing.
    """
    address = normalise(url)
    return _sqlite(address, busy_timeout) if address.get_backend_name() == "sqlite" else _postgres(address, patience)


def file_of(url: str) -> Path | None:
    """The file of a SQLite address; None for a server, for memory, or for a `file:` address, which may be anything.

    Raises StorageError as `normalise` does.
    """
    address = normalise(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return None if str(address.database).startswith("file:") else Path(str(address.database)).resolve()


def is_same(one: str, other: str) -> bool:
    """Whether two addresses lead to one database, as far as they tell. Raises StorageError as `normalise` does."""
    files = file_of(one), file_of(other)
    if files[0] and files[1] and files[0].exists() and files[1].exists():
        return files[0].samefile(files[1])  # also by another link, or in other letters where a disk knows no case
    return _place(one) == _place(other) is not None


def is_ours(file: Path) -> bool:
    """Whether an existing file is a database that `Database.open` made, or holds nothing at all."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error:
        return False
    return not found or {"alembic_version", "document"} <= found


def _place(url: str) -> Path | tuple[str, int, str | None] | None:
    address = normalise(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_place(address)
    host = "localhost" if address.host in _LOOPBACK else str(address.host)
    return host, address.port or 5432, address.database or address.username


def _sqlite_place(address: URL) -> Path | None:
    name = str(address.database or ":memory:")
    path = unquote(urlsplit(name).path) if name.startswith("file:") and address.query.get("uri") else name
    return None if path == ":memory:" else Path(path).resolve()


def _postgres(address: URL, patience: float | None) -> AsyncEngine:
    limits = {} if patience is None else {"command_timeout": patience, "timeout": patience}
    own = {name: limit for name, limit in limits.items() if name not in address.query}
    options = {"server_settings": _KEEPALIVE, **own}
    engine = create_async_engine(address, pool_pre_ping=True, hide_parameters=True, connect_args=options)

    @event.listens_for(engine.sync_engine, "handle_error", retval=True)
    def give_up(context: ExceptionContext) -> StorageBusyError | None:
        # Whatever comes of its statement, the connection is out of step: only a new one can be used.
        if not isinstance(context.original_exception, TimeoutError):
            return None
        context.is_disconnect = True
        return StorageBusyError("the server does not answer")

    return engine


def _sqlite(address: URL, busy_timeout: float) -> AsyncEngine:
    memory = address.database in (None, "", ":memory:")
    if not memory:
        _make_folder(address)
    # A database in memory lives in its connection: there must be exactly one, and sessions take turns.
    size: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if memory else {}
    engine = create_async_engine(address, poolclass=AsyncAdaptedQueuePool, hide_parameters=True, **size)
    pragmas = (
        f"PRAGMA busy_timeout = {round(busy_timeout * 1000)}",  # first: turning on WAL takes a lock
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",  # what people had forgotten is overwritten, not left in the file's free pages
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # Python's own BEGIN comes too late, and never before DDL
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: taking it after a read fails without waiting (SQLITE_BUSY_SNAPSHOT).
        readonly = bool(connection.get_execution_options().get(READONLY))
        if connection.info.get(READONLY) is not readonly:
            connection.exec_driver_sql(f"PRAGMA query_only = {int(readonly)}")
            connection.info[READONLY] = readonly
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine


def _make_folder(address: URL) -> None:
    name = address.database or ""
    if name.startswith("file:"):
        return
    try:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder of {name}: {error.strerror}") from error
