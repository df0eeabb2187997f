"""Digests from a person's side: set up in a line or by buttons, changed in place, ended and brought back."""

from __future__ import annotations

from asyncio import gather
from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.playground import Chat, Message, Person, Playground
from bot.playground.content import location
from storage import listings, outbox
from storage.types import Subscription
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running, running, running_at, settings

REFUSED = "In a group only its admins change digests. Everybody may look at them: /digest."


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who presses ten buttons in a second waits for their turns; here nobody does. And nothing is planted."""
    monkeypatch.setattr("bot.services.meters.BURST", 1_000)
    monkeypatch.setattr("seeds.load", tuple)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(settings(tmp_path)) as it:
        yield it
        assert it.telegram.refused == ()
        assert it.telegram.warnings == ()


def kyiv(bot: Running, number: int = 7, name: str = "Ann") -> Person:
    """Somebody in Ukraine, as their app's language says, which is English."""
    return bot.telegram.user(number, name, language="en-ua")


async def digests(bot: Running, chat: int = 7) -> tuple[Subscription, ...]:
    return await bot.context.subscriptions.listed(chat)


async def the_digest(bot: Running, chat: int = 7) -> Subscription:
    (digest,) = await digests(bot, chat)
    return digest


async def pressed(person: Person, message: Message, *labels: str) -> Message:
    """Presses one button after the other below a message, and gives it as it is then."""
    now = message
    for label in labels:
        press = await person.press(now, label, until=1)
        assert press.message
        now = press.message
    return now


async def card_of(person: Person, words: str = "08:00 Kyiv") -> Message:
    (card,) = await ask(person, f"/subscribe {words}")
    return card


async def test_a_digest_is_set_up_in_a_line(bot: Running) -> None:
    """Times, days, a zone, a length and silence; the card says when the next one comes."""
    card = await card_of(kyiv(bot), "7:30, 6pm weekdays Kyiv short silent")
    assert card.text.startswith("Your digest is set up.\n\nDigest at 07:30 and 18:00, weekdays\nTime zone: Europe/Kyiv")
    assert "\n\nNext: " in card.text
    digest = await the_digest(bot)
    assert (digest.rule.times, digest.rule.days) == ((time(7, 30), time(18)), (1, 2, 3, 4, 5))
    assert (digest.taste.length, digest.silent, digest.person, digest.thread) == ("short", True, 7, None)


async def test_without_a_zone_it_is_asked_for_at_once(bot: Running) -> None:
    """UTC is said and not guessed in silence; the zone of the person's language is one press away."""
    ann = kyiv(bot)
    card = await card_of(ann, "08:00")
    assert "I don't know your time zone, so this is UTC for now." in card.text
    (label,) = (label for label in card.labels if label.startswith("Europe/Kyiv"))
    card = await pressed(ann, card, label)
    assert "Time zone: Europe/Kyiv, where it is" in card.text
    second = await card_of(ann, "09:00")
    assert "Time zone: Europe/Kyiv" in second.text


async def test_a_wrong_zone_is_put_right_by_a_press(bot: Running) -> None:
    """The whole request is kept: the days stay too. Another chat cannot press it."""
    ann, bob = kyiv(bot), kyiv(bot, 8, "Bob")
    (wrong,) = await ask(ann, "/subscribe 7:30 weekdays Europe/Kiyv")
    assert "Did you mean Europe/Kyiv" in wrong.text
    (his,) = await ask(bob, "/help")
    label = wrong.labels[0]
    assert label.startswith("Europe/Kyiv")
    await bob.send_data(his, wrong.button(label).data or "", until=1)
    assert await digests(bot, 8) == ()
    assert (await pressed(ann, wrong, label)).text.startswith("Your digest is set up.")
    digest = await the_digest(bot)
    assert (digest.rule.days, digest.rule.zone) == ((1, 2, 3, 4, 5), "Europe/Kyiv")


MISREAD = {
    "": "Send a time, such as /subscribe 08:00.",
    "25:00": "I can't read “25:00” as a time of day. Write it as 08:00, 8am or 18:30.",
    "08:00 someday": "I don't know what “someday” says of a digest. Topics are chosen on its card.\nSend a",
    "weekdays": "At which time should it come?",
    "18 Kyiv": "“18” has no minutes. Did you mean 18:00?",
    "08:00 grain": "I don't know what “grain” says of a digest. Topics are chosen on its card.",
    "8": "“8” may be in the morning or in the evening. Which one?",
    "08:00 Portland": "There are several places named “Portland”. Which one?",
    "1:00 2:00 3:00 4:00 5:00 6:00 7:00": "A digest may have six times at most.",
    "08:00 Kyiv London": "Two time zones are named: “Kyiv London”.",
}


