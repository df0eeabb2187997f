"""What people do with the bot, from their side: they type, press and read; nothing inside is looked at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.playground import Message, Person
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running, running, settings


async def test_start_greets_and_briefs_at_once(bot: Running) -> None:
    """A newcomer reads what this is, a briefing with its sources, and finds buttons."""
    messages = await ask(bot.telegram.user(7, "Ann"), "/start")
    text = whole(messages)
    assert "every sentence, quotation and figure is an exact piece of a stored source" in text
    assert "Sources\n1. " in text
    lists, proof = ("Statements", "Figures", "Compare", "Sources"), ("Evidence", "Why")
    assert messages[-1].labels == (*lists, *proof, "Daily digest", "Add me to a group")


async def test_brief_tells_who_said_what_with_marks(bot: Running) -> None:
    """The briefing quotes, counts and names its sources."""
    text = whole(await ask(bot.telegram.user(7, "Ann"), "/brief"))
    assert "1,480 civilians" in text
    assert "UN estimates" in text
    assert "Antony Blinken" in text
    assert "(Fox News, date not stated)" in text
    assert "(publisher not stated, date not stated)" in text


async def test_brief_about_a_topic_uses_the_sources_that_mention_it(bot: Running) -> None:
    """Words after /brief narrow the sources."""
    text = whole(await ask(bot.telegram.user(7, "Ann"), "/brief refugee agency"))
    assert text.startswith("Briefing: refugee agency")
    assert "1. US top diplomat departs" in text
    assert "2. " not in text.split("Sources")[1]


async def test_summary_is_sentences_and_sources_only(bot: Running) -> None:
    """No statements and no figures of their own in /summary."""
    text = whole(await ask(bot.telegram.user(7, "Ann"), "/summary"))
    assert "Sources" in text
    assert "Who said what" not in text
    assert "Figures" not in text


async def test_quotes_by_name_and_by_words(bot: Running) -> None:
    """A name gives that person's statements, in every source; other words give statements that hold them."""
    ann = bot.telegram.user(7, "Ann")
    by_name = whole(await ask(ann, "/quotes stoltenberg"))
    assert "“We have seen no indication that President Putin" in by_name
    assert "Blinken" not in by_name
    by_words = whole(await ask(ann, "/quotes rogue unit"))
    assert "random act of a rogue unit" in by_words


async def test_quotes_of_a_transcript_are_found_under_the_full_name(bot: Running) -> None:
    """SECRETARY BLINKEN in a transcript is the Antony Blinken of the reports."""
    text = whole(await ask(bot.telegram.user(7, "Ann"), "/quotes Antony Blinken"))
    assert "U.S. Department of State" in text


async def test_long_lists_turn_their_pages_in_place(bot: Running) -> None:
    """More and Earlier edit the same message; both ends have only one button."""
    ann = bot.telegram.user(7, "Ann")
    (first,) = await ask(ann, "/quotes")
    assert first.labels[0] == "More ›"
    second = (await ann.press(first, "More ›", until=1)).message
    assert second
    assert second.id == first.id
    assert "Page 2 of" in second.text
    back = (await ann.press(second, "‹ Earlier", until=1)).message
    assert back
    assert back.text == first.text


async def pressed(person: Person, message: Message, label: str) -> Message:
    """The message as it is after a press: edited in place, nothing new below it."""
    press = await person.press(message, label, until=1)
    assert press.message
    assert press.message.id == message.id
    assert press.messages == (press.message,)
    return press.message


async def test_a_list_of_statements_changes_its_order_in_place(bot: Running) -> None:
    """Newest first and back, each from its first page on; the head says which it is."""
    ann = bot.telegram.user(7, "Ann")
    (important,) = await ask(ann, "/quotes")
    assert "· most important first" in important.text.splitlines()[0]
    turned = await pressed(ann, important, "More ›")
    newest = await pressed(ann, turned, "Newest first")
    assert "· newest first" in newest.text.splitlines()[0]
    assert "Page 1 of" in newest.text
    assert (await pressed(ann, newest, "Most important first")).text == important.text


