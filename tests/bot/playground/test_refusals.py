"""Every refusal comes with Telegram's own words, as python-telegram-bot reads them."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, EndPointNotFound, InvalidToken

from bot.playground import Playground
from bot.playground.content import grey_image

GRINNING = "\U0001f600"


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """An inline keyboard."""
    return InlineKeyboardMarkup(rows)


def button(data: str = "d", text: str = "B") -> InlineKeyboardButton:
    """A button that sends data."""
    return InlineKeyboardButton(text, callback_data=data)


Call = Callable[[Bot], Awaitable[object]]

REFUSED: list[tuple[str, Call]] = [
    ("message text is empty", lambda b: b.send_message(-1, "")),
    ("text must be non-empty", lambda b: b.send_message(-1, " \n\r ")),
    ("message is too long", lambda b: b.send_message(-1, "x" * 4097)),
    ("text is too long", lambda b: b.send_message(-1, " " * 32_769)),
    ("message is too long", lambda b: b.send_message(-1, "x" * 32_768)),
    ("encoded in UTF-8", lambda b: b.send_message(-1, "x", reply_markup=keyboard([button(text="\ud83d")]))),
    ("message is too long", lambda b: b.send_message(-1, GRINNING * 2049)),
    ("chat not found", lambda b: b.send_message(-2, "x")),
    ("send entities", lambda b: b.send_message(-1, "<b>x</b>", parse_mode="HTML")),
    ("entity begins after the end", lambda b: b.send_message(-1, "abc", entities=[MessageEntity("bold", 4, 1)])),
    ("ends after the end of the text", lambda b: b.send_message(-1, "abc", entities=[MessageEntity("bold", 0, 4)])),
    ("begins in a middle of", lambda b: b.send_message(-1, GRINNING, entities=[MessageEntity("bold", 1, 1)])),
    ("ends in a middle of", lambda b: b.send_message(-1, GRINNING, entities=[MessageEntity("bold", 0, 1)])),
    ("incorrect offset", lambda b: b.send_message(-1, "abc", entities=[MessageEntity("bold", -1, 2)])),
    ("unsupported type", lambda b: b.send_message(-1, "abc", entities=[MessageEntity("loud", 0, 2)])),
    ("button_data_invalid", lambda b: b.send_message(-1, "x", reply_markup=keyboard([button("é" * 33)]))),
    ("reply markup is too long", lambda b: b.send_message(-1, "x", reply_markup=keyboard(*[[button()] * 8] * 13))),
    ("button text must be non-empty", lambda b: b.send_message(-1, "x", reply_markup=keyboard([button(text=" ")]))),
    ("unallowed in the inline", lambda b: b.send_message(-1, "x", reply_markup=keyboard([InlineKeyboardButton("B")]))),
    (
        "'ftp://a.org' is invalid: unsupported url protocol",
        lambda b: b.send_message(-1, "x", reply_markup=keyboard([InlineKeyboardButton("B", url="ftp://a.org")])),
    ),
    ("keyboard button text must be", lambda b: b.send_message(-1, "x", reply_markup=ReplyKeyboardMarkup([[" "]]))),
    (
        "location can be requested in private chats only",
        lambda b: b.send_message(
            -1, "x", reply_markup=ReplyKeyboardMarkup([[KeyboardButton("Here", request_location=True)]])
        ),
    ),
    ("message to be replied not found", lambda b: b.send_message(-1, "x", reply_parameters=ReplyParameters(99))),
    ("quote_text_invalid", lambda b: b.send_message(-1, "x", reply_parameters=ReplyParameters(1, quote="absent"))),
    ("message to edit not found", lambda b: b.edit_message_text("x", -1, 99)),
    ("no caption in the message", lambda b: b.edit_message_caption(-1, 1, caption="x")),
    ("message is not modified", lambda b: b.edit_message_text("first words", -1, 1)),
    ("message is not modified", lambda b: b.edit_message_reply_markup(-1, 1)),
    ("message to delete not found", lambda b: b.delete_message(-1, 99)),
    ("query is too old", lambda b: b.answer_callback_query("77")),
    ("wrong parameter action", lambda b: b.send_chat_action(-1, "dancing")),
    ("invalid file_id", lambda b: b.get_file("no such file")),
    ("file must be non-empty", lambda b: b.send_document(-1, b"", filename="a.txt")),
    ("failed to get HTTP URL", lambda b: b.send_document(-1, "https://example.org/a.pdf")),
    ("wrong file identifier", lambda b: b.send_document(-1, "unknown")),
    ("image_process_failed", lambda b: b.send_photo(-1, b"no picture")),
    ("photo_invalid_dimensions", lambda b: b.send_photo(-1, grey_image(2100, 100))),
    ("message caption is too long", lambda b: b.send_document(-1, b"x", caption="x" * 1025)),
    ("bot_command_invalid", lambda b: b.set_my_commands([("Brief", "in capitals")])),
    ("command description must be non-empty", lambda b: b.set_my_commands([("brief", "")])),
    ("bot_commands_too_much", lambda b: b.set_my_commands([(f"c{i}", "d") for i in range(101)])),
    ("short_description is too long", lambda b: b.set_my_short_description("x" * 121)),
    ("no administrators in the private chat", lambda b: b.get_chat_administrators(7)),
    ("An HTTPS URL must be provided for webhook", lambda b: b.set_webhook("ftp://example.org")),
]


@pytest.mark.parametrize(("words", "call"), REFUSED, ids=[f"{i}-{words}" for i, (words, _) in enumerate(REFUSED)])
async def test_refused(tg: Playground, bot: Bot, words: str, call: Call) -> None:
    """A wrong request is refused with Telegram's words, is listed, and changes nothing."""
    tg.user(7, "Ann")
    tg.group(-1, "Newsroom")
    await bot.send_message(-1, "first words")
    before = tg.messages(-1, everyone=True)
    with pytest.raises(BadRequest, match=f"(?i){re.escape(words)}"):
        await call(bot)
    assert [request.status for request in tg.refused] == [400]
    assert tg.messages(-1, everyone=True) == before


