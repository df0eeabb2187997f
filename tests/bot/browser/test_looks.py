"""How the page holds: dark and light, on a phone, enlarged, in forced colours, with long and hostile words."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.bot.browser.chromium import IN_A_BROWSER, serving
from tests.bot.browser.house import ANN, BEN, BOOK_CLUB, House
from tests.bot.browser.visitor import Visitor

pytestmark = IN_A_BROWSER
HOSTILE = (
    "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\"> &lt;b&gt; </article>"
    " javascript:alert(1) \u202eright to left\u202c אבג דה ${1+1} {{2}} \u0007 %3Cscript%3E"
)
ENDLESS = "Donaudampfschifffahrtsgesellschaft" * 12
SCRIPT = "<img src=x onerror=window.broken=1><script>window.broken=1</script>"
ATTACK = """async ([url, body]) => {
  const asked = {method: 'POST', body: JSON.stringify({...body, text: 'from elsewhere'})};
  const form = new FormData();
  for (const [name, value] of Object.entries({...body, text: 'from elsewhere'})) form.append(name, value);
  const headers = {'Content-Type': 'application/json', 'X-Playground': '1'};
  await fetch(url + 'say', {...asked, mode: 'no-cors'}).catch(() => 0);
  await fetch(url + 'say', {method: 'POST', body: form, mode: 'no-cors'}).catch(() => 0);
  const tries = [
    fetch(url), fetch(url + 'state'), fetch(url + 'chat?chat=' + body.chat + '&person=' + body.person),
    fetch(url + 'say', asked), fetch(url + 'say', {...asked, headers}),
  ];
  return Promise.all(tries.map(t => t.then(r => r.text()).catch(e => e.name)));
}"""
"""What a page elsewhere may try: to read, and to write by all the ways that a browser has; what it learns of each."""
DARK = (
    "(c => c.reduce((a, b) => a + b) / 3)(getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))"
)
"""How light the page is, from 0 to 255."""


async def test_dark_follows_the_system_until_the_button_is_pressed(room: House) -> None:
    """The button says what is on, the choice outlasts a reload, and the system's changes are followed before it."""
    ann = await room.visitor(color_scheme="dark")
    button = ann.page.get_by_role("button", name="Dark theme")
    await expect(button).to_have_attribute("aria-pressed", "true")
    assert await ann.page.evaluate(DARK) < 60
    await ann.page.emulate_media(color_scheme="light")
    await expect(button).to_have_attribute("aria-pressed", "false")
    assert await ann.page.evaluate(DARK) > 180
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")
    await ann.opens(room.telegram.page_url)
    await expect(button).to_have_attribute("aria-pressed", "true")
    assert await ann.page.evaluate(DARK) < 60


async def journey(ann: Visitor) -> list[str]:
    """What sticks out to the right anywhere on a way through all that the page can show."""
    wide = [f"start: {each}" for each in await ann.too_wide()]
    await ann.starts()
    wide += [f"briefing: {each}" for each in await ann.too_wide()]
    await ann.asks(ENDLESS, "Taken in")
    wide += [f"long word: {each}" for each in await ann.too_wide()]
    await ann.asks("/subscribe 08:00", "Choose one, or reply to this message with your city")
    wide += [f"buttons: {each}" for each in await ann.too_wide()]
    await ann.presses("Share location")
    await expect(ann.page.get_by_role("group", name="Keyboard")).to_be_visible()
    wide += [f"keyboard: {each}" for each in await ann.too_wide()]
    await ann.page.get_by_role("button", name="Commands").click()
    await expect(ann.page.get_by_role("listbox", name="Commands")).to_be_visible()
    wide += [f"commands: {each}" for each in await ann.too_wide()]
    await ann.page.keyboard.press("Escape")
    await ann.page.get_by_role("button", name="Chat info").click()
    await expect(ann.page.get_by_role("dialog")).to_be_visible()
    wide += [f"dialog: {each}" for each in await ann.too_wide()]
    await ann.page.keyboard.press("Escape")
    return wide


async def test_a_phone_shows_the_list_or_the_chat(house: House) -> None:
    """On 320 pixels nothing has to be scrolled to the side, whatever is open; Back leads to the list and on."""
    ann = await house.visitor(viewport={"width": 320, "height": 640}, device_scale_factor=2)
    assert await journey(ann) == []
    await ann.page.get_by_role("button", name="Back to chats").click()
    await expect(ann.page.get_by_role("main")).to_be_hidden()
    assert await ann.too_wide() == []
    await ann.goes_to("Newsroom", "Figures")
    await expect(ann.chats).to_be_hidden()
    await ann.asks("/figures", "Figures · 7 in all")
    assert await ann.too_wide() == []