async def test_a_speaker_is_read_alone_page_by_page_and_left_again(bot: Running) -> None:
    """The button's number is the list's; pages turn inside of it; everybody comes back."""
    ann = bot.telegram.user(7, "Ann")
    (everybody,) = await ask(ann, "/quotes")
    label = next(label for label in everybody.labels if label.startswith("Antony Blinken · "))
    alone = await pressed(ann, everybody, label)
    assert alone.text.startswith(f"Statements · {label.split()[-1]} in all · by Antony Blinken")
    second = await pressed(ann, alone, "More ›")
    assert "by Antony Blinken" in second.text
    assert "Stoltenberg" not in alone.text + second.text
    newest = await pressed(ann, second, "Newest first")
    assert "by Antony Blinken · newest first" in newest.text
    assert "by Antony Blinken" not in (await pressed(ann, newest, "Everybody")).text


async def test_the_same_button_twice_is_no_error(seeded: Path, tmp_path: Path) -> None:
    """Two presses before the message has changed: the second one changes nothing, and nobody reads of an error."""
    shutil.copy(seeded, tmp_path / "verbatim.db")
    async with running(settings(tmp_path)) as bot:
        ann = bot.telegram.user(7, "Ann")
        (message,) = await ask(ann, "/quotes")
        data = message.button("Newest first").data or ""
        first = await ann.send_data(message, data, until=1)
        second = await ann.send_data(message, data)
        assert len(first.messages) == 1
        assert second.messages == ()
        assert second.answer
        assert not second.answer.text
        assert [request.method for request in bot.telegram.refused] == ["editMessageText"]


async def test_a_stale_button_says_so(bot: Running) -> None:
    """A list that is not known any more, and one that this bot never made, are answered, not ignored."""
    ann = bot.telegram.user(7, "Ann")
    (message,) = await ask(ann, "/quotes")
    for data in ("page:quotes:AbCdEfGhIjKl:1:n:", "page:nothing:x", "quotes", "page:quotes:"):
        press = await ann.send_data(message, data)
        assert press.answer
        assert press.answer.text == "I no longer have this list. Send the command again."
        assert press.messages == ()


async def test_a_speaker_who_is_gone_leaves_nothing_to_show(bot: Running) -> None:
    """The mark of nobody in this list: the bot says that nothing is left, and the list stays as it is."""
    ann = bot.telegram.user(7, "Ann")
    (message,) = await ask(ann, "/quotes")
    listing = (message.button("More ›").data or "").split(":")[2]
    press = await ann.send_data(message, f"page:quotes:{listing}:0:i:00000000")
    assert [each.text for each in press.messages] == [
        "Nothing is left of what you chose. Send the command again for what there is now."
    ]


async def test_the_buttons_of_yesterday_work_after_a_restart(seeded: Path, tmp_path: Path) -> None:
    """The bot stops and starts again on the same store: order, speaker and page of an old message are still known."""
    shutil.copy(seeded, tmp_path / "verbatim.db")
    async with running(settings(tmp_path)) as before:
        (message,) = await ask(before.telegram.user(7, "Ann"), "/quotes")
        data = message.button("Newest first").data or ""
    async with running(settings(tmp_path)) as after:
        ann = after.telegram.user(7, "Ann")
        (other,) = await ask(ann, "/quotes rogue unit")
        press = await ann.send_data(other, data, until=1)
        assert press.message
        assert press.message.text.startswith("Statements · ")
        assert "in all · newest first" in press.message.text
        bob = after.telegram.user(8, "Bob")
        (his,) = await ask(bob, "/quotes")
        stolen = await bob.send_data(his, data)
        assert stolen.answer
        assert stolen.answer.text == "I no longer have this list. Send the command again."


async def test_a_name_that_nobody_has_offers_those_who_speak(bot: Running) -> None:
    """A misspelt name offers the nearest one with a button that opens that person's statements."""
    ann = bot.telegram.user(7, "Ann")
    (message,) = await ask(ann, "/quotes stoltenburg")
    assert message.text.startswith("I found no statement for “stoltenburg”. Speakers I have: Jens Stoltenberg.")
    (opened,) = (await ann.press(message, "Jens Stoltenberg", until=1)).messages
    assert opened.text.startswith("Statements · Jens Stoltenberg · ")
    (unknown,) = await ask(ann, "/quotes Joe Smith")
    assert "Antony Blinken" in unknown.labels


