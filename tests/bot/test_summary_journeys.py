"""What people get for /summary and /brief, whatever they name or answer, in private and in groups."""

from __future__ import annotations

import re

import pytest

from bot.playground import Message, Person
from bot.playground.content import text_content
from bot.playground.messages import read_message
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running

ANN, BOB, DESK = 7, 8, -1005
AGE = "Newest source: date not stated; added "
PARAGRAPHS = "".join(f"<p>{part}</p>" for part in ARTICLE.split("\n\n")[1:])
PAGE = (
    "<html><head><meta property='og:title' content='Bridge reopens'>"
    "<meta property='og:url' content='https://www.wye-gazette.example/news/bridge?id=4'>"
    "<meta property='article:published_time' content='2022-05-03T08:00:00Z'></head>"
    f"<body><article><h1>Bridge reopens</h1>{PARAGRAPHS}</article></body></html>"
)


def ann(bot: Running) -> Person:
    return bot.telegram.user(ANN, "Ann")


def group(bot: Running) -> tuple[Person, Person]:
    """Ann administers a group, Bob is a member of it."""
    people = bot.telegram.user(ANN, "Ann"), bot.telegram.user(BOB, "Bob")
    bot.telegram.group(DESK, "Desk", members={ANN: "administrator", BOB: "member"})
    return people


async def posted(person: Person, text: str) -> Message:
    """A text of a person in the group, which the bot does not answer."""
    await person.say(text, chat=DESK)
    assert person.last
    return person.last


def story_of(message: Message) -> str:
    """The number that a list's button gives the story of the bridge."""
    return next(label for label in message.labels if "Bridge" in label).split()[0]


async def test_both_say_how_old_the_newest_source_is(bot: Running) -> None:
    """Right below the title: the seeds state no date, so it is their arrival."""
    for command in ("/brief", "/summary", "/brief refugee agency"):
        messages = await ask(ann(bot), command)
        assert messages[0].text.splitlines()[1].startswith(AGE), command


async def test_a_dated_page_is_as_old_as_it_says(bot: Running) -> None:
    """The date that the page states, and how long ago that is."""
    await ann(bot).upload("bridge.html", PAGE.encode(), until=1)
    told = whole(await ask(ann(bot), "/summary bridge"))
    assert re.search(r"^Newest source: 3 May 2022, \d+ (months|years) ago$", told, re.MULTILINE)


@pytest.mark.parametrize("form", ["{}", "story {}", "{} short"])
async def test_a_story_is_told_by_its_number(bot: Running, form: str) -> None:
    """With its title, and nothing of other stories; so does the number alone."""
    await ask(ann(bot), ARTICLE)
    number = story_of((await ask(ann(bot), "/quotes"))[0])
    for typed in (form.format(number), form.format(number.lstrip("#"))):
        for command in ("/brief", "/summary"):
            told = whole(await ask(ann(bot), f"{command} {typed}"))
            assert f"\n{number} Bridge over the Wye reopens\n" in told, typed
            assert "Blinken" not in told


async def test_a_topic_within_a_story(bot: Running) -> None:
    """Words behind the number are looked for in the story alone."""
    await ask(ann(bot), ARTICLE)
    number = story_of((await ask(ann(bot), "/quotes"))[0])
    assert "120 people crossed it" in whole(await ask(ann(bot), f"/brief {number} crossed"))
    (message,) = await ask(ann(bot), f"/brief {number} Bucha")
    assert message.text.startswith(f"I found no source for “{number} Bucha”.")


async def test_a_story_that_is_not_there(bot: Running) -> None:
    """The same answer as elsewhere; a number alone might be a word of a text as well."""
    elsewhere = (await ask(ann(bot), "/quotes #77"))[0].text
    for typed in ("#77", "#77 hospital", "full #77"):
        (message,) = await ask(ann(bot), f"/summary {typed}")
        assert message.text == elsewhere, typed
    (message,) = await ask(ann(bot), "/summary 77")
    assert message.text == "I have no story 77 here, and no source has “77”."


