"""What people send, from their side: links, lists, forwards, pastes, albums, feeds; and what they read of it."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import AsyncIterator

import pytest

from bot.playground import Message, Person
from bot.services.limits import DAY, HOUR, Limit, Limits
from storage import documents
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running
from tests.bot.news import Desk, Here, desk, page, sentences  # noqa: F401 - fixtures
from tests.sources.formats.making import make_pdf, make_word, set_lines


@pytest.fixture
async def bot(desk: Desk) -> AsyncIterator[Running]:  # noqa: F811 - pytest's way
    async with desk.run() as it:
        yield it
        assert it.telegram.refused == ()


def ann(bot: Running) -> Person:
    return bot.telegram.user(7, "Ann")


async def test_a_link_is_read_and_what_was_understood_is_said(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Title, publisher, date, language, words, and how much was found in it; then its briefing."""
    text = whole(await ask(ann(bot), f"{desk.news.base}/a/one"))
    title, stated, found, *_ = text.splitlines()
    assert title == "Taken in: Report one"
    assert stated.startswith("Wye Gazette · 5 March 2026 · English · ")
    assert stated.endswith(" words")
    assert found.startswith("5 sentences, ")
    assert "will open in spring" in text


async def test_a_link_with_a_word_about_it_is_the_link(bot: Running, desk: Desk) -> None:  # noqa: F811
    """As apps share it, with the headline, and hidden behind a word; the same page again is known."""
    first = await ask(ann(bot), f"The council of the valley opens the harbour | Wye Gazette {desk.news.base}/a/one")
    assert whole(first).startswith("Taken in: Report one")
    again = await ask(ann(bot), f"look: {desk.news.base}/a/one?utm_source=share")
    assert whole(again).startswith("I had this text already: Report one")


