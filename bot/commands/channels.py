"""Whether digests may be sent to a chat: asked of Telegram each time, of the bot and of whoever asks.

a name, a link, a forwarded post, an id -> the chat -> is who asks an admin there? may the bot post? -> a Target
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from telegram import (
    Bot,
    Chat,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot import sender
from bot.context import Context
from bot.requests import ADMINS
from bot.services import channels as noted
from bot.services import speaking
from bot.services.subscribing import Trouble
from bot.views import channels as views
from bot.views.channels import Lack
from bot.views.language import speaking as spoken_in
from bot.views.rich import Rich
from storage.types import Chat as Noted
from storage.types import ChatKind

log = logging.getLogger(__name__)

PLACES = frozenset({Chat.CHANNEL, Chat.GROUP, Chat.SUPERGROUP})
INSIDE = re.compile(r"(?:https?://)?(?:t|telegram)\.(?:me|dog)/c/(\d{1,13})(?:/.*)?", re.IGNORECASE)
LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.(?:me|dog)/(?:s/)?([a-z]\w{3,31})(?:[/?].*)?", re.IGNORECASE)
NAME = re.compile(r"@([a-z]\w{3,31})", re.IGNORECASE)
BEFORE = "-100"
"""Stands before the number in links to what is private, where Telegram's methods want it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A chat that somebody wants digests sent to; with `lack` they cannot be, and its title is not theirs to know
    where it is None. `chat` is None for one that cannot be found."""

    chat: int | None
    title: str | None = None
    lack: Lack | None = None
    channel: bool = True

    @property
    def refusal(self) -> Rich:
        """Why not, and what to do about it."""
        return views.lacking(self.lack or "unknown", self.title, channel=self.channel)


def named(text: str) -> int | str | None:
    """The chat that a text names: `@name`, or a link to it or to one of its posts; None where it names none."""
    word = text.strip()
    if inside := INSIDE.fullmatch(word):
        return int(f"{BEFORE}{inside[1]}")
    found = NAME.fullmatch(word) or LINK.fullmatch(word)
    return f"@{found[1]}" if found else None


def forwarded(message: Message) -> int | None:
    """The channel or group whose post a message forwards."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        return origin.chat.id
    return origin.sender_chat.id if isinstance(origin, MessageOriginChat) else None


async def note(context: Context, target: Target) -> None:
    """Notes a chat to which a digest goes from now on. Raises StorageError."""
    if target.chat is not None:
        kind: ChatKind = "channel" if target.channel else "supergroup" if target.chat < -(10**12) else "group"
        await noted.note(context.database, Noted(target.chat, kind, target.title), context.now())


async def checked(bot: Bot, ref: int | str, person: int | None) -> Target:
    """The chat; asked of Telegram anew. Who is none of its admins does not learn whether the bot is in it.

    Raises TelegramError.
    """
    asked_of = ref if isinstance(ref, int) else None
    if person is None:
        return Target(asked_of, lack="nobody")
    try:
        chat = await bot.get_chat(ref)
    except (BadRequest, Forbidden):
        return Target(asked_of, lack="unknown")
    if chat.type not in PLACES:
        return Target(None, lack="private")
    channel = chat.type == Chat.CHANNEL
    try:
        who, we = await bot.get_chat_member(chat.id, person), await bot.get_chat_member(chat.id, bot.id)
    except (BadRequest, Forbidden):  # in a channel only its admins see who is in it
        return Target(chat.id, lack="unknown")
    if not _may_send(who, channel=channel):
        return Target(chat.id, lack="unknown")
    return Target(chat.id, chat.title, _lack(chat, we, channel=channel), channel)


def _may_send(who: ChatMember, *, channel: bool) -> bool:
    """Who may have something posted: the owner, an admin; in a channel one who may post there."""
    silent = channel and isinstance(who, ChatMemberAdministrator) and who.can_post_messages is False
    return who.status in ADMINS and not silent


def _lack(chat: ChatFullInfo, we: ChatMember, *, channel: bool) -> Lack | None:
    if channel:
        if not isinstance(we, ChatMemberAdministrator):
            return "not inside"
        return "may not post" if we.can_post_messages is False else None
    match we:
        case ChatMemberAdministrator():
            return None
        case ChatMemberRestricted():
            return None if we.is_member and we.can_send_messages else "may not post"
        case _ if we.status != ChatMember.MEMBER:
            return "not inside"
        case _:
            shut = chat.permissions is not None and chat.permissions.can_send_messages is False
            return "may not post" if shut else None


async def tell_homes(context: Context, bot: Bot, chat: Chat, trouble: Trouble) -> None:
    """Says where it was set up, once, that what goes to a chat rests; nothing is said in that chat."""
    homes = await context.subscriptions.to_tell(chat.id, trouble)
    for home in homes:
        async with context.database.session(readonly=True) as session:
            code = await speaking.language(session, home)
        with spoken_in(code):
            rich = views.silent(chat.title) if trouble == "rights" else views.away(chat.title)
        try:
            await bot.send_message(
                home, rich.text, entities=sender.entities(rich), link_preview_options=sender.NO_PREVIEW
            )
        except TelegramError as error:  # its card says so too
            log.warning("routing.untold error=%s", type(error).__name__)