ACCEPTED: list[Call] = [
    lambda b: b.send_message(-1, "x" * 4096),
    lambda b: b.send_message(-1, GRINNING * 2048),
    lambda b: b.send_message(-1, GRINNING, entities=[MessageEntity("bold", 0, 2)]),
    lambda b: b.send_message(-1, "x", reply_markup=keyboard([button("é" * 32)])),
    lambda b: b.send_message(-1, "x", reply_markup=keyboard(*[[button()] * 8] * 12, [button()] * 4)),
    lambda b: b.send_message(-1, "x", reply_parameters=ReplyParameters(1, quote="st wor")),
    lambda b: b.send_message(-1, "x", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True)),
    lambda b: b.send_message(-1, "x", link_preview_options=LinkPreviewOptions(is_disabled=True)),
    lambda b: b.send_photo(-1, grey_image()),
    lambda b: b.send_document(-1, b"x", caption="x" * 1024),
    lambda b: b.send_chat_action(-1, "typing"),
    lambda b: b.edit_message_text("other words", -1, 1),
    lambda b: b.edit_message_reply_markup(-1, 1, reply_markup=keyboard([button()])),
    lambda b: b.delete_message(-1, 1),
    lambda b: b.delete_webhook(drop_pending_updates=True),
    lambda b: b.get_webhook_info(),
]


@pytest.mark.parametrize("call", ACCEPTED, ids=range(len(ACCEPTED)))
async def test_accepted(tg: Playground, bot: Bot, call: Call) -> None:
    """What Telegram allows, to the last unit, passes without a warning."""
    tg.group(-1, "Newsroom")
    await bot.send_message(-1, "first words")
    await call(bot)
    assert (tg.refused, tg.warnings) == ((), ())


async def test_others_messages_cannot_be_edited(tg: Playground, bot: Bot) -> None:
    """A bot changes its own messages only, and deletes those of others only as an administrator."""
    ann, group = tg.user(7, "Ann"), tg.group(-1, "Newsroom")
    await bot.send_message(-1, "first words")
    await ann.say("not for the bot", chat=group)
    assert ann.last
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("x", -1, ann.last.id)
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(-1, ann.last.id)
    group.bot = "administrator"
    assert await bot.delete_message(-1, ann.last.id)


async def test_old_messages_stay(tg: Playground, bot: Bot) -> None:
    """After 48 hours a message cannot be deleted for everyone."""
    tg.group(-1, "Newsroom")
    message = await bot.send_message(-1, "first words")
    later = tg.world.clock() + 48 * 3600 + 2
    tg.world.clock = lambda: later
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await bot.delete_message(-1, message.message_id)


