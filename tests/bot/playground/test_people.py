"""What people do reaches a real python-telegram-bot application, and what it answers comes back."""

from __future__ import annotations

import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, Update
from telegram.error import BadRequest, Forbidden

from bot.playground import Playground
from tests.bot.playground.conftest import Context, running


async def echo(update: Update, _context: Context) -> None:
    """Repeats what a person says."""
    assert update.message
    await update.message.reply_text(f"You said: {update.message.text}")


async def test_an_answer_is_returned(tg: Playground) -> None:
    """What a person says is answered, and the answer is returned."""
    ann = tg.user(7, "Ann")
    async with running(tg, echo):
        (first,) = await ann.say("hello")
        (second,) = await ann.say("again")
    assert (first.text, second.text, first.chat) == ("You said: hello", "You said: again", 7)
    assert tg.messages(7) == (first, second)
    assert (tg.refused, tg.warnings) == ((), ())


async def test_a_long_text_goes_in_parts(tg: Playground) -> None:
    """Over 4,096 UTF-16 units, apps cut at a word; the bot gets several messages, and nothing is lost."""
    heard: list[str] = []

    async def listen(update: Update, _context: Context) -> None:
        assert update.message
        heard.append(update.message.text or "")

    text = " ".join(f"word{i} 😀" for i in range(1200))
    async with running(tg, listen):
        await tg.user(7, "Ann").say(text)
    assert len(heard) == 4
    assert " ".join(heard) == text


async def test_a_press_returns_the_answer_and_the_edited_message(tg: Playground) -> None:
    """A button sends its data; the note and the message as edited come back together."""

    async def page(update: Update, _context: Context) -> None:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Next", callback_data="page:2")]])
        if update.callback_query:
            await update.callback_query.answer("turned", show_alert=True)
            await update.callback_query.edit_message_text(f"got {update.callback_query.data}")
        elif update.message:
            await update.message.reply_text("page 1", reply_markup=keyboard)

    ann = tg.user(7, "Ann")
    async with running(tg, page):
        (message,) = await ann.say("/list")
        press = await ann.press(message, "Next")
    assert press.answer
    assert (press.answer.text, press.answer.alert) == ("turned", True)
    assert press.message
    assert (press.message.id, press.message.text, press.message.labels) == (message.id, "got page:2", ())
    assert press.messages == (press.message,)


async def test_an_unanswered_press_shows(tg: Playground) -> None:
    """A bot that leaves a button spinning is seen: the answer is None."""

    async def careless(update: Update, _context: Context) -> None:
        if update.message:
            button = InlineKeyboardButton("Go", callback_data="go")
            await update.message.reply_text("choose", reply_markup=InlineKeyboardMarkup([[button]]))

    ann = tg.user(7, "Ann")
    async with running(tg, careless):
        (message,) = await ann.say("hi")
        assert (await ann.press(message, "Go")).answer is None
        with pytest.raises(LookupError, match="no button 'Stop' among 'Go'"):
            await ann.press(message, "Stop")


async def test_a_button_with_an_address_opens_it(tg: Playground) -> None:
    """Such a button reaches no bot: the address is returned."""

    async def link(update: Update, _context: Context) -> None:
        assert update.message
        button = InlineKeyboardButton("Read", url="https://example.org/a#:~:text=b")
        await update.message.reply_text("here", reply_markup=InlineKeyboardMarkup([[button]]))

    ann = tg.user(7, "Ann")
    async with running(tg, link):
        (message,) = await ann.say("hi")
        assert (await ann.press(message, "Read")).url == "https://example.org/a#:~:text=b"


async def test_a_file_can_be_read_and_sent_back(tg: Playground) -> None:
    """Bytes survive upload, getFile, download and sendDocument."""
    data = bytes(range(256))

    async def back(update: Update, _context: Context) -> None:
        assert update.message
        assert update.message.document
        loaded = await (await update.message.document.get_file()).download_as_bytearray()
        await update.message.reply_document(bytes(loaded), filename="b.bin", caption=update.message.caption)

    async with running(tg, back):
        (message,) = await tg.user(7, "Ann").upload("a.bin", data, caption="/add")
    assert message.document
    assert (message.document.name, message.document.data, message.text) == ("b.bin", data, "/add")


async def test_a_file_over_the_limit_is_refused(tg: Playground) -> None:
    """Telegram gives bots nothing over 20 MB; the size can be claimed without making the file."""
    refusals: list[str] = []

    async def load(update: Update, _context: Context) -> None:
        assert update.message
        assert update.message.document
        try:
            await update.message.document.get_file()
        except BadRequest as error:
            refusals.append(error.message)

    async with running(tg, load):
        await tg.user(7, "Ann").upload("fits.txt", b"x", size=20 << 20)
        await tg.user(7, "Ann").upload("big.txt", b"x", size=30 << 20)
    assert refusals == ["File is too big"]