async def test_a_story_in_another_language(bot: Running) -> None:
    """It is there and cannot be told: the answer says why."""
    german = "Die Brücke über die Wye ist nach der Reparatur wieder offen, sagte die Bürgermeisterin am Montag. " * 3
    await ask(ann(bot), german)
    number = (await ask(ann(bot), "/stories"))[0].text.split("\n\n")[1].split()[0]
    (message,) = await ask(ann(bot), f"/brief {number}")
    assert message.text == "It seems to be in German. I read English only so far: the text is kept, nothing is quoted."


async def test_a_link_behind_a_word(bot: Running) -> None:
    """Its address stands where the word stood, also behind letters that Telegram counts twice."""
    await ann(bot).upload("bridge.html", PAGE.encode(), until=1)
    content = text_content("/summary 😀 a crossed a")
    link = {"type": "text_link", "offset": 22, "length": 1, "url": "https://wye-gazette.example/news/bridge?id=4"}
    ann(bot)._send(None, content | {"entities": [*content.get("entities", []), link]})
    assert whole(await ann(bot).until(1)).startswith("Summary: 😀 a crossed\nNewest source: 3 May 2022")


async def test_a_summary_lists_what_it_cites(bot: Running) -> None:
    """Its own title, and its sources are those that its marks name, from 1 on."""
    text = whole(await ask(ann(bot), "/summary"))
    head, _, listed = text.partition("\nSources\n")
    assert {int(number) for number in re.findall(r"\[(\d+)\]", head)} == set(range(1, len(listed.splitlines()) + 1))
    assert head.startswith(f"Summary of {len(listed.splitlines())} sources\n")


async def test_a_greeting_says_how_old_the_newest_source_is(bot: Running) -> None:
    """Below its title, as every briefing."""
    assert f"Briefing of 4 sources\n{AGE}" in whole(await ask(ann(bot), "/start"))


async def test_words_that_no_source_has_together(bot: Running) -> None:
    """What has most of them is told, and it is said which words are missing; hardly any is nothing found."""
    text = whole(await ask(ann(bot), "/brief refugee agency Atlantis"))
    assert "No source has all of these words; these have some: “refugee agency”, not “Atlantis”" in text
    assert text.startswith("Briefing: refugee agency\n")
    (message,) = await ask(ann(bot), "/summary Atlantis Lemuria agency")
    assert message.text.startswith("I found no source for “Atlantis Lemuria agency”.")


async def test_short_and_full_choose_the_length(bot: Running) -> None:
    """Short tells less than the usual, full at least as much; two sentences make a short summary."""
    # Each in a chat of its own: messages that follow fast on each other wait for their turn.
    people = [bot.telegram.user(number, "Ann") for number in (7, 8, 9)]
    lengths = zip(people, ("short", "", "full"), strict=True)
    short, usual, full = [whole(await ask(person, f"/brief {length}")) for person, length in lengths]
    assert len(short) < len(usual) <= len(full)
    assert "Who said what" in short
    summary = whole(await ask(ann(bot), "/summary short"))
    told = summary.split("\n\nSources")[0].split("\n\n")[1]
    assert len(re.findall(r"\[\d\]$", told, re.MULTILINE)) == 2


async def test_a_link_to_a_stored_page(bot: Running) -> None:
    """However it was shared, alone in a private chat or behind the command, with a topic or hidden behind a word."""
    await ann(bot).upload("bridge.html", PAGE.encode(), until=1)
    link = "http://wye-gazette.example/news/bridge/?utm_source=x&id=4#top"
    for typed in (f"/brief {link}", link, f"/summary crossed {link} short"):
        text = whole(await ask(ann(bot), typed))
        assert "120 people crossed it" in text, typed
        assert "wye-gazette" not in text.split("Sources")[0]
    bob = bot.telegram.user(BOB, "Bob")
    assert (await ask(bob, f"/brief {link}"))[0].text.startswith("There is no site of that name")


