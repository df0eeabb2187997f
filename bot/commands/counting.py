"""The message that tells of a wait or counts, while a long delivery is read: sent when it takes long, then edited.

It never fails what is counted, and what is counted never waits for it for long.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from telegram import Message
from telegram.error import RetryAfter, TelegramError

from bot import sender
from bot.requests import Ask
from bot.services.waiting import Waiting
from bot.views import arrivals as views
from bot.views.rich import Rich
from bot.views.waiting import waiting
from storage.types import Batch
from summarizer.errors import StorageError

SOON = 2.0
"""Seconds after which a count is shown."""
BETWEEN, BETWEEN_IN_GROUP = 3.0, 10.0
"""Seconds between two edits of the count; in a group they are taken from the twenty messages a minute of all."""
LAST = 5.0
"""Seconds that an answer waits for the last count."""
LEAST = 3
"""Of fewer things done a batch tells no pace."""
Count = Callable[[int, int], Awaitable[None]]


@asynccontextmanager
async def counting(ask: Ask, batch: Batch) -> AsyncIterator[Count]:
    """Counts beside the work, once a chat; a count that was shown is brought to its end."""
    counter, counted = _Counter(ask, batch), ask.context.gathering.counted
    if batch.chat in counted:
        yield counter.tell
        return
    counted.add(batch.chat)
    beside = asyncio.create_task(counter.run())
    try:
        yield counter.tell
        counter.done = counter.total
    except asyncio.CancelledError:
        beside.cancel()
        raise
    finally:
        counted.discard(batch.chat)
        counter.end.set()
        await asyncio.wait([beside], timeout=LAST)
        if not beside.done():
            ask.context.gathering.start(beside)


@dataclass(slots=True)
class _Counter:
    """How far the work is, and the message that says so."""

    ask: Ask
    batch: Batch
    done: int = 0
    total: int = 0
    message: Message | None = None
    end: asyncio.Event = field(default_factory=asyncio.Event)
    began: tuple[float, int] | None = None
    """When this process looked first, on the loop's clock, and how much was done then."""

    def __post_init__(self) -> None:
        if self.batch.progress:  # of a former process
            self.message = Message(self.batch.progress, self.ask.message.date, self.ask.message.chat)
            self.message.set_bot(self.ask.message.get_bot())

    async def tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    async def run(self) -> None:
        """Until the end; nothing is cut off in the middle of a send, whose message nobody would find again."""
        pause, shown = SOON, Rich()
        while not await self._ended(pause):
            pause = BETWEEN if self.ask.private else BETWEEN_IN_GROUP
            rich = await self._rich(told=bool(shown))
            if rich and rich != shown:
                shown = rich
                pause += await self._show(rich)
        await self._finish(shown)

    async def _finish(self, shown: Rich) -> None:
        """The count is brought to its end; what told of a wait alone has nothing more to say, and goes."""
        last = views.progress(self.done, self.total)
        if self.message is None or not self.total:
            return
        if self.total == 1:
            with suppress(TelegramError):  # older than Telegram lets a bot delete, or gone: nobody misses it
                await self.message.delete()
        elif last != shown:  # Telegram refuses an edit that changes nothing
            await self._show(last)

    async def _rich(self, *, told: bool) -> Rich | None:
        """What there is to say now, as far as the storage tells; None where nothing is."""
        context = self.ask.context
        looked = Waiting(context.database, context.now, context.intake.understanding.hands)
        try:
            standing = await looked.look(self.batch)
        except StorageError:  # a count is a courtesy
            return views.progress(self.done, self.total) if self.total > 1 else None
        return waiting(standing, self._left(standing.done, standing.total), told=told)

    def _left(self, done: int, total: int) -> float:
        """The seconds that the rest takes at the pace of this batch itself; 0 where it has none yet."""
        now = asyncio.get_running_loop().time()
        if self.began is None:
            self.began = now, done
        moment, before = self.began
        return (total - done) * (now - moment) / (done - before) if done - before >= LEAST else 0.0

    async def _ended(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.end.wait(), seconds)
        return self.end.is_set()

    async def _show(self, rich: Rich) -> float:
        """Shows it; returns the seconds for which Telegram wants none."""
        text, entities = rich.text, sender.entities(rich)
        try:
            if self.message:
                await self.message.edit_text(text, entities=entities)
            else:
                self.message = await self.ask.message.reply_text(text, entities=entities, disable_notification=True)
                await self.ask.context.gathering.arrivals.counting(self.batch, self.message.message_id)
        except RetryAfter as error:
            return sender.seconds(error.retry_after)
        except (TelegramError, StorageError):  # a count is a courtesy
            return 0
        return 0
