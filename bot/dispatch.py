"""Between python-telegram-bot and our commands: updates in, requests and presses out."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any

from telegram import Chat, Message, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.admission import GROUP, Gate
from bot.commands import COMMANDS, add, delivering, inlining, keeping, press, replying, routing, settings
from bot.commands.base import Command
from bot.context import Context
from bot.failing import failed
from bot.limiter import Limiter
from bot.logs import hide_token
from bot.membership import membership, returning
from bot.menus import Menus
from bot.ordering import InOrder, Lobby
from bot.requests import Ask, Press
from bot.services.pulse import Pulse
from bot.services.rate import Rate, is_shared
from bot.views import texts
from bot.views.arrivals import FEED, FOLLOW
from bot.views.language import tr
from storage import chats
from summarizer.errors import SettingsError

log = logging.getLogger(__name__)

Bot = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

UPDATES = ("message", "callback_query", "my_chat_member", "inline_query", "guest_message")
"""The kinds of updates that are asked for, however they come."""
CONCURRENT = 256
"""Requests answered side by side; more wait their turn."""
SEND_TIMEOUT = 30
"""Seconds to wait for the answer to a send: a message that was delivered must not pass for lost."""

RETRY_SECONDS = 5
"""Pause before a server that cannot be reached is asked again."""
ALARM_SECONDS = 60
UNKNOWN_TOKEN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
SHUT = (
    "telegram.shut the server refuses the bot's token, and nothing is asked any more: set TELEGRAM_BOT_TOKEN, restart"
)
CONFLICT = (
    "telegram.conflict another process polls with this token, and each gets only some of the updates: stop one of the "
    "two; where it cannot be found, let @BotFather /revoke the token and set the new TELEGRAM_BOT_TOKEN here"
)


def build(context: Context, token: str) -> Bot:
    """The bot, ready to run. Handlers run side by side: a slow answer holds nobody up."""
    url = context.settings.telegram_api_url
    hide_token(token)
    limiter, menus = Limiter.of(context.settings, sharing(context, token)), Menus(context)
    limiter.pulse = context.pulse
    bot: Bot = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .update_queue(lobby := Lobby())
        .concurrent_updates(InOrder(CONCURRENT, context.gathering, context.pulse, lobby))
        .rate_limiter(limiter)
        .get_updates_request(Ears(context.pulse))
        .read_timeout(SEND_TIMEOUT)
        .connection_pool_size(limiter.connections)
        .defaults(Defaults(allow_sending_without_reply=True))  # an answer comes also where its question was deleted
        .post_init(beginning(context, menus))
        .build()
    )
    bot.add_handler(InlineQueryHandler(inlining.answering(context)))
    bot.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, inlining.visiting(context)))
    answered = keeping.Answered() & filters.UpdateType.MESSAGE
    bot.add_handler(MessageHandler(answered, answering(context, keeping.replace)))
    private = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
    bot.add_handler(TypeHandler(Update, Gate(context)), group=GROUP)
    # Before all others and besides them: whoever writes to us can be written to.
    bot.add_handler(
        MessageHandler((private | filters.COMMAND) & filters.UpdateType.MESSAGE, returning(context)), group=-1
    )
    bot.add_handler(ChatMemberHandler(membership(context), ChatMemberHandler.MY_CHAT_MEMBER))
    replied = replying.Replied() & filters.UpdateType.MESSAGE & ~filters.ChatType.PRIVATE
    bot.add_handler(MessageHandler(replied, answering(context, replied_to)))
    asked = settings.Answered() & filters.UpdateType.MESSAGE
    bot.add_handler(MessageHandler(asked, answering(context, set_by)))
    for command in COMMANDS:
        bot.add_handler(CommandHandler(command.name, answering(context, known(command))))
    bot.add_handler(CallbackQueryHandler(pressing(context, add.follow), pattern=rf"^{FOLLOW}:{FEED}:"))
    bot.add_handler(CallbackQueryHandler(pressing(context, press.run)))
    bot.add_handler(MessageHandler(filters.StatusUpdate.CHAT_SHARED, answering(context, routing.shared)))
    bot.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, moving(context)))
    bot.add_handler(MessageHandler(filters.COMMAND, answering(context, unknown)))
    captioned = filters.CaptionRegex(r"^/add(@\w+)?(\s|$)")
    bot.add_handler(MessageHandler(captioned & filters.UpdateType.MESSAGE, answering(context, add.captioned)))
    bot.add_handler(MessageHandler(private & filters.UpdateType.MESSAGE, answering(context, incoming)))
    # After all others and besides them.
    bot.add_handler(MessageHandler(private & filters.UpdateType.MESSAGE, menus.heard), group=1)
    bot.add_error_handler(failed)
    return bot


def sharing(context: Context, token: str) -> Callable[[float, float], Rate] | None:
    """The rate of all processes of this bot, where there may be others."""
    number = int(token.partition(":")[0])
    return partial(Rate, context.database, number) if is_shared(context.settings.database_url) else None


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


def beginning(context: Context, menus: Menus) -> Callable[[Bot], Coroutine[Any, Any, None]]:
    """The first step of a bot that is reached: its menu, and what an end before left unanswered."""

    async def begin(bot: Bot) -> None:
        await context.access.settle()
        await menus.announce(bot.bot)
        await delivering.resume(context, bot.bot)

    return begin


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
        if query and isinstance(message, Message) and message.chat.type == Chat.CHANNEL:
            await query.answer(tr(texts.STALE_BUTTON), show_alert=True)  # nothing but digests stands in a channel
        elif query and isinstance(message, Message):
            await replying.leave(context, message.chat, message.message_id)
            await run(Press(context, query, message))
        elif query:
            await query.answer(tr(texts.STALE_BUTTON), show_alert=True)

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
    if not (await settings.heard(ask) or await replying.heard(ask)):
        await add.incoming(ask)


async def set_by(ask: Ask) -> None:
    """A reply to the card of a chat's settings."""
    await settings.heard(ask)


async def replied_to(ask: Ask) -> None:
    """A reply to a digest's card in a group."""
    await replying.heard(ask)


def known(command: Command) -> Callable[[Ask], Awaitable[None]]:
    """What a command does; one for operators is unknown to everybody else, and wherever others would read along."""

    async def run(ask: Ask) -> None:
        person = ask.message.from_user
        operator = ask.private and person is not None and person.id in ask.context.settings.operator_ids
        await (command.run if operator or command.audience != "operators" else unknown)(ask)

    return run


async def unknown(ask: Ask) -> None:
    """A command that is none of ours, or /cancel, which ends what is waited for.

    In a group only a command that names this bot is ours to answer.
    """
    name = (ask.message.text or "").split()[0]
    if name.partition("@")[0] == "/cancel" and await replying.cancelled(ask):
        return
    if ask.private or ask.names_us(name):
        await ask.answer(texts.unknown(name))


class Ears(HTTPXRequest):
    """Asks for updates, and notes each time whether Telegram answered.

    Of a token that it does not know any more the library tells nobody and polls no longer; of an answer that does not
    come in time neither.
    """

    def __init__(self, pulse: Pulse) -> None:
        super().__init__(connection_pool_size=1)
        self._pulse = pulse

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """As the library's. Raises TelegramError where there is no answer."""
        try:
            status, body = await super().do_request(*args, **named)
        except TelegramError:
            self._pulse.reached = False
            raise
        self._pulse.reached = status == HTTPStatus.OK
        if status in UNKNOWN_TOKEN:
            log.error(SHUT)
        return status, body


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
