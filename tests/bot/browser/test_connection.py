"""The line between page and bot: nothing is lost on it, whatever happens to it, and the page says how it stands."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
from playwright.async_api import Browser, Locator, expect

from bot.playground import Playground
from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.gates import gated
from tests.bot.browser.house import BEN, House, opened
from tests.bot.browser.visitor import Visitor

pytestmark = IN_A_BROWSER
BROKEN = ("ERR_FAILED", "ERR_INCOMPLETE_CHUNKED", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "404")
LINE = re.compile(r"/(events|state)\?")
MOST_PAGES = 4


def line(ann: Visitor) -> Locator:
    """Where it says how the connection is."""
    return ann.page.get_by_role("status", name="Connection")


def cut(house: House) -> None:
    """Breaks the lines of all open pages, as a machine that falls asleep does."""
    assert house.telegram._page
    for stream in tuple(house.telegram._page._streams._open):
        stream.cut()


async def test_what_comes_before_the_line_is_open_is_not_lost(room: House) -> None:
    """Between reading a chat and listening to it there is a moment in which somebody writes."""
    ann = await room.newcomer()
    async with gated(ann.page, "**/events?*") as gate:
        await ann.page.goto(room.telegram.page_url + f"#1001/{room.chat().id}")
        await gate.came.wait()
        await ann.page.wait_for_timeout(400)
        room.written("in between")
    await ann.sees("in between")


async def test_a_lost_line_comes_back(room: House) -> None:
    """It is said plainly; what was missed is there afterwards, and the reader is where they were."""
    room.forgive(*BROKEN)
    long = " ".join(f"Word {number} of a long quotation." for number in range(60))
    room.told(long, entities=[{"type": "expandable_blockquote", "offset": 0, "length": len(long)}])
    room.written("read just now")
    ann = await room.visitor()
    await ann.goes_to("Book club")
    await ann.log.get_by_role("button", name="Show more").click()
    await (await ann.sees("read just now")).focus()
    await ann.page.route(LINE, lambda route: route.abort())
    cut(room)
    await expect(line(ann)).to_contain_text("Connection lost")
    room.written("Meanwhile")
    await ann.page.unroute(LINE)
    await ann.sees("Meanwhile")
    await expect(line(ann)).to_be_empty()
    await expect(ann.message("read just now")).to_be_focused()
    await expect(ann.log.get_by_role("button", name="Show less")).to_be_visible()


async def test_a_stopped_bot_and_one_that_was_started_again(chromium: Browser) -> None:
    """The page says which it is, and what to do; one sentence stands there, and loading it again shows no code."""
    async with AsyncExitStack() as server:
        telegram = await server.enter_async_context(Playground.start(page=True))
        async with opened(telegram, chromium) as house:
            house.forgive(*BROKEN)
            ann = await house.visitor()
            await ann.goes_to("Book club")
            await server.aclose()
            await expect(line(ann)).to_contain_text("Connection lost")
            await ann.box.fill("typed in vain")
            await ann.box.press("Enter")
            await expect(ann.page.get_by_role("alert")).to_contain_text("cannot be reached")
            await ann.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(seconds=20))
            await expect(line(ann)).to_contain_text("The bot has stopped. Start it again")
            async with Playground.start(page=True, port=urlsplit(telegram.url).port or 0):
                await expect(line(ann)).to_contain_text("The bot was started again")
                await expect(ann.page.get_by_role("alert")).to_be_empty()
                await expect(ann.box).to_have_value("typed in vain")
                await ann.page.reload()
                assert "{" not in await ann.page.inner_text("body")


async def test_the_oldest_of_many_pages_sleeps_until_it_is_woken(room: House) -> None:
    """It says so, does not fight with the others, and has missed nothing when a press wakes it."""
    ann = await room.visitor()
    await ann.goes_to("Book club")
    asked: list[str] = []
    ann.page.on("request", lambda request: asked.append(request.url))
    async with AsyncExitStack() as others:
        client = await others.enter_async_context(httpx.AsyncClient())
        for _ in range(MOST_PAGES):
            url = f"{room.telegram.page_url}events?person={BEN}"
            await others.enter_async_context(client.stream("GET", url))
        await expect(line(ann)).to_contain_text("This page sleeps because others are open.")
        room.written("while it sleeps")
        await ann.page.wait_for_timeout(1_800)
        assert [url for url in asked if "/events" in url] == []
        await ann.page.get_by_role("button", name="Wake it").click()
        await ann.sees("while it sleeps")
        await expect(line(ann)).to_be_empty()
