"""The bot's place in chats, topics, the chat picker and Telegram's limits, as people change them on the page."""

from __future__ import annotations

import pytest

from bot.playground import Playground
from bot.playground.web.cast import Cast
from tests.bot.playground.web.conftest import ANN, BEN, BOOK_CLUB, MORNING_DESK, NEWSROOM, Robot, Window


async def standing(window: Window, chat: int) -> str:
    """The bot's status in a chat, as the list of chats tells it."""
    chats = (await window.get("state"))[1]["chats"]
    return str(next(each["bot"] for each in chats if each["id"] == chat))


async def test_the_bot_is_added_promoted_demoted_and_removed(ann: Window, robot: Robot) -> None:
    """Each change is told to the bot and stands in the list of chats; added by a link it hears the link's words."""
    changes = [("add", "member"), ("promote", "administrator"), ("demote", "member"), ("remove", "kicked")]
    for action, status in changes:
        await ann.do("bot", chat=BOOK_CLUB, action=action, payload="g_1" if action == "add" else "")
        assert await standing(ann, BOOK_CLUB) == status
    updates = await robot.heard()
    told = [u["my_chat_member"]["new_chat_member"]["status"] for u in updates if "my_chat_member" in u]
    assert told == [status for _, status in changes]
    assert [u["message"].get("text") for u in updates if "message" in u] == [None, "/start@verbatim_bot g_1"]


async def test_a_channel_has_the_bot_as_an_administrator_or_not_at_all(ann: Window, robot: Robot) -> None:
    """Added again it may post again."""
    assert (await ann.post("bot", chat=MORNING_DESK, action="demote"))[0] == 400
    await ann.do("bot", chat=MORNING_DESK, action="remove")
    assert (await ann.post("bot", chat=MORNING_DESK, action="promote"))[0] == 409
    await ann.do("bot", chat=MORNING_DESK, action="add")
    assert await robot.send(MORNING_DESK, "Good morning") == 1


@pytest.mark.parametrize("action", ["add", "remove", "promote", "demote"])
async def test_members_manage_nothing(ben: Window, robot: Robot, action: str) -> None:
    """Neither the bot in a group or channel nor topics; and nothing of it reaches the bot."""
    for chat in (NEWSROOM, BOOK_CLUB, MORNING_DESK):
        assert (await ben.post("bot", chat=chat, action=action))[0] == 403
    assert (await ben.post("topic", chat=NEWSROOM, topic=2, closed=True))[0] == 403
    assert await robot.call("getUpdates") == []


async def test_a_blocked_bot_hears_nothing_until_it_is_let_in_again(ann: Window, robot: Robot) -> None:
    """It is told that it was blocked; the person is told to unblock it before writing, and Start does so too."""
    number = (await ann.do("start"))["id"]
    await ann.do("bot", chat=ANN, action="block")
    assert (await ann.post("say", chat=ANN, text="hello"))[0] == 403
    assert (await ann.post("edit", chat=ANN, id=number, text="hello"))[0] == 403
    assert (await robot.asked("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    await ann.do("bot", chat=ANN, action="unblock")
    await ann.do("say", chat=ANN, text="hello")
    await ann.do("bot", chat=ANN, action="block")
    await ann.do("start")
    assert await standing(ann, ANN) == "member"


async def test_blocking_belongs_to_private_chats(ann: Window) -> None:
    """And adding to the others."""
    assert (await ann.post("bot", chat=NEWSROOM, action="block"))[0] == 400
    assert (await ann.post("bot", chat=ANN, action="remove"))[0] == 400


async def test_closing_a_topic_is_said_once(ann: Window, robot: Robot) -> None:
    """The bot cannot write there; closing it again changes nothing."""
    for _ in range(2):
        await ann.do("topic", chat=NEWSROOM, topic=2, closed=True)
    assert len(await ann.seen(NEWSROOM)) == 1
    async with robot.session.post(
        f"{robot.url}/sendMessage", json={"chat_id": NEWSROOM, "text": "x", "message_thread_id": 2}
    ) as response:
        assert "TOPIC_CLOSED" in (await response.json())["description"]


async def test_a_chat_is_chosen_from_those_that_a_key_offers(ann: Window, robot: Robot) -> None:
    """Only what the key asks for is offered and can be chosen; the bot is told which, and is let in."""
    await ann.do("start")
    wanted = {"request_id": 5, "chat_is_channel": False, "bot_is_member": True}
    await robot.send(ANN, "Which?", reply_markup={"keyboard": [[{"text": "Choose", "request_chat": wanted}]]})
    _, offered = await ann.get("offered", chat=ANN, request_id=5)
    assert [chat["title"] for chat in offered] == ["Newsroom", "Book club"]
    assert (await ann.post("share", chat=ANN, request_id=5, shared=MORNING_DESK))[0] == 403
    assert (await ann.post("share", chat=ANN, request_id=6, shared=BOOK_CLUB))[0] == 404
    await ann.do("share", chat=ANN, request_id=5, shared=BOOK_CLUB)
    shared = [u["message"]["chat_shared"] for u in await robot.heard() if "chat_shared" in u.get("message", {})]
    assert shared == [{"request_id": 5, "chat_id": BOOK_CLUB}]
    assert await standing(ann, BOOK_CLUB) == "member"


async def test_a_chat_that_one_is_not_in_cannot_be_shared(
    tg: Playground, ann: Window, ben: Window, robot: Robot
) -> None:
    """What another person has is not offered."""
    tg.group(-1001000000009, "Elsewhere", members={ANN: "creator"})
    await ben.do("start")
    wanted = {"request_id": 5, "chat_is_channel": False}
    await robot.send(BEN, "Which?", reply_markup={"keyboard": [[{"text": "Choose", "request_chat": wanted}]]})
    _, offered = await ben.get("offered", chat=BEN, request_id=5)
    assert -1001000000009 not in [chat["id"] for chat in offered]
    assert (await ben.post("share", chat=BEN, request_id=5, shared=-1001000000009))[0] == 403
    assert (await ann.get("offered", chat=ANN, request_id=5))[0] == 404


async def test_limits_are_turned_on_and_off_while_it_runs(
    tg: Playground, cast: Cast, ben: Window, robot: Robot
) -> None:
    """A hasty bot is refused only while the limits stand, and every page is told."""
    await ben.do("start")
    async with ben.watching() as watch:
        await ben.do("strict", strict=True)
        assert (await watch.next(), (await ben.get("state"))[1]["strict"]) == ({"kind": "chats"}, True)
    for _ in range(5):
        await robot.send(cast.ben.id, "quick")
    with pytest.raises(AssertionError, match="Too Many Requests"):
        await robot.send(cast.ben.id, "too quick")
    await ben.do("strict", strict=False)
    await robot.send(cast.ben.id, "quick again")
    assert [request.status for request in tg.refused] == [429]
