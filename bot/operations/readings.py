"""What the database says of itself, asked for at most every few seconds however often a monitor comes.

a scrape -> kept for 5 s? -> that | one look under way for all who ask -> its answer | none within its time limit
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.services.rate import is_shared
from storage import gauges
from storage.database import Database, engine_of
from storage.gauges import Gauges
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

KEPT = 5.0
"""Seconds for which an answer is good."""
METRICS_LIMIT = 5
READY_LIMIT = 2
"""Seconds that a look may take."""
PATIENCE = 6.0
"""Seconds after which a server that says nothing at all is not waited for any more, step by step."""
HOPELESS = 3
"""So many times its limit, and a look is left to itself."""
LAST = 2.0
"""Seconds that looks and their connections have at the end."""

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """One question to a database: answered by one look for all who ask, None where it takes longer than its limit.

    A look that is late is not cut off at once: whoever asks next finds it under way. One that is far too late, as of a
    server that was cut off, is left to itself, and a new one begins.
    """

    def __init__(self, look: Callable[[], Awaitable[Answer]], limit: float, *, kept: float = KEPT) -> None:
        self._look, self._limit, self._kept = look, limit, kept
        self._task: asyncio.Task[None] | None = None
        self._began = 0.0
        self._left = set[asyncio.Task[None]]()
        self._answer: Answer | None = None
        self._until = 0.0

    async def answer(self) -> Answer | None:
        """What the database said last, no older than it is good for. Raises nothing that a look can."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._until:
            task = self._under_way(loop.time())
            done, _ = await asyncio.wait({task}, timeout=self._limit)
            if not done:
                log.warning("operations.slow limit=%d", self._limit)
                return None
        return self._answer

    async def close(self) -> None:
        """Ends what is under way, as far as that ends soon."""
        if under_way := {*self._left, *([self._task] if self._task else [])}:
            for task in under_way:
                task.cancel()
            await asyncio.wait(under_way, timeout=LAST)

    def _under_way(self, now: float) -> asyncio.Task[None]:
        """The look that is waited for; a new one where there is none, or none that will ever end."""
        if self._task and now - self._began >= HOPELESS * self._limit:
            log.warning("operations.left seconds=%d", now - self._began)
            self._left.add(self._task)
            self._task.add_done_callback(self._left.discard)
            self._task.cancel()  # which ends it where its step ends: a driver is never cut off
            self._task = None
        if self._task is None:
            self._began, self._task = now, asyncio.create_task(self._guarded())
        return self._task

    async def _guarded(self) -> None:
        answer = None
        try:
            answer = await self._look()
        except (StorageError, OSError) as error:  # OSError: a server that does not answer in time
            detail = error.detail if isinstance(error, StorageError) else type(error).__name__
            log.warning("operations.failed detail=%s", detail)
        finally:
            if self._task is asyncio.current_task():
                self._answer, self._task = answer, None
                self._until = asyncio.get_running_loop().time() + self._kept


@dataclass(frozen=True, slots=True)
class Readings:
    """What `/metrics` and `/readyz` ask of a database; `own` are their connections, where it is a server's."""

    gauges: Kept[Gauges]
    current: Kept[bool]
    own: Database | None = None

    @classmethod
    def of(cls, database: Database, now: Callable[[], datetime], url: str) -> Readings:
        """Over an open database. A server is asked over connections of their own, which do not wait for ever."""
        own = Database(engine_of(url, patience=PATIENCE)) if is_shared(url) else None
        asked = own or database

        async def numbers() -> Gauges:
            async with asked.session(readonly=True) as session:
                return await gauges.read(session, now(), seconds=METRICS_LIMIT)

        async def current() -> bool:
            async with asked.session(readonly=True) as session:
                await gauges.limit(session, READY_LIMIT)
                return await gauges.is_current(session)

        return cls(Kept(numbers, METRICS_LIMIT), Kept(current, READY_LIMIT, kept=1.0), own)

    async def close(self) -> None:
        """Ends what is under way."""
        await self.gauges.close()
        await self.current.close()
        if self.own:
            await asyncio.wait({asyncio.create_task(self.own.close())}, timeout=LAST)