async def test_what_cannot_be_read_is_said(bot: Running) -> None:
    """With what to do about it, and nothing is set up."""
    ann = kyiv(bot)
    for words, said in MISREAD.items():
        (answer,) = await ask(ann, f"/subscribe {words}")
        assert answer.text.startswith(said), words
        assert "could not read" not in answer.text
    assert await digests(bot) == ()


async def test_after_a_fault_the_time_alone_is_enough(bot: Running) -> None:
    """Whoever is asked for a time types it, without the command."""
    ann = kyiv(bot)
    await ask(ann, "/subscribe weekdays")
    (card,) = await ask(ann, "8:15 Kyiv")
    assert card.text.startswith("Your digest is set up.")


async def test_the_same_time_twice_is_one_digest(bot: Running) -> None:
    """It says so, and shows the one there is."""
    ann = kyiv(bot)
    await card_of(ann)
    assert (await card_of(ann)).text.startswith("This chat has this digest already.\n\nDigest at 08:00, every day")
    assert len(await digests(bot)) == 1


async def test_what_is_said_besides_changes_the_digest_there_is(bot: Running) -> None:
    """Length, sound and quiet hours; what was not spoken of stays."""
    ann = kyiv(bot)
    await card_of(ann, "08:00 Kyiv full")
    card = await card_of(ann, "08:00 Kyiv silent quiet 22:00-07:00")
    assert card.text.startswith("This chat has this digest already. It is changed as you asked.")
    card = await card_of(ann, "08:00 Kyiv short")
    assert "Length: short; sound: off\nQuiet hours: 22:00 to 07:00" in card.text


async def test_one_more_than_a_chat_may_have_is_refused_kindly(tmp_path: Path) -> None:
    """With what to do about it."""
    async with running(settings(tmp_path, digests_per_chat=1)) as bot:
        ann = kyiv(bot)
        await card_of(ann)
        assert (await card_of(ann, "09:00")).text.startswith("This chat has 1 digest, which is the most. Delete one")


async def test_a_first_digest_is_two_presses(bot: Running) -> None:
    """/digest offers two times and any other; the press sets it up in the same message."""
    ann = kyiv(bot)
    (offer,) = await ask(ann, "/digest")
    assert offer.labels == ("08:00", "18:00", "Another time", "To a channel or group…")
    made = await pressed(ann, offer, "Another time", "21", "21:15")
    assert made.id == offer.id
    assert made.text.startswith("Your digest is set up: 21:15, every day.")


async def test_everything_is_changed_in_one_message(bot: Running) -> None:
    """Times, days, length, sound, quiet hours, silence: each shown on the card at once."""
    ann = kyiv(bot)
    card = await card_of(ann)
    card = await pressed(ann, card, "Time", "09", "09:30", "Time", "Add a second time", "18", "18:00")
    card = await pressed(ann, card, "Days", "✓ Mon", "✓ Tue", "‹ Back", "Length", "Full", "Turn sound off")
    card = await pressed(ann, card, "Quiet hours", "22:00 to 07:00", "Say when nothing is new")
    assert card.text.startswith("Digest at 09:30 and 18:00, every day but Monday and Tuesday")
    assert "Length: full; sound: off\nQuiet hours: 22:00 to 07:00\nWhen nothing is new: I say so" in card.text
    digest = await the_digest(bot)
    assert (digest.rule.times, digest.rule.quiet) == ((time(9, 30), time(18)), (time(22), time(7)))
    assert (digest.taste.length, digest.taste.empty, digest.silent) == ("full", True, True)
    assert [each.id for each in bot.telegram.messages(7)] == [card.id]


async def test_the_last_time_and_the_last_day_stay(bot: Running) -> None:
    """A note says why, and what to do instead."""
    ann = kyiv(bot)
    card = await card_of(ann, "08:00 Mon Kyiv")
    week = await pressed(ann, card, "Days")
    refused = await ann.press(week, "✓ Mon")
    assert refused.answer
    assert refused.answer.text.startswith("A digest needs at least one day.")
    digest = await the_digest(bot)
    forged = await ann.send_data(week, f"digest:untime:{digest.id}::0800")
    assert forged.answer
    assert forged.answer.text.startswith("A digest needs at least one time.")


TYPED = (
    ("Time zone", "Lviv", "Time zone: Europe/Kyiv, where it is"),
    ("Time zone", "asia/tokyo", "Time zone: Asia/Tokyo, where it is"),
    ("Time", "7:20", "It comes at 07:20, every day (Asia/Tokyo)."),
    ("Topics", "grain, hospital", "It tells: grain; hospital."),
    ("Quiet hours", "21:30-6:30", "Quiet hours: 21:30 to 06:30."),
)


