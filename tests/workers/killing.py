"""Workers that are killed in the middle, again and again: every document is understood once, whatever happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Database
from summarizer.types import Document
from tests.workers.running import LONG, bring, line, numbers, owners, start, workers


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
    """Kills one worker after the other, each while it has a job, at least `every` seconds apart; starts it anew."""
    database, kills, began = await Database.open(url), 0, time.monotonic()
    try:
        await bring(database, articles)
        with workers(url, count, embedder=embedder) as running:
            while (now := await line(database)).waiting or now.under_way:
                if time.monotonic() - began > LONG + every * len(articles):
                    raise TimeoutError(f"still to do: {now}")
                if (most is None or kills < most) and await owners(database):
                    running[kills % count].kill()
                    running[kills % count].wait()
                    running[kills % count] = start(url, embedder=embedder)
                    kills += 1
                    await asyncio.sleep(every)
                await asyncio.sleep(0.01)
        found = await numbers(database)
    finally:
        await database.close()
    took = time.monotonic() - began
    return Left(kills, took, found["document"], found["analysis"], found["statement"], found["job"])
