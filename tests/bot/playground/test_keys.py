"""Keyboards in place of people's own, and the places that they send."""

from __future__ import annotations

import pytest
from telegram import Bot, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove, Update
from telegram.error import BadRequest

from bot.playground import Person, Playground
from tests.bot.playground.conftest import Context, running

ASKING = ReplyKeyboardMarkup([[KeyboardButton("Where I am", request_location=True)], ["Cancel"]])


class Atlas:
    """A bot that hears places, and asks for them on "ask"."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, float] | str] = []

    async def __call__(self, update: Update, _context: Context) -> None:
        assert update.message
        if place := update.message.location:
            self.heard.append((place.latitude, place.longitude))
            await update.message.reply_text("thanks", reply_markup=ReplyKeyboardRemove())
        elif update.message.text == "ask":
            await update.message.reply_text("where?", reply_markup=ASKING)
        else:
            self.heard.append(update.message.text or "")


async def test_a_key_sends_where_the_person_is(tg: Playground) -> None:
    """The keyboard stays until it is taken away; its message shows no buttons of its own."""
    atlas, ann = Atlas(), tg.user(7, "Ann")
    async with running(tg, atlas):
        (question,) = await ann.say("ask")
        assert (ann.keys, question.labels) == (("Where I am", "Cancel"), ())
        await ann.tap("Cancel")
        await ann.tap("Where I am", at=(48.85, 2.35))
        assert ann.keys == ()
        with pytest.raises(LookupError, match="no key 'Cancel' among none"):
            await ann.tap("Cancel")
    assert atlas.heard == ["Cancel", (48.85, 2.35)]


async def test_a_place_in_a_group_reaches_the_bot_as_a_reply_only(tg: Playground) -> None:
    """Privacy mode hides a bare location; one that answers the bot arrives."""
    atlas, ann, group = Atlas(), tg.user(7, "Ann"), tg.group(-1, "Newsroom", members={7: "creator"})
    async with running(tg, atlas) as bot:
        await bot.send_message(-1, "where?")
        await ann.locate(1.0, 2.0, chat=group)
        await ann.locate(50.45, 30.52, to=tg.messages(group)[0])
        await ann.locate(3.0, 4.0)
    assert atlas.heard == [(50.45, 30.52), (3.0, 4.0)]


async def test_nobody_is_nowhere(tg: Playground) -> None:
    """Degrees end at the poles."""
    with pytest.raises(ValueError, match="no such place"):
        await tg.user(7, "Ann").locate(91, 0)


async def started(tg: Playground) -> Person:
    """A person who talks to the bot."""
    ann = tg.user(7, "Ann")
    ann.user.started = True
    return ann


async def test_of_two_keys_with_one_text_the_first_is_tapped(tg: Playground, bot: Bot) -> None:
    """Nobody can tell them apart by what they say."""
    ann = await started(tg)
    keys = [[KeyboardButton("Here", request_location=True)], [KeyboardButton("Here")]]
    await bot.send_message(7, "where?", reply_markup=ReplyKeyboardMarkup(keys))
    await bot.get_updates(timeout=0, allowed_updates=["inline_query"])
    await ann.tap("Here")
    assert ann.last
    assert "location" in ann.last.raw


async def test_a_keyboard_for_once_goes_with_the_first_tap(tg: Playground, bot: Bot) -> None:
    """It hides itself; another message of the bot's leaves one that stays alone."""
    ann = await started(tg)
    await bot.send_message(7, "a", reply_markup=ReplyKeyboardMarkup([["Yes"]]))
    await bot.send_message(7, "b")
    assert list(ann.keys) == ["Yes"]
    await bot.send_message(7, "c", reply_markup=ReplyKeyboardMarkup([["No"]], one_time_keyboard=True))
    await bot.get_updates(timeout=0, allowed_updates=["inline_query"])
    await ann.tap("No")
    assert list(ann.keys) == []


async def test_neither_edits_nor_channels_take_one(tg: Playground, bot: Bot) -> None:
    """There only an inline keyboard is possible."""
    await started(tg)
    sent = await bot.send_message(7, "a")
    tg.channel(-3, "Daily")
    with pytest.raises(BadRequest, match=r"(?i)inline keyboard expected"):
        await bot.send_message(-3, "a", reply_markup=ASKING)
    with pytest.raises(BadRequest, match=r"(?i)inline keyboard expected"):
        await bot.edit_message_text("b", 7, sent.message_id, reply_markup=ASKING)  # type: ignore[arg-type]  # what is refused
