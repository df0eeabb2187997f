"""Two people and a bot among other chats: who may change what, where answers come, and what is posted elsewhere."""

from __future__ import annotations

from asyncio import gather

from playwright.async_api import expect

from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.house import BOOK_CLUB, NEWSROOM, House

pytestmark = IN_A_BROWSER
ANNOUNCED = "Verbatim: Verbatim briefs you on news"
REFUSED = "In a group only its admins change {}. Everybody may look at them: /{}."


async def test_a_member_looks_and_an_admin_changes(house: House) -> None:
    """Ben is told kindly, in words and by an alert, and nothing changes; Ann's press does what his did not."""
    ann = await house.visitor()
    await ann.goes_to("Newsroom", "Front page")
    settings = await ann.number(await ann.asks("/settings", "Settings of this group"))
    await ann.becomes("Ben")
    await ann.goes_to("Newsroom", "Front page")
    before = await ann.numbered(settings).inner_text()
    await ann.presses("Length")
    await ann.closes_alert(REFUSED.format("settings", "settings"))
    await ann.asks("/subscribe 08:00", REFUSED.format("digests", "digest"))
    assert await ann.numbered(settings).inner_text() == before
    await ann.becomes("Ann")
    await ann.goes_to("Newsroom", "Front page")
    await ann.button("Length", of="Settings of this group").click()
    await expect(ann.numbered(settings)).not_to_contain_text("Length of briefings: usual")


async def test_answers_come_in_the_topic_where_it_was_asked(house: House) -> None:
    """What was asked under Figures stands there, and not under Front page or General."""
    ann = await house.visitor()
    await ann.goes_to("Newsroom", "Figures")
    answer = await ann.asks("/figures", "Figures · 7 in all")
    await expect(answer).to_contain_text("1,480")
    for topic in ("Front page", "General"):
        await ann.goes_to("Newsroom", topic)
        await expect(ann.log.get_by_role("article").filter(has_text="7 in all")).to_have_count(0)
    topics = {message.topic for message in house.telegram.messages(NEWSROOM)}
    assert topics == {3}


async def test_a_closed_topic_takes_no_words(house: House) -> None:
    """Ann closes it in Chat info, and Ben, who may not write there now, reads so instead of a field."""
    ann, ben = await gather(house.visitor(), house.visitor("Ben"))
    await ann.goes_to("Newsroom", "Figures")
    await ben.goes_to("Newsroom", "Figures")
    await ann.page.get_by_role("button", name="Chat info").click()
    dialog = ann.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Close: Figures").click()
    await ann.page.keyboard.press("Escape")
    await ben.sees("Ann closed the topic")
    await expect(ben.box).to_be_hidden()


async def test_two_windows_see_one_chat(house: House) -> None:
    """What Ann writes comes to Ben without his doing anything, with a count where he is not looking; so do edits.

    A screen reader reads out what comes from others, once, and nothing of one's own.
    """
    ann, ben = await gather(house.visitor(), house.visitor("Ben"))
    await ann.goes_to("Newsroom", "Front page")
    await ben.goes_to("Book club")
    await ann.says("Good morning, Ben")
    await expect(ben.chats.get_by_role("button", name="Front page, 1 new")).to_be_visible()
    await ben.goes_to("Newsroom", "Front page")
    await ben.sees("Good morning, Ben")
    await ben.says("Good morning, Ann")
    await expect(ann.page.locator("#announcer")).to_have_text("Ben: Good morning, Ann")
    await ann.sees("Good morning, Ann")
    await ann.acts("Good morning, Ben", "Edit")
    await expect(ann.box).to_have_value("Good morning, Ben")
    await ann.says("Good evening, Ben")
    await expect(await ben.sees("Good evening, Ben")).to_contain_text("edited")
    await ann.acts("Good evening, Ben", "Delete")
    await ann.page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    await expect(ben.log.get_by_role("article").filter(has_text="Good evening, Ben")).to_have_count(0)


async def test_switching_people_leaves_nothing_behind(house: House) -> None:
    """Ben finds nothing of what Ann and the bot said in private, nor of what was read out, nor her unsent words."""
    ann = await house.visitor()
    await ann.starts()
    await ann.box.fill("not yet sent")
    await expect(ann.page.locator("#announcer")).to_contain_text(ANNOUNCED)
    await ann.becomes("Ben")
    await expect(ann.page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    left = await ann.page.text_content("body") or ""
    assert "Ben" in left
    assert ANNOUNCED not in left
    await ann.page.get_by_role("button", name="Start", exact=True).click()
    await ann.sees("Briefing of 4 sources")
    await expect(ann.box).to_have_value("")


async def test_a_statement_is_put_into_a_chat_without_the_bot(house: House) -> None:
    """Typed behind the bot's name, chosen by keys, posted by Ann, and its button opens the passage in private."""
    ann = await house.visitor()
    await ann.goes_to("Book club")
    await ann.box.press_sequentially("@verbatim_bot rogue unit")
    results = ann.page.get_by_role("listbox", name="Inline results")
    await expect(results.get_by_role("option").first).to_contain_text("Statement · Antony Blinken")
    await ann.page.keyboard.press("ArrowDown")
    await expect(results.get_by_role("option", selected=True)).to_have_count(1)
    await ann.page.keyboard.press("Home")
    await results.get_by_role("option").first.click()
    posted = await ann.sees("not the random act of a rogue unit")
    await expect(posted).to_contain_text("via @verbatim_bot")
    await expect(ann.box).to_have_value("")
    await ann.presses("More from this source")
    await expect(ann.page.get_by_role("heading", level=1)).to_contain_text("Verbatim")
    await ann.sees("not the random act of a rogue unit")


async def test_a_guest_is_asked_by_its_name(house: House) -> None:
    """Where the bot is not, its name in a message brings one answer with a source."""
    ann = await house.visitor()
    await ann.goes_to("Book club")
    await ann.box.fill("What did Blinken say of a rogue unit, @verbatim_bot")
    await ann.page.get_by_role("button", name="Send", exact=True).click()
    answer = ann.log.get_by_role("article", name="Verbatim").last
    await expect(answer).to_contain_text("rogue unit")
    assert house.telegram.world.chats[BOOK_CLUB].bot == "left"


async def test_the_bot_is_taken_out_and_put_in(house: House) -> None:
    """Ann does both in Chat info; for Ben there is nothing to press."""
    ann = await house.visitor()
    await ann.goes_to("Book club")
    info, dialog = ann.page.get_by_role("button", name="Chat info"), ann.page.get_by_role("dialog")
    await info.click()
    for action, back, status in (
        ("Add the bot", "Remove the bot", "member"),
        ("Remove the bot", "Add the bot", "kicked"),
        ("Add the bot", "Remove the bot", "member"),
    ):
        await dialog.get_by_role("button", name=action).click()
        await expect(dialog.get_by_role("button", name=back)).to_be_visible()
        assert house.chat().bot == status
    await ann.page.keyboard.press("Escape")
    await expect(ann.log.get_by_role("article").filter(has_text="Ann added Verbatim")).to_have_count(2)
    await ann.becomes("Ben")
    await ann.goes_to("Book club")
    await info.click()
    await expect(dialog).to_contain_text("Ann")
    await expect(dialog.get_by_role("button", name="Remove the bot")).to_have_count(0)
