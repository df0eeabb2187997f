"""Between python-telegram-bot and our commands: updates in, requests and presses out, errors as sentences."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from telegram import BotCommand, Message, Update
from telegram.error import Conflict, Forbidden, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)

from bot.commands import COMMANDS, add, delivering, keeping, press
from bot.context import Context
from bot.logs import hide_token
from bot.requests import Ask, Press
from bot.views import texts
from bot.views.arrivals import FEED, FOLLOW
from bot.views.errors import explain
from storage import chats
from summarizer.errors import SettingsError, VerbatimError

log = logging.getLogger(__name__)

Bot = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

# Telegram halts a bot that sends more than about 30 messages a second, or 20 a minute to one group.
OVERALL_SECONDS = 1 / 25
GROUP_SECONDS = 3.05
CONCURRENT = 256
"""Requests answered side by side; more wait their turn."""
SEND_TIMEOUT = 30
"""Seconds to wait for the answer to a send: a message that was delivered must not pass for lost."""

RETRY_SECONDS = 5
"""Pause before a server that cannot be reached is asked again."""


def build(context: Context, token: str) -> Bot:
    """The bot, ready to run. Handlers run side by side: a slow answer holds nobody up."""
    url = context.settings.telegram_api_url
    hide_token(token)
    # No retries of the limiter's own: over one chat's pause it would halt all the others. The sender waits instead.
    limiter = SendLimiter(
        overall_max_rate=1,
        overall_time_period=OVERALL_SECONDS,
        group_max_rate=1,
        group_time_period=GROUP_SECONDS,
        max_retries=0,
    )
    bot: Bot = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .concurrent_updates(CONCURRENT)
        .rate_limiter(limiter)
        .read_timeout(SEND_TIMEOUT)
        .connection_pool_size(64)
        .defaults(Defaults(allow_sending_without_reply=True))  # an answer comes also where its question was deleted
        .post_init(beginning(context))
        .build()
    )
    answered = keeping.Answered() & filters.UpdateType.MESSAGE
    bot.add_handler(MessageHandler(answered, answering(context, keeping.replace)))
    for command in COMMANDS:
        bot.add_handler(CommandHandler(command.name, answering(context, command.run)))
    bot.add_handler(CallbackQueryHandler(pressing(context, add.follow), pattern=rf"^{FOLLOW}:{FEED}:"))
    bot.add_handler(CallbackQueryHandler(pressing(context, press.run)))
    bot.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, moving(context)))
    bot.add_handler(MessageHandler(filters.COMMAND, answering(context, unknown)))
    captioned = filters.CaptionRegex(r"^/add(@\w+)?(\s|$)")
    private = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
    bot.add_handler(MessageHandler(captioned & filters.UpdateType.MESSAGE, answering(context, add.captioned)))
    bot.add_handler(MessageHandler(private & filters.UpdateType.MESSAGE, answering(context, add.incoming)))
    bot.add_error_handler(failed)
    return bot


class SendLimiter(AIORateLimiter):
    """Counts what Telegram counts against a chat: messages and edits, no questions and no signs of typing."""

    async def process_request(
        self, callback: Any, args: Any, kwargs: Any, endpoint: str, data: Any, rate_limit_args: int | None
    ) -> Any:
        """As the library's, for messages and edits; everything else goes out at once."""
        if endpoint.startswith(("send", "edit")) and endpoint != "sendChatAction":
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        return await callback(*args, **kwargs)


async def reach(bot: Bot, stop: asyncio.Event) -> bool:
    """Makes the bot ready; waits for a server that is away. False when it is told to stop meanwhile.

    Raises SettingsError for a token that the server does not know.
    """
    while not stop.is_set():
        try:
            await bot.initialize()
        except InvalidToken:
            # Not chained: the library's message holds the token.
            raise SettingsError("TELEGRAM_BOT_TOKEN: the server does not know this token") from None
        except TelegramError as error:
            log.warning("telegram.unreachable error=%s", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RETRY_SECONDS)
        else:
            return True
    return False


def beginning(context: Context) -> Callable[[Bot], Coroutine[Any, Any, None]]:
    """The first step of a bot that is reached: its menu, and what an end before left unanswered."""

    async def begin(bot: Bot) -> None:
        await announce(bot)
        await delivering.resume(context, bot.bot)

    return begin


async def announce(bot: Bot) -> None:
    """The menu of commands; what cannot be announced now is announced at the next start."""
    try:
        await bot.bot.set_my_commands([BotCommand(command.name, command.help) for command in COMMANDS])
    except TelegramError as error:
        log.warning("commands.not_announced error=%s", error)


def answering(context: Context, run: Callable[[Ask], Awaitable[None]]) -> Handler:
    """Our handler as python-telegram-bot's; an edited command is not asked twice."""

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await run(Ask.of(update.message, context))

    return handler


def pressing(context: Context, run: Callable[[Press], Awaitable[None]]) -> Handler:
    """A press of a button; one below a message that Telegram no longer hands out can only be told so."""

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        message = query.message if query else None
        if query and isinstance(message, Message):
            await run(Press(context, query, message))
        elif query:
            await query.answer(texts.STALE_BUTTON, show_alert=True)

    return handler


def moving(context: Context) -> Handler:
    """A group became a supergroup: all that it has moves along. Both chats are told; doing it twice is harmless."""

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message and message.migrate_to_chat_id:
            async with context.database.session() as session:
                await chats.migrate(session, message.chat_id, message.migrate_to_chat_id)

    return handler


async def unknown(ask: Ask) -> None:
    """A command that is none of ours. In a group only a command that names this bot is ours to answer."""
    name = (ask.message.text or "").split()[0]
    if ask.private or ask.names_us(name):
        await ask.answer(texts.unknown(name))


async def failed(update: object, telegram: ContextTypes.DEFAULT_TYPE) -> None:
    """Where every unhandled error ends: logged once, and told to the person who asked as one sentence."""
    error = telegram.error
    if isinstance(error, VerbatimError):
        log.error("request.failed error=%s detail=%s", type(error).__name__, error.detail)
    elif isinstance(error, Forbidden):
        log.warning("telegram.refused error=%s", error)
    else:
        log.error("request.crashed", exc_info=error)
    message = update.effective_message if isinstance(update, Update) else None
    # Where Telegram itself refused the answer, another answer would fare no better.
    if message and error and not isinstance(error, TelegramError):
        await message.reply_text(explain(error).text)


def polling_failed(error: TelegramError) -> None:
    """Updates could not be fetched; the library tries again by itself."""
    if isinstance(error, Conflict):
        log.error("telegram.conflict another process polls with this token; stop one of the two")
    else:
        log.warning("telegram.unreachable error=%s", error)
