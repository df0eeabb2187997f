"""Working off what was sent and answering it, once: from the database alone, so that a restart goes on with it.

batch -> taken in (a count is shown where it takes long) -> one answer -> marked as reported

Several processes may answer on one database: a batch is worked off by the one that has it leased, and another's as soon
as that one is dead.

Telegram knows no key by which it would recognise a message that is sent twice: what may have gone out counts as sent,
and of an answer of several messages those that went out are not sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO

from telegram import Bot, Chat, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot import sender
from bot.commands.base import list_buttons, remember
from bot.commands.counting import counting
from bot.commands.telling import tell_arrived
from bot.context import Context
from bot.requests import Ask
from bot.services.outcomes import TOLD, Outcome
from bot.services.sent import Sent
from bot.services.speaking import ENGLISH, language
from bot.teller import outcome as told_by
from bot.views import arrivals as views
from bot.views import texts
from bot.views.buttons import Rows
from bot.views.errors import explain
from bot.views.language import say, speak
from bot.views.rich import Rich, join, parts
from sources.base import IsFeed, TooLarge, Unfetched
from sources.sandbox import SandboxDown
from storage import chats
from storage.arrivals import WithdrawnError
from storage.session import StorageBusyError
from storage.types import Batch
from summarizer.errors import AnalysisError, StorageError, VerbatimError

log = logging.getLogger(__name__)

AGAIN = 30.0
"""Seconds after which a storage, a sandbox or a Telegram that is away is asked again."""
PATIENCE = 86_400.0
"""Seconds after which an answer is given up that cannot be given."""
RESUMED = 16
"""Batches that are gone on with at once of what was left open."""
NO_TOPIC = "thread not found"
NOBODY = ("chat not found", "not enough rights", "have no rights", "chat_write_forbidden", "deactivated")
"""In Telegram's descriptions: there is nobody who could read an answer, or no right to give one."""


@dataclass(slots=True)
class _Said:
    """How many messages of an answer are out; an answer that is given again goes on behind them."""

    out: int = 0
    turn: int = 0

    async def once(self, send: Callable[[], Awaitable[object]]) -> None:
        """Sends the next message, unless it is out. Raises TelegramError where it surely did not go out."""
        self.turn += 1
        if self.turn <= self.out:
            return
        try:
            await send()
        except TelegramError as error:
            if told_by(error) != "told":
                raise
            log.warning("arrivals.unsure error=%s", type(error).__name__)
        self.out = self.turn


@dataclass(frozen=True, slots=True)
class _Answering(Ask):
    """A request whose answer may be given again after a failure."""

    said: _Said = field(default_factory=_Said)
    about: int | None = None
    """The message that is answered, where that would not be clear."""

    async def answer(self, rich: Rich, rows: Rows = ()) -> None:
        await self.said.once(partial(sender.reply, self.message, rich, rows, quoting=self.about))

    async def answer_blocks(self, blocks: tuple[Rich, ...], rows: Rows = ()) -> None:
        *first, last = parts(blocks)
        for part in first:
            await self.said.once(partial(sender.reply, self.message, part, quiet=True))
        await self.answer(last, rows)


async def deliver(context: Context, bot: Bot, batch: Batch) -> None:
    """Works a batch off and answers it; goes on for a day as long as the storage or Telegram is away."""
    try:
        await _deliver(_Delivery(context, bot, batch))
    except WithdrawnError:
        log.info("arrivals.withdrawn batch=%d", batch.id)
    except Exception:  # whatever it is, the batch is nobody's: its lease would be renewed for ever
        log.exception("arrivals.crashed batch=%d", batch.id)
        with suppress(StorageError):  # then it is taken over from ourselves
            await context.gathering.arrivals.leave(batch)
    finally:
        context.gathering.arrivals.left(batch)


async def _deliver(delivery: _Delivery) -> None:
    until = _now() + PATIENCE
    while (pause := await delivery.attempt()) is not None:
        if _now() + pause > until:
            await delivery.give_up()
            return
        await asyncio.sleep(pause)
        await delivery.refresh()