async def test_one_story_is_read_alone(bot: Running) -> None:
    """By its button or by its number; what else the chat knows stays out, and all stories come back."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, ARTICLE)
    (everything,) = await ask(ann, "/quotes")
    label = next(label for label in everything.labels if label.startswith("#") and "Bridge" in label)
    story = await pressed(ann, everything, label)
    assert story.text.splitlines()[1] == "Bridge over the Wye reopens"
    assert "Ann Lee" in story.text
    assert "Blinken" not in story.text
    assert (await pressed(ann, story, "All stories")).text == everything.text
    number = label.split()[0]
    (typed,) = await ask(ann, f"/quotes {number}")
    assert typed.text.splitlines()[1] == "Bridge over the Wye reopens"
    (narrow,) = await ask(ann, f"/quotes story {number} xyzzy")
    assert narrow.text.startswith("I found no statement")


async def test_a_story_of_another_chat_is_as_unknown_as_none(bot: Running) -> None:
    """Bob reads nothing under the number of Ann's story, by command and by a forged button."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    await ask(ann, ARTICLE)
    (hers,) = await ask(ann, "/quotes")
    label = next(label for label in hers.labels if label.startswith("#") and "Bridge" in label)
    number = label.split()[0][1:]
    assert (await ask(bob, f"/quotes #{number}"))[0].text == f"I have no story {number} here."
    (his,) = await ask(bob, "/quotes")
    listing = (his.button("More ›").data or "").split(":")[2]
    forged = await bob.send_data(his, f"page:quotes:{listing}:0:i::{label.split()[0][1:]}", until=1)
    assert "Wye" not in whole(forged.messages)


async def test_other_words_of_another_paper_are_shown(bot: Running) -> None:
    """Two papers quote the mayor, one with another word: its wording stands below, the word marked; so do questions."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, ARTICLE)
    await ask(ann, ARTICLE.replace("nobody was hurt", "nobody was harmed").replace("Bridge over", "Wye bridge: over"))
    (message,) = await ask(ann, "/quotes Ann Lee")
    wordings = (
        "without “hurt”:\n“We kept our word, and nobody was harmed",
        "without “harmed”:\n“We kept our word, and",
    )
    assert ", in other words [" in message.text
    assert any(f"] words it, {wording}" in message.text for wording in wordings)
    assert any(entity["type"] == "italic" for entity in message.entities)


async def test_figures_say_who_says_so(bot: Running) -> None:
    """Each line has its number, what it counts and the teller, or says that the page names none."""
    text = whole(await ask(bot.telegram.user(7, "Ann"), "/figures"))
    assert "At least 1,480 civilians have been killed in Ukraine" in text
    assert "according to UN estimates" in text
    assert "— the UN refugee agency [" in text
    assert "the page names no source" in text


async def test_buttons_below_a_briefing_open_lists(bot: Running) -> None:
    """Statements, Figures and Sources answer with a list of their own, Compare with the sources side by side."""
    ann = bot.telegram.user(7, "Ann")
    *_, last = await ask(ann, "/brief")
    for label, head in (("Statements",) * 2, ("Figures",) * 2, ("Sources",) * 2, ("Compare", "4 sources side by side")):
        press = await ann.press(last, label, until=1)
        assert press.messages[0].text.startswith(head)


async def test_a_button_of_another_chat_is_not_obeyed(bot: Running) -> None:
    """What a list's button carries works only in the chat where the list was shown."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    (hers,) = await ask(ann, "/quotes")
    (his,) = await ask(bob, "/quotes")
    press = await bob.send_data(his, hers.button("More ›").data or "")
    assert press.answer
    assert press.answer.text == "I no longer have this list. Send the command again."
    assert press.messages == ()


async def test_a_pasted_text_is_taken_in_and_briefed(bot: Running) -> None:
    """A text sent in a private chat comes back as a briefing of it."""
    messages = await ask(bot.telegram.user(7, "Ann"), ARTICLE)
    text = whole(messages)
    assert text.startswith("Taken in: Bridge over the Wye reopens")
    assert "“We kept our word, and nobody was hurt" in text
    assert "120 people crossed it" in text


