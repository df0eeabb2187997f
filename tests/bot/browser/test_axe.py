"""What axe-core finds that shuts people out: nothing serious, in any state of the page."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.house import House
from tests.bot.browser.visitor import PHONE, Visitor

pytestmark = IN_A_BROWSER
GRAVE = frozenset({"serious", "critical"})


async def found(ann: Visitor, state: str) -> list[str]:
    """What is grave in the state that the page is in, with its place."""
    await ann.holds_still()
    response = (await Axe().run(ann.page)).response
    assert response["passes"], "axe looked at nothing"
    violations = [each for each in response["violations"] if each["impact"] in GRAVE]
    return [
        f"{state}: {each['id']} {node['target']} {node['failureSummary']}"
        for each in violations
        for node in each["nodes"]
    ]


async def walk(ann: Visitor) -> list[str]:
    """Looks at one state after the other: empty, a briefing, keys, commands, a dialog, and other chats."""
    faults = await found(ann, "empty")
    await ann.starts()
    faults += await found(ann, "briefing")
    await ann.asks("/subscribe 08:00", "Choose one, or reply to this message with your city")
    await ann.presses("Share location")
    await expect(ann.page.get_by_role("group", name="Keyboard")).to_be_visible()
    faults += await found(ann, "keyboard")
    await ann.page.get_by_role("button", name="Commands").click()
    await expect(ann.page.get_by_role("listbox", name="Commands")).to_be_visible()
    faults += await found(ann, "commands")
    await ann.page.keyboard.press("Escape")
    await ann.page.get_by_role("button", name="Chat info").click()
    await expect(ann.page.get_by_role("dialog")).to_be_visible()
    faults += await found(ann, "dialog")
    await ann.page.keyboard.press("Escape")
    return faults + await elsewhere(ann)


async def elsewhere(ann: Visitor) -> list[str]:
    """The same among other chats: a topic, inline results, actions, a channel, the list alone."""
    back = ann.page.get_by_role("button", name="Back to chats")
    if await back.is_visible():
        await back.click()
    faults = await found(ann, "list")
    await ann.goes_to("Newsroom", "Figures")
    message = await ann.asks("/figures", "Figures · 7 in all")
    faults += await found(ann, "group")
    await message.focus()
    await ann.page.keyboard.press("Enter")
    await expect(ann.page.get_by_role("menu")).to_be_visible()
    faults += await found(ann, "actions")
    await ann.page.keyboard.press("Escape")
    await ann.box.fill("@verbatim_bot rogue unit")
    await expect(ann.page.get_by_role("listbox", name="Inline results").get_by_role("option").first).to_be_visible()
    faults += await found(ann, "inline")
    await ann.box.fill("")
    if await back.is_visible():
        await back.click()
    await ann.goes_to("Morning desk")
    await ann.asks("Good morning", "Good morning")
    return faults + await found(ann, "channel")


async def test_light_on_a_desk(house: House) -> None:
    """Everywhere on a way through the page."""
    assert await walk(await house.visitor()) == []


async def test_dark_on_a_phone(house: House) -> None:
    """The same with other colours and little room."""
    ann = await house.visitor(color_scheme="dark", **PHONE)
    assert await walk(ann) == []


async def test_it_finds_what_is_wrong(house: House) -> None:
    """Without its name a button is a serious fault: the check can fail."""
    ann = await house.visitor()
    await ann.page.evaluate("document.getElementById('theme').removeAttribute('aria-label')")
    assert any("button-name" in each for each in await found(ann, "broken"))