async def test_what_a_careful_bot_does_not_send_is_listed(tg: Playground, bot: Bot) -> None:
    """Telegram takes these without a word; the playground keeps a note of each."""
    tg.group(-1, "Newsroom")
    await bot.send_message(-1, "&lt;b&gt;")
    await bot.send_message(-1, "x", reply_markup=keyboard([button()] * 9))
    await bot.send_message(-1, "x", api_kwargs={"loudness": 3})
    await bot.send_message(-1, "abcdef", entities=[MessageEntity("code", 0, 6), MessageEntity("bold", 2, 2)])
    await bot.send_message(-1, "x " * 101, entities=[MessageEntity("bold", i * 2, 1) for i in range(101)])
    assert tg.warnings == (
        "sendMessage: the visible text contains HTML markup",
        "sendMessage: more than 8 buttons in a row",
        "sendMessage: ignored parameters: loudness",
        "sendMessage: bold at 2 dropped: code holds no other entity",
        "sendMessage: 101 entities: only the first 100 are kept",
    )
    assert len(tg.messages(-1)[-1].entities) == 100


async def test_commands_are_kept_by_scope_and_language(tg: Playground, bot: Bot) -> None:
    """The bot reads back what it set, and so does the test."""
    await bot.set_my_commands([BotCommand("brief", "The news")])
    await bot.set_my_commands([("brief", "Nachrichten")], scope=BotCommandScopeAllGroupChats(), language_code="de")
    assert tg.commands == {"brief": "The news"}
    assert tg.commands_for("all_group_chats", language="de") == {"brief": "Nachrichten"}
    assert await bot.get_my_commands() == (BotCommand("brief", "The news"),)
    await bot.delete_my_commands()
    assert tg.commands == {}


async def test_the_profile_is_kept(tg: Playground, bot: Bot) -> None:
    """Description and short description can be set and read."""
    await bot.set_my_description("What it does")
    await bot.set_my_short_description("Briefly")
    assert (await bot.get_my_description()).description == "What it does"
    assert (await bot.get_my_short_description()).short_description == "Briefly"
    assert tg.refused == ()


async def test_a_wrong_token_is_refused(tg: Playground) -> None:
    """Another bot's token opens nothing."""
    with pytest.raises(InvalidToken):
        async with Bot("1:abc", base_url=f"{tg.url}/bot"):
            pass


async def test_unknown_methods_are_not_found(tg: Playground, bot: Bot) -> None:
    """A method that Telegram does not have, or the playground does not play, answers 404 and is listed."""
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendSmoke", {"chat_id": -1})
    assert [(r.method, r.status, r.description) for r in tg.refused] == [
        ("sendSmoke", 404, "Not Found: method not found")
    ]


async def test_a_press_can_be_answered_once_and_soon(tg: Playground, bot: Bot) -> None:
    """A second answer is a warning; after half a minute the query is too old."""
    ann = tg.user(7, "Ann")
    ann.user.started = True
    await bot.send_message(7, "x", reply_markup=keyboard([button()]))
    press = asyncio.create_task(ann.press(tg.messages(7)[0], "B"))
    (update,) = await bot.get_updates(timeout=1)
    assert update.callback_query
    await update.callback_query.answer("first")
    await update.callback_query.answer("second")
    tg.world.timer = lambda: time.monotonic() + 31
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer("third")
    await bot.get_updates(offset=update.update_id + 1, timeout=0)
    answer = (await press).answer
    assert answer
    assert answer.text == "second"
    assert tg.warnings == ("answerCallbackQuery: the callback query was already answered",)


async def test_a_file_is_sent_again_by_its_id(tg: Playground, bot: Bot) -> None:
    """A known file needs no upload, but stays what it is; its caption can be changed."""
    tg.group(-1, "Newsroom")
    sent = await bot.send_document(-1, b"words", filename="a.txt", caption="old")
    assert sent.document
    again = await bot.send_document(-1, sent.document.file_id)
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(-1, sent.document.file_id)
    await bot.edit_message_caption(-1, again.message_id, caption="new")
    first, second = tg.messages(-1)
    assert first.document == second.document
    assert (first.text, second.text, second.edited) == ("old", "new", True)


async def test_replies_quote_exactly_also_across_chats(tg: Playground, bot: Bot) -> None:
    """A quote is kept with its place; a reply to another chat's message names that chat."""
    tg.group(-1, "Here")
    tg.group(-2, "There")
    source = await bot.send_message(-1, f"{GRINNING} exact words")
    here = await bot.send_message(-1, "a", reply_parameters=ReplyParameters(source.message_id, quote="exact"))
    there = await bot.send_message(-2, "b", reply_parameters=ReplyParameters(source.message_id, chat_id=-1))
    assert here.quote
    assert (here.quote.text, here.quote.position) == ("exact", 3)
    assert there.external_reply
    assert there.external_reply.chat
    assert there.external_reply.chat.id == -1
    assert (tg.messages(-1)[1].quote, tg.messages(-1)[1].reply_to) == ("exact", source.message_id)
