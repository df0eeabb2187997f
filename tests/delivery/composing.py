"""Measures composing: `python -m tests.delivery.composing [subscriptions] [filters]`, 100,000 and 50 unless told.

All are due at once, over a SQLite file: first digests, and the day after what is new to all of them. Seconds until
every message stands in the outbox, memory over time, the longest that the event loop stood still, and what a tick
costs while nothing is due. It writes to a scratch folder alone.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from bot.services.answers import Answers, Lengths
from bot.services.digests import Digests
from bot.views.digest import letter
from storage.bulk import chunks, table
from storage.database import Database
from storage.rows import ChatMemoryRow, SubscriptionRow
from storage.rules import pack_rule, pack_taste
from storage.types import Taste
from summarizer.types import Document
from tests.bot.services.digesting import DAILY, Post, at
from tests.databases import new_sqlite

SUBSCRIPTIONS, FILTERS = 100_000, 50
STORED, MORE = 200, 50
"""Texts that are there on the first day, and that come until the second."""
TICKS = 200
PAUSE = 0.005  # seconds
PLACES = tuple(
    """bridge harbour school station market river hospital county museum library airport ferry tunnel theatre bakery
    factory forest garden castle church clinic college court dam depot farm fountain gallery gate hostel hotel jail
    kiosk laundry lighthouse mill mine monument observatory orchard palace park pier prison quarry reservoir shelter
    stadium tower town""".split()
)
WORDS = tuple("rain road winter council budget plan vote storm flood light water train early open late closed".split())


@dataclass
class Watch:
    """Memory in MB, and how long the event loop stood still in seconds, sampled while something goes on."""

    memory: list[float] = field(default_factory=list)
    still: list[float] = field(default_factory=list)

    async def look(self) -> None:
        """Until it is cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(PAUSE)
            self.still.append(time.perf_counter() - before - PAUSE)
            self.memory.append(_resident())


@asynccontextmanager
async def watching() -> AsyncIterator[Watch]:
    """Watches while something goes on."""
    watch = Watch()
    task = asyncio.create_task(watch.look())
    try:
        yield watch
    finally:
        task.cancel()


async def measure(subscriptions: int, filters: int) -> None:
    """Two days of digests."""
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(new_sqlite(Path(folder) / "composing.db"))
        post = Post(database, Digests(Answers(database, Lengths()), letter))
        begin, chance = time.perf_counter(), random.Random(7)  # noqa: S311 - makes texts, protects nothing
        await post.bring(*(_text(chance) for _ in range(STORED)), at=at(0, 5))
        await _subscribe(database, subscriptions, filters)
        print(f"{STORED} texts, {subscriptions} subscriptions, {filters} filters; made in {_since(begin):.1f} s")
        await _day("first digests", post, at(0, 8))
        await post.bring(*(_text(chance) for _ in range(MORE)), at=at(1, 5))
        await _day(f"after {MORE} more texts", post, at(1, 8))
        await _idle(post, at(1, 9))
        await database.close()


async def _day(name: str, post: Post, now: datetime) -> None:
    async with watching() as watch:
        begin, worked = time.perf_counter(), time.process_time()
        messages = await post.digests.compose_due(now)
        took, worked = _since(begin), time.process_time() - worked
    early, late = max(watch.memory[: max(1, len(watch.memory) // 5)]), max(watch.memory)
    still = [1000 * each for each in sorted(watch.still)]
    print(f"{name}: {messages} messages in the outbox after {took:.1f} s ({worked:.1f} s of processor time)")
    print(f"  memory: {early:.0f} MB at most in the first fifth of the time, {late:.0f} MB at most in all of it")
    print(f"  the event loop stood still: {still[-1]:.0f} ms at most, p99 {still[len(still) * 99 // 100]:.0f} ms")


async def _idle(post: Post, now: datetime) -> None:
    took = []
    for _ in range(TICKS):
        begin = time.perf_counter()
        await post.digests.compose_due(now)
        took.append(_since(begin) * 1000)
    quantiles = statistics.quantiles(took, n=20)
    print(f"a tick with nothing due: median {statistics.median(took):.2f} ms, p95 {quantiles[-1]:.2f} ms")


async def _subscribe(database: Database, subscriptions: int, filters: int) -> None:
    """Rows as `storage.subscriptions.create` writes them, many at a time."""
    made = at(0)
    rule = pack_rule(DAILY)
    tastes = [pack_taste(Taste((PLACES[number - 1],) if number else ())) for number in range(filters)]
    about = {"thread": None, "person": None, "silent": False, "created": made, "due": at(0, 8), "version": 0, **rule}
    rows = [{**about, **tastes[number % filters], "chat": number + 1} for number in range(subscriptions)]
    async with database.session() as session:
        for some in chunks(rows):
            await session.exec(insert(table(SubscriptionRow)), params=some)
            memories = [{"chat": row["chat"], "memory": 0} for row in some]
            await session.exec(insert(table(ChatMemoryRow)), params=memories)


def _text(chance: random.Random) -> Document:
    return Document.make("\n\n".join(_paragraphs(chance)), title=f"Report {chance.random()}", publisher="Gazette")


def _paragraphs(chance: random.Random) -> Iterator[str]:
    """Quotations and figures, about some places of many."""

    def talk(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words))

    for place in chance.sample(PLACES, 4):
        mayor, count = f"Mary Lee {chance.randrange(40)}", chance.randrange(100, 9999)
        yield f"“We opened the {place} again: {talk(14)},” said Mayor {mayor}. The {place} {talk(9)}."
        yield f"The county said that {count} people crossed the {place} in {talk(6)}."
        yield f"It was a long day for the {place}. It {talk(12)} on Monday."


def _since(begin: float) -> float:
    return time.perf_counter() - begin


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    asyncio.run(measure(*(*given, *(SUBSCRIPTIONS, FILTERS)[len(given) :])))
