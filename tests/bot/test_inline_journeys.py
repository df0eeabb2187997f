"""What people do with the bot where it is not: they ask it inline, mention it as a guest, share, and follow links."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.playground import Chat, Inline, Message, Person, Result
from storage import chats
from summarizer.types import Document
from tests.bot.asking import ask, whole
from tests.bot.conftest import Running, running, settings
from tests.bot.services.test_offers import keep

ANN, BOB = 7, 8
LATER = 60 * 24 * 365 * 50
"""Minutes: long after the seeds came."""
LETTER = (
    "The ferry over the Wye sank at Larkspur pier on Monday.\n\n"
    "“The ferry was never safe,” said Captain Tom Reed, who had sailed it for 31 years. “I told them so <b>twice</b>.”"
)
REFUSED = "This link leads to something that this chat does not have, or has no more."


def named(found: Inline, words: str) -> Result:
    return next(result for result in found.results if words in result.text)


async def follow(person: Person, link: str) -> tuple[Message, ...]:
    await person.open(link)
    return await person.until(1)


async def owned(bot: Running) -> tuple[Person, Person]:
    """Ann, whose chat has a letter, and Bob, whose chat has none."""
    await keep(bot.context.database, Document.make(LETTER), chat=ANN, minute=LATER)
    return bot.telegram.user(ANN, "Ann"), bot.telegram.user(BOB, "Bob")


async def test_a_statement_is_found_and_posted_in_any_chat(bot: Running) -> None:
    """A few letters in a group without the bot; one message with the words, who said them, and one button for all."""
    bob = bot.telegram.user(BOB, "Bob")
    elsewhere = bot.telegram.group(-1009, "Elsewhere", members={BOB: "member"}, bot="left")
    found = await bob.inline("Blinken", chat_type="supergroup")
    assert found.is_personal
    assert 0 < found.cache_time <= 60
    assert found.button == {"text": "Open Verbatim", "start_parameter": "inline"}
    result = named(found, "not the random act of a rogue unit")
    assert result.title == "Statement · Antony Blinken · U.S. Department of State"
    assert result.description.startswith("“What we’ve seen in Bucha")
    posted = await bob.choose(found, result, chat=elsewhere)
    assert posted.via_bot
    assert posted.text.startswith("Antony Blinken, U.S. secretary of state")
    assert "U.S. Department of State" in posted.text
    assert posted.labels == ("More from this source",)
    opened = await follow(bot.telegram.user(9, "Carl"), posted.button("More from this source").url or "")
    assert "not the random act of a rogue unit" in whole(opened)
    assert "Share" in opened[-1].labels
    olena = bot.telegram.user(10, "Олена", language="uk")
    again = await olena.inline("rogue unit")
    assert "not the random act of a rogue unit" in again.results[0].text


async def test_the_newest_stand_first_and_pages_follow(bot: Running) -> None:
    """An empty query shows what came last; the next page goes on where the first ended, and nothing comes twice."""
    ann, _ = await owned(bot)
    first = await ann.inline("")
    assert "ferry" in first.results[0].text
    assert first.next_offset == "20"
    assert len(first.results) == 20
    ids = [result.id for result in first.results]
    page = first
    while page.next_offset:  # to the letter: "[]" is what the library makes of ""
        assert page.next_offset.isdecimal()
        page = await ann.inline("", offset=page.next_offset)
        ids += [result.id for result in page.results]
    assert len(set(ids)) == len(ids) > 20
    assert {result.title.partition(" ")[0] for result in first.results} == {"Statement", "Figure", "Story"}
    assert (await ann.inline("", offset="9000")).results == ()
    assert (await ann.inline("", offset="-3 nonsense")).results[0].id == ids[0]
    await find_nothing(bot)


async def test_what_a_chat_brought_reaches_nobody_else(bot: Running) -> None:
    """Its owner finds and posts it, without a link that others could not open; a stranger finds nothing, in private,
    in a group, by its words, by its number and by its mark; nor does a group's member who is not the owner."""
    ann, bob = await owned(bot)
    found = await ann.inline("ferry never safe")
    mine = named(found, "The ferry was never safe")
    assert mine.buttons == ()
    assert "<b>twice</b>" in mine.text
    mark = f"q_{mine.id[2:]}"
    assert named(await ann.inline(mark), "The ferry was never safe").id == mine.id
    for query in ("ferry never safe", "Reed", "#2", "story 2", mark, f"t_{mine.id[2:24]}", "31 years"):
        other = await bob.inline(query, chat_type="supergroup")
        assert "ferry" not in "".join(result.text + result.title for result in other.results), query
    group = bot.telegram.group(-1001, "Owners", members={ANN: "creator", BOB: "member"})
    await keep(bot.context.database, Document.make(LETTER.replace("ferry", "barge")), chat=group.id, minute=LATER)
    assert "barge" in whole(await bob.say("/quotes@verbatim_bot Reed", chat=group, until=1))
    for person in (ann, bob):
        inside = await person.inline("barge", chat_type="supergroup")
        assert inside.results == ()
    assert REFUSED in whole(await follow(bob, f"https://t.me/verbatim_bot?start={mark}"))
    assert "The ferry was never safe" in whole(await follow(ann, f"https://t.me/verbatim_bot?start={mark}"))


async def find_nothing(bot: Running) -> None:
    """Nonsense, markup, other scripts, endless words: an empty list with the way into the bot."""
    bob = bot.telegram.user(BOB, "Bob")
    odd = (
        "zzz qqq",
        "<b>&amp;</b> *_[]()~`>#+-=|{}.!",
        "Київ 漢字 🙂",
        "x" * 256,
        "#999999999",
        "%_'\";--",
        "q_" + "0" * 22 + "_0",
    )
    for query in odd:
        found = await bob.inline(query)
        assert found.results == (), query
        assert found.button == {"text": "Nothing found: open the bot to add sources", "start_parameter": "inline"}
    await bob.open_button(found)
    assert "Verbatim briefs you on news" in whole(await bob.until(1))


