"""Measures what docs/quality.md states of speed and memory; `make bench`. It writes to a scratch folder alone.

python -m tests.bench start      a first and a second `verbatim brief`, and the bot's memory before any analysis
python -m tests.bench answers    p50 and p95 of the reading commands at 10,000 stored statements
python -m tests.bench search     p50 and p95 of /search on both databases at 10,000 stored statements
python -m tests.bench analyze    articles a second and peak memory over 100 articles, one process and two
python -m tests.bench playground the playground's start, page and answers in Chromium
python -m tests.bench clone      from `git clone` to the first briefing in the browser; only when it is named
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np

from bot.playground import Playground
from bot.services.analyst import Analyst, Meaning
from bot.services.answers import Answers, Lengths
from bot.services.searching import Searching
from bot.views.briefing import briefing
from bot.views.comparison import comparison
from bot.views.pages import figure_pages, quote_pages
from bot.views.rich import parts
from storage import analyses, documents, sources, stories
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.types import Analysis, Document
from tests.opening import clone, playground
from tests.postgres import postgres

VERBATIM = str(Path(sys.executable).with_name("verbatim"))
ARTICLES = Path(__file__).parents[2] / "shared" / "eval" / "statements" / "polnear_dev.jsonl"
TRAIN = ARTICLES.with_name("polnear_train.jsonl")
STATEMENTS = 10_000
ROUNDS = 60
SEARCHES = 40
DIMENSIONS = 384
PLACES = ("bridge", "harbour", "school", "station", "market", "river", "hospital", "county")
WORDS = tuple("rain road winter council budget plan vote storm flood light water train early open late closed".split())


def main() -> None:
    """Runs the measurement that the first argument names, or all of them."""
    chosen = sys.argv[1:] or [name for name in MEASURES if name != "clone"]
    for name in chosen:
        print(f"== {name}")
        MEASURES[name]()


def start() -> None:
    """Whole processes, from their start to their end."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/verbatim.db"}
        print(f"first briefing from an empty database   {_seconds(environment):5.2f} s")
        again = sorted(_seconds(environment) for _ in range(5))
        print(f"again, from the filled one, median of 5 {again[2]:5.2f} s")
        asyncio.run(_memory(environment))