@dataclass(slots=True)
class _Delivery:
    """One batch on its way to an answer; `fault` is a mistake of ours, which is told in the answer's place."""

    context: Context
    bot: Bot
    batch: Batch
    said: _Said = field(default_factory=_Said)
    fault: Exception | None = None
    topic: bool = True

    async def attempt(self) -> float | None:
        """Does all that is left; the seconds after which to go on, None when it is done. Raises StorageError."""
        try:
            return await self._attempt()
        except StorageBusyError as error:  # while it was noted what came of it
            log.warning("arrivals.wait detail=%s", error.detail)
            return AGAIN

    async def _attempt(self) -> float | None:
        try:
            await self._answer()
        except (StorageBusyError, SandboxDown) as error:
            log.warning("arrivals.wait detail=%s", error.detail)
        except WithdrawnError:
            raise
        except ChatMigrated as moved:  # its service message may never have reached us
            return await self._move(moved.new_chat_id)
        except RetryAfter as error:
            return max(AGAIN, sender.seconds(error.retry_after))
        except (Forbidden, BadRequest) as error:
            return await self._refused(error)
        except TelegramError as error:
            log.warning("arrivals.unsent error=%s", error)
        except Exception as error:  # whatever it is, the person is told once and the batch is closed
            if self.fault:
                raise
            return self._failed(error)
        else:
            return None
        return AGAIN

    async def refresh(self) -> None:
        """The batch as it is now, or as it was while nobody knows."""
        with suppress(StorageError):
            self.batch = await self.context.gathering.arrivals.current(self.batch)

    async def give_up(self) -> None:
        """Says so, if that can be said, and closes the batch. Raises StorageError."""
        log.error("arrivals.given_up batch=%d", self.batch.id)
        self.fault, self.said = self.fault or TimeoutError(), _Said()
        if await self.attempt() is not None:
            await self.context.gathering.arrivals.give_up(self.batch)

    async def _answer(self) -> None:
        if self.fault is None and await self._held():
            await self._work()
        if not await self._held():  # work takes long enough to be taken for dead meanwhile
            log.warning("arrivals.taken_over batch=%d", self.batch.id)
            return
        ask = self._ask()
        if self.fault is None:
            await _tell_all(ask, self.batch)
            await self.context.gathering.arrivals.reported(self.batch)
        else:
            await ask.answer(explain(self.fault))
            await self.context.gathering.arrivals.give_up(self.batch)

    async def _held(self) -> bool:
        return await self.context.gathering.arrivals.hold(self.batch)

    async def _work(self) -> None:
        ask, arrivals = self._ask(), self.context.gathering.arrivals
        limit = self.context.settings.max_file_megabytes * 1_000_000
        single = len(await arrivals.items(self.batch)) == 1
        async with ask.busy() if single else nullcontext(), counting(ask, self.batch) as count:
            await arrivals.work(self.batch, partial(_fetch, self.bot, limit), count)
        self.batch = await arrivals.current(self.batch)  # the group may have become a supergroup

    def _ask(self) -> _Answering:
        self.said.turn = 0
        batch = self.batch if self.topic else replace(self.batch, thread=None)
        return _Answering(self.context, standing_for(batch, self.bot), said=self.said)

    async def _move(self, chat: int) -> float:
        async with self.context.database.session() as session:
            await chats.migrate(session, self.batch.chat, chat)
        return 0

    async def _refused(self, error: TelegramError) -> float | None:
        """What was refused is not sent as it is again; that is no reason to say nothing."""
        words = error.message.lower()
        if NO_TOPIC in words and self.topic and self.batch.thread is not None:
            self.topic = False
            return 0
        if self.fault or isinstance(error, Forbidden) or any(each in words for each in NOBODY):
            log.warning("telegram.refused error=%s", error)
            await self.context.gathering.arrivals.give_up(self.batch)
            return None
        return self._failed(error)

    def _failed(self, error: Exception) -> float:
        _log(error)
        self.fault, self.said = error, _Said()
        return 0


def _now() -> float:
    return asyncio.get_running_loop().time()


async def resume(context: Context, bot: Bot) -> None:
    """Goes on with what ends of processes left open, and forgets what is long past. Raises StorageError.

    Who polls is alone (see storage/leadership.py): whatever others had is of the dead, and nobody waits for its lease.
    """
    arrivals = context.gathering.arrivals
    await arrivals.prune()
    _go_on(context, bot, await arrivals.take_over(alone=context.settings.webhook_url is None))


async def take_over(context: Context, bot: Bot) -> None:
    """Goes on with what a process had that died meanwhile: to be called now and then. Raises StorageError."""
    _go_on(context, bot, await context.gathering.arrivals.take_over())