async def test_what_a_chat_adds_is_seen_by_that_chat_alone(bot: Running) -> None:
    """Bob finds nothing of what Ann added, by any command."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    await ask(ann, ARTICLE)
    for command in ("/brief Wye", "/summary Wye", "/quotes Ann Lee", "/figures crossed", "/sources Wye"):
        assert "Wye" in whole(await ask(ann, command)) or "Lee" in whole(await ask(ann, command)), command
        assert (await ask(bob, command))[0].text.startswith("I found no"), command


async def test_a_file_with_a_caption_and_a_file_alone(bot: Running) -> None:
    """Files are read with and without /add; the same text a second time is known."""
    ann = bot.telegram.user(7, "Ann")
    first = whole(await ann.upload("wye.md", ARTICLE.encode(), caption="/add", until=1))
    assert first.startswith("Taken in: ")
    again = whole(await ann.upload("copy.txt", ARTICLE.encode(), until=1))
    assert again.startswith("I had this text already: ")


async def test_add_answers_the_message_that_it_replies_to(bot: Running) -> None:
    """In a group, /add in reply to a message takes that message in, for its admins only."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    group = bot.telegram.group(-1001, "Newsroom", members={7: "administrator", 8: "member"})
    refused = await ask(bob, f"/add {ARTICLE}", chat=group)
    assert refused[0].text.startswith("In a group only its admins add sources.")
    taken = await ask(ann, f"/add {ARTICLE}", chat=group)
    assert whole(taken).startswith("Taken in: ")
    assert "Wye" in whole(await ask(bob, "/brief Wye", chat=group))


@pytest.mark.parametrize(
    ("name", "data", "answer"),
    [
        ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "This is a picture"),
        ("paper.pdf", b"%PDF-1.7\n" + bytes(100), "I could not read this: it may be damaged"),
        ("empty.txt", b"", "There is no text in it"),
        ("blank.txt", b" \n\n ", "There is no text in it"),
    ],
)
async def test_what_cannot_be_read_is_said_plainly(bot: Running, name: str, data: bytes, answer: str) -> None:
    """A picture, a PDF and an empty file each get a sentence that says what to do."""
    (message,) = await bot.telegram.user(7, "Ann").upload(name, data, until=1)
    assert message.text.startswith(answer)


async def test_a_large_file_is_refused_before_it_is_fetched(bot: Running) -> None:
    """30 MB is more than Telegram hands to bots: the answer says how much is taken."""
    (message,) = await bot.telegram.user(7, "Ann").upload("big.txt", bytes(30_000_000), until=1)
    assert message.text == "That is too large: I take up to 20 MB, this has 30 MB. Send the part that matters."
    assert not any(request.method == "getFile" for request in bot.telegram.requests)


async def test_a_photo_is_a_picture(bot: Running) -> None:
    """A scan sent as a photo is told apart from a text."""
    (message,) = await bot.telegram.user(7, "Ann").photo(until=1)
    assert message.text.startswith("This is a picture, and I can't read text from it yet.")


async def test_a_text_in_another_language_is_kept_but_not_quoted(bot: Running) -> None:
    """Ukrainian is recognised; nothing is made of it."""
    text = "Міст через річку знову відкрили в понеділок після ремонту, повідомила місцева влада. " * 3
    (message,) = await ask(bot.telegram.user(7, "Ann"), text)
    assert "It seems to be in Ukrainian." in message.text


async def test_small_talk_unknown_commands_and_no_match(bot: Running) -> None:
    """Each gets a sentence that says what to do instead."""
    ann = bot.telegram.user(7, "Ann")
    assert "too short for a source" in (await ask(ann, "hello"))[0].text
    assert (await ask(ann, "/frobnicate now"))[0].text == "I don't know /frobnicate. /help lists what I can do."
    assert (await ask(ann, "/quotes xyzzy"))[0].text.startswith("I found no statement for “xyzzy”.")
    assert "take in a link" in (await ask(ann, "/help"))[0].text
    assert (await ask(ann, "/privacy"))[0].text.startswith("Privacy")


