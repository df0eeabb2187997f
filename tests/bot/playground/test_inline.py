"""Inline mode: what the bot may offer, what people see of it, and what they post."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    Update,
)
from telegram.error import BadRequest

from bot.playground import Playground
from tests.bot.playground.conftest import Context, running


def article(key: str = "1", title: str = "One", text: str = "words", **more: Any) -> InlineQueryResultArticle:
    """A result that becomes a text."""
    return InlineQueryResultArticle(key, title, InputTextMessageContent(text, **more.pop("content", {})), **more)


def below(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """One row of buttons."""
    return InlineKeyboardMarkup([list(buttons)])


class Offers:
    """A bot that answers inline queries as it is told, and remembers everything."""

    def __init__(self, *results: InlineQueryResultArticle, **answer: Any) -> None:
        self.results, self.answer = results, answer
        self.updates: list[Update] = []

    async def __call__(self, update: Update, _context: Context) -> None:
        self.updates.append(update)
        if update.inline_query:
            await update.inline_query.answer(self.results, **self.answer)
        if update.callback_query and update.callback_query.inline_message_id:
            await update.callback_query.answer("pressed")
            await update.callback_query.edit_message_text("edited")


async def test_results_are_shown_and_posted(tg: Playground) -> None:
    """A person sees what is offered and posts one of it into a chat; where the bot is, it gets that message too."""
    bold = {"entities": [MessageEntity("bold", 0, 5)]}
    offers = Offers(article(content=bold, description="about"), article("2", "Two"), is_personal=True, cache_time=7)
    ann, group = tg.user(7, "Ann"), tg.group(-1001, "Newsroom", members={7: "member"})
    async with running(tg, offers):
        found = await ann.inline("bucha", offset="10", chat_type="supergroup")
        posted = await ann.choose(found, "1", chat=group)
    assert [(r.id, r.title, r.description, r.marked()) for r in found.results] == [
        ("1", "One", "about", "**words**"),
        ("2", "Two", "", "words"),
    ]
    assert (found.is_personal, found.cache_time, found.next_offset, found.button) == (True, 7, "", None)
    assert (posted.text, posted.sender, posted.via_bot, posted.inline_id) == ("words", 7, True, None)
    asked, seen = offers.updates
    assert asked.inline_query
    assert (asked.inline_query.query, asked.inline_query.offset, asked.inline_query.chat_type) == (
        "bucha",
        "10",
        "supergroup",
    )
    assert seen.message
    assert seen.message.via_bot
    assert (tg.refused, tg.warnings) == ((), ())


async def test_buttons_of_a_posted_result_are_pressed_by_its_inline_id(tg: Playground) -> None:
    """Such a press names no message, and the bot changes the message by the inline id alone."""
    offers = Offers(article(reply_markup=below(InlineKeyboardButton("More", callback_data="m"))))
    ann, group = tg.user(7, "Ann"), tg.group(-1001, "Elsewhere", members={7: "member"}, bot="left")
    async with running(tg, offers) as bot:
        posted = await ann.choose(await ann.inline("x"), 0, chat=group)
        press = await ann.press(posted, "More")
        with pytest.raises(BadRequest, match="Message_id_invalid"):
            await bot.edit_message_text("x", inline_message_id="inline99")
    assert press.answer
    assert press.answer.text == "pressed"
    assert press.message
    assert press.message.text == "edited"
    query = offers.updates[-1].callback_query
    assert query
    assert (query.message, query.inline_message_id) == (None, posted.inline_id)


async def test_telegram_keeps_an_answer_for_everybody_unless_it_is_personal(tg: Playground) -> None:
    """Within its time an answer is shown again without asking the bot: to others too, if the bot did not say no."""
    offers = Offers(article(text="of Ann"))
    ann, bob = tg.user(7, "Ann"), tg.user(8, "Bob")
    async with running(tg, offers):
        await ann.inline("x")
        assert (await bob.inline("x")).results[0].text == "of Ann"
        assert len(offers.updates) == 1
        await bob.inline("x", fresh=True)
        await bob.inline("x", offset="1")
        assert len(offers.updates) == 3
        offers.answer = {"is_personal": True}
        await ann.inline("y")
        await ann.inline("y")
        await bob.inline("y")
        assert len(offers.updates) == 5
        offers.answer = {"cache_time": 0}
        await ann.inline("z")
        await ann.inline("z")
    assert len(offers.updates) == 7


async def test_choices_are_told_to_a_bot_that_wants_feedback() -> None:
    """Only a bot that turned feedback on learns which result was chosen."""
    offers = Offers(article())
    async with Playground.start(idle=0.05, feedback=True) as tg, running(tg, offers):
        ann = tg.user(7, "Ann")
        await ann.choose(await ann.inline("x"), 0)
    chosen = [update.chosen_inline_result for update in offers.updates if update.chosen_inline_result]
    assert [(choice.result_id, choice.query) for choice in chosen] == [("1", "x")]


async def test_the_button_above_the_results_starts_the_bot(tg: Playground) -> None:
    """It opens the private chat with its parameter; without one there is nothing to press."""
    offers = Offers(button=InlineQueryResultsButton("Set up", start_parameter="set-up_1"))
    ann = tg.user(7, "Ann")
    async with running(tg, offers):
        await ann.open_button(await ann.inline("x"))
        offers.answer = {}
        with pytest.raises(LookupError, match="no button"):
            await ann.open_button(await ann.inline("y"))
    assert offers.updates[1].message
    assert offers.updates[1].message.text == "/start set-up_1"


async def test_a_bot_that_does_not_answer_is_noticed(tg: Playground) -> None:
    """Silence ends in an error that says what was asked; nobody can type more than Telegram takes."""

    async def silent(_update: Update, _context: Context) -> None:
        return

    async with running(tg, silent):
        with pytest.raises(TimeoutError, match="inline query 'x'"):
            await tg.user(7, "Ann").inline("x", timeout=0.2)
        with pytest.raises(ValueError, match="256"):
            await tg.user(7, "Ann").inline("x" * 257)


def above(text: str = "Set up", parameter: str = "x") -> dict[str, object]:
    """The button above the results."""
    return {"button": InlineQueryResultsButton(text, start_parameter=parameter)}


REFUSED: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("too many inline query results", [article(str(n)) for n in range(51)], {}),
    ("result_id_invalid", [article("")], {}),
    ("result_id_invalid", [article("é" * 33)], {}),
    ("result_id_duplicate", [article(), article()], {}),
    ("article_title_empty", [article(title=" ")], {}),
    ("message text is empty", [article(text="")], {}),
    ("text must be non-empty", [article(text=" \n")], {}),
    ("message is too long", [article(text="x" * 4097)], {}),
    ("after the end of the text", [article(content={"entities": [MessageEntity("bold", 0, 9)]})], {}),
    ("send entities", [article(content={"parse_mode": "HTML"})], {}),
    ("button_data_invalid", [article(reply_markup=below(InlineKeyboardButton("B", callback_data="x" * 65)))], {}),
    ("unsupported url protocol", [article(reply_markup=below(InlineKeyboardButton("B", url="ftp://a.org")))], {}),
    ("url_invalid", [article(url="nowhere")], {}),
    ("wrong file identifier", [InlineQueryResultCachedDocument("1", "One", "unknown")], {}),
    ("next_offset_invalid", [], {"next_offset": "é" * 33}),
    ("start_param_invalid", [], above(parameter="with space")),
    ("start_param_invalid", [], above(parameter="x" * 65)),
    ("switch_pm_text_empty", [], above(text=" ")),
    ("query is too old", [], {"inline_query_id": "77"}),
]


@pytest.mark.parametrize(("words", "results", "more"), REFUSED, ids=[f"{n}-{r[0]}" for n, r in enumerate(REFUSED)])
async def test_refused(tg: Playground, bot: Bot, words: str, results: list[Any], more: dict[str, Any]) -> None:
    """A wrong answer is refused in Telegram's words, and nothing is shown."""
    query = asyncio.create_task(tg.user(7, "Ann").inline("x", timeout=0.3))
    (update,) = await bot.get_updates(timeout=1)
    assert update.inline_query
    answer = {"inline_query_id": update.inline_query.id, "results": results} | more
    with pytest.raises(BadRequest, match=f"(?i){re.escape(words)}"):
        await bot.answer_inline_query(**answer)
    await bot.get_updates(offset=update.update_id + 1, timeout=0)
    with pytest.raises(TimeoutError):
        await query


