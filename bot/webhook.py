"""Updates that Telegram brings to us, behind a proxy: several instances may take them, none polls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.dispatch import Bot
from bot.settings import Settings


@asynccontextmanager
async def receiving(bot: Bot, settings: Settings) -> AsyncIterator[None]:
    """Tells Telegram our address and takes updates while the block runs; those under way come to their ends.

    Raises SettingsError for a port that is taken and an address that Telegram refuses.
    """
    raise NotImplementedError
    yield
