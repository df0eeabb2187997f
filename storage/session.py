"""The one way to a transaction, and the one place where the database's errors become ours."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from typing import Any, TypeVar, cast

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from summarizer.errors import StorageError

Step = TypeVar("Step", bound=Callable[..., Awaitable[Any]])

READONLY = "verbatim_readonly"

_SQLITE_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Classes of SQLSTATE: lost connection, rollback by deadlock, out of resources, lock not available, shutting down.
_POSTGRES_PASSING = ("08", "40", "53", "55", "57")
_POSTGRES_DATA = "22"  # its messages quote the value


class StorageBusyError(StorageError):
    """The database is locked, overloaded or out of reach just now."""

    transient = True


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
    and holds the lock, and a database in memory is gone with it.
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

    Raises StorageError, or its child StorageBusyError where trying again can help.
    """
    options = {READONLY: True, "postgresql_readonly": True} if readonly else {}
    with translated():
        async with Session(engine, expire_on_commit=False) as session:
            with connecting():
                await session.connection(execution_options=options)
            yield session
            await session.commit()


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLAlchemy raises inside into StorageError."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translate(error) from error


@contextmanager
def connecting() -> Iterator[None]:
    """Turn a failed connection into StorageError; around nothing else, since OSError is anybody's."""
    try:
        yield
    except OSError as error:
        raise StorageBusyError(f"cannot connect: {_line(error)}") from error


def translate(error: SQLAlchemyError) -> StorageError:
    """The StorageError for an error of SQLAlchemy, without statement or parameters: they hold people's texts."""
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


def _line(error: BaseException) -> str:
    """The first line of a driver's message; further lines of PostgreSQL's quote the data."""
    return (str(error).splitlines() or [type(error).__name__])[0]
