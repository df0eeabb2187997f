"""Workers that are killed in the middle, again and again: every document is understood once, whatever happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from subprocess import Popen

from storage.database import Database
from summarizer.types import Document
from tests.workers.running import Run, bring, numbers, pids, start, workers


@dataclass(frozen=True, slots=True)
class Left:
    """What is in the database after so many kills; `took` is in seconds."""

    kills: int
    took: float
    documents: int
    analyses: int
    statements: int
    jobs: int


async def kill(
    url: str,
    articles: Sequence[Document],
    run: Run,
    *,
    every: float,
    count: int = 2,
    most: int | None = None,
    embedder: str,
) -> Left:
    """Kills a worker that has a job and starts it anew, until all is done; at most so many times, where `most` says so.

    Between two kills there are `every` so many seconds in which all of them work, however long a start takes, and a
    document at least: so each run comes to its end. Raises as `Run.goes_on` does.
    """
    database, began = await Database.open(url), time.monotonic()
    try:
        await bring(database, articles)
        with workers(url, count, embedder=embedder) as running:
            killer = _Killer(running, lambda: start(url, embedder=embedder), every)
            while (now := await numbers(database))["job"]:
                run.goes_on(running, f"{now}, {killer.kills} kills")
                busy = await pids(database)
                if most is None or killer.kills < most:
                    killer.look(busy, now["analysis"])
                await asyncio.sleep(0.01)
        found = await numbers(database)
    finally:
        await database.close()
    took = time.monotonic() - began
    return Left(killer.kills, took, found["document"], found["analysis"], found["statement"], found["job"])


@dataclass(slots=True)
class _Killer:
    """Which worker is killed when: one at work, once all have been seen at work for a while."""

    running: list[Popen[bytes]]
    anew: Callable[[], Popen[bytes]]
    every: float
    kills: int = 0
    _done: int = 0
    _worked: set[int] = field(default_factory=set)
    _since: float = 0.0

    def look(self, busy: set[int], done: int) -> None:
        """Kills one of the `busy` where it is time to; `done` is how many documents are understood."""
        if busy - self._worked:
            self._worked |= busy
            self._since = time.monotonic()
        at = next((at for at, process in enumerate(self.running) if process.pid in busy), None)
        if at is None or done <= self._done or not self._all_work():
            return
        self.running[at].kill()
        self.running[at].wait()
        self.running[at] = self.anew()
        self.kills, self._done = self.kills + 1, done

    def _all_work(self) -> bool:
        """Whether each has had a job since it was started, and since then the pause is over."""
        return {each.pid for each in self.running} <= self._worked and time.monotonic() - self._since >= self.every