async def test_photos_forwards_replies_and_edits_arrive_as_such(tg: Playground) -> None:
    """Each thing a person can do arrives in the field that python-telegram-bot knows it by."""
    seen: list[str] = []

    async def note(update: Update, _context: Context) -> None:
        message = update.effective_message
        assert message
        origin = message.forward_origin.type if message.forward_origin else ""
        answered = message.reply_to_message.text if message.reply_to_message else ""
        seen.append(f"{len(message.photo)} {origin} {answered} {bool(update.edited_message)} {message.text or ''}")
        if update.message and message.text == "ask":
            await message.reply_text("what?")

    ann = tg.user(7, "Ann")
    async with running(tg, note):
        await ann.photo()
        await ann.forward("news", from_="Channel X")
        await ann.forward("news", from_="Nobody", hidden=True)
        await ann.forward("news", from_=tg.user(8, "Bob"))
        (question,) = await ann.say("ask")
        await ann.reply(question, "that")
        assert ann.last
        await ann.edit(ann.last, "this")
    assert seen[:4] == ["1   False ", "0 channel  False news", "0 hidden_user  False news", "0 user  False news"]
    assert seen[4:] == ["0   False ask", "0  what? False that", "0  what? True this"]


async def test_commands_are_marked_as_telegram_marks_them(tg: Playground) -> None:
    """A command carries its entity, in UTF-16 units, wherever it stands."""
    found: list[dict[MessageEntity, str]] = []

    async def parse(update: Update, _context: Context) -> None:
        assert update.message
        found.append(update.message.parse_entities([MessageEntity.BOT_COMMAND]))

    async with running(tg, parse):
        await tg.user(7, "Ann").say("😀 /quotes@verbatim_bot Blinken")
    assert [list(entities.values()) for entities in found] == [["/quotes@verbatim_bot"]]


async def test_a_blocked_bot_is_told_and_refused(tg: Playground) -> None:
    """Blocking sends my_chat_member; sending fails with 403 until the person writes again."""
    statuses: list[str] = []

    async def watch(update: Update, _context: Context) -> None:
        if update.my_chat_member:
            statuses.append(update.my_chat_member.new_chat_member.status)

    ann = tg.user(7, "Ann")
    async with running(tg, watch) as bot:
        with pytest.raises(Forbidden, match="can't initiate conversation"):
            await bot.send_message(7, "too early")
        await ann.say("hello")
        await ann.block()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(7, "anyone?")
        await ann.say("back")
        await bot.send_message(7, "welcome")
    assert statuses == ["kicked", "member"]
    assert [request.status for request in tg.refused] == [403, 403]


async def test_slow_bots_are_waited_for(tg: Playground) -> None:
    """A bot that computes looks quiet; `until` waits for its messages, also after the fact."""
    done = asyncio.Event()

    async def slow(update: Update, _context: Context) -> None:
        assert update.message
        await done.wait()
        await update.message.reply_text("one")
        await update.message.reply_text("two")

    ann = tg.user(7, "Ann")
    async with running(tg, slow):
        assert await ann.say("go") == ()
        done.set()
        assert [m.text for m in await ann.until(2)] == ["one", "two"]
        assert [m.text for m in await ann.say("go", until=2)] == ["one", "two"]
        with pytest.raises(TimeoutError, match="no 3 messages or edits in chat 7"):
            await ann.until(3, timeout=0.05)


async def test_a_bot_that_does_not_poll_is_not_quiet(tg: Playground) -> None:
    """An update that nobody takes ends in an error that says so."""
    ann = tg.user(7, "Ann")
    with pytest.raises(TimeoutError, match="1 updates unconfirmed"):
        await asyncio.gather(ann.say("hello"), tg.quiet(0.05))


async def test_blocking_twice_is_told_once(tg: Playground) -> None:
    """Only a change is an update; unblocking is one too."""
    statuses: list[str] = []

    async def watch(update: Update, _context: Context) -> None:
        if update.my_chat_member:
            statuses.append(update.my_chat_member.new_chat_member.status)

    ann = tg.user(7, "Ann")
    async with running(tg, watch):
        for change in (ann.block, ann.block, ann.unblock):
            await change()
    assert statuses == ["kicked", "member"]


def test_a_person_keeps_the_name_given_last(tg: Playground) -> None:
    """A group may name its members before they are introduced."""
    group = tg.group(-1, "Newsroom", members={7: "administrator"})
    ann = tg.user(7, "Ann", username="ann", language="uk")
    assert tg.user(7, "Ann", username="ann", language="uk") is ann
    assert tg.world.member(group, 7)["user"] == {
        "id": 7,
        "is_bot": False,
        "first_name": "Ann",
        "username": "ann",
        "language_code": "uk",
    }
