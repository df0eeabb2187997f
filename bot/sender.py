"""Telegram's half of a message: marks become entities in UTF-16 units, buttons become a keyboard.

Entities, never HTML: a source's text then meets no escaper.
"""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, MessageEntity
from telegram.error import BadRequest

from bot.views.buttons import Rows
from bot.views.rich import SHOWN, MarkKind, Rich

ENTITY: dict[MarkKind, str] = {
    "bold": MessageEntity.BOLD,
    "italic": MessageEntity.ITALIC,
    "link": MessageEntity.TEXT_LINK,
    "quote": MessageEntity.BLOCKQUOTE,
    "long_quote": MessageEntity.EXPANDABLE_BLOCKQUOTE,
}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


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
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in rows]
    )


async def reply(message: Message, rich: Rich, rows: Rows = (), *, quiet: bool = False) -> Message:
    """Answers in the chat and topic of the message."""
    return await message.reply_text(
        rich.text,
        entities=entities(rich),
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard(rows),
        disable_notification=quiet,
    )


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
