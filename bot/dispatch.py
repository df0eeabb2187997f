"""Between python-telegram-bot and our commands: updates in, requests and presses out, errors as sentences."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import suppress
from typing import Any

from telegram import (
    BotCommand,
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Message,
    Update,
)
from telegram.error import Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)

from bot.commands import COMMANDS, add, delivering, keeping, press, replying
from bot.commands.scheduling import coming
from bot.context import Context
from bot.limiter import BotEndingError, Limiter
from bot.logs import hide_token
from bot.requests import Ask, Press
from bot.sender import entities
from bot.services.presence import AWAY, GONE, Standing, presence
from bot.views import texts
from bot.views.arrivals import FEED, FOLLOW
from bot.views.errors import explain
from bot.views.subscriptions import resumed
from storage import chats
from storage.types import Pause
from summarizer.errors import SettingsError, StorageError, VerbatimError

log = logging.getLogger(__name__)

Bot = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

CONCURRENT = 256
"""Requests answered side by side; more wait their turn."""
SEND_TIMEOUT = 30
"""Seconds to wait for the answer to a send: a message that was delivered must not pass for lost."""

RETRY_SECONDS = 5
"""Pause before a server that cannot be reached is asked again."""
ALARM_SECONDS = 60
CONFLICT = (
    "telegram.conflict another process polls with this token, and each gets only some of the updates: stop one of the "
    "two; where it cannot be found, let @BotFather /revoke the token and set the new TELEGRAM_BOT_TOKEN here"
)


def build(context: Context, token: str) -> Bot:
    """The bot, ready to run. Handlers run side by side: a slow answer holds nobody up."""
    url = context.settings.telegram_api_url
    hide_token(token)
    limiter = Limiter.of(context.settings)
    bot: Bot = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .concurrent_updates(CONCURRENT)
        .rate_limiter(limiter)
        .read_timeout(SEND_TIMEOUT)
        .connection_pool_size(limiter.connections)
        .defaults(Defaults(allow_sending_without_reply=True))  # an answer comes also where its question was deleted
        .post_init(beginning(context))
        .build()
    )
    answered = keeping.Answered() & filters.UpdateType.MESSAGE
    bot.add_handler(MessageHandler(answered, answering(context, keeping.replace)))
    private = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
    # Before all others and besides them: whoever writes to us can be written to.
    bot.add_handler(
        MessageHandler((private | filters.COMMAND) & filters.UpdateType.MESSAGE, returning(context)), group=-1
    )
    bot.add_handler(ChatMemberHandler(membership(context), ChatMemberHandler.MY_CHAT_MEMBER))
    replied = replying.Replied() & filters.UpdateType.MESSAGE & ~filters.ChatType.PRIVATE
    bot.add_handler(MessageHandler(replied, answering(context, replied_to)))
    for command in COMMANDS:
        bot.add_handler(CommandHandler(command.name, answering(context, command.run)))
    bot.add_handler(CallbackQueryHandler(pressing(context, add.follow), pattern=rf"^{FOLLOW}:{FEED}:"))
    bot.add_handler(CallbackQueryHandler(pressing(context, press.run)))
    bot.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, moving(context)))
    bot.add_handler(MessageHandler(filters.COMMAND, answering(context, unknown)))
    captioned = filters.CaptionRegex(r"^/add(@\w+)?(\s|$)")
    bot.add_handler(MessageHandler(captioned & filters.UpdateType.MESSAGE, answering(context, add.captioned)))
    bot.add_handler(MessageHandler(private & filters.UpdateType.MESSAGE, answering(context, incoming)))
    bot.add_error_handler(failed)
    return bot


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
            await replying.leave(context, message.chat, message.message_id)
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


async def incoming(ask: Ask) -> None:
    """What is sent in a private chat without a command: an answer to a digest's card, else something to take in."""
    if not await replying.heard(ask):
        await add.incoming(ask)


async def replied_to(ask: Ask) -> None:
    """A reply to a digest's card in a group."""
    await replying.heard(ask)


def returning(context: Context) -> Handler:
    """A message shows that its chat can be written to again: digests that rested since it could not go on.

    A command is no answer to what a digest's card asks: what comes after it is none either.
    """

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is None:
            return
        try:
            # In a group others may write where we may not: only trying finds out, or who is told (`membership`).
            private = update.message.chat.type == Chat.PRIVATE
            await go_on(context, update.message.chat, AWAY if private else GONE)
        except StorageError as error:  # no reason to leave the message unanswered; the next one asks again
            log.warning("digest.not_resumed detail=%s", error.detail)
        if (update.message.text or "").startswith("/"):
            await replying.leave(context, update.message.chat)

    return handler


def membership(context: Context) -> Handler:
    """The bot was blocked, removed, silenced, or let in again: digests rest or go on, and none is deleted."""

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        changed = update.my_chat_member
        if changed is None:
            return
        came = presence(standing(changed.new_chat_member), private=changed.chat.type == Chat.PRIVATE)
        if came == "back":
            await go_on(context, changed.chat, AWAY)
        else:
            log.info("chat.away why=%s", came)
            await context.subscriptions.rest(changed.chat.id, came)

    return handler


def standing(member: ChatMember) -> Standing:
    """The bot in a chat; in a channel only who may post can write."""
    match member:
        case ChatMemberRestricted():
            return Standing(member.status, inside=member.is_member, writes=member.can_send_messages)
        case ChatMemberAdministrator():
            return Standing(member.status, writes=member.can_post_messages is not False)
        case _:
            return Standing(member.status)


async def go_on(context: Context, chat: Chat, whys: Collection[Pause]) -> None:
    """Digests go on that rested since nothing could be sent; said in a line, but not to a channel's readers."""
    back = await context.subscriptions.back(chat.id, whys)
    if not back or chat.type == Chat.CHANNEL:
        return
    line = resumed([(each.rule, coming(each)) for each in back], context.now())
    try:
        await chat.send_message(line.text, entities=entities(line))
    except TelegramError as error:  # then the next digest fails alike, and they rest again
        log.warning("digest.resumed_untold error=%s", type(error).__name__)


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
    elif isinstance(error, Forbidden | RetryAfter | BotEndingError):
        log.warning("telegram.refused error=%s", error)
    else:
        log.error("request.crashed", exc_info=error)
    message = update.effective_message if isinstance(update, Update) else None
    # Where Telegram itself refused the answer, another answer would fare no better.
    if message and error and not isinstance(error, TelegramError):
        await message.reply_text(explain(error).text)


class PollingAlarm:
    """Says that updates cannot be fetched, and what to do about it; the library tries again by itself.

    The same trouble once a minute: of two bots with one token each is refused at every poll.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._said: dict[type[TelegramError], float] = {}

    def __call__(self, error: TelegramError) -> None:
        """What python-telegram-bot calls with an error of its polling."""
        if self._now() < self._said.get(type(error), -math.inf) + ALARM_SECONDS:
            return
        self._said[type(error)] = self._now()
        if isinstance(error, Conflict):
            log.error(CONFLICT)
        else:
            log.warning("telegram.unreachable error=%s", error)