async def test_a_link_that_is_not_stored(bot: Running) -> None:
    """The bot goes for it and says why it cannot be had; for members and admins of groups too."""
    link = "http://127.0.0.1/unknown"
    for person in group(bot):
        for where in ({}, {"chat": DESK}):
            (message,) = await ask(person, f"/summary {link}", **where)
            assert message.text.startswith("This address is not on the public internet")


async def test_a_reply_in_private_takes_the_text_in(bot: Running) -> None:
    """A forwarded text that was answered with /summary is a source from then on; known, it is told as any other."""
    await ask(ann(bot), "The bridge?")
    message = ann(bot).last
    assert message
    (short,) = await ann(bot).reply(message, "/brief", until=1)
    assert short.text.startswith("That is too short for a source.")
    await ask(ann(bot), ARTICLE)
    known = ann(bot).last
    assert known
    text = whole(await ann(bot).reply(known, "/summary", until=1))
    assert text.startswith("I had this text already: Bridge over the Wye reopens")
    assert AGE in text


async def test_an_admin_of_a_group_takes_in_what_is_answered(bot: Running) -> None:
    """The text becomes a source of the group, and its words the topic within it."""
    admin, member = group(bot)
    article = await posted(member, ARTICLE)
    text = whole(await admin.reply(article, "/brief crossed", until=1))
    assert text.startswith("Taken in: Bridge over the Wye reopens\n")
    assert "120 people crossed it" in text
    assert "Wye" in whole(await ask(member, "/brief Wye", chat=DESK))


async def test_a_member_of_a_group_is_answered_without_storing(bot: Running) -> None:
    """Reading is for everybody, adding is not: the text is told and nobody finds it afterwards."""
    admin, member = group(bot)
    article = await posted(admin, ARTICLE)
    text = whole(await member.reply(article, "/brief", until=1))
    assert text.startswith("I have read this once and not kept it: in a group only its admins add sources.")
    assert "“We kept our word, and nobody was hurt" in text
    assert "Newest source: date not stated; read just now" in text
    assert (await ask(admin, "/sources Wye", chat=DESK))[0].text.startswith("I found no source")
    lacking = whole(await member.reply(article, "/summary crossed Atlantis", until=1))
    assert "This text has none of “Atlantis”" in lacking


async def test_a_member_is_told_of_a_file_too(bot: Running) -> None:
    """Also of one whose text the group has already: then as its source."""
    admin, member = group(bot)
    await member.upload("wye.md", ARTICLE.encode(), chat=DESK)
    file = member.last
    assert file
    assert whole(await member.reply(file, "/summary", until=1)).startswith("I have read this once")
    await admin.reply(file, "/add", until=1)
    text = whole(await member.reply(file, "/summary", until=1))
    assert text.startswith("Bridge over the Wye reopens\n" + AGE)


async def test_a_member_cannot_keep_the_machine_busy(bot: Running) -> None:
    """A text of a book's length is refused to those who may not add it."""
    admin, member = group(bot)
    await admin.upload("book.txt", (ARTICLE * 150).encode(), chat=DESK)
    book = admin.last
    assert book
    (message,) = await member.reply(book, "/brief", until=1)
    assert message.text.startswith("That is too large: I take up to 40,000 characters")


async def test_small_talk_and_pictures_that_are_answered(bot: Running) -> None:
    """Each gets a sentence that says what to do; a long caption is a text."""
    admin, member = group(bot)
    (short,) = await member.reply(await posted(admin, "What a day"), "/brief", until=1)
    assert short.text.startswith("That is too short for a source.")
    await admin.photo(chat=DESK)
    assert admin.last
    (picture,) = await member.reply(admin.last, "/brief", until=1)
    assert picture.text.startswith("This is a picture")
    await admin.photo(chat=DESK, caption=ARTICLE[:900])
    assert "Wye" in whole(await member.reply(admin.last, "/brief", until=1))


