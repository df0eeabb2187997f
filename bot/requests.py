"""What a person wants of the bot: a message with its words, or a press of a button."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from telegram import CallbackQuery, Chat, Message, MessageEntity, MessageOriginUser, User
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot import sender
from bot.context import Context
from bot.services.limits import Place
from bot.services.retold import is_retold
from bot.services.wanted import read
from bot.views.buttons import Rows
from bot.views.rich import Rich, parts
from sources.base import Ref, TooLarge, Unfetched, UnsupportedSource

ADMINS = frozenset({"creator", "administrator"})
SHORT = 40
"""Characters: what is shorter, and no command, is talk and no source."""
LONG = 0.5
"""Seconds after which an answer is long in coming, and a sign of typing is shown."""
SIGN_LASTS = 4
"""Seconds: Telegram shows a sign of typing for five, or until a message comes."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a person: where it was made, the words after the command, and the way to answer."""

    context: Context
    message: Message
    words: str = ""

    @classmethod
    def of(cls, message: Message, context: Context) -> Ask:
        """The request in a message; the words are what follows the command."""
        return cls(context, message, _after_command(message.text or message.caption or ""))

    @property
    def chat(self) -> int:
        return self.message.chat_id

    @property
    def private(self) -> bool:
        return self.message.chat.type == Chat.PRIVATE

    @property
    def request(self) -> str:
        """The words of the message, with the address of every link that hides behind a word in that word's place."""
        return linked_text(self.message)

    @property
    def replied(self) -> Message | None:
        """The message that this one answers. Whatever is said in a forum's topic answers the topic's beginning."""
        replied = self.message.reply_to_message
        return None if replied is None or replied.forum_topic_created else replied

    @property
    def shares(self) -> bool:
        """Whether @BotFather lets the bot be asked in every chat: buttons that lead there are of no use otherwise."""
        return bool(self.message.get_bot().supports_inline_queries)

    def names_us(self, command: str) -> bool:
        """Whether `/command@name` names this bot."""
        return command.lower().endswith(f"@{self.message.get_bot().username.lower()}")

    async def answer(self, rich: Rich, rows: Rows = ()) -> None:
        """One message that is known to fit."""
        await sender.reply(self.message, rich, rows)

    async def answer_blocks(self, blocks: tuple[Rich, ...], rows: Rows = ()) -> None:
        """As many messages as the blocks need, the buttons below the last."""
        *first, last = parts(blocks)
        for part in first:
            await sender.reply(self.message, part, quiet=True)
        await sender.reply(self.message, last, rows)

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Shows that an answer is being written, as long as it takes; nothing where it comes at once."""
        sign = asyncio.create_task(self._sign())
        try:
            yield
        finally:
            sign.cancel()
            await asyncio.wait([sign])  # so that no sign follows the answer

    async def _sign(self) -> None:
        thread = self.message.message_thread_id if self.message.is_topic_message else None
        await asyncio.sleep(LONG)
        while True:
            with suppress(TelegramError):  # a sign of life, and no reason to lose the answer
                await self.message.chat.send_action(ChatAction.TYPING, message_thread_id=thread)
            await asyncio.sleep(SIGN_LASTS)

    async def may_change(self) -> bool:
        """In a private chat its person, in a group its admins; asked of Telegram every time.

        A message that a group or its anonymous admin sent as the chat itself counts as an admin's.
        """
        message = self.message
        if self.private or (message.sender_chat and message.sender_chat.id == message.chat_id):
            return True
        return await _is_admin(message.chat, message.from_user)


class AdminsUnknownError(TelegramError):
    """Telegram does not say now who is an admin: nothing is changed. Of the library's tree, which handlers know."""


async def _is_admin(chat: Chat, user: User | None) -> bool:
    if user is None:
        return False
    try:
        return (await chat.get_member(user.id)).status in ADMINS
    except TelegramError as error:
        raise AdminsUnknownError(error.message) from error


def place_of(message: Message) -> Place:
    """Where a message was sent and by whom; who sends as the chat itself is nobody."""
    person = None if message.sender_chat or message.from_user is None else message.from_user.id
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat_id, person, thread)


def is_ours(message: Message) -> bool:
    """Whether the bot wrote the message, or what it forwards or repeats: what we told is never a source."""
    origin = message.forward_origin
    forwarded = origin.sender_user if isinstance(origin, MessageOriginUser) else None
    authors = (message.from_user, message.via_bot, forwarded)
    written = message.get_bot().id in {user.id for user in authors if user}
    return written or is_retold(text_of(message))


def text_of(message: Message) -> str:
    """What a message says, or the caption of its file, without a command before it."""
    return _after_command(message.text or message.caption or "")


def linked_text(message: Message) -> str:
    """The same, with the address of every link that hides behind a word in that word's place."""
    return _after_command(_with_links(message))


def link_of(message: Message) -> str | None:
    """The page that a message stands for: it is a link, with hardly a word besides."""
    given = read(linked_text(message))
    return given.url if len(given.words) < SHORT and not is_file(message) else None


def is_file(message: Message) -> bool:
    """Whether the message carries anything besides text."""
    return message.effective_attachment is not None


async def ref_of(message: Message, limit: int) -> Ref | None:
    """What a message gives to read, a file's bytes at most `limit`; None where it gives nothing.

    A picture's caption is read where it is as long as a text: so do channels tell news. Raises SourceError for what is
    no text, for too large a file and for one that Telegram does not hand out.
    """
    document, text = message.document, text_of(message)
    if document is None:
        if is_file(message) and len(text) < SHORT:
            raise UnsupportedSource(kind_of(message))
        return Ref(text=text) if text else None
    if document.file_size and document.file_size > limit:
        raise TooLarge(limit, document.file_size)
    try:
        data = bytes(await (await document.get_file()).download_as_bytearray())
    except TelegramError as error:
        if "too big" in error.message.lower():
            raise TooLarge(limit, document.file_size or limit + 1) from error
        raise Unfetched(document.file_name) from error
    return Ref(data=data, name=document.file_name, mime=document.mime_type)


def _with_links(message: Message) -> str:
    """The text or caption; Telegram counts places in UTF-16, and from the last link on no place moves."""
    text = message.text or message.caption or ""
    wide, entities = text.encode("utf-16-le", "surrogatepass"), message.entities or message.caption_entities
    command = len(text.split(maxsplit=1)[0]) if text.startswith("/") else 0
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        if entity.type == MessageEntity.TEXT_LINK and entity.url and entity.offset >= command:
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            wide = wide[:start] + entity.url.encode("utf-16-le", "surrogatepass") + wide[end:]
    return wide.decode("utf-16-le", "surrogatepass")


def kind_of(message: Message) -> Literal["image", "audio", "video", "binary"]:
    """What a message carries that is no document."""
    if message.photo or message.sticker:
        return "image"
    if message.voice or message.audio:
        return "audio"
    return "video" if message.video or message.video_note or message.animation else "binary"


def _after_command(text: str) -> str:
    """The text without a leading `/command@bot`, outer white space left out."""
    if not text.startswith("/"):
        return text.strip()
    return text.split(maxsplit=1)[1].strip() if len(text.split(maxsplit=1)) > 1 else ""


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button below a message of ours."""

    context: Context
    query: CallbackQuery
    message: Message

    async def may_change(self) -> bool:
        """As for a request: in a private chat its person, in a group its admins; nobody presses as the chat itself."""
        chat = self.message.chat
        return chat.type == Chat.PRIVATE or await _is_admin(chat, self.query.from_user)
