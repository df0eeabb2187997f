"""Measures the whole intake from a site on loopback; it writes to a scratch folder alone.

python -m tests.throughput read [PAGES]          fetch, parse apart, store: pages a second, and memory every 500 pages
python -m tests.throughput understand [PAGES]    the same with the analysis process: pages a second
python -m tests.throughput overhead              milliseconds that the sandbox adds to a page
"""

from __future__ import annotations

import asyncio
import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.app import recipe
from bot.services.analyst import Analyst
from bot.services.intake import Intake
from bot.settings import Settings
from sources import Ref, default_readers
from sources.finding import Finder
from sources.intake import read_bytes, take_in
from sources.sandbox import Sandbox
from sources.sandbox.limits import MEGABYTE, resident
from sources.web.client import Web
from sources.web.policy import Policy
from storage.database import Database

AT_ONCE = 6
STEP = 500
PLACES = tuple("bridge harbour school station market river hospital county library museum".split())
NAMES = tuple("Ada Weiss;Jon Okafor;Mary Lee;Piotr Nowak;Ines Duarte;Tom Hale;Rana Aziz;Olu Bello".split(";"))
VERBS = tuple("opened closed counted painted moved repaired planned sold measured cleaned".split())
WORDS = tuple(
    "rain road winter council budget plan vote storm flood light water train early open late closed door window roof "
    "morning people children letter number street garden bread price summer work week school teacher bus ticket".split()
)


def page(number: int) -> bytes:
    """A news page of some 450 words with what stands around an article; the same for the same number."""
    chance = random.Random(number)  # noqa: S311 - the same pages every time

    def talk(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words))

    def paragraph() -> str:
        place, name, verb = chance.choice(PLACES), chance.choice(NAMES), chance.choice(VERBS)
        count = chance.randrange(20, 9000)
        return (
            f"<p>The {place} {verb} {talk(12)} on Monday, and {count} people came to the {talk(4)}. "
            f"“We {verb} the {place} for the {talk(9)},” said {name}. The {talk(8)}.</p>"
        )

    title = f"{chance.choice(PLACES).title()} {chance.choice(VERBS)} again after {talk(4)} {number}"
    links = "".join(f"<li><a href='/{n}'>{talk(6)}</a></li>" for n in range(30))
    return (
        f"<!doctype html><html><head><title>{title}</title><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2026-01-02T08:00:00Z'></head>"
        f"<body><nav><ul>{links}</ul></nav>"
        f"<main><article><h1>{title}</h1>{''.join(paragraph() for _ in range(10))}</article></main>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    ).encode()


async def serve() -> None:
    """The site, in a process of its own: `/NUMBER` is a page, anything else is missing."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].strip(b"/")
        body = page(int(number)) if number.isdigit() else b""
        status = b"200 OK" if body else b"404 Not Found"
        writer.write(
            b"HTTP/1.1 %b\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@asynccontextmanager
async def site() -> AsyncIterator[int]:
    """The port of the site, as long as the block runs."""
    command = (sys.executable, "-m", "tests.throughput", "serve")
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        if process.stdout is None:
            raise ValueError("a site without a voice")
        yield int(await process.stdout.readline())
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def taking(port: int) -> AsyncIterator[tuple[Intake, Sandbox]]:
    """The intake as the bot has it, but for politeness: it would wait a second between two pages of one host."""
    policy = Policy(frozenset({f"127.0.0.1:{port}"}), pause=0, at_once=AT_ONCE)
    sandbox, web, analyst = Sandbox(), Web(policy), Analyst(recipe(Settings()))
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{folder}/verbatim.db")
        readers = default_readers(sandbox=sandbox, finder=Finder(web, sandbox))
        try:
            yield Intake(database, readers, analyst, lambda: datetime.now(UTC)), sandbox
        finally:
            analyst.close()
            sandbox.close()
            await web.close()
            await database.close()


async def read(pages: int) -> None:
    """Fetched, parsed, stored; not understood."""
    async with site() as port, taking(port) as (intake, sandbox):
        writing = asyncio.Lock()  # SQLite has one writer; those who wait for it in vain are told that it is busy

        async def one(url: str) -> None:
            reading = await intake.read(Ref(url=url))
            async with writing:
                await intake.store(reading, None)

        await one(f"http://127.0.0.1:{port}/0")
        started = time.monotonic()
        for first in range(1, pages, STEP):
            begun = time.monotonic()
            await every(one, port, range(first, first + STEP))
            took = time.monotonic() - begun
            children = [resident(child.pid) / MEGABYTE for child in sandbox._children]
            print(
                f"{first + STEP - 1:6} pages   {STEP / took:6.1f} pages/s   the bot {resident() / MEGABYTE:5.0f} MB"
                f"   parsing {sum(children):5.0f} MB",
                flush=True,
            )
        print(f"{pages} pages: {pages / (time.monotonic() - started):.1f} pages/s")


async def understand(pages: int) -> None:
    """Everything that happens to a link: fetched, parsed, stored, understood, stored."""
    async with site() as port, taking(port) as (intake, _):

        async def one(url: str) -> None:
            await intake.take_in(Ref(url=url), None)

        await one(f"http://127.0.0.1:{port}/0")
        started = time.monotonic()
        await every(one, port, range(1, pages + 1))
        print(f"{pages} pages: {pages / (time.monotonic() - started):.1f} pages/s")


async def every(one: Callable[[str], Awaitable[None]], port: int, numbers: range) -> None:
    """A few at a time, as the bot takes what arrives."""
    left = iter(numbers)

    async def some() -> None:
        for number in left:
            await one(f"http://127.0.0.1:{port}/{number}")

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def overhead(pages: int) -> None:
    """The same page in the sandbox and in this process, in turn, and a text that costs nothing to parse."""
    sandbox, times = Sandbox(), {"page here": [0.0], "page apart": [0.0], "text here": [0.0], "text apart": [0.0]}
    text = "The town is empty now, the mayor said on Monday."
    for number in itertools.islice(itertools.count(), pages):
        data = page(number)
        start = time.perf_counter()
        read_bytes(data, None, "text/html", limit=len(data))
        times["page here"].append(time.perf_counter() - start)
        for name, job in (
            ("page apart", sandbox.read(data, None, "text/html")),
            ("text apart", sandbox.text(text, "text")),
        ):
            start = time.perf_counter()
            await job
            times[name].append(time.perf_counter() - start)
        start = time.perf_counter()
        take_in(text, "text")
        times["text here"].append(time.perf_counter() - start)
    sandbox.close()
    for name, taken in times.items():
        print(f"{name:12} median {1000 * statistics.median(taken[1:]):6.2f} ms")


MEASURES = {"read": (read, 5_000), "understand": (understand, 200), "overhead": (overhead, 200)}


def main() -> None:
    """Runs the measurement that the first argument names."""
    name = sys.argv[1]
    if name == "serve":
        asyncio.run(serve())
        return
    measure, pages = MEASURES[name]
    asyncio.run(measure(int(sys.argv[2]) if len(sys.argv) > 2 else pages))


if __name__ == "__main__":
    main()
