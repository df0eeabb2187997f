"""What happens is told to every open page that may see it, and a page that is gone or slow costs nothing."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.playground import Playground
from bot.playground.belonging import set_member
from bot.playground.web.cast import Cast, settle
from tests.bot.playground.web.conftest import ANN, BEN, NEWSROOM, Robot, Window


async def test_everything_that_changes_is_told(ann: Window, robot: Robot) -> None:
    """Messages, edits, deletions, typing, keyboards and menus, in their order."""
    await ann.do("start")
    async with ann.watching() as watch:
        number = await robot.send(ANN, "One")
        await watch.until("message")
        await robot.call("editMessageText", chat_id=ANN, message_id=number, text="Two")
        await robot.call("sendChatAction", chat_id=ANN, action="typing")
        await robot.call("setMyCommands", commands=[{"command": "help", "description": "d"}])
        edit, typing, menu = [await watch.next() for _ in range(3)]
        assert (edit["kind"], edit["message"]["text"], edit["message"]["own"]) == ("edit", "Two", False)
        assert typing == {"kind": "typing", "chat": ANN, "topic": None, "action": "typing"}
        assert menu["kind"] == "menu"
        await robot.call("deleteMessage", chat_id=ANN, message_id=number)
        assert await watch.next() == {"kind": "delete", "chat": ANN, "id": number}
        await robot.send(ANN, "Keys", reply_markup={"keyboard": [[{"text": "A"}]]})
        assert (await watch.until("keyboard"))["keyboard"]["keyboard"] == [[{"text": "A"}]]


async def test_typing_names_its_topic(ann: Window, robot: Robot) -> None:
    """So that it is shown in that topic alone."""
    async with ann.watching() as watch:
        await robot.call("sendChatAction", chat_id=NEWSROOM, action="typing", message_thread_id=3)
        assert (await watch.next())["topic"] == 3


async def test_two_windows_see_their_own_and_what_they_share(ann: Window, ben: Window, robot: Robot) -> None:
    """Ben is not told of Ann's private chat, and both are told of the group."""
    async with ann.watching() as hers, ben.watching() as his, ann.watching() as again:
        await ann.do("start")
        await robot.send(ANN, "For Ann alone")
        await ben.do("say", chat=NEWSROOM, text="For both")
        for watch in (hers, again):
            seen = [(await watch.until("message"))["message"]["text"] for _ in range(3)]
            assert seen == ["/start", "For Ann alone", "For both"]
        assert (await his.until("message"))["message"]["text"] == "For both"


async def test_who_has_left_is_told_no_more(tg: Playground, cast: Cast, ann: Window, ben: Window) -> None:
    """From then on the chat is neither listed nor read nor heard."""
    async with ben.watching() as watch:
        set_member(tg.world, cast.newsroom, cast.ben.user, cast.ben.user, "left", {})
        await ann.do("say", chat=NEWSROOM, text="secret")
        tg.narrate("later")
        kinds = [(await watch.next())["kind"]]
        while kinds[-1] != "narration":
            kinds.append((await watch.next())["kind"])
    assert kinds == ["chats", "narration"]
    assert (await ben.get("chat", chat=NEWSROOM))[0] == 403


async def test_the_story_is_told_above_all_chats(tg: Playground, ann: Window) -> None:
    """A line of a narrator comes at once, and stands there for who opens the page later."""
    async with ann.watching() as watch:
        tg.narrate("Monday, 08:00: the first digest")
        assert (await watch.next())["text"] == "Monday, 08:00: the first digest"
    assert (await ann.get("state"))[1]["narration"] == "Monday, 08:00: the first digest"
    tg.narrate("")
    assert (await ann.get("state"))[1]["narration"] == ""


async def test_a_clock_that_was_moved_is_told(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages carry the time of the clock that was given, and the page is told when it jumps."""
    monkeypatch.setattr("bot.playground.web.streams.LOOK_SECONDS", 0.02)
    now = [1_649_000_000.0]
    async with Playground.start(page=True, clock=lambda: now[0]) as tg:
        window = Window(session, tg.page_url, settle(tg).ann.id)  # type: ignore[arg-type]  # it has one
        await window.do("say", chat=ANN, text="then")
        assert (await window.seen(ANN))[0]["date"] == 1_649_000_000
        async with window.watching() as watch:
            now[0] += 86_400
            assert await watch.next() == {"kind": "clock", "clock": 1_649_086_400.0}


async def test_a_quiet_stream_stays_open(ann: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment now and then tells whatever is in between that it is still in use."""
    monkeypatch.setattr("bot.playground.web.streams.LOOK_SECONDS", 0.01)
    async with ann.watching() as watch, asyncio.timeout(10):
        while (await watch.response.content.readline()) != b": still here\n":
            pass


async def test_a_slow_page_is_cut_off(tg: Playground, cast: Cast, ann: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that stops reading holds a bounded line of changes, then loses its stream; the others go on."""
    monkeypatch.setattr("bot.playground.web.streams.LONGEST_QUEUE", 20)
    where, streams = urlsplit(ann.url), tg._page._streams  # type: ignore[union-attr]  # it serves one
    with socket.create_connection((where.hostname or "", where.port or 0)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        slow.send(f"GET {where.path}events?person={ANN} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        await tg.wait_for(lambda: len(streams._open) == 1)
        async with asyncio.timeout(20):
            while streams._open:
                tg.world.add_message(cast.newsroom, cast.ben.user, {"text": "x" * 4096})
                await asyncio.sleep(0)
    async with ann.watching() as watch:
        await ann.do("say", chat=NEWSROOM, text="still here")
        assert (await watch.next())["message"]["text"] == "still here"


async def test_a_page_that_is_gone_is_forgotten(tg: Playground, ann: Window, ben: Window) -> None:
    """A closed window leaves nothing behind."""
    streams = tg._page._streams  # type: ignore[union-attr]  # it serves one
    async with ann.watching(), ben.watching():
        assert len(streams._open) == 2
    await ann.do("say", chat=ANN, text="x")
    await tg.wait_for(lambda: not streams._open)


async def test_the_oldest_of_too_many_streams_ends(
    tg: Playground, ann: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page that is one too many puts another to sleep, which is told so, that it does not come back by itself."""
    monkeypatch.setattr("bot.playground.web.streams.MOST_STREAMS", 2)
    async with ann.watching() as first, ann.watching() as second, ann.watching() as third, ann.watching() as last:
        for old in (first, second):
            assert await old.next() == {"kind": "asleep"}
            assert (await old.response.read()).strip() == b""
        tg.narrate("to those awake")
        assert [(await awake.next())["text"] for awake in (third, last)] == ["to those awake"] * 2


async def test_six_tabs_leave_a_browser_its_connections(ann: Window) -> None:
    """A browser has six of them to one server: however many pages are open, the last can still be used."""
    tabs = aiohttp.TCPConnector(limit_per_host=6)
    async with aiohttp.ClientSession(connector=tabs) as session, AsyncExitStack() as open_pages:
        for _ in range(6):
            await open_pages.enter_async_context(Window(session, ann.url, ANN).watching())
        async with asyncio.timeout(10):
            await Window(session, ann.url, ANN).do("say", chat=ANN, text="still here")


async def test_open_pages_do_not_hold_up_the_end(session: object) -> None:
    """A playground that ends closes its streams in order, at once."""
    async with Playground.start(page=True) as tg:
        window = Window(session, tg.page_url, settle(tg).ben.id)  # type: ignore[arg-type]  # it has one
        response = await window.session.get(f"{tg.page_url}events?person={BEN}")
    async with asyncio.timeout(5):
        assert (await response.read()).startswith(b"retry")
