"""Everything without a mouse: from the first press to a turned page, commands, actions, and where the focus is."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect

from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.house import House
from tests.bot.browser.visitor import Visitor

pytestmark = IN_A_BROWSER
FAR = 60
"""So many stops nobody would go."""
BEHIND = "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
"""Whether something has the focus that is not of the open dialog; the browser's own buttons may."""


async def tabs_to(ann: Visitor, target: Locator, key: str = "Tab") -> None:
    """Presses Tab until the focus is there; each stop on the way is something that is seen."""
    for _ in range(FAR):
        await ann.page.keyboard.press(key)
        stop = ann.page.locator(":focus")
        if await stop.count():  # between the last stop and the first one the browser itself has the focus
            await expect(stop).to_be_visible()
            if await target.count() and await target.evaluate("e => e === document.activeElement"):
                return
    raise AssertionError(f"not reached by {key}: {target}")


async def test_from_the_first_briefing_to_a_turned_page(house: House) -> None:
    """Start, a command, and a button below its answer: with Tab, Enter and letters."""
    ann = await house.visitor()
    start = ann.page.get_by_role("button", name="Start", exact=True)
    await tabs_to(ann, start)
    await ann.page.keyboard.press("Enter")
    await ann.sees("Briefing of 4 sources")
    await tabs_to(ann, ann.box)
    await ann.page.keyboard.type("/quotes")
    await ann.page.keyboard.press("Escape")
    await ann.page.keyboard.press("Enter")
    number = await ann.number(await ann.sees("Statements · 39 in all"))
    await tabs_to(ann, ann.button("More ›"), "Shift+Tab")
    await ann.page.keyboard.press("Enter")
    await expect(ann.numbered(number)).to_contain_text("Page 2 of")
    await expect(ann.button("More ›")).to_be_focused()


async def test_a_command_is_chosen_from_the_list(house: House) -> None:
    """A slash opens it, letters narrow it, arrows move in it, Enter sends what is chosen, Escape closes it."""
    ann = await house.visitor()
    await ann.starts()
    await ann.box.focus()
    await ann.page.keyboard.type("/")
    commands = ann.page.get_by_role("listbox", name="Commands")
    assert await commands.get_by_role("option").count() > 20
    await ann.page.keyboard.press("Escape")
    await expect(commands).to_be_hidden()
    await expect(ann.box).to_have_value("/")
    await ann.page.keyboard.type("priv")
    await expect(commands.get_by_role("option")).to_have_count(1)
    await expect(commands.get_by_role("option")).to_contain_text("what I keep, and who sees it")
    await ann.page.keyboard.press("ArrowDown")
    await ann.page.keyboard.press("Enter")
    if await ann.box.input_value():
        await ann.page.keyboard.press("Enter")
    await expect(ann.log.get_by_role("article").nth(-2)).to_contain_text("/privacy")


async def test_shift_enter_breaks_the_line(house: House) -> None:
    """Enter alone sends."""
    ann = await house.visitor()
    await ann.goes_to("Book club")
    await ann.box.focus()
    await ann.page.keyboard.type("one")
    await ann.page.keyboard.press("Shift+Enter")
    await ann.page.keyboard.type("two")
    await expect(ann.box).to_have_value("one\ntwo")
    await ann.page.keyboard.press("Enter")
    await ann.sees("one\ntwo")


async def test_a_message_is_answered_by_keys(house: House) -> None:
    """Arrows lead from message to message, Enter opens the actions; a reply can be called off, or sent."""
    ann = await house.visitor()
    await ann.goes_to("Book club")
    for words in ("first words", "second words"):
        await ann.asks(words, words)
    await tabs_to(ann, await ann.sees("second words"), "Shift+Tab")
    await ann.page.keyboard.press("ArrowUp")
    await expect(await ann.sees("first words")).to_be_focused()
    await ann.page.keyboard.press("Enter")
    await expect(ann.page.get_by_role("menuitem", name="Reply")).to_be_focused()
    await ann.page.keyboard.press("Enter")
    await expect(ann.box).to_be_focused()
    await expect(ann.page.get_by_role("button", name="Cancel reply")).to_be_visible()
    await ann.page.keyboard.type("to the first")
    await ann.page.keyboard.press("Enter")
    answer = await ann.sees("to the first")
    await expect(answer.get_by_role("button", name="first words")).to_be_visible()
    await expect(ann.page.get_by_role("button", name="Cancel reply")).to_be_hidden()


async def test_an_alert_holds_the_focus_and_gives_it_back(house: House) -> None:
    """It is read out whole, nothing behind it is reached; closing it leads back to the button that was pressed."""
    ann = await house.visitor()
    await ann.goes_to("Newsroom", "Front page")
    await ann.asks("/settings", "Settings of this group")
    await ann.becomes("Ben")
    await ann.goes_to("Newsroom", "Front page")
    await ann.button("Length").focus()
    await ann.page.keyboard.press("Enter")
    alert = ann.page.get_by_role("alertdialog")
    await expect(alert).to_have_accessible_description(re.compile("only its admins change settings"))
    ok = alert.get_by_role("button", name="OK")
    for key in ("Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        assert await ann.page.evaluate(BEHIND) is False
        await ann.page.keyboard.press(key)
    await ok.focus()
    await ann.page.keyboard.press("Enter")
    await expect(ann.button("Length")).to_be_focused()