async def test_a_text_with_a_link_in_it_is_the_text(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Nobody who pastes an article wants the page that it mentions."""
    text = whole(await ask(ann(bot), f"{ARTICLE}\nMore at {desk.news.base}/a/one\n"))
    assert text.startswith("Taken in: Bridge over the Wye reopens")
    assert "I have not opened the links in this text. Send them alone to have me read them." in text
    assert desk.news.asked == []


async def test_a_message_that_speaks_of_a_link_is_the_link(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Fifty words to a colleague are no source, and the answer says what was read."""
    talk = "Colleagues, please look at this one before the noon meeting, because it is not what we wrote yesterday. "
    more = " I spoke with the desk, and they would like to have it by two; tell me who has time. " * 2
    text = whole(await ask(ann(bot), f"{talk}{desk.news.base}/a/one{more}"))
    assert text.startswith("Taken in: Report one")
    assert "I looked at the link, not at the words around it." in text
    assert "Colleagues" not in text


async def test_several_links_are_reported_once(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Counted, named, and each failure with its reason."""
    base = desk.news.base
    (message,) = await ask(ann(bot), f"1. {base}/a/one\n2. {base}/a/two\n3. {base}/missing")
    assert message.text.startswith("All 3 are done\n2 taken in\n1 not taken in")
    assert "• Report two (Wye Gazette, 5 March 2026): 5 statements, " in message.text
    assert f"page not found\n• {base}/missing" in message.text
    assert message.labels == ("Statements", "Figures", "Compare", "Sources")


async def test_links_sent_one_by_one_are_one_delivery(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Three messages in a row, one answer."""
    await ann(bot).say(f"{desk.news.base}/a/one", more=True)
    await ann(bot).say(f"{desk.news.base}/a/two", more=True)
    (message,) = await ann(bot).say("both are about the bridge", until=1)
    assert message.text.startswith("All 2 are done\n2 taken in")


async def test_a_page_that_changed_takes_the_place_of_the_old_one(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Sent again, the answer says what the page says otherwise; the list has it once."""
    desk.news.pages["/cost"] = page(
        "Cost of the bridge", "The repairs cost $3.2 million, the county said.", *sentences(1)
    )
    await ask(ann(bot), f"{desk.news.base}/cost")
    desk.news.pages["/cost"] = page(
        "Cost of the bridge", "The repairs cost $4.7 million, the county said.", *sentences(1)
    )
    text = whole(await ask(ann(bot), f"{desk.news.base}/cost"))
    assert text.startswith("A newer version of what I had: Cost of the bridge")
    assert "Corrected: Cost of the bridge" in text
    assert "$3.2 million" in text
    assert "$4.7 million" in text
    assert (await ask(ann(bot), "/sources"))[0].text.count("Cost of the bridge") == 1


async def test_a_known_page_that_is_away_is_told_as_it_was_read(bot: Running, desk: Desk) -> None:  # noqa: F811
    """The site has a fault now: what is stored still answers, and the reason is said."""
    desk.news.pages["/once"] = page("Once upon a time")
    await ask(ann(bot), f"{desk.news.base}/once")
    del desk.news.pages["/once"]
    text = whole(await ask(ann(bot), f"{desk.news.base}/once"))
    assert text.startswith("I had this page already: Once upon a time")
    assert "could not look at it again just now (page not found)" in text


async def test_a_forward_is_its_channels(bot: Running) -> None:
    """Publisher, address and day are those of the post; the same forward again is known, an edited one is newer."""

    async def forward(text: str) -> tuple[Message, ...]:
        return await ann(bot).forward(
            text, from_="River News", username="rivernews", number=12, date=1_770_000_000, until=1
        )

    first = await forward(ARTICLE)
    assert "River News · 2 February 2026 · English" in whole(first)
    assert any(each.get("url") == "https://t.me/rivernews/12" for each in first[0].entities)
    again = whole(await forward(ARTICLE))
    assert again.startswith("I had this text already: ")
    edited = whole(await forward(ARTICLE.replace("$3.2", "$4.7")))
    assert edited.startswith("A newer version of what I had: ")
    assert (await ask(ann(bot), "/sources"))[0].text.count("Bridge over the Wye") == 1


async def test_a_forward_of_a_person_names_them(bot: Running) -> None:
    """The name that Telegram states is the byline, also of one who hides behind it."""
    bob = bot.telegram.user(8, "Bob")
    await ann(bot).forward(ARTICLE, from_=bob, until=1)
    await ann(bot).forward(ARTICLE.replace("Wye", "Thames"), from_="Carol", hidden=True, until=1)
    async with bot.context.database.session(readonly=True) as session:
        found = await documents.visible(session, 7, limit=5)
    assert {each.byline for each in found} == {"Bob", "Carol"}


async def test_a_paste_that_telegram_cut_is_one_text(bot: Running) -> None:
    """Two messages of one long text: one document that ends as the text ends, also in a forward."""
    long = "Bridge report\n\n" + "\n\n".join(" ".join(sentences(n, 6)) for n in range(14)) + "\n\nThe end is near."
    assert len(long) > 5000
    (text,) = [whole(await ask(ann(bot), long))]
    assert text.startswith("Taken in: Bridge report")
    async with bot.context.database.session(readonly=True) as session:
        (only,) = await documents.visible(session, 7, limit=5)
    assert only.text.startswith("Bridge report")
    assert only.text.endswith("The end is near.")
    assert only.text.split() == long.split()


async def test_a_comment_beside_a_forward_is_no_source(bot: Running) -> None:
    """Apps send the comment as a message of its own; what is answered is the forward."""
    await ann(bot).say("look at this", more=True)
    text = whole(await ann(bot).forward(ARTICLE, from_="River News", until=1))
    assert text.startswith("Taken in: Bridge over the Wye reopens")


SAID = "“The bridge is safe now,” said Mayor Ann Lee on Monday, after 120 people had crossed it."
MAIL = (
    "From: Wye Gazette <desk@wye.example>\r\nTo: ann@example.org\r\nSubject: Bridge by mail\r\n"
    "Date: Thu, 05 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
)
WORD = "".join(
    f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("Bridge in Word", SAID, SAID.replace("120", "7"))
)
FILES = {
    "bridge.pdf": make_pdf([set_lines(textwrap.wrap(SAID, 60))], "/Title (The Bridge Report)"),
    "bridge.docx": make_word(WORD),
    "bridge.eml": MAIL.encode() + SAID.encode(),
    "bridge.html": page("Bridge as a page", SAID).encode(),
    "bridge.md": f"# Bridge in Markdown\n\n{SAID}\n".encode(),
}


@pytest.mark.parametrize("name", list(FILES))
async def test_a_file_is_read_by_what_it_is(bot: Running, name: str) -> None:
    """Its text is quoted, whatever it is packed in."""
    text = whole(await ann(bot).upload(name, FILES[name], mime="application/octet-stream", until=1))
    assert text.startswith("Taken in: ")
    assert "“The bridge is safe now" in text


async def test_a_caption_as_long_as_a_text_is_one(bot: Running) -> None:
    """Channels write their news below pictures; a word below a file is about the file."""
    picture = whole(await ann(bot).photo(caption=ARTICLE, until=1))
    assert picture.startswith("Taken in: Bridge over the Wye reopens")
    file = whole(await ann(bot).upload("a.txt", SAID.encode(), caption="the bridge, see page 3", until=1))
    assert "“The bridge is safe now" in file


async def test_an_album_of_files_is_one_delivery(bot: Running) -> None:
    """Two files with one caption: one report, in the order in which they were sent."""
    files = {
        "wye.txt": ARTICLE.encode(),
        "thames.md": ARTICLE.replace("Wye", "Thames").encode(),
        "x.png": b"\x89PNG\r\n",
    }
    (message,) = await ann(bot).album(files, caption="for the desk", until=1)
    assert message.text.startswith("All 3 are done\n2 taken in")
    assert message.text.index("the Wye") < message.text.index("the Thames")
    assert "a picture, which I can't read\n• x.png" in message.text


async def test_a_feed_is_followed(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Its newest articles are there at once; a second time it is known."""
    desk.news.feed("/feed.xml", "one", "two")
    (message,) = await ask(ann(bot), f"{desk.news.base}/feed.xml")
    assert message.text == "Following Wye News: 2 articles taken in."
    assert "Report two" in whole(await ask(ann(bot), "/sources"))
    (again,) = await ask(ann(bot), f"{desk.news.base}/feed.xml")
    assert again.text.startswith("This chat follows Wye News already.")


async def test_a_front_page_offers_its_feeds(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Nothing is taken in; a button follows the feed, for this chat alone."""
    link = "<link rel=alternate type='application/rss+xml' href='/feed.xml' title='All'>"
    stories = "".join(f"<a href='/a/{n}'>Story {n}</a> " for n in range(30))
    desk.news.pages["/"] = f"<html><head><title>Front</title>{link}</head><body>{stories}</body></html>"
    desk.news.feed("/feed.xml", "one")
    (offer,) = await ask(ann(bot), f"{desk.news.base}/")
    assert offer.text.startswith("This is the front page of a site and no article. Which of its feeds shall I follow?")
    (label,) = offer.labels
    press = await ann(bot).press(offer, label, until=1)
    assert press.messages[0].text == "Following Wye News: 1 article taken in."
    bob = bot.telegram.user(8, "Bob")
    (his,) = await ask(bob, "hello")
    forged = await bob.send_data(his, offer.button(label).data or "")
    assert forged.answer
    assert forged.answer.alert


async def test_a_list_of_feeds_behind_a_link_is_followed(bot: Running, desk: Desk) -> None:  # noqa: F811
    """As one in a file: nobody is asked which of them."""
    desk.news.feed("/one.xml", "one")
    desk.news.feed("/two.xml", "two", title="Usk News")
    lines = "".join(f"<outline xmlUrl='{desk.news.base}/{name}.xml'/>" for name in ("one", "two"))
    desk.news.pages["/list"] = f"<opml version='2.0'><body>{lines}</body></opml>"
    (message,) = await ask(ann(bot), f"{desk.news.base}/list")
    assert message.text.startswith("Following 2 new feeds")


async def test_a_list_of_feeds_is_followed_and_reported_once(bot: Running, desk: Desk) -> None:  # noqa: F811
    """OPML: those that are feeds are followed, those that are none are named with the reason."""
    desk.news.feed("/one.xml", "one", title="First")
    desk.news.feed("/two.xml", "two", title="Second")
    outlines = "".join(
        f"<outline type='rss' text='{name}' xmlUrl='{desk.news.base}/{name}.xml'/>" for name in ("one", "two", "gone")
    )
    opml = f"<?xml version='1.0'?><opml version='2.0'><body>{outlines}</body></opml>".encode()
    text = whole(await ann(bot).upload("feeds.opml", opml, until=1))
    assert text.startswith("Following 2 new feeds.")
    assert "Not followed\n\n1: page not found\n• gone" in text


async def test_two_hundred_links_are_read_beside_everything_else_and_reported_once(
    bot: Running,
    desk: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One message counts, the chat stays answered meanwhile, and one report stands at the end."""
    monkeypatch.setattr("bot.commands.counting.SOON", 0.2)
    monkeypatch.setattr("bot.commands.counting.BETWEEN", 0.3)
    links = [f"{desk.news.base}/{'a' if number % 8 == 0 else 'none'}/{number}" for number in range(200)]
    counted, *_ = await ask(ann(bot), "/add " + "\n".join(links))
    assert counted.text.startswith("Reading ")
    assert any(message.text.startswith("Privacy") for message in await ask(ann(bot), "/privacy"))

    def done() -> list[Message]:
        return [message for message in bot.telegram.messages(7) if message.text.startswith("All 200 are done")]

    await bot.telegram.wait_for(done, timeout=60)
    await bot.telegram.quiet()
    (report,) = done()
    assert report.text.startswith("All 200 are done\n25 taken in\n175 not taken in")
    assert "and 10 more; /sources lists all" in report.text
    assert "175: page not found" in report.text
    assert [m.text for m in bot.telegram.messages(7) if m.text.startswith("Read")] == ["Read 200 of 200."]


async def test_a_file_of_links_is_read_link_by_link(bot: Running, desk: Desk) -> None:  # noqa: F811
    """As people export their bookmarks."""
    data = "\n".join(f"{desk.news.base}/a/{name}" for name in ("one", "two", "three")).encode()
    (message,) = await ann(bot).upload("links.txt", data, until=1)
    assert message.text.startswith("All 3 are done\n3 taken in")


async def test_what_was_kept_before_a_crash_is_taken_in_after_it(desk: Desk) -> None:  # noqa: F811
    """The process ends right after the message was kept: the next one answers, once."""
    async with desk.run(quiet=60) as before:
        await ann(before).say(f"{desk.news.base}/a/one")
        assert desk.telegram.messages(7) == ()
    async with desk.run():
        await desk.telegram.wait_for(lambda: desk.telegram.messages(7))
    async with desk.run():
        await desk.telegram.quiet()
    (message,) = desk.telegram.messages(7)
    assert message.text.startswith("Taken in: Report one")


async def test_a_crash_while_a_text_is_understood_loses_and_doubles_nothing(
    desk: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was stored and not understood: the next process goes on there, and says that it is new."""
    monkeypatch.setattr(Here, "go", asyncio.Event())
    async with desk.run() as before:
        await ann(before).say(f"SLOW news. {ARTICLE}", more=True)
        await ann(before).say(f"{desk.news.base}/a/one")
        await desk.telegram.wait_for(lambda: "/a/one" in desk.news.asked)
    monkeypatch.setattr(Here, "go", None)
    async with desk.run():
        await desk.telegram.wait_for(lambda: desk.telegram.messages(7))
        await desk.telegram.quiet()
    (message,) = desk.telegram.messages(7)
    assert message.text.startswith("All 2 are done\n2 taken in")


async def test_an_update_that_comes_twice_is_one_arrival(bot: Running) -> None:
    """Telegram hands out again what was not confirmed."""
    await ask(ann(bot), ARTICLE)
    assert ann(bot).last
    bot.telegram.world.updates.push("message", ann(bot).last.raw)  # type: ignore[union-attr]
    await bot.telegram.quiet()
    await asyncio.sleep(0.5)
    assert len(bot.telegram.messages(7)) == 1


async def test_more_than_the_limit_is_left_out_and_said(desk: Desk) -> None:  # noqa: F811
    """What fits is taken in; the rest is told with when to send it, also after a restart."""
    desk.changed.update(person_per_hour=3)
    async with desk.run() as bot:
        links = "\n".join(f"{desk.news.base}/a/{number}" for number in range(5))
        texts = [message.text for message in await ann(bot).say(links, until=2)]
    assert "2 things of what you sent are left out: I take 3 things an hour from one person." in texts[0]
    assert texts[0].endswith(f"The first of them: {desk.news.base}/a/3")
    assert texts[1].startswith("All 3 are done\n3 taken in")
    async with desk.run() as bot:
        (refused,) = await ask(ann(bot), f"{desk.news.base}/a/9")
        assert refused.text.startswith("1 thing of what you sent is left out")
        assert "Send the rest in 60 minutes." in refused.text or "Send the rest in 1 hour" in refused.text
        bob = bot.telegram.user(8, "Bob")
        assert whole(await ask(bob, f"{desk.news.base}/a/9")).startswith("Taken in")


async def test_add_in_a_group_is_the_admins(bot: Running, desk: Desk) -> None:  # noqa: F811
    """By /add and by answering a message with it; others read the link without its being kept."""
    group = bot.telegram.group(-1001, "Newsroom", members={7: "administrator", 8: "member"}, topics={5: "Desk"})
    bob = bot.telegram.user(8, "Bob")
    assert (await ask(bob, f"/add {desk.news.base}/a/one", chat=group))[0].text.startswith("In a group only its admins")
    glanced = whole(await ask(bob, f"/brief {desk.news.base}/a/one", chat=group))
    assert glanced.startswith("I have read this once and not kept it")
    assert "will open in spring" in glanced
    await bob.say(f"{desk.news.base}/a/two", chat=group)
    assert bob.last
    added = whole(await ann(bot).reply(bob.last, "/add", until=1))
    assert added.startswith("Taken in: Report two")
    kept = whole(await ask(ann(bot), f"/summary {desk.news.base}/a/one", chat=group))
    assert kept.startswith("Taken in: Report one")
    (topical,) = await ask(ann(bot), f"/add {desk.news.base}/a/three {desk.news.base}/a/four", chat=group, topic=5)
    assert topical.text.startswith("All 2 are done\n2 taken in")
    assert topical.topic == 5


def test_limits_are_the_operators() -> None:
    """Person before chat, hour before day."""

    made = Limits.make(person=(1, 2), chat=(3, 4), pending=5)
    assert made.limits == (
        Limit("person", 1, HOUR),
        Limit("person", 2, DAY),
        Limit("chat", 3, HOUR),
        Limit("chat", 4, DAY),
    )