async def test_choices_are_typed(bot: Running) -> None:
    """In a private chat the next words count: what was set is said in a line, and the card shows it."""
    ann = kyiv(bot)
    card = await card_of(ann)
    for button, words, said in TYPED:
        card = await pressed(ann, card, button)
        line, now = await ann.say(words, until=2)
        assert line.text.startswith(said), words
        assert (now.id, now.text.startswith("Digest at")) == (card.id, True)
        card = now
    (next_,) = await ask(ann, "hello")  # one answer, and no more
    assert next_.text.startswith("That is too short for a source.")


async def test_a_typed_city_that_is_not_known_is_asked_again(bot: Running) -> None:
    """What was meant is a button, and the next words count as well."""
    ann = kyiv(bot)
    await pressed(ann, await card_of(ann, "08:00 UTC"), "Time zone")
    (wrong,) = await ask(ann, "Kyyiv")
    assert wrong.text == "I know no city or time zone named “Kyyiv”. Did you mean Europe/Kyiv (Kyiv, Ukraine)?"
    await ask(ann, "qqqqq")
    await ann.say("Tokyo", until=2)
    assert (await the_digest(bot)).rule.zone == "Asia/Tokyo"
    card = await pressed(ann, wrong, "Europe/Kyiv (Kyiv, Ukraine)")
    assert "Time zone: Europe/Kyiv" in card.text


async def test_a_source_is_no_answer(bot: Running) -> None:
    """A text, a link, a file or a forward is taken in as ever, and the question stays open."""
    ann = kyiv(bot)
    await pressed(ann, await card_of(ann, "08:00 UTC"), "Time zone")
    assert "Bridge over the Wye" in whole(await ask(ann, ARTICLE))
    for sent in (await ask(ann, "http://127.0.0.1:9/x"), await ann.forward("Lviv", from_="Channel", until=1)):
        assert "Time zone:" not in whole(sent)
    assert (await the_digest(bot)).rule.zone == "UTC"
    await ann.say("Lviv", until=2)
    assert (await the_digest(bot)).rule.zone == "Europe/Kyiv"


LONG = "grain exports of Ukraine and what they cost in Egypt"
LINKED = "http://127.0.0.1:9/grain"


async def test_a_reply_to_the_card_is_an_answer_however_long(bot: Running) -> None:
    """A topic, a line of times and a zone, also with a link in it; a forward is a source still, and so is a file."""
    ann = kyiv(bot)
    screen = await pressed(ann, await card_of(ann, "08:00 UTC"), "Topics")
    line, _ = await ann.reply(screen, f"{LONG}, {LINKED}", until=2)
    assert line.text == f"It tells: {LONG}; {LINKED}."
    (refused,) = await ann.reply(screen, "x" * 61, until=1)
    assert refused.text.startswith("Send a topic of a few words")
    (card,) = await ask(ann, "/digest")
    await ann.reply(card, "at 7:30 in the morning, on weekdays, in Kyiv", until=1)
    await ann.reply(card, "7:30, 12:15, 18:45, 20:00 on weekdays, Europe/Kyiv", until=2)
    assert ((await the_digest(bot)).rule.zone, len((await the_digest(bot)).rule.times)) == ("Europe/Kyiv", 4)
    assert await bot.context.answers.sources(7, "") == ()


async def test_talk_is_no_answer(bot: Running) -> None:
    """After a command, after a press elsewhere, in reply to another message: nothing is waited for then."""
    ann = kyiv(bot)
    (help_,) = await ask(ann, "/help")
    await card_of(ann)
    for elsewhere in ("/quotes", "/help"):
        await pressed(ann, await shown(ann), "Topics")
        await ask(ann, elsewhere)
        assert (await ask(ann, "thank you!"))[0].text.startswith("That is too short for a source.")
    await pressed(ann, await shown(ann), "Topics")
    assert (await ann.reply(help_, "thank you!", until=1))[0].text.startswith("That is too short for a source.")
    await ann.send_data(help_, "quotes:open:none")
    assert await bot.context.subscriptions.asked(7) is None
    assert (await the_digest(bot)).taste.topics == ()


async def shown(person: Person) -> Message:
    (card,) = await ask(person, "/digest")
    return card


async def test_a_refused_press_on_the_screen_leaves_its_question_open(bot: Running) -> None:
    """The last time cannot be removed; another may still be typed."""
    ann = kyiv(bot)
    screen = await pressed(ann, await card_of(ann), "Time")
    digest = await the_digest(bot)
    await ann.send_data(screen, f"digest:untime:{digest.id}::0800")
    await ann.say("9:15", until=2)
    assert (await the_digest(bot)).rule.times == (time(9, 15),)