def _seconds(environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run([VERBATIM, "brief"], env=environment, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - begin


async def _memory(environment: dict[str, str]) -> None:
    """The resident memory of a bot that polls and has answered every reading command."""
    async with Playground.start() as telegram:
        wired = environment | {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        bot = await asyncio.create_subprocess_exec(VERBATIM, "run", env=wired, stderr=subprocess.DEVNULL)
        try:
            await telegram.polling()
            print(f"the bot, polling: resident              {_resident(bot.pid):5.0f} MB")
            for command in ("/start", "/brief", "/summary", "/quotes", "/figures", "/sources"):
                await telegram.user(7, "Ann").say(command, until=1)
            print(f"after every reading command: resident   {_resident(bot.pid):5.0f} MB")
            print(f"torch is loaded in it: {_maps_torch(bot.pid)}")
        finally:
            bot.terminate()
            await bot.wait()


def _maps_torch(pid: int) -> bool:
    return "libtorch" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


def answers() -> None:
    """From the question to the message parts; Telegram's own time is not in it."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_answers(f"sqlite:///{folder}/verbatim.db"))


async def _answers(url: str) -> None:
    database = await Database.open(url)
    stored = await _fill(database)
    service = Answers(database, Lengths())
    print(f"{stored} statements stored")
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "/brief": lambda: _brief(service, ""),
        "/brief bridge": lambda: _brief(service, "bridge"),
        "/quotes": lambda: _quotes(service, ""),
        "/quotes NAME": lambda: _quotes(service, "Lee 7"),
        "/quotes words": lambda: _quotes(service, "county bridge"),
        "/figures": lambda: _figures(service, ""),
        "/figures words": lambda: _figures(service, "crossed"),
        "/compare": lambda: _compare(service, ""),
        "/compare words": lambda: _compare(service, "bridge"),
    }
    for name, ask in questions.items():
        first, *rest = [await _timed(ask) for _ in range(ROUNDS + 1)]
        times = sorted(rest)
        middle, late = statistics.median(times), times[int(0.95 * ROUNDS)]
        print(f"{name:16} first {first:6.1f} ms   p50 {middle:6.1f} ms   p95 {late:6.1f} ms")
    await database.close()


def search() -> None:
    """Searching on both databases, and how many bytes the index adds; a vector stands for the model's of the words."""
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite")
        asyncio.run(_search(f"sqlite:///{folder}/verbatim.db"))
    with postgres() as address:
        print("PostgreSQL")
        asyncio.run(_search(address))


async def _search(url: str) -> None:
    database = await Database.open(url)
    print(f"{await _fill(database)} statements stored")
    service = Searching(database, cast("Analyst", Vectors()), lambda: datetime.now(UTC))
    for words in (
        "harbour", "county bridge", '"county bridge"', "by:Lee", "from:made vote", "since:2026-01-01 storm",
        "crossed 120", "nothingofthis",
    ):  # fmt: skip
        for mean in (False, True):
            times = sorted([await _timed(partial(service.find, 7, words, mean=mean)) for _ in range(SEARCHES)])
            middle, late = statistics.median(times), times[int(0.95 * SEARCHES)]
            how = "with meaning" if mean else "words alone"
            print(f"{words:24} {how:14} p50 {middle:6.1f} ms   p95 {late:6.1f} ms")
    await database.close()


class Vectors:
    """Stands for the analysis process: a vector at once, as it is for words that were asked for before."""

    wants_model = True

    async def meaning(self, words: str) -> Meaning:
        """The same vector for the same words."""
        noise = np.random.default_rng(len(words)).normal(size=DIMENSIONS)
        return Meaning("minilm", (noise / np.linalg.norm(noise)).astype(np.float32))


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    begin = time.perf_counter()
    await ask()
    return 1000 * (time.perf_counter() - begin)


async def _brief(service: Answers, topic: str) -> object:
    told = await service.briefing(7, topic)
    return told and parts(briefing(told))


async def _quotes(service: Answers, words: str) -> object:
    """As the command does: a list of everything offers the newest stories."""
    found = await service.quotes(7, words)
    stories_too = await service.stories(7) if not words else ()
    pages = replace(quote_pages(found.items, words, size=5), stories=stories_too)
    return pages.page(0), pages.rows("quotes", "listing", 0)


async def _figures(service: Answers, words: str) -> object:
    found = await service.figures(7, words)
    pages = figure_pages(found.items, words, size=5)
    return pages.page(0), pages.rows("figures", "listing", 0)


async def _compare(service: Answers, words: str) -> object:
    found = await service.compared(7, words)
    return found.comparison and parts(comparison(found.comparison, story=found.story, words=found.words))


async def _fill(database: Database) -> int:
    """Documents as long as news, each with some fifteen statements, with vectors of the real model's size."""
    chance = random.Random(1)  # noqa: S311 - the same documents every time
    stored, moment = 0, datetime(2026, 1, 1, tzinfo=UTC)
    while stored < STATEMENTS:
        analysis = _made(chance)
        moment += timedelta(minutes=1)
        async with database.session() as session:
            await documents.add(session, analysis.document, raw=analysis.document.text, now=moment)
            await sources.add(session, analysis.document.key, chat=None, kind="text", name="made", now=moment)
            await analyses.save(session, analysis, moment)
            await stories.place(session, analysis)
        stored += len(analysis.statements)
    return stored


def _made(chance: random.Random) -> Analysis:
    document = Document.make("\n\n".join(_paragraphs(chance)), title=f"Report {chance.random()}")
    understood = analyse(document, None)
    noise = np.random.default_rng(chance.randrange(10**9)).normal(size=(len(understood.sentences), DIMENSIONS))
    vectors = (noise / np.linalg.norm(noise, axis=1, keepdims=True)).astype(np.float32)
    figures = tuple(replace(f, meaning=vectors[n % len(vectors)]) for n, f in enumerate(understood.figures))
    return Analysis(
        document, understood.recipe, "minilm", "en", understood.sentences, understood.ranking,
        understood.statements, figures, vectors,
    )  # fmt: skip


def _paragraphs(chance: random.Random) -> Iterator[str]:
    """Seven quotations, seven figures, seven plain paragraphs: about what news of 500 words has."""

    def talk(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words))

    for _ in range(7):
        first, second = chance.choice(PLACES), chance.choice(PLACES)
        mayor, count = f"Mary Lee {chance.randrange(40)}", chance.randrange(100, 9999)
        yield f"“We opened the {first} again: {talk(14)},” said Mayor {mayor}. The {second} {talk(9)}."
        yield f"The county said that {count} people crossed the {second} in {talk(6)}."
        yield f"It was a long day for the {first}. The {second} {talk(12)} on Monday."


def analyze() -> None:
    """`verbatim analyze --jsonl` over a hundred articles of news."""
    if not ARTICLES.exists():
        print("the articles (../shared/eval) are not on this machine")
        return
    lines = (ARTICLES.read_text(encoding="utf-8") + TRAIN.read_text(encoding="utf-8")).splitlines()[:100]
    texts = [{"id": i, "text": json.loads(line)["text"]} for i, line in enumerate(lines)]
    words = sum(len(row["text"].split()) for row in texts)
    given = "\n".join(map(json.dumps, texts)).encode()
    for processes in (1, 2):
        begin = time.perf_counter()
        command = [VERBATIM, "analyze", "--jsonl", "-j", str(processes)]
        peak = _peak_of(command, given)
        took = time.perf_counter() - begin
        print(
            f"{processes} process(es): {took:5.1f} s with the start, {len(texts) / took:4.1f} articles/s, "
            f"{words / took:6.0f} words/s, peak memory of all processes together {peak:4.0f} MB"
        )


def _peak_of(command: list[str], given: bytes) -> float:
    """Runs the command and returns the largest sum of its processes' resident memory, looked at every 0.1 s."""
    with tempfile.TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL)  # noqa: S603
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(_resident_or_gone, _family(process.pid))))
            time.sleep(0.1)
    return peak


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *(each for child in children.read_text().split() for each in _family(int(child)))]
    except FileNotFoundError:
        return []


def _resident_or_gone(pid: int) -> float:
    try:
        return _resident(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


MEASURES = {
    "start": start, "answers": answers, "search": search, "analyze": analyze, "playground": playground, "clone": clone,
}  # fmt: skip

if __name__ == "__main__":
    main()
