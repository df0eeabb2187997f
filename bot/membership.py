"""The bot's own comings and goings: added to a chat, removed, blocked, silenced, let in again.

my_chat_member -> a person added it to a group -> noted, greeted once a day
               -> blocked, removed, silenced   -> digests rest, none is deleted
               -> may write again              -> digests go on
a message      -> whoever writes can be written to -> digests go on
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Coroutine
from datetime import timedelta
from typing import Any, cast

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Update,
    User,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.commands import replying
from bot.commands.channels import tell_homes
from bot.commands.scheduling import coming
from bot.context import Context
from bot.requests import ADMINS
from bot.sender import NO_PREVIEW, entities, keyboard
from bot.services import speaking
from bot.services.presence import AWAY, GONE, OUT, Standing, presence
from bot.views import helping
from bot.views.buttons import Rows
from bot.views.dialling import opening_row
from bot.views.language import speaking as spoken_in
from bot.views.rich import Rich
from bot.views.subscriptions import resumed
from storage import greetings
from storage.types import Chat as Noted
from storage.types import ChatKind, Pause
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

GROUPS = frozenset({Chat.GROUP, Chat.SUPERGROUP})
GREETED = timedelta(days=1)
"""Who adds the bot again so soon knows what it is."""


def membership(context: Context) -> Handler:
    """The bot was added, blocked, removed, silenced, or let in again."""

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if changed := update.my_chat_member:
            await _changed(context, changed)

    return handler


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
        words = update.message.text or ""
        if words.startswith("/") and not words.startswith("/cancel"):  # which says what it ends: see `dispatch.unknown`
            await replying.leave(context, update.message.chat)

    return handler


async def note(context: Context, chat: Chat, person: User | None) -> None:
    """Notes a chat that we hear from; a language that it has no other word for is its person's.

    In a group only who added the bot stands for all: of anybody else nothing is concluded. A channel is noted when a
    digest goes there, by `commands/channels.py`: nobody else could have it forgotten.
    """
    if chat.type == Chat.CHANNEL:
        return
    private = chat.type == Chat.PRIVATE
    hint = person.language_code if person else None
    kind = cast("ChatKind", str(chat.type))
    try:
        await context.noting.heard(Noted(chat.id, kind, None if private else chat.title, hint))
    except StorageError as error:  # it is noted with the next thing that is heard
        log.warning("chat.not_noted detail=%s", error.detail)


async def _changed(context: Context, changed: ChatMemberUpdated) -> None:
    chat = changed.chat
    came = presence(
        standing(changed.new_chat_member, channel=chat.type == Chat.CHANNEL), private=chat.type == Chat.PRIVATE
    )
    if came != "back":
        log.info("chat.away why=%s", came)
        await context.subscriptions.rest(chat.id, came)
        await tell_homes(context, chat.get_bot(), chat, "rights" if came == "rights" else "away")
        return
    if chat.type == Chat.CHANNEL:  # nobody is answered there: what people who are let in send there goes on
        await go_on(context, chat, AWAY)
        return
    added = changed.old_chat_member.status in OUT and not changed.from_user.is_bot
    if not await _is_let_in(context, chat, changed.from_user, added=added):
        return
    if added:
        await note(context, chat, changed.from_user)
        if chat.type in GROUPS:
            await _greet(context, chat)
    await go_on(context, chat, AWAY)


async def _is_let_in(context: Context, chat: Chat, person: User, *, added: bool) -> bool:
    """Adding the bot is as good as a command: an admin who is let in brings the group along."""
    if await context.access.admits(chat.id):
        return True
    if not (added and chat.type in GROUPS and await brings(context, chat, person)):
        return False
    await context.access.let_in(chat.id, person.id)
    return True


async def brings(context: Context, chat: Chat, person: User) -> bool:
    """Whether a person is let in themselves, and an admin of this group."""
    if not await context.access.admits(person.id):
        return False
    try:
        return (await chat.get_member(person.id)).status in ADMINS
    except TelegramError as error:
        log.warning("telegram.admins_unknown error=%s", type(error).__name__)
        return False


async def _greet(context: Context, chat: Chat) -> None:
    async with context.database.session() as session:
        if not await greetings.greet(session, chat.id, context.now(), within=GREETED):
            return
    with spoken_in(await tongue(context, chat)):
        await say_in(chat, helping.added(), (opening_row(),))


async def tongue(context: Context, chat: Chat, person: User | None = None) -> str:
    """The language of a chat; `person` is whoever speaks to us, where the chat is theirs alone."""
    tag = person.language_code if person and chat.type == Chat.PRIVATE else None
    try:
        async with context.database.session(readonly=True) as session:
            return await speaking.language(session, chat.id, person=tag)
    except StorageError:  # which has its own words, and those are said in some language
        return speaking.nearest(tag) or speaking.ENGLISH


def standing(member: ChatMember, *, channel: bool) -> Standing:
    """The bot in a chat; in a `channel` only who may post can write. Of a group's admin that right says nothing."""
    match member:
        case ChatMemberRestricted():
            return Standing(member.status, inside=member.is_member, writes=member.can_send_messages)
        case ChatMemberAdministrator():
            return Standing(member.status, writes=not channel or member.can_post_messages is not False)
        case _:
            return Standing(member.status)


async def go_on(context: Context, chat: Chat, whys: Collection[Pause]) -> None:
    """Digests go on that rested since nothing could be sent; said in a line, but not to a channel's readers."""
    back = await context.subscriptions.back(chat.id, whys)
    if not back or chat.type == Chat.CHANNEL:
        return
    with spoken_in(await tongue(context, chat)):
        await say_in(chat, resumed([(each.rule, coming(each)) for each in back], context.now()))


async def say_in(chat: Chat, rich: Rich, rows: Rows = ()) -> None:
    """A message that nobody asked for: one that cannot be sent now is not sent."""
    try:
        await chat.send_message(
            rich.text, entities=entities(rich), link_preview_options=NO_PREVIEW, reply_markup=keyboard(rows)
        )
    except TelegramError as error:  # for digests: then the next one fails alike, and they rest again
        log.warning("chat.untold error=%s", type(error).__name__)
