"""The demo's week, given once for all tests: its transcript, and the stage as it stands at the end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from bot.demo.playing import Manner, staged
from bot.demo.show import KYIV, Show
from bot.demo.transcript import Transcript
from bot.demo.week import week
from bot.playground import Request
from bot.playground.things import Event
from bot.playground.web.cast import settle
from tests.bot.conftest import Near


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot, when it was sent and in which chat."""

    at: datetime
    chat: int
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """What was written, what the bot sent, in order, and what the small Telegram refused or warned of."""

    lines: tuple[str, ...]
    sent: tuple[Sent, ...]
    refused: tuple[Request, ...]
    warnings: tuple[str, ...]

    @property
    def digests(self) -> tuple[Sent, ...]:
        """What came by itself."""
        return tuple(each for each in self.sent if each.text.startswith("Digest") and "(Kyiv)" in each.text)


async def give() -> Given:
    """Without the packaged model, so that every machine finds the same."""
    lines: list[str] = []
    async with staged(Manner(embedder="none")) as stage:
        show = Show(stage, settle(stage.telegram), Transcript(lines.append))
        await stage.start()
        await week(show)
        telegram, address = stage.telegram, stage.site.url.removeprefix("http://")
        sent = tuple(_sent(event) for event in telegram.world.events if event.kind == "message")
        written = tuple(line.replace(address, "SITE") for line in lines)
        return Given(written, sent, telegram.refused, telegram.warnings)


@pytest.fixture(scope="package")
def given() -> Given:
    """The whole week, once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.Analyst", Near)
        return asyncio.run(give())


def _sent(event: Event) -> Sent:
    message: dict[str, Any] = event.message
    text = message.get("text") or message.get("caption") or ""
    return Sent(datetime.fromtimestamp(event.at, KYIV), event.chat, text)
