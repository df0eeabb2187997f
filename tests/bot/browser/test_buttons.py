"""Every kind of button that a bot can put below a message or in place of a keyboard, pressed in a browser."""

from __future__ import annotations

import re
from typing import Any

import httpx
from playwright.async_api import expect

from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.house import House

pytestmark = IN_A_BROWSER
ANN = 1001
FIRE = (
    "The Larkspur flour mill in Dunmore burned down on Monday. The blaze at the Larkspur mill killed {} workers, {}"
    " said.\n\nFlames took hold of the Larkspur mill's dust extractor shortly before dawn, and Dunmore's fire chief"
    " Ruth Abara called it the worst blaze that the valley has seen."
)


async def post(house: House, method: str, **fields: Any) -> Any:
    """Something that our bot never does, and another may: a request with its token."""
    async with httpx.AsyncClient() as client:
        url = f"{house.telegram.url}/bot{house.telegram.token}/{method}"
        answer = await client.post(url, json=fields)
    return answer.raise_for_status().json()["result"]


async def test_a_list_turns_its_pages_in_place(house: House) -> None:
    """More and Earlier change the same message, and nothing is written below it."""
    ann = await house.visitor()
    await ann.starts()
    first = await ann.asks("/quotes", "Statements · 39 in all")
    number = await ann.number(first)
    await ann.presses("More ›")
    await expect(ann.numbered(number)).to_contain_text("Page 2 of")
    count = await ann.log.get_by_role("article").count()
    await ann.presses("‹ Earlier")
    await expect(ann.numbered(number)).to_contain_text("Page 1 of")
    assert await ann.log.get_by_role("article").count() == count


async def test_a_chart_comes_as_a_picture(house: House) -> None:
    """Two papers count differently; the button sends a photo, which opens large and is described by its caption."""
    ann = await house.visitor()
    await ann.starts()
    await ann.asks(FIRE.format("six", "police"), "killed six workers, police said. [1]")
    await ann.asks(FIRE.format("nine", "the hospital"), "killed nine workers, the hospital said. [1]")
    await ann.asks("/figures Larkspur", "• nine — the hospital")
    await ann.button("Chart: workers").click()
    photo = (await ann.sees("six — police")).get_by_role("img").last
    await expect(ann.log.locator("img").last).to_be_visible()
    assert await ann.log.locator("img").last.evaluate("i => i.decode().then(() => i.naturalWidth)") > 300
    await photo.click()
    large = ann.page.get_by_role("dialog")
    await expect(large.locator("img")).to_be_visible()
    await ann.page.keyboard.press("Escape")
    await expect(large).to_be_hidden()


async def test_alerts_are_closed_and_notes_pass(house: House) -> None:
    """An alert stays until it is closed; then its button has the focus again. Our bot never gives a note."""
    ann = await house.visitor()
    await ann.starts()
    keys = [[{"text": "Old", "callback_data": "no:Old"}]]
    await post(house, "sendMessage", chat_id=ANN, text="One key", reply_markup={"inline_keyboard": keys})
    await ann.presses("Old")
    await ann.closes_alert("I no longer have this list. Send the command again.")
    await expect(ann.button("Old")).to_be_focused()
    noted = {"answer": {"text": "Passing words", "alert": False, "url": ""}}
    await ann.page.route("**/press", lambda route: route.fulfill(json=noted))
    await ann.presses("Old")
    await ann.note("Passing words")


async def test_links_open_in_a_window_that_knows_nothing_of_us(house: House) -> None:
    """An address opens apart, without a way back; the bot's own links work here."""
    ann = await house.visitor()
    await ann.starts()
    away, own = "http://127.0.0.1:9/away", "https://t.me/verbatim_bot?start=hospital"
    keys = [
        [{"text": "Away", "url": away}, {"text": "Own", "url": own}, {"text": "Copy", "copy_text": {"text": "x 1"}}]
    ]
    await post(house, "sendMessage", chat_id=ANN, text="Three keys", reply_markup={"inline_keyboard": keys})
    link = ann.button("Away")
    await expect(link).to_have_attribute("href", away)
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("rel", re.compile("noopener noreferrer"))
    before = await ann.log.get_by_role("article").count()
    await ann.presses("Own")
    await expect(ann.log.get_by_role("article").nth(before + 1)).to_contain_text("Verbatim briefs you on news")
    await ann.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ann.presses("Copy")
    await ann.note("Copied")
    assert await ann.page.evaluate("navigator.clipboard.readText()") == "x 1"