async def test_a_guest_answers_with_what_is_public(bot: Running) -> None:
    """Mentioned in a chat where it is not: one message; what the one who asks has sent it is not told there, and
    nothing of that chat is kept."""
    ann, _ = await owned(bot)
    strange = bot.telegram.group(-1009, "Strangers", members={ANN: "member"}, bot="left")
    told = await ann.guest("@verbatim_bot Blinken rogue unit", chat=strange)
    assert "not the random act of a rogue unit" in told.text
    assert told.labels == ("More from this source",)
    none = await ann.guest("what of the ferry, @Verbatim_Bot?", chat=strange)
    assert none.text == "I found nothing about that in the public sources that I have read."
    alone = await ann.guest("@verbatim_bot", chat=strange)
    assert alone.text.startswith("Write what you are looking for behind @verbatim_bot")
    async with bot.context.database.session(readonly=True) as session:
        assert await chats.get(session, strange.id) is None
    await answer_a_claim(ann, strange)


async def answer_a_claim(ann: Person, strange: Chat) -> None:
    """Mentioned below another's claim: the passage that is closest to it, with its source."""
    await ann.say("I read that at least 1,480 civilians have been killed in Ukraine, says the UN.", chat=strange)
    assert ann.last
    told = await ann.guest("@verbatim_bot", chat=strange, to=ann.last)
    assert "At least 1,480 civilians have been killed in Ukraine and 2,195 injured" in told.text


async def test_a_story_is_shared_and_opened(bot: Running) -> None:
    """The button below a story puts its number behind the bot's name; what is posted leads everybody to it. A group's
    own story has no such button: whoever presses has another story of that number."""
    bob = bot.telegram.user(BOB, "Bob")
    (*_, message) = await ask(bob, "/story 1")
    pressed = await bob.press(message, "Share")
    found = await bob.inline(pressed.switch or "")
    assert found.results[0].title.startswith("Story · Atrocities in Bucha")
    posted = await bob.choose(
        found, 0, chat=bot.telegram.group(-1009, "Elsewhere", members={BOB: "member"}, bot="left")
    )
    assert "4 sources" in posted.text
    link = posted.button("The whole story").url or ""
    assert whole(await follow(bot.telegram.user(9, "Carl"), link)).startswith("#1 Atrocities in Bucha")
    group = bot.telegram.group(-1001, "Owners", members={ANN: "creator", BOB: "member"})
    ann = bot.telegram.user(ANN, "Ann")
    await keep(bot.context.database, Document.make(LETTER), chat=group.id, minute=LATER)
    assert "Share" not in last(await ask(ann, "/story@verbatim_bot 2", chat=group)).labels
    assert "Share" in last(await ask(ann, "/story@verbatim_bot 1", chat=group)).labels


async def test_links_of_all_kinds_are_answered_in_groups_too(bot: Running) -> None:
    """A payload behind /start in a group is opened there as that group sees it; an unknown one is a greeting."""
    ann, _ = await owned(bot)
    mine = named(await ann.inline("ferry never safe"), "The ferry was never safe")
    public = (await ann.inline("rogue unit")).results[0]
    group = bot.telegram.group(-1001, "Owners", members={ANN: "creator"})
    for payload in (f"q_{mine.id[2:]}", f"t_{mine.id[2:24]}", "q_" + "0" * 22 + "_0", "t_" + "f" * 22):
        assert REFUSED in whole(await ask(ann, f"/start@verbatim_bot {payload}", chat=group)), payload
    opened = whole(await ask(ann, f"/start@verbatim_bot t_{public.id[2:24]}", chat=group))
    assert opened.startswith("#1 ")
    for payload in ("q_2_3", "t_2", "t_" + "0" * 21, "q_" + "0" * 22):
        assert whole(await ask(ann, f"/start {payload}")).startswith(REFUSED), payload
    for payload in ("inline", "hospital", "<b>", "x" * 64):
        assert "Verbatim briefs you on news" in whole(await ask(ann, f"/start {payload}")), payload
    assert "Add me to a group" not in last(await ask(ann, "/start@verbatim_bot", chat=group)).labels
    *_, greeting = await ask(ann, "/start")
    assert greeting.button("Add me to a group").url == "https://t.me/verbatim_bot?startgroup=add"


async def test_a_bot_that_is_not_open_tells_strangers_nothing(seeded: Path, tmp_path: Path) -> None:
    """Neither inline nor as a guest; whom it knows it answers."""
    shutil.copy(seeded, tmp_path / "verbatim.db")
    async with running(settings(tmp_path, access="listed", allowed_chats=str(ANN))) as bot:
        ann, bob = bot.telegram.user(ANN, "Ann"), bot.telegram.user(BOB, "Bob")
        strange = bot.telegram.group(-1009, "Strangers", members={ANN: "member", BOB: "member"}, bot="left")
        refused = await bob.inline("Blinken")
        assert refused.results == ()
        assert refused.button
        assert "Blinken" not in (await bob.guest("@verbatim_bot Blinken", chat=strange)).text
        assert "not open to everybody" in (await bob.guest("@verbatim_bot Blinken", chat=strange)).text
        assert (await ann.inline("Blinken")).results
        assert "Blinken" in (await ann.guest("@verbatim_bot Blinken", chat=strange)).text


def last(messages: tuple[Message, ...]) -> Message:
    return messages[-1]
