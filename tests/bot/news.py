"""A news site on loopback, and a bot that may read it: understanding runs here, so that no test waits for a process."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from bot.playground import Playground
from bot.services.analyst import Analyst
from bot.settings import Settings
from sources.sandbox import Sandbox
from sources.web.policy import Policy
from summarizer.analyse import analyse
from summarizer.types import Analysis, Document
from tests.bot.conftest import Running, running_at, settings

WORDS = "river council harbour teacher market winter engine letter garden station bridge doctor valley painter".split()


def sentences(seed: object, count: int = 5) -> list[str]:
    """Sentences that share hardly a run of words with those of another seed."""
    chance = random.Random(str(seed))  # noqa: S311 - makes texts, protects nothing

    def words(number: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(number))

    said = f"“The {words(3)} will open in spring,” said Mayor Ann Lee of {words(2)}."
    return [said, *(f"The {words(4)} told the {words(3)} about the {words(4)} on Monday." for _ in range(count - 1))]


def page(title: str, *paragraphs: str, head: str = "") -> str:
    """An article as a newspaper's site has it."""
    stated = f"<meta property='og:title' content='{title}'><meta property='og:site_name' content='Wye Gazette'>"
    dated = "<meta property='article:published_time' content='2026-03-05T10:00:00Z'>"
    body = "".join(f"<p>{each}</p>" for each in paragraphs or sentences(title))
    return (
        f"<html lang=en><head><title>{title}</title>{stated}{dated}{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


@dataclass
class News:
    """The site: what stands at a path; `/a/NAME` is an article for every name, all else is a 404."""

    base: str = ""
    pages: dict[str, web.Response | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        found = self.pages.get(request.path)
        if isinstance(found, web.Response):
            return web.Response(status=found.status, body=found.body, headers=found.headers)
        if found is None and request.path.startswith("/a/"):
            found = page(f"Report {request.path[3:]}")
        if found is None:
            return web.Response(status=404, text="nothing here")
        return web.Response(text=found, content_type="text/html")

    def feed(self, path: str, *names: str, title: str = "Wye News") -> None:
        """A feed of articles of this site."""
        items = "".join(
            f"<item><title>Report {name}</title><link>{self.base}/a/{name}</link><guid>{name}</guid></item>"
            for name in names
        )
        text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
        self.pages[path] = web.Response(text=text, content_type="application/rss+xml")


@asynccontextmanager
async def publishing() -> AsyncIterator[News]:
    """The site, at an address of its own."""
    news, app = News(), web.Application()
    app.router.add_get("/{path:.*}", news.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    news.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield news
    finally:
        await runner.cleanup()


class Here(Analyst):
    """Understands in this process; SLOW texts only when `go` is set."""

    go: asyncio.Event | None = None

    async def analyse(self, document: Document) -> Analysis:
        if "SLOW" in document.text and self.go:
            await self.go.wait()
        return await asyncio.to_thread(analyse, document, None)


@dataclass
class Desk:
    """A bot over an empty store, the Telegram that it talks to, and a site that it may read."""

    telegram: Playground
    news: News
    folder: Path
    changed: dict[str, object]

    @asynccontextmanager
    async def run(self, *, quiet: float = 0.2) -> AsyncIterator[Running]:
        async with running_at(self.telegram, settings(self.folder, **self.changed), quiet=quiet) as it:
            yield it


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> AsyncIterator[Desk]:
    """Not running yet; `async with desk.run()` starts the bot, again after a crash as well."""
    allowed = Policy(private=frozenset({"127.0.0.1:*"}), pause=0)
    monkeypatch.setattr(Settings, "policy", property(lambda _: allowed))
    monkeypatch.setattr("seeds.load", tuple)
    monkeypatch.setattr("bot.app.Analyst", Here)
    monkeypatch.setattr("bot.app.Sandbox", lambda: sandbox)
    monkeypatch.setattr("bot.commands.counting.SOON", 60)  # a count that a busy machine brings is in nobody's way
    async with publishing() as news, Playground.start() as telegram:
        yield Desk(telegram, news, tmp_path, {})
