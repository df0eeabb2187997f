"""The heart of a process: it says that the process lives, and keeps what it has leased, whatever the event loop does.

    thread of its own, loop of its own, connection of its own: every few seconds
        -> beat: the process is seen -> renew: its jobs and batches are its own for another minute
    start -> what processes of this machine had that are dead is free at once
    end -> the process leaves, and what it has is free at once

`services(settings, around, this_process(role, kinds))` makes a context with `context.process`. Who runs for longer runs

    async with Heart(settings.database_url, context.process, context.now, pulse=context.pulse):
        ...  # all that claims and works, `post_init` of the bot too; the heart ends last

and claims jobs with `owner=context.process.id` and `until=now + LEASE`.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import socket
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from bot.services.pulse import Pulse
from storage import processes
from storage.database import Database, engine_of, file_of, normalise
from storage.types import Process, Role
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between two beats."""
LEASE = timedelta(seconds=60)
"""So long after the last beat what a process has is another's to take."""
LAST = 5.0
"""Seconds that the last step may take at the end: a database that is away does not keep the process."""
MARK = 8
"""Letters of a process's id that say which machine its number is of."""

_ours = set[str]()
"""The ids that were made here: a test may run several processes in one."""


def this_process(role: Role, kinds: tuple[str, ...] = (), *, bot: int | None = None) -> Process:
    """This process under an id that was never there before; made once a run. `bot` is the number of whose it is."""
    began, id_ = processes.clock(), _mark() + uuid4().hex
    _ours.add(id_)
    return Process(id_, role, kinds, socket.gethostname(), os.getpid(), _version(), began, began, bot)


class Heart:
    """Beats while the block runs; a database that is away meanwhile is logged once, and asked again at each beat."""

    def __init__(
        self,
        url: str,
        process: Process,
        now: Callable[[], datetime],
        *,
        pulse: Pulse | None = None,
        every: float = BEAT,
        lease: timedelta = LEASE,
    ) -> None:
        """The database is up to date already; `every` is in seconds.

        `now` is the clock that leases go by. Processes are seen by the machine's, whatever time the bot is shown.
        """
        self._url, self._process, self._now = _hurried(url), process, now
        self._pulse, self._every, self._lease = pulse, every, lease
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)
        self._begun, self._stop = Future[None](), threading.Event()
        self._away = False

    async def __aenter__(self) -> Self:
        """The first beat is before the block, so that it is known whose what it claims is. Raises StorageError."""
        if _is_kept(self._url):
            self._thread.start()
            await asyncio.wrap_future(self._begun)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leaves in order; at most some seconds later the process may end without it."""
        self._stop.set()
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join, LAST)

    def _run(self) -> None:
        asyncio.run(self._live())

    async def _live(self) -> None:
        database = Database(engine_of(self._url))
        turning = asyncio.create_task(self._turn())
        try:
            await self._begin(database)
            while not await asyncio.to_thread(self._stop.wait, self._every):
                await self._guarded(self._beat(database))
            if self._begun.exception() is None:
                await self._guarded(self._leave(database))
        finally:
            turning.cancel()
            await database.close()

    async def _turn(self) -> None:
        """Notes that this thread turns, apart from what it writes: a database that is away makes no process dead."""
        while self._pulse:
            self._pulse.beat = processes.clock()
            await asyncio.sleep(self._every)

    async def _begin(self, database: Database) -> None:
        try:
            await self._bury(database)
            await self._beat(database)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever starts the heart is waiting for it
            self._stop.set()
            self._begun.set_exception(error)
        else:
            self._begun.set_result(None)

    async def _beat(self, database: Database) -> None:
        seen = processes.clock()
        async with database.session() as session:
            await processes.beat(session, replace(self._process, seen=seen))
            await processes.renew(session, self._process.id, until=self._now() + self._lease)
        if self._pulse:
            self._pulse.seen = seen

    async def _leave(self, database: Database) -> None:
        async with database.session() as session:
            await processes.leave(session, self._process.id)

    async def _bury(self, database: Database) -> None:
        """Frees what processes of this machine had that are there no more."""
        async with database.session() as session:
            for each in await processes.alive(session, processes.clock() - processes.FORGOTTEN):
                if is_dead(each):
                    log.info("process.buried role=%s pid=%d", each.role, each.pid)
                    await processes.leave(session, each.id)

    async def _guarded(self, step: Awaitable[None]) -> None:
        """A step that may fail: what is not renewed now is at the next beat, well before its lease runs out."""
        try:
            await step
        except Exception as error:  # whatever it is: a thread that ends silently would leave all to others
            if not isinstance(error, (StorageError, OSError)):  # OSError: a server that does not answer in time
                log.exception("heart.crashed")
            if not self._away:
                log.warning("heart.away error=%s: others take over what this process has", type(error).__name__)
            self._away = True
        else:
            if self._away:
                log.warning("heart.back")
            self._away = False


def is_dead(process: Process) -> bool:
    """Whether a process is surely dead: it was of this machine, and nobody has its number, or we have."""
    if not process.id.startswith(_mark()) or process.id in _ours:
        return False
    return process.pid == os.getpid() or not _runs(process.pid)


def _runs(pid: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere asking kills
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@cache
def _mark() -> str:
    """Of the machine since it was started, or of the container: where numbers of processes are its own."""
    told = [socket.gethostname()]
    with suppress(OSError):  # no Linux: the name has to do
        told += [Path("/proc/sys/kernel/random/boot_id").read_text("ascii"), str(Path("/proc/self/ns/pid").readlink())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:MARK]


def _version() -> str:
    try:
        return version("verbatim")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "unknown"


def _is_kept(url: str) -> bool:
    """Whether the database is more than this process's own memory, of which nobody else sees anything."""
    return normalise(url).get_backend_name() == "postgresql" or file_of(url) is not None


def _hurried(url: str) -> str:
    """The address with a limit on each statement: of a server that is cut off no end is heard for a quarter hour."""
    address = normalise(url)
    if address.get_backend_name() == "postgresql":
        address = address.update_query_dict({"command_timeout": str(LAST)})
    return address.render_as_string(hide_password=False)
