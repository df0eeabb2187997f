"""What one thing costs, measured in a short run over real services and scratch SQLite files; nothing goes outside.

seeds, made other texts by a number -> analysis process -> store -> editions -> outbox -> courier; a feed -> 304
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

from aiohttp import web

import seeds
from bot.services.analyst import Recipe, pool, work
from bot.services.feeds import Rules
from bot.services.resident import resident
from sources.sandbox import Sandbox
from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.types import Taste
from summarizer.types import Analysis, Document
from tests.bot.services.digesting import at, posting
from tests.bot.services.following import at_desk
from tests.bot.services.mailing import Office, all_waiting
from tests.databases import new_sqlite
from tests.year import Costs

CHATS, TOPICS = 100, ("Bucha", "Blinken", "Ukraine", "civilians", "NATO", "Russia", "Stoltenberg", "Kyiv")
SENT, LOOKS = 200, 40
FEED = "<?xml version='1.0'?><rss version='2.0'><channel><title>Wye</title></channel></rss>"


def texts(rounds: int) -> list[Document]:
    """The seeds, as often as wanted, each time another text."""
    first = [reading.document for reading in seeds.load()]
    return [
        Document.make(f"{each.text}\n\nThis is copy {number} of it.\n", title=each.title, publisher=each.publisher)
        for number in range(rounds)
        for each in first
    ]


async def measure(rounds: int = 5) -> Costs:
    """All of them, one after the other."""
    some = texts(rounds)
    rules, _, _ = understand(Recipe("none", threads=1), some)
    model, memory, understood = understand(Recipe("minilm", threads=1), some)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        document, store = await stored(place, some, understood)
        edition, letter = await composed(place, some, understood)
        return Costs(
            rules=rules, model=model, memory=memory, edition=edition, letter=letter,
            send=await sent(place), look=await looked(place), document=document, store=store,
        )  # fmt: skip


def understand(recipe: Recipe, some: Sequence[Document]) -> tuple[float, float, list[Analysis]]:
    """Seconds an article, bytes of the process, and what was understood; what is loaded first counts against nobody."""
    with pool(recipe, 1) as process:
        process.submit(work, some[0]).result()
        begun = time.perf_counter()
        found = [process.submit(work, each).result() for each in some]
        return (time.perf_counter() - begun) / len(some), float(_memory(process)), found


def _memory(process: ProcessPoolExecutor) -> int:
    return max((resident(pid) or 0 for pid in process._processes), default=0)


async def stored(place: Path, some: Sequence[Document], understood: Sequence[Analysis]) -> tuple[float, float]:
    """Bytes of a file that an article adds, with all that is known of it, and the seconds that it takes."""
    url = new_sqlite(place / "stored.db")
    before, _ = await _written(url, (), ())
    after, taken = await _written(url, some, understood)
    return (after - before) / len(some), taken / len(some)


async def _written(url: str, some: Sequence[Document], understood: Sequence[Analysis]) -> tuple[int, float]:
    """How large the file is then, and the seconds of writing; closed, so that its journal is in it."""
    database = await Database.open(url)
    begun = time.perf_counter()
    await _keep(database, some, understood)
    taken = time.perf_counter() - begun
    await database.close()
    return os.stat(url.removeprefix("sqlite:///")).st_size, taken


async def _keep(database: Database, some: Sequence[Document], understood: Sequence[Analysis]) -> None:
    for text, analysis in zip(some, understood, strict=True):
        async with database.session() as session:
            await documents.add(session, text, raw="", now=at(0))
            await sources.add(session, text.key, chat=None, kind="feed", name="", now=at(0))
            await analyses.save(session, analysis, at(0))
            await stories.place(session, analysis)


async def composed(place: Path, some: Sequence[Document], understood: Sequence[Analysis]) -> tuple[float, float]:
    """Seconds an edition and a letter: many chats that want one edition, then as many that want several."""
    one = await _composing(place / "one.db", some, understood, topics=("",))
    several = await _composing(place / "several.db", some, understood, topics=TOPICS)
    edition = max(0.0, several - one) / (len(TOPICS) - 1)
    return edition, max(0.0, one - edition) / CHATS


async def _composing(
    file: Path, some: Sequence[Document], understood: Sequence[Analysis], *, topics: Sequence[str]
) -> float:
    async with posting(new_sqlite(file)) as post:
        await _keep(post.database, some, understood)
        for chat in range(CHATS):
            topic = topics[chat % len(topics)]
            await post.subscribe(chat + 1, *((topic,) if topic else ()), taste=Taste())
        begun = time.perf_counter()
        await post.digests.compose_due(at(0, 8))
        return time.perf_counter() - begun


async def sent(place: Path) -> float:
    """Seconds a message, from its claim until it is settled, where Telegram answers at once."""
    database = await Database.open(new_sqlite(place / "sent.db"))
    office = Office(database)
    await all_waiting(database, range(1, SENT + 1))
    begun = time.perf_counter()
    async with office.working():
        await office.until_states(seconds=60, sent=SENT)
    taken = time.perf_counter() - begun
    await database.close()
    return taken / SENT


async def looked(place: Path) -> float:
    """Seconds a look at a feed that has not changed, over loopback."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match"):
            return web.Response(status=304)
        return web.Response(text=FEED, content_type="application/rss+xml", headers={"ETag": '"1"'})

    app = web.Application()
    app.router.add_get("/feed", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        with closing(Sandbox()) as sandbox:
            async with at_desk(new_sqlite(place / "looked.db"), sandbox, Rules(5, 20, 100)) as desk:
                url = f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
                followed = await desk.feeds.follow(url, chat=7, person=7)
                begun = time.perf_counter()
                for _ in range(LOOKS):
                    desk.clock.turn(hours=1)
                    await desk.feeds.poll(followed.following.feed.id)
                return (time.perf_counter() - begun) / LOOKS
    finally:
        await runner.cleanup()