async def test_a_question_outlives_a_restart_and_not_three_minutes(bot: Running) -> None:
    """It stands in the database; later on the same words are talk."""
    ann = kyiv(bot)
    await pressed(ann, await card_of(ann, "08:00 UTC"), "Time zone")
    asked = await bot.context.subscriptions.asked(7)
    assert asked
    assert asked.field == "zones"
    async with bot.context.database.session() as session:
        kept = await listings.get(session, "awaiting:7", 7)
        assert kept
    later = kept.created + timedelta(minutes=3, seconds=2)
    object.__setattr__(bot.context.subscriptions, "now", lambda: later)
    (talk,) = await ask(ann, "Lviv")
    assert talk.text.startswith("That is too short for a source.")


async def test_a_shared_location_sets_the_zone(bot: Running) -> None:
    """A key is offered and taken away again; only the zone of the place is kept."""
    ann = kyiv(bot)
    card = await pressed(ann, await card_of(ann, "08:00 UTC"), "Time zone")
    await ann.press(card, "Share location", until=1)
    assert ann.keys == ("Send my location", "Cancel")
    line, now = await ann.tap("Send my location", at=(35.68, 139.69), until=2)
    assert line.text.startswith("Time zone: Asia/Tokyo, where it is")
    assert now.id == card.id
    assert not ann.keys


async def test_sharing_can_be_cancelled(bot: Running) -> None:
    """The keyboard goes, and nothing else happens."""
    ann = kyiv(bot)
    card = await pressed(ann, await card_of(ann, "08:00 UTC"), "Time zone")
    await ann.press(card, "Share location", until=1)
    (kept,) = await ann.tap("Cancel", until=1)
    assert kept.text == "All is left as it was."
    assert not ann.keys
    assert (await the_digest(bot)).rule.zone == "UTC"


async def test_a_location_out_of_the_blue_means_the_one_digest(bot: Running) -> None:
    """Without a digest it is said how to go about it."""
    ann = kyiv(bot)
    (how,) = await ann.locate(50.45, 30.52, until=1)
    assert how.text.startswith("To set the time zone of a digest by a location")
    await card_of(ann, "08:00 UTC")
    (line,) = await ann.locate(50.45, 30.52, until=1)
    assert line.text.startswith("Time zone: Europe/Kyiv")


async def test_a_place_that_somebody_tells_of_changes_nothing(bot: Running) -> None:
    """A venue, and a location that was forwarded, are not where a person is."""
    ann = kyiv(bot)
    await card_of(ann, "08:00 UTC")
    venue = {"location": location(35.68, 139.69)["location"], "title": "Tower", "address": "4-2-8 Shibakoen"}
    origin = {"type": "hidden_user", "sender_user_name": "Bob", "date": 1_700_000_000}
    for about in ({"venue": venue}, {"forward_origin": origin}):
        ann._send(None, location(35.68, 139.69) | about)
        (said,) = await ann._heard(1)
        assert "Time zone" not in said.text
    assert (await the_digest(bot)).rule.zone == "UTC"


async def test_a_story_is_a_topic_by_a_press(bot: Running) -> None:
    """It is named by its title, and taken away again; a number that is no story's is refused."""
    ann = kyiv(bot)
    await ask(ann, ARTICLE)
    screen = await pressed(ann, await card_of(ann), "Topics")
    (label,) = (label for label in screen.labels if label.startswith("#"))
    screen = await pressed(ann, screen, label)
    assert screen.text.startswith(f"It tells: {label}.")
    number = label.split()[0]
    line, _ = await ann.say(f"{number}, grain", until=2)
    assert line.text == f"It tells: {label}; grain."
    screen = await pressed(ann, screen, "Topics")
    screen = await pressed(ann, screen, "Remove: grain")
    (none,) = await ask(ann, "#99")
    assert none.text == "I have no story #99 here. /stories lists them."
    screen = await pressed(ann, screen, f"Remove: {label}")
    assert screen.text.startswith("It tells: everything that is new.")


async def test_a_preview_shows_what_would_come(bot: Running) -> None:
    """Twice the same: what is shown counts as not told."""
    ann = kyiv(bot)
    await ask(ann, ARTICLE)
    card = await card_of(ann)
    first = (await ann.press(card, "Preview now", until=1)).messages
    again = (await ann.press(card, "Preview now", until=1)).messages
    assert "the bridge over the wye reopened" in whole(first).lower()
    assert whole(first) == whole(again)


