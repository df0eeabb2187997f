"""What is typed or chosen is neither lost nor sent twice, however the sending goes."""

from __future__ import annotations

import json

from playwright.async_api import FilePayload, Route, expect

from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.gates import gated, refusal
from tests.bot.browser.house import House

pytestmark = IN_A_BROWSER
FILES: list[FilePayload] = [
    {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": name.encode()} for name in ("first", "second")
]


async def test_refused_words_come_back_before_what_was_typed_since(room: House) -> None:
    """The sending fails while the next sentence is begun: both stand in the field."""
    room.forgive("500")
    ann = await room.visitor()
    await ann.goes_to("Book club")
    async with gated(ann.page, "**/say", refusal("That did not work.", 500)):
        await ann.box.fill("the first sentence")
        await ann.box.press("Enter")
        await ann.box.press_sequentially("the second")
    await expect(ann.page.get_by_role("alert")).to_contain_text("That did not work.")
    assert (await ann.box.input_value()).split() == ["the", "first", "sentence", "the", "second"]


async def test_files_go_once_each(room: House) -> None:
    """A caption that is too long stops them before the first has gone; after a failure only the others go again."""
    room.forgive("500")
    ann = await room.visitor()
    await ann.goes_to("Book club")
    tries: list[int] = []

    async def fail_second(route: Route) -> None:
        tries.append(1)
        await (route.fulfill(**refusal("Try again.", 500)) if len(tries) == 2 else route.continue_())

    await ann.page.route("**/upload", fail_second)
    await ann.page.locator("#file").set_input_files(FILES)
    dialog = ann.page.get_by_role("dialog")
    send = dialog.get_by_role("button", name="Send")
    await dialog.get_by_label("Caption").fill("x" * 1_100)
    await send.click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Shorten it")
    assert tries == []
    await dialog.get_by_label("Caption").fill("two files")
    await send.click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Try again.")
    await send.click()
    await expect(dialog).to_be_hidden()
    await ann.sees("second.txt")
    names = [message["document"]["file_name"] for message in room.chat().messages.values()]
    assert names == ["first.txt", "second.txt"]


async def test_a_late_answer_does_not_stand_for_a_newer_question(room: House) -> None:
    """Somebody types on while the first words are searched: what is offered in the end is for all of them."""
    ann = await room.visitor()
    await ann.goes_to("Book club")
    first: list[Route] = []

    async def answer(route: Route) -> None:
        query = json.loads(route.request.post_data or "")["query"]
        if query == "Blin":
            first.append(route)
        else:
            await route.fulfill(json=offered(query))

    await ann.page.route("**/inline", answer)
    async with ann.page.expect_request("**/inline"):
        await ann.box.fill("@verbatim_bot Blin")
    await ann.box.press_sequentially("ken")
    await first[0].fulfill(json=offered("Blin"))
    options = ann.page.get_by_role("listbox", name="Inline results").get_by_role("option")
    await expect(options).to_have_text(["AAbout Blinken"])


def offered(query: str) -> dict[str, object]:
    """One result that names what was asked."""
    result: dict[str, object] = {
        "id": "1",
        "type": "article",
        "title": f"About {query}",
        "text": query,
        "entities": [],
        "url": None,
    }
    return {"key": query, "results": [result], "next_offset": "", "button": None}
