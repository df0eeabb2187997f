"""Work that nobody waits for: some tasks at most side by side, none of whose failures leaves its own task."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from summarizer.errors import StorageError

log = logging.getLogger(__name__)


class Hands:
    """A number of tasks at most, and the place at which each of them is."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._at: dict[asyncio.Task[None], str] = {}

    @property
    def free(self) -> int:
        """How many more tasks may be started."""
        return self._number - len(self._at)

    @property
    def places(self) -> frozenset[str]:
        """Where the tasks are that are under way."""
        return frozenset(self._at.values())

    def start(self, work: Coroutine[Any, Any, None], what: str, place: str) -> None:
        """Works on it; `what` names it in the log, should it fail."""
        task = asyncio.create_task(_guarded(work, what))
        self._at[task] = place
        task.add_done_callback(self._at.pop)

    def cancel(self) -> None:
        """Ends what is under way; `settled` says when."""
        for task in self._at:
            task.cancel()

    async def settled(self) -> None:
        """Waits for all that was started."""
        while self._at:
            await asyncio.wait(self._at)


async def _guarded(work: Coroutine[Any, Any, None], what: str) -> None:
    """Nobody awaits this task: its failure is logged here, and its row is due again after its lease."""
    try:
        await work
    except StorageError as error:
        log.warning("job.failed %s detail=%s", what, error.detail)
    except TimeoutError:
        log.warning("job.late %s", what)
    except Exception:  # whatever one feed does, the others go on
        log.exception("job.crashed %s", what)
