"""The one gate before all handlers: who is let in, how often one person may ask, and which chat it is.

    update -> about the bot itself, or a group's move: always through
           -> its chat is let in? -> what one person asks in a minute -> the chat is noted -> the handlers
              no: one kind sentence an hour; a group only when it is asked; an invite is looked at in any case
           -> a guest's, from a chat that we keep nothing of: what one person asks in a minute -> its handler

Whatever goes wrong here, nobody is let in by it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import datetime, timedelta

from telegram import Chat, Message, Update, User
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot import sender
from bot.commands import COMMANDS, inlining
from bot.commands.entering import enter
from bot.context import Context
from bot.failing import tell
from bot.membership import brings, note, tongue
from bot.requests import Ask
from bot.services.asking import Asking, Refused
from bot.services.speaking import ENGLISH, nearest
from bot.views import access as views
from bot.views.language import speak

log = logging.getLogger(__name__)

GROUP = -2
"""Handlers of a lower number go first."""
AN_HOUR = timedelta(hours=1)
MOST = 10_000
"""Chats of which it is known when they were told; then all are forgotten."""
INVITE = re.compile(r"/start(?:@\w+)?\s+i_(\S*)", re.ASCII)
COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?=\s|$)", re.ASCII)
GUESTS = 3
"""A mention is counted as so many asks: each costs several searches, and others read its answer."""
LETTERS = 6
"""Inline queries that are counted as one ask: apps send one for every few letters that are typed."""
NAMES = frozenset(command.name for command in COMMANDS)


class Gate:
    """Stops what may not pass, having answered it; one for the life of a bot."""

    def __init__(self, context: Context) -> None:
        self._context = context
        most, operators = context.settings.asks_per_minute, context.settings.operator_ids
        self._asks = Asking(most, operators)
        self._mentions = Asking(max(1, most // GUESTS), operators)
        self._queries = Asking(most * LETTERS, operators)
        self._told: dict[int, datetime] = {}

    async def __call__(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler. Raises ApplicationHandlerStop for what is not to be handled any more."""
        if update.my_chat_member or (update.message and _is_moving(update.message)):
            return
        passes = False
        try:
            passes = await self._passes(update)
        except Exception as error:  # noqa: BLE001 - of our storage, of an answer, a mistake: it is told, and that is all
            await tell(update if _is_for_us(update) else None, error)
        finally:
            if not passes:  # any other exception would have the library go on with the next handlers
                raise ApplicationHandlerStop

    async def _passes(self, update: Update) -> bool:
        guest = update.guest_message  # of its chat nothing is kept; `inlining.be_guest` asks who is let in
        chat, person = None if guest else update.effective_chat, _person(update)
        language = (
            await tongue(self._context, chat, person) if chat else nearest(person.language_code if person else None)
        )
        speak(language or ENGLISH)  # all that comes of the update is told in it, a failure as well
        let_in = bool(guest) or await self._is_let_in(update, chat, person)
        passes = let_in and await self._is_timely(update, person)
        if passes and chat:
            await note(self._context, chat, person if chat.type == Chat.PRIVATE else None)
        return passes

    async def _is_let_in(self, update: Update, chat: Chat | None, person: User | None) -> bool:
        """A query from any chat counts as its person's."""
        access, number = self._context.access, chat.id if chat else person.id if person else None
        if access.is_open or (number is not None and await access.admits(number)):
            return True
        if (message := update.message) and (invite := INVITE.match(message.text or "")):
            if await self._is_timely(update, person):
                await enter(Ask.of(message, self._context), invite[1])
            return False
        asked = chat and chat.type != Chat.PRIVATE and _is_asked(update)
        if chat and person and asked and await brings(self._context, chat, person):
            await access.let_in(chat.id, person.id)
            return True
        await self._refuse(update, chat)
        return False

    async def _refuse(self, update: Update, chat: Chat | None) -> None:
        if query := update.callback_query:
            await query.answer(views.shut_note(), show_alert=True)
        elif asked := update.inline_query:
            await inlining.put_off(asked, views.shut_button())
        elif chat and update.message and _is_for_us(update) and self._is_news(chat.id):
            log.info("access.refused kind=%s", chat.type)
            await sender.reply(update.message, views.shut(chat.id, private=chat.type == Chat.PRIVATE))

    def _is_news(self, chat: int) -> bool:
        """Whether a chat was not told within an hour that it is not let in."""
        now = self._context.now()
        if chat in self._told and now - self._told[chat] < AN_HOUR:
            return False
        if len(self._told) >= MOST:
            self._told.clear()
        self._told[chat] = now
        return True

    async def _is_timely(self, update: Update, person: User | None) -> bool:
        """Whether its person has room for one more in this minute; that they have none is said once, on a press and an
        inline query each time. Who writes as the chat itself is counted as the chat."""
        number = person.id if person else update.effective_chat.id if update.effective_chat else None
        asking = self._counted_in(update)
        if number is None or asking is None:
            return True
        refused = asking.ask(number, asyncio.get_running_loop().time())
        if refused is not None:
            await _slow_down(update, refused)
        return refused is None

    def _counted_in(self, update: Update) -> Asking | None:
        if update.guest_message:
            return self._mentions
        if update.inline_query:
            return self._queries
        return self._asks if update.callback_query or _is_command(update) else None


async def _slow_down(update: Update, refused: Refused) -> None:
    if update.callback_query:
        await update.callback_query.answer(views.crowded(refused.wait).text, show_alert=True)
    elif update.inline_query:
        await inlining.put_off(update.inline_query, views.crowded_button(refused.wait))
    elif not refused.told:
        log.info("asks.too_many wait=%d", refused.wait)
        if update.guest_message:
            await inlining.reply(update.guest_message, views.crowded(refused.wait))
        elif update.message:
            await sender.reply(update.message, views.crowded(refused.wait))


def _person(update: Update) -> User | None:
    """Whoever acts; an anonymous admin or a channel is nobody."""
    return None if update.message and update.message.sender_chat else update.effective_user


def _is_moving(message: Message) -> bool:
    return bool(message.migrate_to_chat_id or message.migrate_from_chat_id)


def _is_command(update: Update) -> bool:
    message = update.message
    return bool(message and COMMAND.match(message.text or message.caption or ""))


def _is_for_us(update: Update) -> bool:
    """Whether somebody waits for an answer: a group's talk does not."""
    return update.message is None or update.message.chat.type == Chat.PRIVATE or _is_asked(update)


def _is_asked(update: Update) -> bool:
    """Whether a message in a group is a command that is ours to answer."""
    message = update.message
    command = COMMAND.match((message.text or message.caption or "") if message else "")
    if message is None or command is None:
        return False
    ours = message.get_bot().username.lower()
    return command[2].lower() == ours if command[2] else command[1].lower() in NAMES
