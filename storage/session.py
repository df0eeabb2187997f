"""The one way to a transaction, and the one place where the database's errors become ours."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from time import monotonic
from typing import Any, Literal, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from summarizer.errors import StorageError

log = logging.getLogger(__name__)

Step = TypeVar("Step", bound=Callable[..., Awaitable[Any]])
Lack = Literal["full", "read-only", "failing"]
"""Why nothing can be written: no room left, nothing but reading allowed, the disk itself does not do it."""

READONLY = "verbatim_readonly"
REFUSES = "storage.refuses lack=%s detail=%s; reading goes on, and what is to be written is tried again"

_SQLITE_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Classes of SQLSTATE: lost connection, rollback by deadlock, out of resources, lock not available, shutting down.
_POSTGRES_PASSING = ("08", "40", "53", "55", "57")
_POSTGRES_DATA = "22"  # its messages quote the value
_SQLITE_LACKS: dict[int, Lack] = {
    sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_READONLY: "read-only", sqlite3.SQLITE_IOERR: "failing"
}  # fmt: skip
# disk_full, read_only_sql_transaction (a standby, or an owner who says so), io_error.
_POSTGRES_LACKS: dict[str, Lack] = {"53100": "full", "25006": "read-only", "58030": "failing"}
_lacks: WeakKeyDictionary[AsyncEngine, Lack] = WeakKeyDictionary()
_refused: WeakKeyDictionary[AsyncEngine, float] = WeakKeyDictionary()
OVER = 60.0
"""Seconds without a refusal after which a disk's trouble is over."""


class StorageBusyError(StorageError):
    """The database is locked, overloaded or out of reach just now."""

    transient = True


class StorageFullError(StorageBusyError):
    """Nothing can be written just now, and nothing was; what is stored can be read. `lack` says why."""

    def __init__(self, detail: str = "", lack: Lack = "full") -> None:
        super().__init__(detail)
        self.lack: Lack = lack


def _whole(step: Step) -> Step:
    """The same step, which goes to its end also where its task is cancelled meanwhile, however often."""

    @wraps(step)
    async def whole(*args: Any, **options: Any) -> Any:  # a step's own arguments and result: `Step` keeps their types
        task, cut = asyncio.ensure_future(step(*args, **options)), None
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as error:
                cut = error
        if cut is not None:
            task.exception()  # looked at, so that asyncio does not complain of it later
            raise cut
        return task.result()

    return cast("Step", whole)


class Session(AsyncSession):
    """What every storage function takes first. Cancelling its task never cuts off a step.

    A driver that is cut off leaves a connection that can only be thrown away: on SQLite the thread behind it goes on
    and holds the lock, and a database in memory is gone with it. So each step must end by itself: SQLite waits for
    `busy_timeout`, and a server has so long as `Database.open` gives it.
    """

    connection = _whole(AsyncSession.connection)
    exec = _whole(AsyncSession.exec)
    get = _whole(AsyncSession.get)
    delete = _whole(AsyncSession.delete)
    flush = _whole(AsyncSession.flush)
    rollback = _whole(AsyncSession.rollback)
    commit = _whole(AsyncSession.commit)
    close = _whole(AsyncSession.close)

    async def __aexit__(self, *_: object) -> None:
        """Closes, which takes back what was not committed; the parent's leaves that to run beside the next session."""
        await self.close()


@asynccontextmanager
async def transaction(engine: AsyncEngine, *, readonly: bool) -> AsyncIterator[Session]:
    """A session that is one transaction: committed at the end, rolled back on any error.

    Raises StorageError, its child StorageBusyError where trying again can help, and of that StorageFullError where
    nothing can be written: that is logged once, and once more when it is over.
    """
    options = {READONLY: True, "postgresql_readonly": True} if readonly else {}
    with _noted(engine, readonly=readonly), translated(readonly=readonly):
        async with Session(engine, expire_on_commit=False) as session:
            with connecting():
                await session.connection(execution_options=options)
            yield session
            await session.commit()


def lack_of(engine: AsyncEngine) -> Lack | None:
    """Why the last one who wanted to write could not; None where it could."""
    return _lacks.get(engine)


@contextmanager
def _noted(engine: AsyncEngine, *, readonly: bool) -> Iterator[None]:
    """Notes whether the database takes what is written: a transaction that only reads tells nothing of that.

    One that finds nothing to change goes well on a full disk too: that it is over is said after a while without
    a refusal.
    """
    try:
        yield
    except StorageFullError as error:
        if engine not in _refused:
            log.error(REFUSES, error.lack, error.detail)  # noqa: TRY400 - a disk's trouble; our stack tells nothing of it
        _lacks[engine], _refused[engine] = error.lack, monotonic()
        raise
    if not readonly and engine in _refused:
        _lacks.pop(engine, None)
        if monotonic() - _refused[engine] >= OVER:
            del _refused[engine]
            log.warning("storage.accepts what was put off is done now")


@contextmanager
def translated(*, readonly: bool = False) -> Iterator[None]:
    """Turn what SQLAlchemy raises inside into StorageError; who promised to read only and writes made a mistake."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translate(error, readonly=readonly) from error


@contextmanager
def connecting() -> Iterator[None]:
    """Turn a failed connection into StorageError; around nothing else, since OSError is anybody's."""
    try:
        yield
    except OSError as error:
        raise StorageBusyError(f"cannot connect: {_line(error)}") from error


def translate(error: SQLAlchemyError, *, readonly: bool = False) -> StorageError:
    """The StorageError for an error of SQLAlchemy, without statement or parameters: they hold people's texts."""
    lack = _lack(error)
    if lack and isinstance(error, DBAPIError) and error.orig and not (readonly and lack == "read-only"):
        return StorageFullError(_line(error.orig), lack)
    kind = StorageBusyError if _passing(error) else StorageError
    origin = error.orig if isinstance(error, StatementError) else None
    if origin is None or (getattr(origin, "sqlstate", None) or "").startswith(_POSTGRES_DATA):
        return kind(f"the data cannot be stored: {type(error).__name__}" if origin else type(error).__name__)
    return kind(_line(origin))


def _passing(error: SQLAlchemyError) -> bool:
    """Whether trying again can help."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, PoolTimeout)
    code = getattr(error.orig, "sqlite_errorcode", None)
    state = getattr(error.orig, "sqlstate", None) or ""
    passing = code is not None and code & 0xFF in _SQLITE_PASSING
    return passing or error.connection_invalidated or state.startswith(_POSTGRES_PASSING)


def _lack(error: SQLAlchemyError) -> Lack | None:
    """Why nothing can be written, if that is what the error says."""
    if not isinstance(error, DBAPIError):
        return None
    code = getattr(error.orig, "sqlite_errorcode", None)
    return (
        _SQLITE_LACKS.get(code & 0xFF) if code is not None else _POSTGRES_LACKS.get(getattr(error.orig, "sqlstate", ""))
    )


def _line(error: BaseException) -> str:
    """The first line of a driver's message; further lines of PostgreSQL's quote the data."""
    return (str(error).splitlines() or [type(error).__name__])[0]
