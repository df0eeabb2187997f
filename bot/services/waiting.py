"""How long somebody will wait: who stands before what they sent, and how fast those before get on.

batch -> what of it waits -> jobs before it (storage.jobs), the pace of the last minutes (storage.pace), who is there
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.services.sent import items_of
from storage import arrivals, jobs, pace, processes
from storage.database import Database
from storage.session import Session
from storage.types import UNDERSTAND, Batch

GUESS = 2.0
"""Seconds a document where none was measured, for one process; see docs/limits.md."""
WORTH = 10.0
"""Seconds: of a shorter wait nothing is said."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is, in items: `ahead` others come before what waits of it, all of which takes `seconds`.

    `kept`: something of it is stored and not understood yet. `attended`: there is somebody who understands texts.
    """

    done: int
    total: int
    ahead: int = 0
    seconds: float = 0.0
    kept: bool = False
    attended: bool = True

    @property
    def is_long(self) -> bool:
        """Whether there is a wait behind others that is worth a word."""
        return self.ahead > 0 and self.seconds >= WORTH

    @property
    def is_lonely(self) -> bool:
        """Whether it waits for somebody to be there at all."""
        return self.kept and not self.attended


@dataclass(frozen=True, slots=True)
class Waiting:
    """Looks at the line of a database; `hands` is how many documents this process understands side by side."""

    database: Database
    now: Callable[[], datetime]
    hands: int

    async def look(self, batch: Batch) -> Standing:
        """How a batch stands now. Raises StorageError."""
        async with self.database.session(readonly=True) as session:
            items = items_of(await arrivals.of_batch(session, batch))
            waiting = [item for item in items if item.lead.state == "waiting"]
            keys = {item.lead.document_key for item in waiting if item.lead.document_key}
            done, total = len(items) - len(waiting), len(items)
            if not keys:
                return Standing(done, total)
            before = await jobs.ahead(session, UNDERSTAND, keys)
            at_work = await self._at_work(session)
            each = await pace.pace(session, UNDERSTAND, self.now()) or GUESS / max(1, at_work)
        ahead = max(0, before - len(keys) + 1)  # without the batch's own, which are no others
        seconds = (ahead + len(waiting)) * each
        return Standing(done, total, ahead, seconds, kept=True, attended=bool(at_work))

    async def _at_work(self, session: Session) -> int:
        """How many processes understand texts; this one counts by its hands, since it surely lives."""
        return max(self.hands, await processes.understanding(session, processes.clock()))