async def test_twice_as_large_everything_is_still_there(house: House) -> None:
    """At 200 % a window of 1280 pixels has room for 640 of the page's: nothing is cut off or scrolled to the side."""
    ann = await house.visitor(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    assert await journey(ann) == []
    await expect(ann.page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()


async def test_hostile_words_are_words(room: House) -> None:
    """Nothing of a text becomes part of the page: of messages, titles, names, files, keys, or addresses."""
    hostile(room)
    ann = await room.visitor()
    await ann.goes_to(SCRIPT)
    await ann.page.get_by_role("button", name="Chat info").click()
    await expect(ann.page.get_by_role("dialog")).to_contain_text(SCRIPT)
    await ann.page.keyboard.press("Escape")
    await ann.asks(HOSTILE, "document.title='broken'")
    await ann.acts("right to left", "Reply")
    await ann.asks("and that is all", "and that is all")
    await ann.sends_file(f"{SCRIPT}.txt", b"harmless")
    await ann.sees("script>.txt")
    await expect(ann.log.locator("article img, article script")).to_have_count(0)
    await expect(ann.page.locator("[href^='javascript:' i], [onerror]")).to_have_count(0)
    assert await ann.page.evaluate("window.broken") is None
    assert await ann.too_wide() == []


def hostile(room: House) -> None:
    """Somebody and a group with hostile names, and a message with hostile keys and addresses."""
    room.telegram.user(BEN, SCRIPT)
    chat = room.telegram.group(-1001000000009, SCRIPT, members={ANN: "creator", BEN: "member"}, topics={2: SCRIPT})
    keys = [{"text": SCRIPT, "callback_data": "x"}, {"text": "Address", "url": "javascript:window.broken=1"}]
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "JavaScript:window.broken=1"}
    room.told("tap here", chat=chat.id, entities=[link], reply_markup={"inline_keyboard": [keys]})
    room.written(HOSTILE, chat=chat.id)


async def test_a_long_text_goes_in_parts(room: House) -> None:
    """Over 4,096 characters it goes as apps send it, and every word of it stands in the chat."""
    ann = await room.visitor()
    await ann.goes_to("Book club")
    await ann.box.fill("\n".join(f"Line {number} of a long letter to the club." for number in range(200)))
    await ann.box.press("Enter")
    await ann.sees("Line 199 of a long letter")
    letters = ann.log.get_by_role("article").filter(has_text="of a long letter")
    assert await letters.count() >= 2
    await expect(letters.first).to_contain_text("Line 0 of")


async def test_with_forced_colours_everything_keeps_its_edge(room: House) -> None:
    """Where the system paints all grounds alike, keys, bubbles and the open chat are told apart by lines."""
    room.told("one key", reply_markup={"inline_keyboard": [[{"text": "Press", "callback_data": "x"}]]})
    ann = await room.visitor(forced_colors="active")
    await ann.goes_to("Book club")
    key, bubble = ann.button("Press"), (await ann.sees("one key")).locator(".bubble")
    for edged in (key, bubble):
        assert await edged.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    await expect(ann.chat("Book club")).to_have_attribute("aria-current", "page")
    assert await ann.chat("Book club").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


@pytest.mark.parametrize("address", ["", "wrong/", "../"])
async def test_who_does_not_know_the_address_gets_nothing(room: House, address: str) -> None:
    """Neither the page nor a word of why."""
    room.forgive("404")
    ann = await room.newcomer()
    answer = await ann.page.goto(f"{room.telegram.url}/{address}")
    assert answer
    assert answer.status == 404


async def test_a_page_of_another_origin_reads_and_writes_nothing(room: House) -> None:
    """Even one that knows the address: the browser tells it nothing, and the server does nothing for it."""
    room.forgive(
        "CORS",
        "favicon.ico",
        "403",
        "405",
        "ERR_FAILED",
        "ERR_BLOCKED_BY_RESPONSE",
        "X-Frame-Options",
        "frame-ancestors",
    )
    ann = await room.newcomer()
    with serving() as site:
        await ann.page.goto(site.add("/evil", "<p>Another page</p>"))
        told = await ann.page.evaluate(ATTACK, [room.telegram.page_url, {"person": ANN, "chat": BOOK_CLUB}])
    assert told == ["TypeError"] * 5
    assert room.chat().messages == {}