async def test_an_answer_of_the_bot_is_no_source(bot: Running) -> None:
    """Answered with /brief, the sources that it told of are briefed instead; it says so, and stores nothing."""
    await ask(ann(bot), ARTICLE)
    number = story_of((await ask(ann(bot), "/quotes"))[0])
    *_, last = await ask(ann(bot), f"/brief {number}")
    text = whole(await ann(bot).reply(last, "/summary", until=1))
    assert text.startswith("That is a message of mine and no source. This is what the sources say:")
    assert f"\n{number} Bridge over the Wye reopens\n" in text
    narrow = whole(await ann(bot).reply(last, "/brief crossed", until=1))
    assert f"\n{number} Bridge over the Wye reopens\n" in narrow
    assert "120 people crossed it" in narrow
    assert whole(await ask(ann(bot), "/sources")).startswith("Sources · 5 in all")


async def test_an_answer_without_buttons_says_whose_it_is(bot: Running) -> None:
    """Nobody can tell which sources it was about: the bot says what to do."""
    (help_,) = await ask(ann(bot), "/help")
    (message,) = await ann(bot).reply(help_, "/brief", until=1)
    assert message.text.startswith("That is a message of mine. I tell what sources say")
    text = whole(await ann(bot).reply(help_, "/brief refugee agency", until=1))
    assert "Briefing: refugee agency" in text


async def test_what_the_bot_told_never_comes_back_as_a_source(bot: Running) -> None:
    """Not by /add in reply, not as a forward, not pasted; nothing is stored."""
    (briefing, *_) = await ask(ann(bot), "/summary")
    me = bot.telegram.user(briefing.sender, "Verbatim")
    for answer in (
        await ann(bot).reply(briefing, "/add", until=1),
        await ann(bot).forward(briefing.text, from_=me, until=1),
        await ask(ann(bot), briefing.text),
        await ask(ann(bot), f"/add {briefing.text}"),
        await ann(bot).upload("x.txt", briefing.text.encode(), until=1),
        await ann(bot).upload("x.html", f"<article><p>{briefing.text}</p></article>".encode(), until=1),
    ):
        assert answer[0].text.startswith("That is what I have told before, and no source")
    assert whole(await ask(ann(bot), "/sources")).count("• ") == 4


async def test_the_beginning_of_a_topic_is_answered_by_nobody(bot: Running) -> None:
    """In a forum every message answers the topic's beginning: /brief there still tells the newest."""
    person = ann(bot)
    chat = bot.telegram.group(-1006, "Forum", members={ANN: "member"}, topics={5: "Ukraine"})
    raw = {"message_id": 5, "date": 1, "chat": chat.wire(), "from": person.user.wire()}
    raw |= {"forum_topic_created": {"name": "Ukraine", "icon_color": 7322096}, "message_thread_id": 5}
    beginning = read_message(raw | {"is_topic_message": True}, {})
    messages = await person.reply(beginning, "/brief", until=1)
    assert messages[0].text.startswith("Briefing of 4 sources")
    assert messages[0].topic == 5


async def test_a_message_of_another_chat_cannot_be_read(bot: Running) -> None:
    """Telegram hands out its beginning at most: the bot says what to do, unless the words name what is wanted."""
    person = ann(bot)
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1}
    for text, answer in (("/brief", "I can't read that message: it is in another chat."), ("/brief #1", "Briefing of")):
        person._send(None, text_content(text) | {"external_reply": {"origin": origin}})
        assert (await person.until(1))[0].text.startswith(answer)


async def test_what_takes_long_shows_a_sign_of_typing(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the topic where it was asked; an answer that comes at once shows none."""
    monkeypatch.setattr("bot.requests.LONG", 0.005)  # so that understanding a text takes long
    admin, member = group(bot)
    article = await posted(admin, ARTICLE)
    await ask(member, "/privacy", chat=DESK)
    assert not any(request.method == "sendChatAction" for request in bot.telegram.requests)
    await member.reply(article, "/brief", until=1)
    assert any(request.method == "sendChatAction" for request in bot.telegram.requests)


async def test_help_tells_how_to_ask(bot: Running) -> None:
    """Story numbers, links, answers to messages, lengths."""
    (message,) = await ask(ann(bot), "/help")
    for told in ("/brief #3", "/summary #3 hospital", "a link", "As an answer to a message", "/brief short"):
        assert told in message.text
