"""Somebody's first minutes: from opening the page to briefings of what they send."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.bot.asking import ARTICLE
from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.house import House, living, seeded_settings
from tests.bot.press import printing, words

pytestmark = IN_A_BROWSER
MILL = (
    b"Mill burns in Dunmore\n\n"
    b"The fire at the Larkspur mill in Dunmore killed six workers on Tuesday, police said.\n\n"
    b"It was the worst fire that the valley has seen, fire chief Ruth Abara said on Tuesday evening."
)
FERRY = "A ferry sank at Larkspur pier on Monday, killing four people, the harbour police said."


async def test_one_press_leads_to_a_briefing(house: House) -> None:
    """Nothing can be typed before Start; after it there is a briefing with its sources and buttons, and a field."""
    ann = await house.visitor()
    await expect(ann.box).to_be_hidden()
    await ann.starts()
    briefing = await ann.sees("Who said what")
    await expect(briefing).to_contain_text("1,480 civilians")
    await expect(ann.button("Evidence")).to_be_visible()
    await expect(ann.box).to_be_editable()


async def test_the_page_is_light(house: House) -> None:
    """All that the first visit loads is small, and comes from the one address of this start."""
    ann = await house.newcomer()
    loaded: dict[str, int] = {}
    ann.page.on("response", lambda answer: loaded.update({answer.url: int(answer.headers.get("content-length") or 0)}))
    await ann.opens(house.telegram.page_url)
    assert all(url.startswith(house.telegram.page_url) for url in loaded)
    assert 0 < sum(loaded.values()) < 200_000


async def test_a_link_is_read_and_briefed(seeded: Path, tmp_path: Path, chromium: Browser, hurry: None) -> None:  # noqa: ARG001 - patches
    """A page on the own machine, which the operator allowed, is told with a link to it."""
    async with printing() as press:
        press.article("/bridge", "Bridge over the Wye reopens", words("Wye"))
        given = seeded_settings(seeded, tmp_path, private_hosts=press.url.removeprefix("http://"))
        async with living(given, chromium) as house:
            ann = await house.visitor()
            await ann.starts()
            told = await ann.asks(f"{press.url}/bridge", "Taken in: Bridge over the Wye reopens")
            link = told.get_by_role("link", name="[1]").first
            assert (await link.get_attribute("href") or "").startswith(f"{press.url}/bridge#:~:text=")
            assert await link.get_attribute("rel") == "noopener noreferrer"


async def test_a_file_is_read_and_briefed(house: House) -> None:
    """It is chosen with the button, stands in the chat under its name, can be had back, and is told."""
    ann = await house.visitor()
    await ann.starts()
    await ann.sends_file("mill.txt", MILL)
    await expect(await ann.sees("Taken in: Mill burns in Dunmore")).to_contain_text("killed six workers")
    async with ann.page.expect_download() as begun:
        await (await ann.sees("mill.txt")).get_by_role("link", name="mill.txt").click()
    assert (await (await begun.value).path()).read_bytes() == MILL


async def test_a_pasted_text_is_proved_in_the_message_that_held_it(house: House) -> None:
    """Evidence answers the paste and quotes its very words; pressing what it answers leads back to it."""
    ann = await house.visitor()
    await ann.starts()
    await ann.box.focus()
    await ann.page.keyboard.insert_text(ARTICLE.strip())
    await ann.page.keyboard.press("Enter")
    pasted = await ann.number(ann.log.get_by_role("article", name="Ann").filter(has_text="Mayor Ann Lee").last)
    await ann.sees("Taken in: Bridge over the Wye reopens")
    await ann.presses("Evidence", of="Taken in")
    proof = await ann.sees("2. At least 120 people")
    answered = proof.get_by_role("button", name="The bridge over the Wye reopened on Monday")
    await expect(answered).to_be_visible()
    await answered.click()
    await expect(ann.numbered(pasted)).to_be_in_viewport()


async def test_a_forward_keeps_where_it_is_from(house: House) -> None:
    """A channel's post that is forwarded to the bot is told as the channel's."""
    ann = await house.visitor()
    await ann.starts()
    await ann.goes_to("Morning desk")
    await ann.asks(FERRY, FERRY)
    await ann.acts(FERRY, "Forward…")
    await ann.page.get_by_role("dialog").get_by_role("button", name="Verbatim").click()
    await ann.goes_to("Verbatim")
    await expect(await ann.sees("Taken in: A ferry sank")).to_contain_text("Morning desk")
    await expect(ann.log.get_by_role("article", name="Ann").last).to_contain_text("Forwarded from Morning desk")
