"""How the running bot is: its database, the process that understands texts, its clockwork, what waits, disk, memory.

Each is looked at on its own, so that what is broken does not hide what is not.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from bot.services.analyst import Analyst
from bot.services.pulse import Pulse
from storage import census, jobs, processes
from storage.database import Database
from storage.types import Line, Process
from summarizer.errors import StorageError

__all__ = ["Health", "Pulse", "Sign"]

LATE_TICK = timedelta(minutes=1)
LATE_DELIVERY = LATE_DOCUMENT = timedelta(minutes=15)
LITTLE_DISK: Final = 500_000_000
"""Bytes below which something will soon fail."""
STATUS = Path("/proc/self/status")

What = Literal["database", "processes", "queue", "model", "tick", "delivery", "disk", "memory"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at. `well` None: nothing can be said of it.

    `amount` is in bytes for disk and memory, `since` how long ago a tick was or the oldest delivery or job was due;
    `state` is a word of the analyst's for the model, and for processes how many each role has: "bot 1, worker 2".
    """

    what: What
    well: bool | None
    amount: int | None = None
    since: timedelta | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Looks at everything; `folder` is where the database's file is, or the working directory."""

    database: Database
    analyst: Analyst
    pulse: Pulse
    folder: Path
    now: Callable[[], datetime]

    async def signs(self) -> tuple[Sign, ...]:
        """What there is to say of each, in one order. Raises nothing that a look can."""
        now = self.now()
        disk = await asyncio.to_thread(_disk, self.folder)
        return (*await self._stored(now), self._model(), self._tick(now), disk, await asyncio.to_thread(_memory))

    async def _stored(self, now: datetime) -> tuple[Sign, ...]:
        try:
            async with self.database.session(readonly=True) as session:
                queue = await census.queue(session, now)
                alive = await processes.there(session, processes.clock())
                line = await jobs.line(session, "understand", now)
        except StorageError:
            return Sign("database", well=False), Sign("delivery", well=None)
        waits = now - queue.oldest if queue.oldest else None
        late = waits is not None and waits > LATE_DELIVERY
        delivery = Sign("delivery", well=not late, amount=queue.waiting, since=waits)
        return Sign("database", well=True), _processes(alive), _queue(line, now), delivery

    def _model(self) -> Sign:
        state = self.analyst.state
        return Sign("model", well=state != "closed", state=state)

    def _tick(self, now: datetime) -> Sign:
        ticked = self.pulse.ticked
        since = now - ticked if ticked else None
        return Sign("tick", well=since is not None and since < LATE_TICK, since=since)


def _processes(alive: Iterable[Process]) -> Sign:
    """Who is there, by role; where none of them understands texts these stay where they are."""
    found = tuple(alive)
    roles = Counter(each.role for each in found)
    well = any(map(processes.understands, found)) if found else None
    return Sign("processes", well, state=", ".join(f"{role} {number}" for role, number in sorted(roles.items())))


def _queue(line: Line, now: datetime) -> Sign:
    waits = now - line.oldest if line.oldest else None
    late = waits is not None and waits > LATE_DOCUMENT
    return Sign("queue", well=not late, amount=line.waiting, since=waits)


def _disk(folder: Path) -> Sign:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Sign("disk", well=None)
    return Sign("disk", well=free >= LITTLE_DISK, amount=free)


def _memory() -> Sign:
    """What this process holds, without the one that understands texts; Linux says it."""
    try:
        lines = STATUS.read_text("ascii", "replace").splitlines()
    except OSError:
        return Sign("memory", well=None)
    held = next((line.split()[1] for line in lines if line.startswith("VmRSS:")), None)
    return Sign("memory", well=True if held else None, amount=int(held) * 1024 if held else None)
