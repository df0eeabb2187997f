"""Digests as people see them come: at their minute, and in a channel that was set up from the private chat."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.bot.asking import ARTICLE
from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.house import House, living_on, seeded_settings

pytestmark = IN_A_BROWSER


@dataclass(slots=True)
class Clock:
    """What time it is for the bot and for Telegram; the test moves it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Ten to eight in the morning, tomorrow."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return Clock(tomorrow.replace(hour=7, minute=50, second=0, microsecond=0))


@pytest_asyncio.fixture(loop_scope="module")
async def house(seeded: Path, tmp_path: Path, chromium: Browser, hurry: None, clock: Clock) -> AsyncIterator[House]:  # noqa: ARG001 - patches
    async with living_on(seeded_settings(seeded, tmp_path), chromium, clock) as it:
        yield it


async def test_a_digest_comes_at_its_minute(house: House, clock: Clock) -> None:
    """It is set up by buttons, tells what came since, and does not come before its time."""
    ann = await house.visitor()
    await ann.starts()
    await ann.asks("/digest", "I can send you what is new at set times")
    await ann.presses("08:00")
    await ann.sees("Next: today")
    await ann.asks(ARTICLE.strip(), "Taken in: Bridge over the Wye reopens")
    clock.now += timedelta(minutes=9, seconds=30)
    await ann.asks("/help", "What I do")
    digest = ann.log.get_by_role("article").filter(has_text="Digest").filter(has_text="$3.2 million").last
    await expect(digest).to_have_count(0)
    clock.now += timedelta(seconds=45)
    await expect(digest).to_be_visible()
    await expect(digest).to_contain_text("08:00 (UTC)")


async def test_a_channel_gets_what_was_set_up_in_private(house: House, clock: Clock) -> None:
    """The key offers Ann's channels; the card says where it goes, and the digest stands in the channel for Ben too."""
    ann = await house.visitor()
    await ann.starts()
    await ann.asks("/digest", "I can send you what is new at set times")
    await ann.presses("To a channel or group…")
    keyboard = ann.page.get_by_role("group", name="Keyboard")
    await keyboard.get_by_role("button", name="Choose a channel").click()
    await ann.page.get_by_role("dialog").get_by_role("button", name="Morning desk").click()
    await ann.sees("Chosen: “Morning desk”.")
    await ann.presses("08:00", of="When should it come?")
    await ann.asks(ARTICLE.strip(), "Taken in: Bridge over the Wye reopens")
    clock.now += timedelta(minutes=11)
    await expect(ann.chats.get_by_role("button", name=re.compile(r"Morning desk, \d new"))).to_be_visible()
    await ann.becomes("Ben")
    await ann.goes_to("Morning desk")
    await ann.sees("reopened on Monday after repairs that cost $3.2 million")
    await expect(ann.box).to_be_hidden()
