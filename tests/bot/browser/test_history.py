"""The list of messages while it changes: the focus stays, nothing moves that need not, and long chats are no slower."""

from __future__ import annotations

from playwright.async_api import expect

from bot.playground.content import text_content
from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.gates import refusal
from tests.bot.browser.house import ANN, NEWSROOM, House

pytestmark = IN_A_BROWSER
FRONT_PAGE, FIGURES = 2, 3
MANY = 1_000
COUNT = """() => {
  window.touched = 0;
  new MutationObserver(changes => (window.touched += changes.length))
    .observe(document.getElementById('log'), {childList: true, subtree: true, attributes: true});
}"""
"""Counts in `touched` what of the list is changed from now on."""


async def test_the_focus_stays_at_a_message_that_is_edited(house: House) -> None:
    """A press that takes its own button away, or gives it another label, leaves the focus among the new buttons."""
    ann = await house.visitor()
    await ann.starts()
    number = await ann.number(await ann.asks("/digest", "I can send you what is new at set times"))
    await ann.button("18:00").focus()
    await ann.page.keyboard.press("Enter")
    await expect(ann.numbered(number)).not_to_contain_text("I can send you what is new at set times")
    await expect(ann.numbered(number).get_by_role("group").locator(":focus")).to_have_count(1)


async def test_a_message_goes_and_all_others_stay(room: House) -> None:
    """The first one is deleted while a later one has the focus; the list of chats tells what is last now."""
    first = room.written("the first of three")
    room.written("the second of three")
    last = room.written("the third of three")
    ann = await room.visitor()
    await ann.goes_to("Book club")
    await (await ann.sees("the second of three")).focus()
    room.telegram.world.remove_message(room.chat(), first["message_id"])
    await expect(ann.message("the first of three")).to_have_count(0)
    await expect(ann.message("the second of three")).to_be_focused()
    await ann.goes_to("Verbatim")
    room.deeds().edit(room.chat(), last, text_content("the third, changed"))
    await expect(ann.chat("Book club")).to_contain_text("the third, changed")
    room.telegram.world.remove_message(room.chat(), last["message_id"])
    await expect(ann.chat("Book club")).to_contain_text("the second of three")
    room.deeds(ANN).add_bot(room.chat(), "", set())
    await expect(ann.chat("Book club")).to_contain_text("A notice")


async def test_a_quote_can_be_unfolded_in_a_narrower_window(room: House) -> None:
    """Three lines in a wide window are more in a narrow one, and none of them gets out of reach."""
    text = "word " * 24
    room.told(text, entities=[{"type": "expandable_blockquote", "offset": 0, "length": len(text)}])
    ann = await room.visitor()
    await ann.goes_to("Book club")
    more = ann.log.get_by_role("button", name="Show more")
    await expect(ann.message("word word")).to_be_visible()
    await expect(more).to_be_hidden()
    await ann.page.set_viewport_size({"width": 400, "height": 740})
    await expect(more).to_be_visible()


async def test_a_refusal_is_read_until_it_is_closed(room: House) -> None:
    """Scrolling takes no error away."""
    room.forgive("403")
    for number in range(40):
        room.written(f"number {number}")
    ann = await room.visitor()
    await ann.goes_to("Book club")
    await ann.page.route("**/say", lambda route: route.fulfill(**refusal("Not now.")))
    await ann.box.fill("words")
    await ann.box.press("Enter")
    alert = ann.page.get_by_role("alert")
    await expect(alert).to_contain_text("Not now.")
    await ann.message("number 0").scroll_into_view_if_needed()
    await expect(ann.message("number 0")).to_be_in_viewport()
    await ann.page.wait_for_timeout(200)
    await expect(alert).to_contain_text("Not now.")
    await alert.get_by_role("button", name="Close").click()
    await expect(alert).to_be_empty()


async def test_a_chat_of_a_thousand_messages(room: House) -> None:
    """An older topic shows its words, scrolling up leads to the first message, and one more touches only its place."""
    room.written("the only words about figures", chat=NEWSROOM, topic=FIGURES)
    for number in range(MANY):
        room.written(f"number {number} of many", chat=NEWSROOM, topic=FRONT_PAGE)
    ann = await room.visitor()
    await ann.goes_to("Newsroom", "Figures")
    await ann.sees("the only words about figures")
    await ann.goes_to("Newsroom", "Front page")
    first = ann.log.get_by_text("number 0 of many", exact=True)
    for _ in range(30):
        await ann.page.locator("#scroller").evaluate("e => { e.scrollTop = 0; }")
        if await first.count():
            break
        await ann.page.wait_for_timeout(150)
    await expect(ann.log.get_by_role("article")).to_have_count(MANY)
    await ann.page.evaluate(COUNT)
    room.written("one more", chat=NEWSROOM, topic=FRONT_PAGE)
    await expect(ann.message("one more")).to_have_count(1)
    assert await ann.page.evaluate("touched") < 20
