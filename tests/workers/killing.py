"""Workers that are killed in the middle, again and again: every document is understood once, whatever happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Database
from summarizer.types import Document
from tests.workers.running import LONG, bring, numbers, pids, start, workers


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
    url: str, articles: Sequence[Document], *, every: float, count: int = 2, most: int | None = None, embedder: str
) -> Left:
    """Kills a worker that has a job and starts it anew, `every` so many seconds and after a document at least.

    At most so many times, where `most` says so.
    """
    database, kills, began = await Database.open(url), 0, time.monotonic()
    try:
        await bring(database, articles)
        with workers(url, count, embedder=embedder) as running:
            done, last = 0, began
            while (now := await numbers(database))["job"]:
                if time.monotonic() - began > LONG + every * len(articles):
                    raise TimeoutError(f"still to do: {now}")
                ready = (most is None or kills < most) and now["analysis"] > done and time.monotonic() - last >= every
                busy = await pids(database) if ready else set()
                if (at := next((at for at, process in enumerate(running) if process.pid in busy), None)) is not None:
                    running[at].kill()
                    running[at].wait()
                    running[at] = start(url, embedder=embedder)
                    kills, done, last = kills + 1, now["analysis"], time.monotonic()
                await asyncio.sleep(0.01)
        found = await numbers(database)
    finally:
        await database.close()
    took = time.monotonic() - began
    return Left(kills, took, found["document"], found["analysis"], found["statement"], found["job"])
