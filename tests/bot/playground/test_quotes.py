"""Quotations in replies must be exact, as Telegram keeps the message; moments in time are shown as entities."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, MessageEntity, ReplyParameters
from telegram.error import BadRequest

from bot.playground import Message, Playground
from bot.playground.things import Waiting
from tests.bot.playground.conftest import running
from tests.bot.playground.test_groups import Ears

TEXT = "One word, two words,\tand one word more \U0001f600 here.  "


async def told(tg: Playground) -> Message:
    """A message of Ann's with some bold words in it."""
    ann = tg.user(7, "Ann")
    await ann.say(TEXT, entities=[{"type": "bold", "offset": 10, "length": 3}], more=True)
    assert ann.last
    return ann.last


def reply(message: Message, quote: str, **more: Any) -> ReplyParameters:
    """A reply to a piece of a message."""
    return ReplyParameters(message.id, quote=quote, **more)


BOLD = MessageEntity("bold", 0, 3)
QUOTED: list[tuple[str, dict[str, Any], int]] = [
    ("One word", {}, 0),
    ("one word more \U0001f600 here.", {}, 25),
    ("  one word  ".strip() + " \n", {}, 25),
    ("two words", {"quote_entities": [BOLD]}, 10),
    ("two", {"quote_entities": [BOLD]}, 10),
    ("words, and", {}, 14),
    ("word", {"quote_position": 29}, 29),
    ("word", {"quote_position": 5}, 4),
]


@pytest.mark.parametrize(("quote", "more", "position"), QUOTED, ids=[str(n) for n in range(len(QUOTED))])
async def test_quoted(tg: Playground, bot: Bot, quote: str, more: dict[str, Any], position: int) -> None:
    """An exact piece of the message as it is kept, formatted alike, is found where it stands."""
    message = await told(tg)
    await bot.send_message(7, "here", reply_parameters=reply(message, quote, **more))
    (sent,) = tg.messages(7)
    assert (sent.quote, sent.raw["quote"]["position"]) == (quote.strip(), position)


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("absent", {}),
    ("one Word", {}),
    ("two words", {}),
    ("One word", {"quote_entities": [BOLD]}),
    ("x" * 1025, {}),
    (" \n ", {}),
]


@pytest.mark.parametrize(("quote", "more"), WRONG, ids=[str(n) for n in range(len(WRONG))])
async def test_refused(tg: Playground, bot: Bot, quote: str, more: dict[str, Any]) -> None:
    """Whatever is not exactly there, formatting included, is refused, and the message is not sent."""
    message = await told(tg)
    with pytest.raises(BadRequest, match="Quote_text_invalid"):
        await bot.send_message(7, "here", reply_parameters=reply(message, quote, **more))
    assert tg.messages(7) == ()


async def test_people_quote_too(tg: Playground) -> None:
    """A person's reply to a piece of the bot's message arrives with that piece."""
    ears, ann = Ears(), tg.user(7, "Ann")
    ann.user.started = True
    async with running(tg, ears) as bot:
        await bot.send_message(7, "One statement. Another statement.")
        await ann.reply(tg.messages(7)[0], "/why", quote="Another")
    message = ears.updates[0].message
    assert message
    assert message.quote
    assert (message.quote.text, message.quote.position) == ("Another", 15)


def moment(**fields: Any) -> MessageEntity:
    """A moment in "at 08:00"."""
    return MessageEntity("date_time", 3, 5, **fields)


async def test_moments_are_entities(tg: Playground, bot: Bot) -> None:
    """A moment keeps its time and how it is to be shown; one without a time, or shown in no known way, is refused."""
    tg.user(7, "Ann").user.started = True
    await bot.send_message(7, "at 08:00", entities=[moment(unix_time=1_800_000_000, date_time_format="wDt")])
    (sent,) = tg.messages(7)
    assert sent.entities == (
        {"type": "date_time", "offset": 3, "length": 5, "unix_time": 1_800_000_000, "date_time_format": "wDt"},
    )
    wrongs: list[dict[str, Any]] = [{"date_time_format": "t"}, {"unix_time": 1_800_000_000, "date_time_format": "tt"}]
    for wrong in wrongs:
        with pytest.raises(BadRequest, match=r"(?i)can't parse MessageEntity"):
            await bot.send_message(7, "at 08:00", entities=[moment(**wrong)])
    assert tg.warnings == ()


async def test_a_press_opens_the_bot_only(tg: Playground, bot: Bot) -> None:
    """The address that answers a press must be one of this bot's own."""
    for link in ("https://example.org", "https://t.me/other_bot?start=x"):
        tg.world.callbacks["1"] = Waiting(tg.world.timer())
        with pytest.raises(BadRequest, match="Url_invalid"):
            await bot.answer_callback_query("1", url=link)
    assert await bot.answer_callback_query("1", url="https://t.me/verbatim_bot?start=x")
