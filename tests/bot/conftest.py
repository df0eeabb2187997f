"""The running bot for journeys: the real application, over HTTP, against the Bot API stand-in, on a real database."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import AS_EVER, Surroundings, services
from bot.context import Context
from bot.dispatch import build
from bot.playground import Playground
from bot.services.analyst import Analyst
from bot.settings import Settings
from sources.sandbox import Sandbox
from summarizer.analyse import analyse
from summarizer.types import Analysis, Document
from tests.databases import new_sqlite


def settings(folder: Path, **changed: object) -> Settings:
    """Settings for a test: a database in its own folder, nothing from the developer's environment."""
    where = f"sqlite:///{folder / 'verbatim.db'}"
    values = {"database_url": where, "embedder": "none", "asks_per_minute": 100_000, **changed}
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the four seeds, understood by the packaged model, made once and then copied."""
    folder = tmp_path_factory.mktemp("seeded")

    async def fill() -> None:
        async with services(settings(folder, embedder="minilm")) as context:
            await context.intake.catch_up()

    asyncio.run(fill())
    return folder / "verbatim.db"


QUIET = 0.2
"""Seconds that a delivery waits for more: what a test sends in a row comes at once."""
TOO_MANY = 429
"""A pause that Telegram asks for is part of life; any other refusal is a mistake of the bot's."""


@dataclass(frozen=True, slots=True)
class Running:
    """The bot and the Telegram that it talks to."""

    telegram: Playground
    context: Context


@asynccontextmanager
async def running(given: Settings) -> AsyncIterator[Running]:
    """Runs the bot as `verbatim run` does, in this event loop."""
    async with Playground.start() as telegram, running_at(telegram, given) as it:
        yield it


@asynccontextmanager
async def running_at(
    telegram: Playground, given: Settings, *, quiet: float = QUIET, around: Surroundings = AS_EVER
) -> AsyncIterator[Running]:
    """The same with a Telegram that is there already."""
    given = given.model_copy(update={"telegram_api_url": telegram.url})
    async with services(given, around) as context:
        context.gathering._quiet = quiet
        bot = build(context, telegram.token)
        assert bot.updater
        assert bot.post_init
        async with bot:
            await bot.post_init(bot)
            await bot.start()
            await bot.updater.start_polling()
            await telegram.polling()
            try:
                yield Running(telegram, context)
            finally:  # or what went wrong in a test would be hidden by a bot that still runs
                await bot.updater.stop()
                await context.gathering.close()
                await bot.stop()


@pytest.fixture
async def bot(seeded: Path, tmp_path: Path) -> AsyncIterator[Running]:
    """The bot over the seeds."""
    shutil.copy(seeded, tmp_path / "verbatim.db")
    async with running(settings(tmp_path)) as it:
        yield it
        assert [request for request in it.telegram.refused if request.status != TOO_MANY] == []


@pytest.fixture
async def empty_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """The bot over an empty store."""
    monkeypatch.setattr("seeds.load", tuple)
    async with running(settings(tmp_path)) as it:
        yield it
        assert [request for request in it.telegram.refused if request.status != TOO_MANY] == []


class Near(Analyst):
    """Understands in this process, but with a model: that another one is started for each bot proves nothing new."""

    async def analyse(self, document: Document) -> Analysis:
        if self.wants_model:
            return await super().analyse(document)
        return await asyncio.to_thread(analyse, document, None)


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    """Every bot understands and parses at hand: no test waits for processes of its own."""
    monkeypatch.setattr("bot.app.Analyst", Near)
    monkeypatch.setattr("bot.app.Sandbox", lambda: sandbox)
    monkeypatch.setattr("bot.commands.counting.SOON", 60)  # a count that a busy machine brings is in nobody's way


@pytest.fixture(autouse=True)
def migrated_file(request: pytest.FixtureRequest) -> None:
    """The database in a test's own folder is there and up to date, so that no test waits for migrations."""
    if "tmp_path" in request.fixturenames:
        new_sqlite(request.getfixturevalue("tmp_path") / "verbatim.db")


@pytest.fixture
def quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A working directory and an environment without settings of ours."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path
