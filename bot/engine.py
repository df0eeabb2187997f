"""The messenger between processes on one PostgreSQL: procrastinate carries wake-ups there, and nothing else.

wake(kind, refs), after the commit -> one bell for each row, in the queue of its kind
    -> ring: some process with a free hand hears it -> looks what is due -> the rows decide

A bell that is lost, doubled or late does no harm: every worker looks for itself now and then. So its tables, in a
schema of their own, may be dropped at any time; they are made anew at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, LiteralString

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from psycopg.conninfo import make_conninfo

from storage.database import normalise

log = logging.getLogger(__name__)

Heard = Callable[[], Awaitable[object]]
"""What a process does when it hears a bell; it returns when it has a hand free again."""

SCHEMA = "procrastinate"
KINDS = ("understand", "fetch", "compose")
PATIENCE = 3.0
"""Seconds that a wake-up may take of whoever sends it."""
AGAIN = 5.0
"""Seconds before a messenger that was away is tried again."""
RESCUE = 30.0
"""Seconds between two looks for bells of processes that died, and after which a process without a beat is dead."""
_MAKING = 7_307_815
"""The advisory lock of whoever makes the tables; any number that nobody else has."""
_OPTIONS = {"ssl": "sslmode", "timeout": "connect_timeout", "database": "dbname"}
"""Parts of an address by their names in libpq, where they differ."""


class Engine:
    """Bells of one database; made by `opened`."""

    def __init__(self, app: App, dsn: str) -> None:
        self._app, self._dsn = app, dsn
        self._open, self._away = False, False
        self._opening = asyncio.Lock()

    async def wake(self, kind: str, refs: Sequence[str]) -> None:
        """Rings once for each row, unless its bell waits to be heard already. Never raises."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ready()
                for ref in refs:
                    bell = self._app.configure_task(kind, queue=kind, queueing_lock=f"{kind}:{ref}")
                    with suppress(AlreadyEnqueued):
                        await bell.defer_async(ref=ref)
        except (ConnectorException, psycopg.Error, OSError, TimeoutError) as error:
            self._note(error)
        else:
            self._note(None)

    async def hear(self, heard: Mapping[str, Heard]) -> None:
        """Does what each kind asks for whenever its bell rings, until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._rescue())
            for kind, act in heard.items():
                group.create_task(self._listen(kind, act))

    async def close(self) -> None:
        """Gives back every connection."""
        await self._app.close_async()

    async def _ready(self) -> None:
        async with self._opening:
            if not self._open:
                await _made(self._dsn, self._app)
                self._open = True

    async def _listen(self, kind: str, act: Heard) -> None:
        """One bell of a kind after the other: who has no hand free leaves them to other processes."""
        self._app.tasks[kind].func = _answering(act)
        while True:
            try:
                await self._ready()
                await self._app.run_worker_async(
                    queues=[kind], name=kind, concurrency=1, install_signal_handlers=False, delete_jobs="always",
                    shutdown_graceful_timeout=0.5,
                )  # fmt: skip
            except Exception as error:  # noqa: BLE001 - whatever the library stumbles over, what is due is found without it
                self._note(error)
            await asyncio.sleep(AGAIN)

    async def _rescue(self) -> None:
        """Takes away the bells that died with who heard them: the library leaves them, and their rows were left too."""
        manager = self._app.job_manager
        while True:
            try:
                await self._ready()
                for job in await manager.get_stalled_jobs(seconds_since_heartbeat=RESCUE):
                    log.info("engine.rescued kind=%s", job.task_name)
                    with suppress(ConnectorException):  # another process was quicker
                        await manager.finish_job(job, Status.FAILED, delete_job=True)
                await manager.prune_stalled_workers(RESCUE)
            except Exception as error:  # noqa: BLE001 - as in `_listen`: ended, it would end the listening too
                self._note(error)
            await asyncio.sleep(RESCUE)

    def _note(self, error: Exception | None) -> None:
        if error is not None and not self._away:
            log.warning("engine.away error=%s: what is due is found a few seconds later", type(error).__name__)
        if error is None and self._away:
            log.warning("engine.back")
        self._away = error is not None


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Engine]:
    """The bells of a PostgreSQL database; a server that is away now is tried again when it is needed."""
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # it logs every bell, and our tasks do not fail
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    dsn = dsn_of(url)
    connector = PsycopgConnector(
        conninfo=dsn, kwargs={"options": f"-c search_path={SCHEMA}"}, min_size=1, max_size=4, timeout=PATIENCE
    )
    engine = Engine(_with_bells(App(connector=connector)), dsn)
    try:
        yield engine
    finally:
        await engine.close()


def dsn_of(url: str) -> str:
    """The address as libpq has it, whatever driver it names and whatever that calls its options.

    Raises StorageError for an address that is none.
    """
    address = normalise(url)
    _, given = address.get_dialect()().create_connect_args(address)
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    parts = {_OPTIONS.get(name, name): _listed(value) for name, value in given.items()}
    return make_conninfo("", **{name: value for name, value in parts.items() if name in known})


def _listed(value: object) -> str:
    """Several servers, or their ports, as libpq has them."""
    return ",".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)


def _with_bells(app: App) -> App:
    async def unheard(ref: str) -> None:
        """Nobody of this process answers it."""

    for kind in KINDS:
        app.task(name=kind, queue=kind)(unheard)
    return app


def _answering(act: Heard) -> Callable[..., Awaitable[Any]]:
    async def answer(ref: str) -> None:
        try:
            await act()
        except Exception:  # a bell that is answered badly is no reason to ring it again: the rows decide
            log.exception("engine.answer_failed ref=%s", ref)

    return answer


async def _made(dsn: str, app: App) -> None:
    """Opens the library, with its tables made by the first of all who come; all of it, or nothing stays open."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute("SELECT pg_advisory_lock(%s)", (_MAKING,))
        if not await _is_there(connection, "to_regnamespace", SCHEMA):
            await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        try:
            await app.open_async()
            if not await _is_there(connection, "to_regclass", f"{SCHEMA}.procrastinate_jobs"):
                await app.schema_manager.apply_schema_async()
        except BaseException:  # a limit that ran out too
            await app.close_async()
            raise


async def _is_there(connection: psycopg.AsyncConnection, called: LiteralString, name: str) -> bool:
    """Whether the database has it; asking takes no rights, making it again would, even where it is there."""
    found = await (await connection.execute(f"SELECT {called}(%s) IS NOT NULL", (name,))).fetchone()
    return bool(found and found[0])