async def test_a_chat_has_one_preview_at_a_time(bot: Running) -> None:
    """Whoever presses on is told that it is on its way, and nobody else waits for more than one."""
    ann = kyiv(bot)
    await ask(ann, ARTICLE)
    card = await card_of(ann)
    presses = await gather(*(ann.press(card, "Preview now", until=1) for _ in range(5)))
    assert [each.answer.text for each in presses if each.answer].count("A preview is on its way. One at a time.") == 4
    await bot.telegram.quiet()
    assert sum("The bridge over the Wye reopened" in each.text for each in bot.telegram.messages(7)) == 2
    assert (await ann.press(card, "Preview now", until=1)).messages


async def test_a_press_that_can_no_longer_be_answered_is_done_and_shown(tmp_path: Path) -> None:
    """Telegram takes an answer for some seconds only: the card shows what was changed all the same."""
    async with running(settings(tmp_path)) as bot:
        ann = kyiv(bot)
        card = await card_of(ann)
        said = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        bot.telegram.fault("refuse", method="answerCallbackQuery", times=3, status=400, description=said)
        card = await pressed(ann, card, "Turn sound off")
        assert "sound: off" in card.text
        assert (await the_digest(bot)).silent
        await ask(ann, "/unsubscribe")
        (offer,) = await ask(ann, "/digest")
        assert (await pressed(ann, offer, "08:00")).text.startswith("Your digest is set up")
        assert (await ann.press(card, "Preview now", until=1)).message


async def test_what_may_not_have_arrived_is_shown_again(bot: Running) -> None:
    """The card says so; the message comes again, marked, to this chat alone; then nobody is told of it any more."""
    ann, bob = kyiv(bot), kyiv(bot, 8, "Bob")
    await ask(ann, ARTICLE)
    await card_of(ann)
    delivery = await lost(bot)
    (his,) = await ask(bob, "/help")
    forged = await bob.send_data(his, f"digest:again:{delivery}")
    assert forged.answer
    assert (forged.answer.text[:30], forged.messages) == ("I no longer have this message,", ())
    (card,) = await ask(ann, "/digest")
    assert "may not have arrived." in card.text
    (shown,) = (await ann.press(card, "Show it again", until=1)).messages
    assert shown.text.startswith("Sent again, as you asked. It may have arrived before.")
    assert "Bridge over the Wye" in shown.text
    assert "may not have arrived" not in (await ask(ann, "/digest"))[0].text


async def lost(bot: Running) -> int:
    """Tomorrow's digest was asked for, and no reply came: the number of its one message."""
    due = (await the_digest(bot)).due
    assert due
    assert await bot.context.digests.compose_due(due + timedelta(minutes=1)) == 1
    later = due + timedelta(minutes=2)
    async with bot.context.database.session() as session:
        (sent,) = await outbox.claim(session, later, until=later + timedelta(minutes=1), limit=9)
        await outbox.begin(session, (sent.id,), later, until=later + timedelta(minutes=1))
        assert await outbox.recover(session, later + timedelta(minutes=2)) == 1
    return sent.id


async def test_lists_of_a_digest_are_of_its_topics(bot: Running) -> None:
    """One topic at once, of several the one that is chosen; everybody may, and the settings open beside it."""
    ann = kyiv(bot)
    await ask(ann, ARTICLE)
    card = await card_of(ann)
    digest = await the_digest(bot)
    (every,) = (await ann.send_data(card, f"digest:quotes:{digest.id}", until=1)).messages
    assert "nobody was hurt" in every.text
    await pressed(ann, card, "Topics")
    await ann.say("repairs, police", until=2)
    (which,) = (await ann.send_data(card, f"digest:figures:{digest.id}", until=1)).messages
    assert (which.text, which.labels) == ("Of which topic?", ("repairs", "police"))
    (chosen,) = (await ann.press(which, "repairs", until=1)).messages
    assert "3.2 million" in chosen.text
    (opened,) = (await ann.send_data(card, f"digest:card:{digest.id}", until=1)).messages
    assert (opened.id != card.id, opened.text.startswith("Digest at 08:00")) == (True, True)


async def test_it_rests_and_goes_on(bot: Running) -> None:
    """Both by one button."""
    ann = kyiv(bot)
    card = await pressed(ann, await card_of(ann), "Pause")
    assert "Paused. Nothing is sent until you press Resume." in card.text
    assert (await the_digest(bot)).due is None
    card = await pressed(ann, card, "Resume")
    assert "Next: " in card.text
    assert (await the_digest(bot)).due


async def test_it_is_deleted_after_asking_and_brought_back(bot: Running) -> None:
    """What was set comes back with it."""
    ann = kyiv(bot)
    card = await pressed(ann, await card_of(ann, "08:00 Kyiv full"), "Delete")
    assert card.text.startswith("Delete the digest at 08:00, every day?")
    assert (await pressed(ann, card, "Keep")).text.startswith("Digest at 08:00")
    gone = await pressed(ann, card, "Delete", "Delete") if "Delete" in card.labels else card
    assert gone.text == "Deleted: the digest at 08:00, every day."
    assert await digests(bot) == ()
    back = await pressed(ann, gone, "Undo")
    assert "Length: full" in back.text


