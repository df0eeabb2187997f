"""A browser for a module, and a house for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.playground import Playground
from tests.bot.browser.chromium import launched
from tests.bot.browser.house import House, living, opened, seeded_settings


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with launched() as chromium:
        yield chromium


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who presses ten buttons in a second waits for their turns; here nobody does."""
    monkeypatch.setattr("bot.services.meters.BURST", 1_000)
    monkeypatch.setattr("bot.services.meters.GROUP_MESSAGES", 1_000)


@pytest_asyncio.fixture(loop_scope="module")
async def house(hurry: None, seeded: Path, tmp_path: Path, chromium: Browser) -> AsyncIterator[House]:  # noqa: ARG001 - patches
    async with living(seeded_settings(seeded, tmp_path), chromium) as it:
        yield it


@pytest_asyncio.fixture(loop_scope="module")
async def room(chromium: Browser) -> AsyncIterator[House]:
    """The page alone, with a bot that says nothing."""
    async with Playground.start(page=True) as telegram, opened(telegram, chromium) as it:
        yield it
