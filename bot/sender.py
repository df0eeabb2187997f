"""Telegram's half of a message: marks become entities in UTF-16 units, buttons become a keyboard.

Entities, never HTML: a source's text then meets no escaper. The pauses that Telegram asks for are kept by the limiter.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import httpx
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest

from bot.views.buttons import Button, Rows
from bot.views.rich import SHOWN, MarkKind, Rich

log = logging.getLogger(__name__)

ENTITY: dict[MarkKind, str] = {
    "bold": MessageEntity.BOLD,
    "italic": MessageEntity.ITALIC,
    "link": MessageEntity.TEXT_LINK,
    "quote": MessageEntity.BLOCKQUOTE,
    "long_quote": MessageEntity.EXPANDABLE_BLOCKQUOTE,
}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""Behind an error of the library: no connection was made, so Telegram has nothing."""

UPLOAD = 60
"""Seconds for sending a picture."""


def entities(rich: Rich) -> list[MessageEntity]:
    """The shown marks as entities, offsets and lengths in UTF-16 code units."""
    shown = [
        MessageEntity(ENTITY[mark.kind], mark.start, mark.end - mark.start, url=mark.url)
        for mark in rich.marks
        if mark.kind in SHOWN
    ]
    return list(MessageEntity.adjust_message_entities_to_utf_16(rich.text, shown))


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """An inline keyboard, or None where there are no buttons."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.share is not None:
        return InlineKeyboardButton(button.label, switch_inline_query=button.share)
    return InlineKeyboardButton(button.label, callback_data=button.data)


async def reply(
    message: Message, rich: Rich, rows: Rows = (), *, quiet: bool = False, quoting: int | None = None
) -> Message:
    """Answers in the chat and topic of the message; `quoting` is a message that it is an answer to, if it is there."""
    return await message.reply_text(
        rich.text,
        entities=entities(rich),
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard(rows),
        disable_notification=quiet,
        reply_to_message_id=quoting,
        allow_sending_without_reply=None if quoting is None else True,
    )


async def quote(message: Message, rich: Rich, quoted: int, words: str) -> bool:
    """Answers an older message of the chat with exact words of it quoted; of a message that is gone, without it.

    False where Telegram finds no such words in it, and nothing was sent: that refusal checks what we claim to quote.
    """
    reply = ReplyParameters(message_id=quoted, quote=words, allow_sending_without_reply=True)
    try:
        await message.reply_text(
            rich.text, entities=entities(rich), link_preview_options=NO_PREVIEW, reply_parameters=reply
        )
    except BadRequest as error:
        if "quote" not in error.message.lower():
            raise
        log.warning("evidence.quote_refused message=%d characters=%d", quoted, len(words))
        return False
    return True


async def photo(message: Message, png: bytes, caption: Rich) -> Message:
    """A picture with its words below it, 1,024 units at most, in the chat and topic of the message."""
    return await message.reply_photo(
        InputFile(png, filename="chart.png"),
        caption=caption.text,
        caption_entities=entities(caption),
        write_timeout=UPLOAD,
    )


async def file(message: Message, text: str, name: str) -> Message:
    """A text as a file, in the chat and topic of the message."""
    data = InputFile(text.encode("utf-8", "replace"), filename=name)
    return await message.reply_document(data, write_timeout=UPLOAD)


async def edit(message: Message, rich: Rich, rows: Rows = ()) -> None:
    """Turns a message of ours into another; pressing the same button twice changes nothing and is no error."""
    try:
        await message.edit_text(
            rich.text, entities=entities(rich), link_preview_options=NO_PREVIEW, reply_markup=keyboard(rows)
        )
    except BadRequest as error:
        # PTB changes the case of Telegram's descriptions.
        if "message is not modified" not in error.message.lower():
            raise


def seconds(pause: int | timedelta) -> float:
    """A pause that Telegram asks for."""
    return pause.total_seconds() if isinstance(pause, timedelta) else pause
