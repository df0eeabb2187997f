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

from storage import gauges
from storage.database import Database
from storage.gauges import Gauges
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

KEPT = 5.0
"""Seconds for which an answer is good."""
METRICS_LIMIT = 5
READY_LIMIT = 2
"""Seconds that a look may take."""

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """One question to a database: answered by one look for all who ask, None where it takes longer than its limit.

    A look that is late is not cut off, since SQLite's drivers do not bear it: whoever asks next finds it under way.
    """

    def __init__(self, look: Callable[[], Awaitable[Answer]], limit: float, *, kept: float = KEPT) -> None:
        self._look, self._limit, self._kept = look, limit, kept
        self._task: asyncio.Task[None] | None = None
        self._answer: Answer | None = None
        self._until = 0.0

    async def answer(self) -> Answer | None:
        """What the database said last, no older than it is good for. Raises nothing that a look can."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._until:
            if self._task is None:
                self._task = asyncio.create_task(self._guarded())
            task = self._task
            done, _ = await asyncio.wait({task}, timeout=self._limit)
            if not done:
                log.warning("operations.slow limit=%d", self._limit)
                return None
        return self._answer

    async def close(self) -> None:
        """Ends what is under way."""
        if self._task:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _guarded(self) -> None:
        self._answer = None
        try:
            self._answer = await self._look()
        except StorageError as error:
            log.warning("operations.failed detail=%s", error.detail)
        finally:
            self._task, self._until = None, asyncio.get_running_loop().time() + self._kept


@dataclass(frozen=True, slots=True)
class Readings:
    """What `/metrics` and `/readyz` ask of a database."""

    gauges: Kept[Gauges]
    current: Kept[bool]

    @classmethod
    def of(cls, database: Database, now: Callable[[], datetime]) -> Readings:
        """Over an open database."""

        async def numbers() -> Gauges:
            async with database.session(readonly=True) as session:
                return await gauges.read(session, now(), seconds=METRICS_LIMIT)

        async def current() -> bool:
            async with database.session(readonly=True) as session:
                await gauges.limit(session, READY_LIMIT)
                return await gauges.is_current(session)

        return cls(Kept(numbers, METRICS_LIMIT), Kept(current, READY_LIMIT, kept=1.0))

    async def close(self) -> None:
        """Ends what is under way."""
        await self.gauges.close()
        await self.current.close()