async def test_half_a_minute_is_all_the_time_there_is(tg: Playground, bot: Bot) -> None:
    """An answer after thirty seconds is refused; a second one is a warning."""
    query = asyncio.create_task(tg.user(7, "Ann").inline("x"))
    (update,) = await bot.get_updates(timeout=1)
    assert update.inline_query
    await bot.get_updates(offset=update.update_id + 1, timeout=0)
    await update.inline_query.answer([article(text="x" * 4096)], next_offset="é" * 32)
    await update.inline_query.answer([])
    assert (await query).results == ()
    tg.world.timer = lambda: time.monotonic() + 31
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.inline_query.answer([])
    assert tg.warnings == ("answerInlineQuery: the inline query was already answered",)


async def test_a_button_types_an_inline_query(tg: Playground, bot: Bot) -> None:
    """Buttons that type inline show their words; a channel's posts take none but those that choose a chat."""
    ann = tg.user(7, "Ann")
    ann.user.started = True
    await bot.send_message(7, "x", reply_markup=below(InlineKeyboardButton("Share", switch_inline_query="one 1")))
    press = await ann.press(tg.messages(7)[0], "Share")
    assert (press.switch, press.url, press.answer) == ("one 1", None, None)
    tg.channel(-1003, "Daily")
    for button in (
        InlineKeyboardButton("B", switch_inline_query="x"),
        InlineKeyboardButton("B", switch_inline_query_current_chat="x"),
    ):
        with pytest.raises(BadRequest, match="button in a channel chat"):
            await bot.send_message(-1003, "x", reply_markup=below(button))