async def test_a_bot_is_added_to_a_group_by_its_link(house: House) -> None:
    """“Add me to a group” offers Ann's groups; the bot is in the one that she chooses, and says hello there."""
    ann = await house.visitor()
    await ann.starts()
    await ann.presses("Add me to a group")
    await ann.page.get_by_role("dialog").get_by_role("button", name="Book club").click()
    await ann.goes_to("Book club")
    await expect(ann.log.get_by_role("article", name="Verbatim").last).to_be_visible()
    assert house.telegram.world.chats[-1001000000002].bot == "member"


async def test_a_story_is_shared_in_another_chat(house: House) -> None:
    """Share lets a chat be chosen, types the bot's name there and what is looked for; the result is posted by Ann."""
    ann = await house.visitor()
    await ann.starts()
    await ann.asks("/story 1", "4 sources, in order of publication")
    await ann.presses("Share", of="in order of publication")
    await ann.page.get_by_role("dialog").get_by_role("button", name="Book club").click()
    results = ann.page.get_by_role("listbox", name="Inline results")
    await results.get_by_role("option", name="Story · Atrocities in Bucha").click()
    posted = await ann.sees("The whole story")
    await expect(posted).to_contain_text("via @verbatim_bot")


async def test_a_place_is_shared_by_a_key(house: House) -> None:
    """The time zone is asked for; the key in place of the keyboard sends where Ann says she is."""
    ann = await house.visitor()
    await ann.starts()
    await ann.asks("/subscribe 08:00", "Choose one, or reply to this message with your city")
    await ann.presses("Share location")
    keyboard = ann.page.get_by_role("group", name="Keyboard")
    await keyboard.get_by_role("button", name="Send my location").click()
    dialog = ann.page.get_by_role("dialog", name="Where are you?")
    await dialog.get_by_label("City").select_option(label="Kathmandu")
    await dialog.get_by_role("button", name="Send this location").click()
    await ann.sees("Time zone: Asia/Kathmandu")
    await expect(keyboard).to_be_hidden()


async def test_a_long_quote_is_folded_and_unfolds(house: House) -> None:
    """Three lines and Show more; then all of it and Show less."""
    ann = await house.visitor()
    await ann.starts()
    text = " ".join(f"Word {number} of a long quotation." for number in range(60))
    quote = {"type": "expandable_blockquote", "offset": 0, "length": len(text)}
    await post(house, "sendMessage", chat_id=ANN, text=text, entities=[quote])
    message = await ann.sees("Word 59 of")
    more = message.get_by_role("button", name="Show more")
    await expect(more).to_have_attribute("aria-expanded", "false")
    folded = await message.evaluate("e => e.offsetHeight")
    await more.click()
    await expect(message.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    assert await message.evaluate("e => e.offsetHeight") > 2 * folded


async def test_who_presses_keys_of_a_keyboard_says_their_words(house: House) -> None:
    """A reply keyboard stands until it is taken away; each key sends its text."""
    ann = await house.visitor()
    await ann.starts()
    keyboard = ann.page.get_by_role("group", name="Keyboard")
    board = {"keyboard": [[{"text": "/help"}, {"text": "/privacy"}]], "resize_keyboard": True}
    await post(house, "sendMessage", chat_id=ANN, text="Keys", reply_markup=board)
    await keyboard.get_by_role("button", name="/help").click()
    await ann.sees("What I do")
    await post(house, "sendMessage", chat_id=ANN, text="Gone", reply_markup={"remove_keyboard": True})
    await expect(keyboard).to_be_hidden()


async def test_what_is_hidden_shows_when_it_is_pressed(house: House) -> None:
    """A spoiler's words are read only after a press; other formats look as they are meant."""
    ann = await house.visitor()
    await ann.starts()
    text = "bold secret code"
    kinds = [("bold", 0, 4), ("spoiler", 5, 6), ("code", 12, 4)]
    entities = [{"type": kind, "offset": offset, "length": length} for kind, offset, length in kinds]
    await post(house, "sendMessage", chat_id=ANN, text=text, entities=entities)
    message = await ann.sees("bold")
    await message.get_by_role("button", name="Hidden text").click()
    await expect(message.get_by_role("button", name="Hidden text")).to_have_count(0)
    await expect(message.locator("strong").last).to_have_text("bold")
    await expect(message.locator("code")).to_have_text("code")
