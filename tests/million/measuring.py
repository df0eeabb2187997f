"""What an answer takes from a filled store, from the words to the rendered pages."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

import numpy as np

from bot.services.analyst import Analyst, Meaning
from bot.services.answers import Answers, Lengths
from bot.services.searching import Searching
from bot.views import search as search_views
from bot.views.briefing import briefing
from bot.views.pages import quote_pages
from bot.views.rich import parts
from storage.database import Database
from tests.million.filling import documents_of
from tests.million.making import DAYS, DIMENSIONS, FROM, World, near

ROUNDS = 40
AIM = 150
"""Milliseconds in which 95 of 100 are to be answered."""
CHAT = 7
"""A chat that brought nothing itself: it sees all that is public."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one question, asked with other words each time; how many found nothing."""

    name: str
    first: float
    times: tuple[float, ...]
    empty: int

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return sorted(self.times)[min(len(self.times) - 1, int(0.95 * len(self.times)))]

    def __str__(self) -> str:
        middle = statistics.median(self.times)
        missed = "" if self.late <= AIM else "   over the aim"
        none = f"   {self.empty} found nothing" if self.empty else ""
        return f"{self.name:28} first {self.first:7.1f}   p50 {middle:7.1f}   p95 {self.late:7.1f} ms{missed}{none}"


class Meanings:
    """Stands for the analysis process: a vector about one of the stories, at once."""

    wants_model = True

    def __init__(self, statements: int) -> None:
        self._centres = [near(World(), documents_of(statements), number) for number in range(8)]

    async def meaning(self, words: str) -> Meaning:
        """The same vector for the same words."""
        chance = np.random.default_rng(sum(map(ord, words)))
        noise = chance.normal(size=DIMENSIONS) / np.sqrt(DIMENSIONS)
        vector = 0.8 * self._centres[len(words) % len(self._centres)] + 0.6 * noise
        return Meaning("minilm", (vector / np.linalg.norm(vector)).astype(np.float32))


class Asking:
    """The commands as a chat asks them, without Telegram."""

    def __init__(self, database: Database, statements: int) -> None:
        self.world = World()
        self.answers = Answers(database, Lengths())
        now = FROM + timedelta(days=DAYS + 10)
        self.searching = Searching(database, cast("Analyst", Meanings(statements)), lambda: now)

    async def quotes(self, words: str) -> int:
        """/quotes: the first page, with the stories that it offers."""
        found = await self.answers.quotes(CHAT, words)
        stories = await self.answers.stories(CHAT) if not words else ()
        pages = replace(quote_pages(found.items, words, size=5), stories=stories)
        if found.items:
            pages.page(0), pages.rows("quotes", "listing", 0)
        return len(found.items)

    async def search(self, words: str, *, mean: bool = False) -> int:
        """/search: the first page."""
        found = await self.searching.find(CHAT, words, mean=mean)
        pages = search_views.pages(found.hits, words, size=5, older=found.older, sort=None)
        if found.hits:
            pages.page(0)
        return len(found.hits)

    async def brief(self, words: str) -> int:
        """/brief: all its messages."""
        made = await self.answers.briefing(CHAT, words)
        return len(parts(briefing(made))) if made else 0

    def questions(self) -> dict[str, tuple[Callable[[str], Awaitable[int]], Callable[[random.Random], str]]]:
        """Each with what asks it and what makes its words."""
        words, speakers = self.world.words, self.world.speakers

        def common(chance: random.Random) -> str:
            return words[chance.randrange(150, 1_000)]

        def rare(chance: random.Random) -> str:
            return words[chance.randrange(20_000, 45_000)]

        def frequent(chance: random.Random) -> str:
            return words[chance.randrange(100, 130)]

        def two(chance: random.Random) -> str:
            return f"{common(chance)} {common(chance)}"

        def heard(chance: random.Random) -> str:
            return speakers[min(len(speakers) - 1, int(chance.paretovariate(0.5)) - 1)].name

        def family(chance: random.Random) -> str:
            return heard(chance).split()[-1]

        async def meant(asked: str) -> int:
            return await self.search(asked, mean=True)

        return {
            "/quotes": (self.quotes, lambda _: ""),
            "/quotes NAME": (self.quotes, heard),
            "/quotes SURNAME": (self.quotes, family),
            "/quotes word": (self.quotes, common),
            "/quotes rare": (self.quotes, rare),
            "/quotes two words": (self.quotes, two),
            "/search frequent": (self.search, frequent),
            "/search common": (self.search, common),
            "/search rare": (self.search, rare),
            "/search two words": (self.search, two),
            "/search phrase": (self.search, lambda chance: f'"{two(chance)}"'),
            "/search word by:NAME": (self.search, lambda chance: f'{common(chance)} by:"{heard(chance)}"'),
            "/search by:SURNAME": (self.search, lambda chance: f"by:{family(chance)}"),
            "/search with meaning": (meant, common),
            "/search two, meaning": (meant, two),
            "/brief": (self.brief, lambda _: ""),
            "/brief topic": (self.brief, common),
            "/brief two words": (self.brief, two),
        }


async def measure(database: Database, statements: int, *, rounds: int = ROUNDS, only: str = "") -> list[Measured]:
    """Each question so often, each time with words of its own; a first time before, which is told apart."""
    asking, found = Asking(database, statements), list[Measured]()
    for name, (ask, words) in asking.questions().items():
        if only not in name:
            continue
        chance = random.Random(name)  # noqa: S311 - the same questions every time
        times, empty = list[float](), 0
        for _ in range(rounds + 1):
            asked = words(chance)
            begun = time.perf_counter()
            empty += not await ask(asked)
            times.append(1000 * (time.perf_counter() - begun))
        found.append(Measured(name, times[0], tuple(times[1:]), empty))
        print(found[-1], flush=True)
    return found
