"""The feed service over a real site on loopback and a real database, with a clock that a test turns."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.services.analyst import Analyst, Recipe
from bot.services.feeds import Feeds, Rules
from bot.services.intake import Intake
from bot.services.pages import Pages
from sources import default_readers
from sources.finding import Finder
from sources.sandbox import Sandbox
from sources.web.client import Web
from sources.web.policy import Policy
from storage import documents, sources
from storage.database import Database
from storage.types import Source
from summarizer.analyse import analyse
from summarizer.types import Analysis, Document

ALLOWED = Policy(private=frozenset({"127.0.0.1:*"}), pause=0, seconds=3)


class Here(Analyst):
    """Understands in this process, by rules."""

    def __init__(self) -> None:
        super().__init__(Recipe("none"))

    async def analyse(self, document: Document) -> Analysis:
        return analyse(document, None)


@dataclass(slots=True)
class Clock:
    """Tells the time that it was set to."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 1, 2, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass(slots=True)
class Desk:
    """The services, and what a test looks at."""

    database: Database
    feeds: Feeds
    pages: Pages
    clock: Clock

    async def seen(self, chat: int | None) -> list[tuple[Source, Document]]:
        async with self.database.session(readonly=True) as session:
            return list(await sources.visible(session, chat, limit=200))

    async def texts(self, chat: int | None) -> list[str]:
        async with self.database.session(readonly=True) as session:
            return [each.text for each in await documents.visible(session, chat, limit=200)]


@asynccontextmanager
async def at_desk(address: str, sandbox: Sandbox, rules: Rules) -> AsyncIterator[Desk]:
    """The services over an open database."""
    database, web, clock = await Database.open(address), Web(ALLOWED), Clock()
    finder = Finder(web, sandbox)
    intake = Intake(database, default_readers(sandbox=sandbox, finder=finder), Here(), clock)
    feeds = Feeds(database, finder, intake, rules, clock, chance=lambda: 0.0)
    yield Desk(database, feeds, Pages(database, finder, intake, clock), clock)
    await web.close()
    await database.close()
