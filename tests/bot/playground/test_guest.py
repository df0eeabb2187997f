"""Guest mode: the bot is named in a chat where it is not, and posts one answer there."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, Update
from telegram import InputTextMessageContent as Text
from telegram.error import BadRequest

from bot.playground import Message, Playground
from tests.bot.playground.conftest import Context, running


def answer(text: str = "answer", **more: Any) -> InlineQueryResultArticle:
    """What a guest posts."""
    return InlineQueryResultArticle("1", "One", Text(text), **more)


async def test_a_guest_posts_one_answer(tg: Playground) -> None:
    """Named where it is not, the bot gets the message and what it replies to, and its one answer is posted there."""
    heard: list[Update] = []

    async def guest(update: Update, _context: Context) -> None:
        heard.append(update)
        if update.guest_message:
            markup = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
            await update.guest_message.answer_guest_query(answer(reply_markup=markup))
        if update.callback_query:
            await update.callback_query.edit_message_text("edited")

    ann, group = tg.user(7, "Ann"), tg.group(-1001, "Elsewhere", topics={5: "Talk"}, bot="left")
    async with running(tg, guest):
        await ann.say("what he said", chat=group, topic=5)
        assert ann.last
        posted = await ann.guest("@Verbatim_bot who?", chat=group, topic=5, to=ann.last)
        press = await ann.press(posted, "More")
    first, second = heard
    assert first.guest_message
    assert first.guest_message.reply_to_message
    assert (first.guest_message.text, first.guest_message.reply_to_message.text) == (
        "@Verbatim_bot who?",
        "what he said",
    )
    assert (posted.text, posted.sender, posted.topic) == ("answer", tg.world.me.id, 5)
    assert posted.raw["guest_bot_caller_user"]["id"] == 7
    assert second.callback_query
    assert second.callback_query.inline_message_id == posted.inline_id
    assert press.message
    assert press.message.text == "edited"
    assert (tg.refused, tg.warnings) == ((), ())


async def test_a_guest_is_named_where_it_is_not(tg: Playground) -> None:
    """Without its name, or where it is a member, nothing reaches the bot as a guest; silence is noticed."""

    async def silent(_update: Update, _context: Context) -> None:
        return

    ann = tg.user(7, "Ann")
    outside, inside = tg.group(-1001, "Elsewhere", bot="left"), tg.group(-1002, "Here")
    async with running(tg, silent):
        for text, chat in (("who?", outside), ("@verbatim_bot who?", inside)):
            with pytest.raises(ValueError, match="where it is not"):
                await ann.guest(text, chat=chat)
        with pytest.raises(TimeoutError, match="a mention"):
            await ann.guest("@verbatim_bot who?", chat=outside, timeout=0.2)


REFUSED: list[tuple[str, InlineQueryResultArticle]] = [
    ("message is too long", answer("x" * 4097)),
    ("message text is empty", answer("")),
    ("url_invalid", answer(url="nowhere")),
]


@pytest.mark.parametrize(("words", "result"), REFUSED, ids=[words for words, _ in REFUSED])
async def test_refused(tg: Playground, bot: Bot, words: str, result: InlineQueryResultArticle) -> None:
    """A wrong answer is refused as one of inline mode is, and a right one may follow; a second one may not."""
    asked, update = await mentioned(tg, bot)
    with pytest.raises(BadRequest, match=f"(?i){re.escape(words)}"):
        await bot.answer_guest_query(update, result)
    assert (await bot.answer_guest_query(update, answer("right"))).inline_message_id
    assert (await asked).text == "right"
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_guest_query(update, answer())


async def test_a_guest_has_half_a_minute(tg: Playground, bot: Bot) -> None:
    """An answer that comes too late is refused."""
    asked, update = await mentioned(tg, bot)
    tg.world.timer = lambda: time.monotonic() + 31
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_guest_query(update, answer())
    asked.cancel()


async def mentioned(tg: Playground, bot: Bot) -> tuple[asyncio.Task[Message], str]:
    """A mention that waits for its answer, and the id to answer it with."""
    group = tg.group(-1001, "Elsewhere", bot="left")
    asked = asyncio.create_task(tg.user(7, "Ann").guest("@verbatim_bot who?", chat=group))
    (update,) = await bot.get_updates(timeout=1)
    await bot.get_updates(offset=update.update_id + 1, timeout=0)
    assert update.guest_message
    assert update.guest_message.guest_query_id
    return asked, update.guest_message.guest_query_id