async def test_unsubscribing_asks_only_where_there_are_several(bot: Running) -> None:
    """None: it says so. One: gone, with a way back. Several: one, all, or the one of a time."""
    ann = kyiv(bot)
    assert (await ask(ann, "/unsubscribe"))[0].text.startswith("This chat has no digest.")
    await card_of(ann)
    (gone,) = await ask(ann, "/unsubscribe")
    assert gone.labels == ("Undo",)
    await pressed(ann, gone, "Undo")
    await card_of(ann, "18:00")
    await ask(ann, "/unsubscribe 18:00")
    assert (await the_digest(bot)).rule.times == (time(8),)
    await card_of(ann, "18:00")
    (which,) = await ask(ann, "/unsubscribe")
    assert which.labels == ("08:00, every day", "18:00, every day", "All of them", "None of them")
    assert (await pressed(ann, which, "All of them")).text.startswith("Deleted: the digest at 08:00")
    assert await digests(bot) == ()


async def test_unsubscribing_never_ends_what_was_not_meant(bot: Running) -> None:
    """A time that no digest has is asked about; one of several times is taken out of its digest."""
    ann = kyiv(bot)
    await card_of(ann, "08:00 18:00 Kyiv")
    for words in ("09:00", "grain", "08:00 London", "08:00 weekdays", "short"):
        (which,) = await ask(ann, f"/unsubscribe {words}")
        assert which.text.startswith("This chat has no digest like that.\n\nDelete the digest at 08:00 and 18:00"), (
            words
        )
        assert which.labels == ("Delete", "Keep")
    (card,) = await ask(ann, "/unsubscribe 18:00")
    assert card.text.startswith("It no longer comes at 18:00.\n\nDigest at 08:00, every day")
    await card_of(ann, "12:00")
    (which,) = await ask(ann, "/unsubscribe 09:00")
    assert which.labels == ("08:00, every day", "12:00, every day", "All of them", "None of them")
    assert len(await digests(bot)) == 2
    assert (await ask(ann, "/unsubscribe 12:00"))[0].labels == ("Undo",)
    assert (await the_digest(bot)).rule.times == (time(8),)


async def test_several_digests_are_a_list(bot: Running) -> None:
    """Each has its card, and there is a way back to all."""
    ann = kyiv(bot)
    await card_of(ann)
    await card_of(ann, "18:00 weekdays")
    (listed,) = await ask(ann, "/digest")
    assert listed.labels == ("08:00, every day", "18:00, weekdays", "New digest", "Done")
    card = await pressed(ann, listed, "18:00, weekdays")
    assert card.text.startswith("Digest at 18:00, weekdays")
    assert (await pressed(ann, card, "All digests")).text == listed.text


async def test_an_old_card_shows_what_there_is_now(bot: Running) -> None:
    """It was changed below another message: nothing is deleted by it, and what its buttons say is done."""
    ann = kyiv(bot)
    old = await card_of(ann)
    asking = await pressed(ann, old, "Delete")
    (new,) = await ask(ann, "/digest")
    await pressed(ann, new, "Turn sound off")
    stale = await ann.press(asking, "Delete", until=1)
    assert stale.answer
    assert stale.answer.text == "It was changed meanwhile. This is how it is now."
    assert stale.message
    assert "sound: off" in stale.message.text
    await ask(ann, "/unsubscribe")
    gone = await ann.press(new, "Pause", until=1)
    assert gone.answer
    assert gone.answer.text == "This digest is gone, or is another chat's."
    assert gone.message
    assert gone.message.text.startswith("Daily digest")


async def test_a_strangers_button_does_nothing(bot: Running) -> None:
    """Bob forges every button of Ann's digest in his own chat: it neither changes nor shows anything of hers."""
    ann, bob = kyiv(bot), kyiv(bot, 8, "Bob")
    await card_of(ann, "08:00 Kyiv full")
    before = await the_digest(bot)
    (his,) = await ask(bob, "/help")
    actions = "card times hours time day zone zones share topic sound quiet pause resume delete end preview quotes"
    for action in (*actions.split(), "figures", "sources", "here", "say", "again"):
        forged = await bob.send_data(his, f"digest:{action}:{before.id}::0800:0900")
        assert forged.answer
        assert forged.answer.text in {
            "This digest is gone, or is another chat's.",
            "I no longer have this message, or it is another chat's.",
        }
        assert forged.messages == ()
    assert await the_digest(bot) == before
    assert await digests(bot, 8) == ()


