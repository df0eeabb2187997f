"""One window and two people after each other: nothing that is under way for one of them reaches the other."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.gates import gated, refusal
from tests.bot.browser.house import ANN, BEN, BOOK_CLUB, House

pytestmark = IN_A_BROWSER
FOR_ANN = {"answer": {"text": "For Ann alone", "alert": True, "url": None}}


async def test_whoever_was_chosen_last_is_there(room: House) -> None:
    """Ben's chats come later than Ann's, who was chosen after him: what is typed goes out as hers."""
    ann = await room.visitor()
    async with gated(ann.page, re.compile(rf"/state\?person={BEN}")) as gate:
        await ann.becomes("Ben")
        await gate.came.wait()
        await ann.becomes("Ann")
        await expect(ann.chat("Book club")).to_be_visible()
    await expect(ann.page.get_by_role("combobox", name="You are")).to_have_value(str(ANN))
    await ann.goes_to("Book club")
    await ann.asks("who says this?", "who says this?")
    assert [message["from"]["id"] for message in room.chat().messages.values()] == [ANN]


async def test_what_was_under_way_ends_with_the_person(room: House) -> None:
    """Refused words, the answer to a press, and an open dialog are Ann's: Ben finds an empty field and no window."""
    room.forgive("403")
    keys = [[{"text": "Press", "callback_data": "x"}]]
    room.told("one key", reply_markup={"inline_keyboard": keys})
    ann = await room.visitor()
    await ann.goes_to("Book club")
    page = ann.page
    async with (
        gated(page, "**/press", {"json": FOR_ANN}) as pressed,
        gated(page, "**/say", refusal("Not now.")) as said,
    ):
        await ann.presses("Press")
        await ann.box.fill("Ann's own words")
        await ann.box.press("Enter")
        await page.get_by_role("button", name="Chat info").click()
        await pressed.came.wait()
        await said.came.wait()
        await page.evaluate(f"location.hash = '#{BEN}/{BOOK_CLUB}'")
        await expect(page.get_by_role("combobox", name="You are")).to_have_value(str(BEN))
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await ann.sees("one key")
    await expect(ann.box).to_have_value("")
    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await expect(page.get_by_role("alert")).to_be_empty()


async def test_an_address_of_somebody_unknown_leads_to_somebody_known(room: House) -> None:
    """A bookmark of another start opens the page for the first of the people."""
    room.forgive("403")
    ann = await room.newcomer()
    await ann.opens(f"{room.telegram.page_url}#4242/{BOOK_CLUB}")
    await expect(ann.page.get_by_role("combobox", name="You are")).to_have_value(str(ANN))
    await expect(ann.page.get_by_role("alert")).to_be_empty()