async def test_an_empty_store_says_what_to_send(empty_bot: Running) -> None:
    """Without any source every reading command says how to give one."""
    ann = empty_bot.telegram.user(7, "Ann")
    for command in ("/start", "/brief", "/summary", "/quotes", "/figures", "/compare", "/sources"):
        assert "There are no sources here yet." in whole(await ask(ann, command)), command


async def test_a_group_is_answered_in_its_topic(bot: Running) -> None:
    """In a forum the answer goes to the topic where it was asked; other bots' commands are left alone."""
    ann = bot.telegram.user(7, "Ann")
    group = bot.telegram.group(-1002, "Desk", members={7: "member"}, topics={5: "Ukraine"})
    answer = await ask(ann, "/quotes@verbatim_bot", chat=group, topic=5)
    assert answer[0].topic == 5
    assert await ann.say("/stats", chat=group) == ()


async def test_the_menu_lists_every_command(bot: Running) -> None:
    """Telegram's menu and /help name the same commands."""
    (text,) = await ask(bot.telegram.user(7, "Ann"), "/help")
    assert all(f"/{name} - {line}" in text.text for name, line in bot.telegram.commands.items())
    assert len(bot.telegram.commands) == 18


async def test_a_flood_wait_of_one_chat_holds_up_no_other(bot: Running) -> None:
    """Telegram asks for a pause of twelve hours in one chat: nothing is sent there, everybody else is answered."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    bot.telegram.fault("flood", method="sendMessage", chat=7, times=1, seconds=43_837)
    await ann.say("/privacy")
    assert (await ask(bob, "/privacy"))[0].text.startswith("Privacy")
    await ann.say("/privacy")
    assert bot.telegram.messages(7) == ()


async def test_a_short_pause_is_kept_and_the_answer_comes(bot: Running) -> None:
    """Told to wait a second, the bot waits and then answers, once."""
    ann = bot.telegram.user(7, "Ann")
    bot.telegram.fault("flood", method="sendMessage", chat=7, times=1, seconds=1)
    assert len(await ask(ann, "/privacy")) == 1


async def test_a_sign_of_life_that_fails_loses_no_text(bot: Running) -> None:
    """The typing notice is refused; the text is taken in all the same."""
    bot.telegram.fault("error", method="sendChatAction")
    assert whole(await ask(bot.telegram.user(7, "Ann"), ARTICLE)).startswith("Taken in: ")


async def test_a_file_that_cannot_be_fetched_is_asked_for_again(bot: Running) -> None:
    """Telegram fails to hand the file out: the person is told what to do, and no other chat notices."""
    bot.telegram.fault("error", method="getFile")
    (message,) = await bot.telegram.user(7, "Ann").upload("wye.txt", ARTICLE.encode(), until=1)
    assert message.text == "I could not get this file from Telegram just now. Please send it again."


async def test_a_known_text_under_another_name_changes_nobody_elses(bot: Running) -> None:
    """Ann sends a page with a forged publisher and address; Bob's page with the same text keeps its own."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    body = "".join(f"<p>{part}</p>" for part in ARTICLE.split("\n\n")[1:]) * 2
    page = "<html><head><meta property='og:title' content='{0}'><meta property='og:site_name' content='{1}'></head>"
    page += f"<body><article><h1>{{0}}</h1>{body}</article></body></html>"
    await ann.upload("a.html", page.format("Secret of Ann", "Forged Press").encode(), until=1)
    his = whole(await bob.upload("b.html", page.format("Bridge reopens", "Wye Gazette").encode(), until=1))
    assert "Wye Gazette" in his
    assert "Forged" not in his + whole(await ask(bob, "/brief Wye")) + whole(await ask(bob, "/sources"))


async def test_who_starts_with_the_first_sources_alone_is_told_that_they_are_samples(bot: Running) -> None:
    """They are old, and their marks lead nowhere; with a source of the chat's own it is not said any more."""
    ann = bot.telegram.user(7, "Ann")
    (greeting, *_) = await ann.say("/start", until=1)
    assert "sample pages that came with me" in greeting.text
    await ann.say("The mill in Dunmore burned down on Monday, and nine workers were killed, police said.", until=1)
    (greeting, *_) = await ann.say("/start", until=1)
    assert "sample pages" not in greeting.text