async def test_odd_buttons_are_answered(bot: Running) -> None:
    """Nothing that a forger sends leaves a button turning or breaks anything."""
    ann = kyiv(bot)
    card = await card_of(ann)
    for data in ("digest", "digest:::::", "digest:x:0", "digest:say:0::nothing", "digest:undo:0", "digest:time:0:::99"):
        assert (await ann.send_data(card, data)).answer, data
    assert len(await digests(bot)) == 1


@pytest.fixture
def group(bot: Running) -> Chat:
    return bot.telegram.group(-1001, "Desk", members={7: "administrator", 8: "member"}, topics={5: "News", 6: "Talk"})


async def test_in_a_group_only_admins_change_and_everybody_looks(bot: Running, group: Chat) -> None:
    """Asked of Telegram at every command and every press, also after an admin is none any more."""
    ann, bob = kyiv(bot), kyiv(bot, 8, "Bob")
    assert (await ask(bob, "/subscribe 08:00", chat=group))[0].text == REFUSED
    (card,) = await ask(ann, "/subscribe 08:00 Kyiv", chat=group)
    (his,) = await ask(bob, "/digest", chat=group)
    assert his.text.startswith("Digest at 08:00")
    for label in ("Time", "Turn sound off", "Delete", "Done"):
        press = await bob.press(his, label)
        assert press.answer
        assert (press.answer.text, press.messages) == (REFUSED, ())
    assert (await bob.press(his, "Preview now", until=1)).messages
    assert (await ask(bob, "/unsubscribe", chat=group))[0].text == REFUSED
    group.members[7] = "member"
    press = await ann.press(card, "Pause")
    assert press.answer
    assert press.answer.text == REFUSED
    assert (await the_digest(bot, group.id)).paused is None


async def test_a_digest_belongs_to_the_topic_in_which_it_was_set_up(bot: Running, group: Chat) -> None:
    """Looked at from another topic it says so, and can be had there."""
    ann = kyiv(bot)
    (card,) = await ask(ann, "/subscribe 08:00 Kyiv", chat=group, topic=5)
    assert card.topic == 5
    assert (await the_digest(bot, group.id)).thread == 5
    (elsewhere,) = await ask(ann, "/digest", chat=group, topic=6)
    assert "It comes to another topic of this group." in elsewhere.text
    await pressed(ann, elsewhere, "Send it to this topic")
    assert (await the_digest(bot, group.id)).thread == 6


async def test_in_a_group_a_reply_to_the_card_is_an_answer(bot: Running, group: Chat) -> None:
    """By an admin; a member is refused, and a place may be shared in reply too."""
    ann, bob = kyiv(bot), kyiv(bot, 8, "Bob")
    (card,) = await ask(ann, "/subscribe 08:00 UTC", chat=group)
    screen = await pressed(ann, card, "Time zone")
    assert "Share location" not in screen.labels
    assert (await bob.reply(screen, "Tokyo", until=1))[0].text == REFUSED
    line, now = await ann.reply(screen, "Lviv", until=2)
    assert (line.text.startswith("Time zone: Europe/Kyiv"), now.id) == (True, card.id)
    screen = await pressed(ann, now, "Time zone")
    await ann.locate(35.68, 139.69, to=screen, until=2)
    assert (await the_digest(bot, group.id)).rule.zone == "Asia/Tokyo"
    assert await ann.reply(now, "just talk that is longer than forty characters, to nobody") == ()


async def test_talk_below_a_card_in_a_group_is_left_alone(bot: Running, group: Chat) -> None:
    """Below the card itself only what can be read is an answer, also for who may not give one."""
    ann, bob = kyiv(bot), kyiv(bot, 8, "Bob")
    (card,) = await ask(ann, "/subscribe 08:00 UTC", chat=group)
    for talk in ("lol", "nice, thank you", "8", "see you at 9:00 then"):
        assert await ann.reply(card, talk) == (), talk
        assert await bob.reply(card, talk) == (), talk
    assert (await bob.reply(card, "09:00", until=1))[0].text == REFUSED
    await ann.reply(card, "09:00", until=2)
    assert (await the_digest(bot, group.id)).rule.times == (time(9),)


async def test_below_the_card_itself_everything_may_be_written(bot: Running, group: Chat) -> None:
    """Times, days and a zone in one reply."""
    ann = kyiv(bot)
    (card,) = await ask(ann, "/subscribe 08:00 UTC", chat=group)
    await ann.reply(card, "7:30 weekdays Kyiv", until=2)
    rule = (await the_digest(bot, group.id)).rule
    assert (rule.times, rule.days, rule.zone) == ((time(7, 30),), (1, 2, 3, 4, 5), "Europe/Kyiv")


