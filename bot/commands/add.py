"""/add, and texts and files sent without a command: a source is taken in and briefed."""

from contextlib import suppress
from typing import Literal

from telegram import Message, MessageEntity
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import texts
from bot.views.briefing import briefing
from bot.views.errors import explain
from bot.views.rich import Rich
from sources.base import Ref, TooLarge, Unfetched, UnsupportedSource
from summarizer.errors import SourceError

SHORT = 40
"""Characters: what is shorter, and no command, is talk and no source."""


async def run(ask: Ask) -> None:
    """Takes in the text after the command, the file it comes with, or the message that it answers."""
    if not await ask.may_change():
        await ask.answer(texts.ADMINS_ONLY)
        return
    replied = ask.message.reply_to_message
    given = ask.message if _file(ask.message) else replied if replied and not ask.words else None
    try:
        ref = await _ref(ask, given) if given else Ref(text=ask.words) if ask.words else None
    except SourceError as error:
        await ask.answer(explain(error))
        return
    if ref is None:
        await ask.answer(texts.HOW_TO_ADD)
        return
    await _take_in(ask, ref)


async def captioned(ask: Ask) -> None:
    """A file whose caption is /add, or /add@bot with our name."""
    command = (ask.message.caption or "").split()[0]
    if "@" not in command or ask.names_us(command):
        await run(ask)


async def incoming(ask: Ask) -> None:
    """A text or a file in a private chat, without a command."""
    if not _file(ask.message) and len(ask.words) < SHORT and not _has_link(ask.message):
        await ask.answer(texts.TOO_SHORT)
        return
    await run(ask)


async def _take_in(ask: Ask, ref: Ref) -> None:
    with suppress(TelegramError):  # a sign of life, and no reason to lose the text
        await ask.message.chat.send_action(ChatAction.TYPING)
    try:
        taken = await ask.context.intake.take_in(ref, ask.chat)
    except SourceError as error:
        await ask.answer(explain(error))
        return
    told = await ask.context.answers.briefing_of(ask.chat, taken.document.key)
    head = texts.taken(taken.document, taken.analysis, known=taken.known)
    blocks: tuple[Rich, ...] = briefing(told)[1:] if told else ()
    await ask.answer_blocks((head, *blocks))


def _file(message: Message) -> bool:
    """Whether the message carries anything besides text."""
    return message.effective_attachment is not None


def _has_link(message: Message) -> bool:
    return any(entity.type in {MessageEntity.URL, MessageEntity.TEXT_LINK} for entity in message.entities)


async def _ref(ask: Ask, message: Message) -> Ref | None:
    """What a message gives to read. Raises SourceError for what is no text, and for too large a file."""
    document = message.document
    if document is None:
        if _file(message):
            raise UnsupportedSource(_kind(message))
        return Ref(text=message.text) if message.text else None
    limit = ask.context.settings.max_file_megabytes * 1_000_000
    if document.file_size and document.file_size > limit:
        raise TooLarge(limit, document.file_size)
    try:
        data = bytes(await (await document.get_file()).download_as_bytearray())
    except TelegramError as error:
        if "too big" in error.message.lower():
            raise TooLarge(limit, document.file_size or limit + 1) from error
        raise Unfetched(document.file_name) from error
    return Ref(data=data, name=document.file_name, mime=document.mime_type)


def _kind(message: Message) -> Literal["image", "audio", "video", "binary"]:
    if message.photo or message.sticker:
        return "image"
    if message.voice or message.audio:
        return "audio"
    return "video" if message.video or message.video_note or message.animation else "binary"


COMMAND = Command("add", "take in a text or a file", run)