def _go_on(context: Context, bot: Bot, batches: Sequence[Batch]) -> None:
    slots = asyncio.Semaphore(RESUMED)

    async def one(batch: Batch) -> None:
        async with slots:
            speak(await _language(context, batch))
            await deliver(context, bot, batch)

    for batch in batches:
        context.gathering.start(one(batch))


async def _language(context: Context, batch: Batch) -> str:
    """Of the chat that is answered: who wrote is not at hand any more."""
    try:
        async with context.database.session(readonly=True) as session:
            return await language(session, batch.chat)
    except StorageError:  # which the delivery waits for
        return ENGLISH


def standing_for(batch: Batch, bot: Bot) -> Message:
    """The message that a batch began with, as far as answering it needs."""
    chat = Chat(batch.chat, Chat.PRIVATE if batch.chat > 0 else Chat.SUPERGROUP)
    topic = batch.thread is not None or None
    message = Message(batch.message, batch.created, chat, message_thread_id=batch.thread, is_topic_message=topic)
    chat.set_bot(bot)
    message.set_bot(bot)
    return message


async def _tell_all(ask: _Answering, batch: Batch) -> None:
    """One answer to all that was sent, and what of its lists was left out."""
    outcomes = await ask.context.gathering.arrivals.outcomes(batch, named=views.LISTED)
    told = [each for each in outcomes if each.word != "list"]
    if len(told) == 1:
        await _tell(ask, told[0])
    elif told:
        rows = await list_buttons(ask) if any(each.word in TOLD for each in told) else ()
        beside = views.beside([each.item.sent for each in told])
        await ask.answer_blocks((*views.report(told), *((beside,) if beside else ())), rows)
        if unnamed := views.unnamed(told):
            await ask.said.once(partial(sender.file, ask.message, unnamed, views.LIST))
    for each in outcomes:
        if each.left:
            await ask.answer(views.refused(each.left))


async def _tell(ask: _Answering, outcome: Outcome) -> None:
    """What became of the one thing that was sent."""
    beside = views.beside((outcome.item.sent,))
    if outcome.word in TOLD and outcome.document and outcome.analysis:
        async with ask.busy():
            await tell_arrived(ask, outcome, beside)
    elif outcome.feed:
        await ask.answer(join("\n", (views.followed(outcome.feed), beside)))
    elif outcome.feeds:
        first, *others = views.list_followed(outcome.feeds)
        await ask.answer_blocks((join("\n", (first, beside)), *others))
    else:
        await _tell_failed(replace(ask, about=outcome.item.lead.message), outcome, beside)


async def _tell_failed(ask: _Answering, outcome: Outcome, beside: Rich) -> None:
    """Why nothing was taken in, as an answer to what was sent: others may have failed just before."""
    if isinstance(outcome.error, IsFeed) and outcome.error.feeds:
        await ask.answer(join("\n", (say(views.OFFER), beside)), await _offering(ask, outcome.error.feeds))
    elif outcome.word == "short":
        await ask.answer(say(texts.TOO_SHORT))
    else:
        error = outcome.error or (AnalysisError() if outcome.word == "kept" else RuntimeError())
        await ask.answer(join("\n", (explain(error), beside if outcome.item.sent.beside else Rich())))


async def _offering(ask: Ask, feeds: tuple[str, ...]) -> Rows:
    """A button each for the feeds of a front page, the first ones."""
    kept = [(url, await remember(ask.context, ask.chat, url)) for url in feeds[: views.OFFERED]]
    return tuple((views.following(url, listing),) for url, listing in kept if listing)


async def _fetch(bot: Bot, limit: int, sent: Sent) -> bytes:
    """A file's bytes from Telegram. Raises TooLarge, Unfetched."""
    if sent.size and sent.size > limit:
        raise TooLarge(limit, sent.size)
    held = BytesIO()
    try:
        await (await bot.get_file(sent.file or "")).download_to_memory(held)
    except TelegramError as error:
        if "too big" in error.message.lower():
            raise TooLarge(limit, sent.size or limit + 1) from error
        raise Unfetched(sent.name) from error
    return held.getvalue()  # without a copy, other than `bytes` of a bytearray


def _log(error: Exception) -> None:
    if isinstance(error, VerbatimError):
        log.error("request.failed error=%s detail=%s", type(error).__name__, error.detail)
    else:
        log.error("request.crashed", exc_info=error)