async def test_who_blocks_and_comes_back_finds_all_as_it_was(bot: Running) -> None:
    """Nothing is deleted; one line says that it goes on, and the next message says nothing more."""
    ann = kyiv(bot)
    await card_of(ann)
    await ann.block()
    assert (await the_digest(bot)).paused == "blocked"
    await ann.unblock()
    await bot.telegram.quiet()
    assert (await the_digest(bot)).paused is None
    said = [each.text for each in bot.telegram.messages(7)]
    assert sum(text.startswith("Your digest goes on. Next: ") for text in said) == 1
    assert len(await ask(ann, "/digest")) == 1


async def test_a_message_wakes_digests_that_a_lost_update_left_asleep(bot: Running) -> None:
    """Whoever writes can be written to; what they paused themselves stays so."""
    ann = kyiv(bot)
    await card_of(ann)
    await bot.context.subscriptions.rest(7, "blocked")
    line, _ = await ann.say("/help", until=2)
    assert line.text.startswith("Your digest goes on.")
    assert (await the_digest(bot)).due
    await bot.context.subscriptions.pause(7, (await the_digest(bot)).id)
    assert len(await ask(ann, "/help")) == 1
    assert (await the_digest(bot)).paused == "asked"


async def test_a_group_that_removes_and_silences_the_bot_keeps_its_digests(bot: Running, group: Chat) -> None:
    """Removed, added back, restricted, allowed again: they rest and go on."""
    ann = kyiv(bot)
    await ask(ann, "/subscribe 08:00 Kyiv", chat=group)
    await ann.set_bot(group, "kicked")
    assert (await the_digest(bot, group.id)).paused == "removed"
    await ann.set_bot(group, "member")
    assert (await the_digest(bot, group.id)).paused is None
    await ann.set_bot(group, "restricted", can_send_messages=False)
    assert (await the_digest(bot, group.id)).paused == "rights"
    await ann.set_bot(group, "member")
    assert (await the_digest(bot, group.id)).paused is None
    assert "Your digest goes on." in bot.telegram.messages(group)[-1].text


async def test_a_group_takes_its_digests_along(bot: Running) -> None:
    """It became a supergroup: the card in it changes the same digest."""
    ann = kyiv(bot)
    old = bot.telegram.group(-5, "Desk", members={7: "administrator"}, kind="group")
    await ask(ann, "/subscribe 08:00 Kyiv", chat=old)
    new = bot.telegram.migrate(old, -1005)
    await bot.telegram.quiet()
    (card,) = await ask(ann, "/digest", chat=new)
    await pressed(ann, card, "Turn sound off")
    assert (await the_digest(bot, new.id)).silent
    assert await digests(bot, old.id) == ()


async def test_start_leads_to_the_digest(bot: Running) -> None:
    """In a message of its own: the briefing stays."""
    ann = kyiv(bot)
    await ask(ann, ARTICLE)
    *_, start = await ask(ann, "/start")
    (opened,) = (await ann.press(start, "Daily digest", until=1)).messages
    assert opened.text.startswith("Daily digest")
    assert opened.id != start.id


async def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    """All that a press needs stands in the button and in the database."""
    async with Playground.start() as telegram:
        async with running_at(telegram, settings(tmp_path)) as bot:
            ann = kyiv(bot)
            asking = await pressed(ann, await card_of(ann, "08:00 UTC"), "Time zone")
        async with running_at(telegram, settings(tmp_path)) as bot:
            await pressed(ann, asking, next(label for label in asking.labels if label.startswith("Europe/Kyiv")))
            assert (await the_digest(bot)).rule.zone == "Europe/Kyiv"


async def test_a_digest_is_set_up_in_ukrainian(bot: Running) -> None:
    """As people write it: an hour, days, a city in its case, a length; a typed answer to the card as well."""
    ann = bot.telegram.user(7, "Ann", language="uk")
    card = await card_of(ann, "о 8 та 7 вечора по буднях за Києвом, коротко")
    assert "Київ, " in card.text
    digest = await the_digest(bot)
    assert (digest.rule.times, digest.rule.days) == ((time(8), time(19)), (1, 2, 3, 4, 5))
    assert (digest.rule.zone, digest.taste.length) == ("Europe/Kyiv", "short")
    await ann.reply(card, "опівдні щодня, крім неділі, у Варшаві; тихо з 22:00 до 7:00", until=2)
    rule = (await the_digest(bot)).rule
    assert (rule.times, rule.days, rule.zone) == ((time(12),), (1, 2, 3, 4, 5, 6), "Europe/Warsaw")
    assert rule.quiet == (time(22), time(7))
