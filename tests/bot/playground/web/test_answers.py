"""Pressed buttons and inline results: the two things on the page that wait for the bot."""

from __future__ import annotations

import asyncio

import pytest

from bot.playground import Playground
from tests.bot.playground.web.conftest import ANN, BEN, BOOK_CLUB, NEWSROOM, Json, Robot, Window

YES = {"text": "Yes", "callback_data": "yes"}


def article(number: int, **more: object) -> Json:
    """A result that becomes a text in bold."""
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    content = {"message_text": f"Text {number}", "entities": bold}
    return {"type": "article", "id": str(number), "title": f"Title {number}", "input_message_content": content} | more


async def offers(robot: Robot, *results: Json, **more: object) -> Json:
    """Answers the next inline query and returns it."""
    asked = await robot.asked("inline_query")
    await robot.call("answerInlineQuery", inline_query_id=asked["id"], results=list(results), **more)
    return asked


@pytest.mark.parametrize("alert", [True, False])
async def test_a_press_shows_what_the_bot_answers(ann: Window, robot: Robot, alert: bool) -> None:  # noqa: FBT001 - a case
    """A note or an alert comes back to who pressed."""
    await ann.do("start")
    number = await robot.send(ANN, "Sure?", [YES])
    pressed = asyncio.create_task(ann.do("press", chat=ANN, id=number, data="yes"))
    query = await robot.asked("callback_query")
    await robot.call("answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert=alert)
    assert await pressed == {"answer": {"text": "Done", "alert": alert, "url": None}}
    assert (query["data"], query["message"]["message_id"]) == ("yes", number)


async def test_a_note_is_at_most_two_hundred_characters(ann: Window, robot: Robot) -> None:
    """A longer one is refused as Telegram refuses it, and the next still counts."""
    await ann.do("start")
    number = await robot.send(ANN, "Sure?", [YES])
    pressed = asyncio.create_task(ann.do("press", chat=ANN, id=number, data="yes"))
    key = (await robot.asked("callback_query"))["id"]
    with pytest.raises(AssertionError, match="MESSAGE_TOO_LONG"):
        await robot.call("answerCallbackQuery", callback_query_id=key, text="x" * 201)
    await robot.call("answerCallbackQuery", callback_query_id=key, text="x" * 200)
    assert len((await pressed)["answer"]["text"]) == 200


async def test_only_what_a_button_holds_can_be_sent(ann: Window, robot: Robot) -> None:
    """The page forges nothing: data that no button of that message has, or no longer has, never reaches the bot."""
    await ann.do("start")
    number = await robot.send(ANN, "Sure?", [YES, {"text": "Site", "url": "https://example.org"}])
    other = await robot.send(ANN, "Other", [{"text": "No", "callback_data": "no"}])
    assert (await ann.post("press", chat=ANN, id=number, data="no"))[0] == 404
    await robot.call("editMessageReplyMarkup", chat_id=ANN, message_id=other)
    assert (await ann.post("press", chat=ANN, id=other, data="no"))[0] == 404
    assert [kind for update in await robot.heard() for kind in update if kind == "callback_query"] == []


async def test_a_bot_that_was_removed_is_not_asked(ann: Window, robot: Robot) -> None:
    """Its messages stay in the chat with their buttons, but nothing of it reaches the bot any more."""
    number = await robot.send(NEWSROOM, "Sure?", [YES])
    await ann.do("bot", chat=NEWSROOM, action="remove")
    status, answer = await ann.post("press", chat=NEWSROOM, id=number, data="yes")
    assert (status, answer["error"].startswith("The bot is not in this chat any more.")) == (409, True)
    assert not any("callback_query" in update for update in await robot.heard())


async def test_a_bot_that_does_not_answer_leaves_the_button(
    ann: Window, robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time a press has no answer, and an inline query says that the bot was silent."""
    monkeypatch.setattr("bot.playground.web.answers.PATIENCE", 0.05)
    await ann.do("start")
    number = await robot.send(ANN, "Sure?", [YES])
    assert await ann.do("press", chat=ANN, id=number, data="yes") == {"answer": None}
    assert (await ann.post("inline", chat=ANN, query="bridge"))[0] == 409


async def test_results_are_offered_and_posted(ann: Window, robot: Robot) -> None:
    """What was typed after the bot's name finds results; the chosen one stands in the chat, through the bot."""
    typed = asyncio.create_task(ann.do("inline", chat=BOOK_CLUB, query="bridge"))
    button = {"text": "More", "start_parameter": "more"}
    asked = await offers(robot, article(1), article(2, description="d"), next_offset="2", button=button)
    found = await typed
    assert (asked["query"], asked["chat_type"], asked["offset"]) == ("bridge", "supergroup", "")
    assert [(each["title"], each["description"]) for each in found["results"]] == [("Title 1", ""), ("Title 2", "d")]
    assert (found["next_offset"], found["button"]["start_parameter"]) == ("2", "more")
    await ann.do("choose", chat=BOOK_CLUB, key=found["key"], result="2")
    (message,) = await ann.seen(BOOK_CLUB)
    assert (message["text"], message["via_bot"]["username"]) == ("Text 2", "verbatim_bot")
    assert message["entities"][0]["type"] == "bold"


async def test_an_answer_is_kept_as_long_as_telegram_keeps_it(
    tg: Playground, ann: Window, ben: Window, robot: Robot
) -> None:
    """The same words ask the bot once; what is for one person alone is not shown to another, nor chosen by one."""
    for personal, asks in ((False, 0), (True, 1)):
        typed = asyncio.create_task(ann.do("inline", chat=ANN, query=f"{personal}"))
        await offers(robot, article(1), cache_time=60, is_personal=personal)
        found = await typed
        again = await ann.do("inline", chat=ANN, query=f"{personal}")
        assert again["results"] == found["results"]
        theirs = asyncio.create_task(ben.do("inline", chat=BEN, query=f"{personal}"))
        if asks:
            await offers(robot, article(1), cache_time=60, is_personal=personal)
        assert (await theirs)["results"] == found["results"]
        assert (await ben.post("choose", chat=BEN, key=found["key"], result="1"))[0] == 404
    assert len(tg.world.queries) == 3


async def test_a_posted_result_has_buttons_of_its_own(ann: Window, robot: Robot) -> None:
    """A press below it names no message but the result, as the page was told."""
    typed = asyncio.create_task(ann.do("inline", chat=NEWSROOM, query="bridge"))
    await offers(robot, article(1, reply_markup={"inline_keyboard": [[YES]]}))
    async with ann.watching() as watch:
        number = (await ann.do("choose", chat=NEWSROOM, topic=2, key=(await typed)["key"], result="1"))["id"]
        told = (await watch.until("message"))["message"]
    assert (told["message_id"], told["message_thread_id"]) == (number, 2)
    pressed = asyncio.create_task(ann.do("press", chat=NEWSROOM, id=number, data="yes"))
    query = await robot.asked("callback_query")
    await robot.call("answerCallbackQuery", callback_query_id=query["id"])
    assert (query["inline_message_id"], "message" in query) == (told["inline_id"], False)
    assert (await pressed)["answer"] == {"text": "", "alert": False, "url": None}


async def test_old_answers_are_forgotten(
    tg: Playground, ann: Window, robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many answers can still be chosen from; who chooses from an older one is told to type again."""
    monkeypatch.setattr("bot.playground.web.answers.MOST_KEPT", 1)
    keys = []
    for query in ("one", "two"):
        typed = asyncio.create_task(ann.do("inline", chat=ANN, query=query))
        await offers(robot, article(1))
        keys.append((await typed)["key"])
    assert [(await ann.post("choose", chat=ANN, key=key, result="1"))[0] for key in keys] == [404, 200]
    assert tg.refused == ()
