"""Working off what was sent and answering it, once: from the database alone, so that a restart goes on with it.

batch -> taken in (a count is shown where it takes long) -> one answer -> marked as reported
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial

from telegram import Bot, Chat, Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot import sender
from bot.commands.base import list_buttons, remember
from bot.commands.telling import tell_arrived
from bot.context import Context
from bot.requests import Ask
from bot.services.outcomes import TOLD, Outcome
from bot.services.sent import Sent
from bot.views import arrivals as views
from bot.views import texts
from bot.views.buttons import Rows
from bot.views.errors import explain
from sources.base import IsFeed, TooLarge, Unfetched
from storage.session import StorageBusyError
from storage.types import Batch
from summarizer.errors import AnalysisError, VerbatimError

log = logging.getLogger(__name__)

SOON = 2.0
"""Seconds after which a count is shown."""
BETWEEN, BETWEEN_IN_GROUP = 3.0, 10.0
"""Seconds between two edits of the count; in a group they are taken from the twenty messages a minute of all."""
AGAIN = 30.0
"""Seconds after which a storage or a Telegram that is away is asked again."""


async def deliver(context: Context, bot: Bot, batch: Batch) -> None:
    """Works a batch off and answers it; goes on as long as the storage or Telegram is away."""
    while True:
        ask = Ask(context, standing_for(batch, bot))
        try:
            await _deliver(ask, batch)
        except StorageBusyError as error:
            log.warning("arrivals.wait detail=%s", error.detail)
        except (Forbidden, BadRequest) as error:  # they left, or the chat is gone: nobody is there to read it
            log.warning("telegram.refused error=%s", error)
            await context.gathering.arrivals.reported(batch)
            return
        except TelegramError as error:
            log.warning("arrivals.unsent error=%s", error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told once and the batch is closed
            _log(error)
            await context.gathering.arrivals.give_up(batch)
            await ask.answer(explain(error))
            return
        else:
            return
        await asyncio.sleep(AGAIN)
        batch = await _current(context, batch)


async def _current(context: Context, batch: Batch) -> Batch:
    with suppress(StorageBusyError):  # then it is tried as it was
        return await context.gathering.arrivals.current(batch)
    return batch


async def resume(context: Context, bot: Bot) -> None:
    """Goes on with what an end of the process left open. Raises StorageError."""
    for batch in await context.gathering.arrivals.left_open():
        context.gathering.start(deliver(context, bot, batch))


def standing_for(batch: Batch, bot: Bot) -> Message:
    """The message that a batch began with, as far as answering it needs."""
    chat = Chat(batch.chat, Chat.PRIVATE if batch.chat > 0 else Chat.SUPERGROUP)
    topic = batch.thread is not None or None
    message = Message(batch.message, batch.created, chat, message_thread_id=batch.thread, is_topic_message=topic)
    chat.set_bot(bot)
    message.set_bot(bot)
    return message


async def _deliver(ask: Ask, batch: Batch) -> None:
    arrivals = ask.context.gathering.arrivals
    limit = ask.context.settings.max_file_megabytes * 1_000_000
    single = len(await arrivals.items(batch)) == 1
    async with ask.busy() if single else nullcontext(), _counting(ask, batch) as count:
        await arrivals.work(batch, partial(_fetch, ask.message.get_bot(), limit), count)
    outcomes = await arrivals.outcomes(batch)
    if len(outcomes) == 1:
        await _tell(ask, outcomes[0])
    elif outcomes:
        rows = await list_buttons(ask) if any(each.word in TOLD for each in outcomes) else ()
        await ask.answer_blocks(views.report(outcomes), rows)
    await arrivals.reported(batch)


async def _tell(ask: Ask, outcome: Outcome) -> None:
    """What became of the one thing that was sent."""
    if outcome.word in TOLD and outcome.document and outcome.analysis:
        async with ask.busy():
            await tell_arrived(ask, outcome)
    elif outcome.feed:
        await ask.answer(views.followed(outcome.feed))
    elif outcome.feeds:
        await ask.answer_blocks(views.list_followed(outcome.feeds))
    elif isinstance(outcome.error, IsFeed) and outcome.error.feeds:
        await ask.answer(views.OFFER, await _offering(ask, outcome.error.feeds))
    elif outcome.word == "short":
        await ask.answer(texts.TOO_SHORT)
    else:
        await ask.answer(explain(outcome.error or (AnalysisError() if outcome.word == "kept" else RuntimeError())))


async def _offering(ask: Ask, feeds: tuple[str, ...]) -> Rows:
    """A button each for the feeds of a front page, the first ones."""
    kept = [(url, await remember(ask.context, ask.chat, url)) for url in feeds[: views.OFFERED]]
    return tuple((views.following(url, listing),) for url, listing in kept if listing)


async def _fetch(bot: Bot, limit: int, sent: Sent) -> bytes:
    """A file's bytes from Telegram. Raises TooLarge, Unfetched."""
    if sent.size and sent.size > limit:
        raise TooLarge(limit, sent.size)
    try:
        return bytes(await (await bot.get_file(sent.file or "")).download_as_bytearray())
    except TelegramError as error:
        if "too big" in error.message.lower():
            raise TooLarge(limit, sent.size or limit + 1) from error
        raise Unfetched(sent.name) from error


@dataclass(slots=True)
class _Counter:
    """The message that counts: sent when it takes long, then edited in place; it never fails what is counted."""

    ask: Ask
    batch: Batch
    done: int = 0
    total: int = 0
    message: Message | None = field(default=None)

    async def tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    async def run(self) -> None:
        pause = BETWEEN if self.ask.private else BETWEEN_IN_GROUP
        await asyncio.sleep(SOON)
        shown = None
        while True:
            if self.total > 1 and shown != (self.done, self.total):
                shown = self.done, self.total
                await self.show()
            await asyncio.sleep(pause)

    async def show(self) -> None:
        rich = views.progress(self.done, self.total)
        with suppress(TelegramError):
            if self.message:
                await sender.edit(self.message, rich)
                return
            self.message = await sender.reply(self.ask.message, rich, quiet=True)
            await self.ask.context.gathering.arrivals.counting(self.batch, self.message.message_id)


@asynccontextmanager
async def _counting(ask: Ask, batch: Batch) -> AsyncIterator[Callable[[int, int], Awaitable[None]]]:
    """Counts beside the work; a count that was shown is brought to its end."""
    counter = _Counter(ask, batch, message=_message(ask, batch.progress) if batch.progress else None)
    beside = asyncio.create_task(counter.run())
    try:
        yield counter.tell
    finally:
        beside.cancel()
        await asyncio.wait([beside])
    if counter.message:
        counter.done = counter.total
        await counter.show()


def _message(ask: Ask, number: int) -> Message:
    """A message of ours that a former process sent."""
    message = Message(number, ask.message.date, ask.message.chat)
    message.set_bot(ask.message.get_bot())
    return message


def _log(error: Exception) -> None:
    if isinstance(error, VerbatimError):
        log.error("request.failed error=%s detail=%s", type(error).__name__, error.detail)
    else:
        log.error("request.crashed", exc_info=error)
