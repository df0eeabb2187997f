"""Who alone may do a thing: poll Telegram for a bot, send digests. Held as long as its process lives, and no longer.

PostgreSQL: an advisory lock of a connection of its own, which the server gives back as soon as that breaks. (Not
through a pooler that shares connections among transactions: there no lock is anybody's.)
SQLite: a lock on a file beside the database, which the system gives back with the process. A database in memory is one
process's alone, so the duty is always ours; so it is where the system has no such locks (Windows), and who starts two
processes there must know it.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

import asyncpg
from sqlalchemy import URL, NullPool
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.database import file_of, normalise
from storage.locking import lock
from storage.session import StorageBusyError, connecting, translated
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks whether the connection still stands, and which one may take."""
FRESH = 8.0
"""Seconds since the last look that went well after which the duty counts as lost: fewer than the server waits."""
CONNECTING = 10.0
"""Seconds that connecting may take."""
# When a machine is cut off the server notices after 5 + 3 * 2 seconds, on which `FRESH` depends; where an answer of its
# own is on the way then, which is not probed but sent again and again, after as many milliseconds.
KEEPALIVE = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "11000",
}


class Leadership:
    """One duty of one database. `held` says whether it is ours now; it is never said of two processes at once.

    `shared`, on PostgreSQL: of several that share it, and never beside one that has it for itself.
    """

    def __init__(self, url: str, duty: str, *, shared: bool = False) -> None:
        """Raises StorageError for an address that is none."""
        self._duty = duty
        self._lock = _lock(url, duty, self._lose, shared=shared)
        self._lost = asyncio.Event()
        self._looked = 0.0
        self._looking: asyncio.Task[None] | None = None

    @property
    def held(self) -> bool:
        """Whether the duty is ours, as of the last look; whoever finds it lost stops at once.

        After seconds in which this process stood still it is False until the next look, and may be True again then:
        `keep` says what is lost for good.
        """
        return self._looking is not None and not self._lost.is_set() and time.monotonic() - self._looked < FRESH

    async def take(self) -> bool:
        """Takes the duty if nobody has it; False where another process has. Raises StorageError."""
        if self._looking is not None and not self._lost.is_set():
            return True
        await self._give_back()
        began = time.monotonic()
        self._lost.clear()
        if not await self._lock.take():
            return False
        self._looked = began
        self._looking = asyncio.create_task(self._look())
        return True

    async def keep(self) -> None:
        """Returns when the duty is lost, at most 5 s after the connection broke; at once where it is not ours."""
        if self._looking is not None:
            await self._lost.wait()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Gives the duty back."""
        await self._give_back()

    async def _look(self) -> None:
        """Looks every few seconds, until the duty is lost."""
        try:
            while not self._lost.is_set():
                began = time.monotonic()
                if not await self._lock.stands():
                    return
                self._looked = began
                await asyncio.sleep(LOOK)
        except Exception:  # nobody awaits this task; whatever it is, the duty is not known to be ours any more
            log.exception("leadership.look_failed duty=%s", self._duty)
        finally:
            self._lose()

    def _lose(self) -> None:
        if self._looking is not None and not self._lost.is_set():
            log.error("leadership.lost duty=%s", self._duty)
        self._lost.set()

    async def _give_back(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            await asyncio.wait([looking])
        self._lost.set()
        self._lock.give_back()


class _Lock(Protocol):
    """What holds a duty; `stands` looks whether it does."""

    async def take(self) -> bool: ...

    async def stands(self) -> bool: ...

    def give_back(self) -> None: ...


def _lock(url: str, duty: str, lost: Callable[[], None], *, shared: bool) -> _Lock:
    address = normalise(url)
    if address.get_backend_name() == "postgresql":
        return _Advisory(address, duty, lost, "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock")
    return _Beside(file_of(url), duty)


class _Beside:
    """A locked file beside the database."""

    def __init__(self, database: Path | None, duty: str) -> None:
        self._path = database and database.with_name(f"{database.name}.{duty.replace(':', '-')}.lock")
        self._file: IO[str] | None = None

    async def take(self) -> bool:
        if self._path is None:
            return True
        try:
            self._file = lock(self._path)
        except OSError as error:
            raise StorageError(f"cannot write beside the database: {self._path}: {error.strerror}") from error
        return self._file is not None

    async def stands(self) -> bool:
        return True

    def give_back(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None


class _Advisory:
    """An advisory lock of PostgreSQL; its connection has it."""

    def __init__(self, address: URL, duty: str, lost: Callable[[], None], taking: str) -> None:
        self._taking = f"SELECT {taking}($1)"
        self._key = int.from_bytes(hashlib.sha256(f"verbatim {duty}".encode()).digest()[:8], signed=True)
        options = {"server_settings": KEEPALIVE}
        self._engine = create_async_engine(address, poolclass=NullPool, hide_parameters=True, connect_args=options)
        self._lost = lost
        self._opened: AsyncConnection | None = None
        self._connection: asyncpg.Connection | None = None

    async def take(self) -> bool:
        try:
            async with asyncio.timeout(CONNECTING):
                self._connection = await self._connect()
                taken: bool = await self._connection.fetchval(self._taking, self._key)
        except TimeoutError as error:
            self.give_back()
            raise StorageBusyError("cannot connect: no answer") from error
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            self.give_back()
            raise StorageBusyError(f"the connection broke: {type(error).__name__}") from error
        if taken:
            self._connection.add_termination_listener(self._broke)
        else:
            self.give_back()
        return taken

    async def stands(self) -> bool:
        if self._connection is None:
            return False
        try:
            await self._connection.fetchval("SELECT 1", timeout=LOOK)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # a TimeoutError is an OSError
            return False
        return True

    def give_back(self) -> None:
        """At once, and without waiting for a server that may be away: it gives the lock back when it sees the end."""
        self._connection = None
        if self._opened is not None and self._opened.sync_connection is not None:
            self._opened.sync_connection.invalidate()
        self._opened = None

    def _broke(self, connection: asyncpg.Connection) -> None:
        if connection is self._connection:
            self._lost()

    async def _connect(self) -> asyncpg.Connection:
        """The driver's own connection, which says when it breaks, made as all others of this address are."""
        with translated(), connecting():
            self._opened = await self._engine.connect()
            raw = await self._opened.get_raw_connection()
        driver: asyncpg.Connection = raw.driver_connection
        return driver
