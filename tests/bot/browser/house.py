"""The whole house for a browser: the bot, the small Telegram with its page and its people, and windows onto it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Browser

from bot.app import Surroundings, now, run_bot
from bot.context import Context
from bot.jobs import Jobs, ticking
from bot.playground import Playground
from bot.playground.content import text_content
from bot.playground.deeds import Deeds
from bot.playground.things import Chat
from bot.playground.web.cast import settle
from bot.playground.wire import Json
from bot.settings import Settings
from tests.bot.browser.visitor import PATIENCE, Complaints, Visitor
from tests.bot.conftest import TOO_MANY, running_at, settings

ANN, BEN = 1001, 1002
NEWSROOM, BOOK_CLUB = -1001000000001, -1001000000002
WINDOW = {"viewport": {"width": 1100, "height": 800}}
SETTLED: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}
SOON = 0.2
"""Seconds between two ticks of a bot that a test does not want to wait for."""


@dataclass(slots=True)
class House:
    """Telegram, and a browser whose windows are watched."""

    telegram: Playground
    chromium: Browser
    doors: AsyncExitStack
    complaints: Complaints = field(default_factory=Complaints)

    async def visitor(self, name: str = "Ann", **window: Any) -> Visitor:
        """Somebody opens the page, in a browser of their own; `window` is what Playwright calls a context."""
        visitor = await self.newcomer(**window)
        await visitor.opens(self.telegram.page_url)
        if name != "Ann":
            await visitor.becomes(name)
        return visitor

    async def newcomer(self, **window: Any) -> Visitor:
        """The same before the page is opened."""
        context = await self.chromium.new_context(**(WINDOW | SETTLED | window))
        self.doors.push_async_callback(context.close)
        context.set_default_timeout(PATIENCE)
        await self.complaints.watch(context)
        return Visitor(await context.new_page(), self.complaints)

    def chat(self, number: int = BOOK_CLUB) -> Chat:
        return self.telegram.world.chats[number]

    def deeds(self, person: int = BEN) -> Deeds:
        """What somebody does elsewhere than in a window of this house."""
        return Deeds(self.telegram.world, self.telegram.world.users[person])

    def written(self, text: str, *, by: int = BEN, chat: int = BOOK_CLUB, topic: int | None = None) -> Json:
        """A message that comes from elsewhere."""
        return self.deeds(by).send(self.chat(chat), text_content(text), topic=topic)

    def told(self, text: str, *, chat: int = BOOK_CLUB, **more: Any) -> Json:
        """A message of the bot's."""
        return self.telegram.world.add_message(self.chat(chat), self.telegram.world.me, text_content(text) | more)

    def forgive(self, *words: str) -> None:
        """Errors on the console that a test brings about."""
        self.complaints.forgiven.extend(words)


@asynccontextmanager
async def opened(telegram: Playground, chromium: Browser) -> AsyncIterator[House]:
    """The house for as long as the block lasts; at its end nobody complained, and Telegram refused nothing."""
    settle(telegram)
    async with AsyncExitStack() as doors:
        house = House(telegram, chromium, doors)
        yield house
    refused = [each for each in telegram.refused if each.status != TOO_MANY]
    wrong = [*house.complaints.unforgiven, *refused]
    assert wrong == [], wrong


def seeded_settings(seeded: Path, folder: Path, **changed: object) -> Settings:
    """Settings of a bot over the seeds, in a folder of its own."""
    shutil.copy(seeded, folder / "verbatim.db")
    return settings(folder, **changed)


@asynccontextmanager
async def living(given: Settings, chromium: Browser, clock: Callable[[], datetime] = now) -> AsyncIterator[House]:
    """The bot that answers, and its page."""
    async with (
        Playground.start(page=True, clock=lambda: clock().timestamp()) as telegram,
        running_at(telegram, given, around=Surroundings(clock)),
        opened(telegram, chromium) as house,
    ):
        yield house


@asynccontextmanager
async def living_on(given: Settings, chromium: Browser, clock: Callable[[], datetime]) -> AsyncIterator[House]:
    """The same as `verbatim run` runs it, with all that it does by itself, and with a clock of the test's."""
    async with Playground.start(page=True, clock=lambda: clock().timestamp()) as telegram:
        stop, around = asyncio.Event(), Surroundings(clock)
        given = given.model_copy(update={"telegram_api_url": telegram.url})
        bot = asyncio.create_task(run_bot(given, telegram.token, stop, around, _often))
        try:
            await telegram.polling()
            async with opened(telegram, chromium) as house:
                yield house
        finally:
            stop.set()
            await bot


def _often(_context: Context, jobs: Jobs) -> AbstractAsyncContextManager[None]:
    return ticking(jobs, seconds=SOON)
