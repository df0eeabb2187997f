"""How many documents a second workers understand, and what the database adds to each of them.

warm-up, until every worker was seen with one -> all articles in one transaction -> first claim ... last finish
the same articles through one analysis process, with no database at all
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from subprocess import Popen

from bot.app import recipe
from bot.services.analyst import Analyst
from bot.settings import Settings
from storage.database import Database
from summarizer.types import Document
from tests.postgres import postgres
from tests.workers.articles import made
from tests.workers.running import Run, alive, bring, emptied, numbers, owners, workers

WARMING = 8
"""Documents for each worker that are thrown at them before; twice as many where not all were seen at work."""
ROUNDS = 6
"""So often at most: on a busy machine one may be seen never, as quick as it is."""
OTHERS = 1_000_000
"""From this number on made articles are none of those that are measured."""


async def alone(articles: Sequence[Document], *, embedder: str) -> tuple[float, int]:
    """Seconds that one analysis process with one thread takes for them, and how many statements they have."""
    analyst = Analyst(recipe(Settings(embedder=embedder), threads=1))
    try:
        for document in made(2, first=OTHERS):
            await analyst.analyse(document)
        began = time.monotonic()
        found = [len((await analyst.analyse(document)).statements) for document in articles]
        return time.monotonic() - began, sum(found)
    finally:
        analyst.close()


async def flood(url: str, articles: Sequence[Document], count: int, run: Run, *, embedder: str) -> float:
    """Seconds from when they are there until all are understood, by so many workers that run already.

    Raises as `Run.goes_on` does.
    """
    database = await Database.open(url)
    try:
        with workers(url, count, embedder=embedder) as running:
            await _warm(database, run, running)
            before = await numbers(database)
            await bring(database, articles)
            began = time.monotonic()
            await emptied(database, run, running)
            took = time.monotonic() - began
        after = await numbers(database)
        if after["analysis"] - before["analysis"] != len(articles):
            raise ValueError(f"not every article was understood once: {before} -> {after}")
        return took
    finally:
        await database.close()


async def _warm(database: Database, run: Run, running: Sequence[Popen[bytes]]) -> None:
    """Waits until all have started, and has each of them understand something, as far as that can be seen."""
    while len(await alive(database)) < len(running):
        run.goes_on(running, "workers start")
        await asyncio.sleep(0.05)
    seen, first = set[str](), OTHERS + WARMING
    for round_ in range(ROUNDS):
        many = WARMING * len(running) * 2**round_
        await bring(database, made(many, first=first))
        first += many
        while (await numbers(database))["job"]:
            run.goes_on(running, "workers warm up")
            seen |= await owners(database)
            await asyncio.sleep(0.01)
        if len(seen) == len(running):
            return
    print(f"of {len(running)} workers {len(seen)} were seen at work before", flush=True)


async def measure(articles: Sequence[Document], counts: Sequence[int], *, limit: float, embedder: str) -> None:
    """Prints documents a second, alone and with so many workers, each in `limit` seconds. Raises as `flood` does."""
    took, _ = await alone(articles, embedder=embedder)
    per = took / len(articles)
    print(f"no database, 1 process   {1 / per:6.2f} documents/s   {1000 * per:6.1f} ms a document", flush=True)
    for count in counts:
        with postgres() as url:
            run = Run(limit=limit, told=partial(print, flush=True))
            seconds = await flood(url, articles, count, run, embedder=embedder)
        each = seconds / len(articles)
        print(
            f"{count} worker{'s' * (count > 1):1}                {1 / each:6.2f} documents/s   "
            f"{1000 * each * count:6.1f} ms a document and worker, {1000 * (each * count - per):+6.1f} to no database",
            flush=True,
        )
