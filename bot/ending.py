"""The end of a bot that answers: all of it comes to rest within ten seconds, and what was taken is not lost.

    no more updates, work is put down -> answers have their turn -> the rest is let go unsent -> what hangs is cut off

What a batch still needs stands in the database, for the next start. Before this, digests have had `courier.close`.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from bot.context import Context
from bot.dispatch import Bot
from bot.ordering import InOrder

log = logging.getLogger(__name__)

LAST_POLL = 1.5
"""Seconds in which Telegram is told what was fetched; where it does not hear it, updates come again."""
LAST_ANSWERS = 1.5
"""Seconds in which answers still get their turn."""
LAST_REQUESTS = 0.5
"""Seconds in which requests to Telegram that are under way come to their end."""


async def end(context: Context, bot: Bot) -> None:
    """Ends fetching, work and answering, in at most four seconds."""
    await asyncio.gather(stop_polling(bot), context.gathering.close())
    # Who waits for an analysis is told that it was cut short: the end does not wait for it.
    context.intake.analyst.close()
    context.answers.scribe.close()
    context.painter.close()
    await stop_answering(bot)


async def stop_polling(bot: Bot) -> None:
    """Fetches no more updates, whatever becomes of the last request."""
    if bot.updater is None or not bot.updater.running:
        return
    # A Telegram that is away at this moment is no news, and the library would print a stack.
    logging.getLogger("telegram.ext.Updater").setLevel(logging.CRITICAL)
    with suppress(TimeoutError):
        await asyncio.wait_for(bot.updater.stop(), LAST_POLL)


async def stop_answering(bot: Bot) -> None:
    """Answers have a moment for their turn; then those that wait for it are let go unsent, and the others cut off."""
    stopping = asyncio.create_task(bot.stop())
    await asyncio.wait({stopping}, timeout=LAST_ANSWERS)
    if bot.bot.rate_limiter:
        await bot.bot.rate_limiter.shutdown()
    await asyncio.wait({stopping}, timeout=LAST_REQUESTS)
    while not stopping.done():  # those that waited for a hand begin when others are cut off
        cut = bot.update_processor.cut_off() if isinstance(bot.update_processor, InOrder) else 0
        log.warning("bot.cut_off updates=%d", cut)
        await asyncio.wait({stopping}, timeout=LAST_REQUESTS)
    await stopping
