"""Digests that go to another chat: chosen in one, posted in the other, stopped by either, and nothing else posted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from telegram.ext import ApplicationBuilder, ExtBot

from bot.limiter import Limiter
from bot.playground import Chat, Message, Person
from bot.posting import Posting
from bot.views.letters import unpack
from storage import outbox, subscriptions
from storage.types import Delivery, Settled, Subscription
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running, running, settings

CHANNEL, OTHER, GROUP = -1001000000001, -1001000000002, -1001000000003
MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
NO_STRANGERS = "Only an admin of the chat that gets it may change this. You can still pause or delete it."


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who presses ten buttons in a second waits for their turns; here nobody does. And nothing is planted."""
    monkeypatch.setattr("bot.services.meters.BURST", 1_000)
    monkeypatch.setattr("seeds.load", tuple)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(settings(tmp_path)) as it:
        yield it
        assert it.telegram.warnings == ()


async def digests(bot: Running, chat: int) -> tuple[Subscription, ...]:
    return await bot.context.subscriptions.listed(chat)


async def the_digest(bot: Running, chat: int) -> Subscription:
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


async def card_of(person: Person, words: str = "08:00 Kyiv", chat: Chat | None = None) -> Message:
    (card,) = await ask(person, f"/subscribe {words}", chat=chat)
    return card


async def sent_to(person: Person, card: Message, name: str) -> Message:
    """The card after its digest was sent to a chat, by its name."""
    where = await pressed(person, card, "Where")
    await person.press(where, "To a channel or group…", until=1)
    *_, now = await person.say(name, until=2)
    return now


async def deliver(bot: Running) -> set[str]:
    """What is due next is composed and goes out; the texts of all that was written."""
    context, written = bot.context, set[str]()
    async with context.database.session(readonly=True) as session:
        later = max(due for _, due in await subscriptions.rules(session)) + timedelta(minutes=1)
    await context.digests.compose_due(later)
    limiter = Limiter(1000)
    builder = ApplicationBuilder().token(bot.telegram.token).base_url(f"{bot.telegram.url}/bot").rate_limiter(limiter)
    async with builder.build() as app:
        assert isinstance(app.bot, ExtBot)
        posting = Posting(app.bot, limiter, lambda: later)
        until = later + timedelta(minutes=1)
        while claimed := await _claimed(bot, later, until):
            for each in claimed:
                assert (await posting.send(each, _nothing)).outcome == "sent"
                written.add(unpack(each.content).text)
    return written


async def _nothing() -> None:
    """What a sender awaits before it asks."""


async def _claimed(bot: Running, now: datetime, until: datetime) -> tuple[Delivery, ...]:
    async with bot.context.database.session() as session:
        claimed = await outbox.claim(session, now, until=until, limit=9)
        await outbox.begin(session, [each.id for each in claimed], now, until=until)
        await outbox.settle(session, [Settled(each.id, "sent", message=each.id) for each in claimed], now)
    return claimed


async def test_a_channel_is_picked_and_gets_digests_and_nothing_else(bot: Running) -> None:
    """The key makes the bot an admin; the channel has its own language; whatever happens there, nothing is said there.

    What it loses and gets back is told where it was set up, once, and only the loss.
    """
    ann, tg = bot.telegram.user(7, "Ann"), bot.telegram
    channel = tg.channel(CHANNEL, "Grain news", bot="left", members={7: "creator", 8: "member"})
    await ask(ann, ARTICLE)
    (offer,) = await ask(ann, "/digest")
    await ann.press(offer, "To a channel or group…", until=1)
    chosen, times = await ann.share_chat(0, channel)
    assert chosen.text == "Chosen: “Grain news”."
    zones = await pressed(ann, times, "08:00")
    card = await pressed(ann, zones, "‹ Back", "Language", "Ukrainian")
    assert "Goes to: “Grain news”" in card.text
    digest = await the_digest(bot, 7)
    assert (digest.chat, digest.home, digest.person) == (CHANNEL, 7, 7)
    written = await deliver(bot)
    (posted,) = tg.messages(channel)
    assert (posted.text in written, posted.buttons) == (True, ())
    assert "nobody was hurt” … “It is safe now.”" in posted.text
    assert "(UTC)" in posted.text
    assert any(month in posted.text for month in MONTHS.split())
    await ann.set_bot(channel, "administrator", can_post_messages=False)
    await ann.set_bot(channel, "administrator", can_post_messages=False)
    assert (await the_digest(bot, 7)).paused == "rights"
    assert [each.text[:33] for each in tg.messages(7)].count("I may not post in “Grain news” an") == 1
    before = len(tg.messages(7))
    await ann.set_bot(channel, "administrator")
    assert (await the_digest(bot, 7)).paused is None
    assert len(tg.messages(7)) == before
    await disturb(bot, channel, ann, posted, (await the_digest(bot, 7)).id)
    assert {each.text for each in tg.messages(channel)} <= written | await deliver(bot)


async def disturb(bot: Running, channel: Chat, ann: Person, posted: Message, digest: int) -> None:
    """Whatever people do in a channel, in a random order that is the same each time."""
    chance, ben = Random(8), bot.telegram.user(8, "Ben")  # noqa: S311 - no secret
    presses = ("quotes", "card", "again", "preview", "open", "pause", "delete", "give", "where")
    data = [f"digest:{action}:{digest}" for action in presses] + ["open:quotes:AAAA", "set:language", "fund:feed:x"]
    chance.shuffle(data)
    for each in data:
        press = await chance.choice((ann, ben)).send_data(posted, each)
        assert press.messages == ()
    for words in ("/digest", "/start", "/help", "/summary", "hello", "/add https://example.org"):
        await ann.say(words, chat=channel)
    assert await the_digest(bot, 7)


async def test_a_channel_is_forwarded_or_named_by_an_admin_who_may_post(bot: Running) -> None:
    """Otherwise it is said what is missing, and tried again; a forward at any other time is a source."""
    ann, ben, tg = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Ben"), bot.telegram
    silent = tg.channel(CHANNEL, "Grain", members={7: "creator"}, rights={"can_post_messages": False})
    tg.channel(OTHER, "Not ours", username="not_ours", bot="left", members={8: "creator"})
    foreign = tg.channel(GROUP, "Foreign", username="foreign", members={8: "creator"})
    where = await pressed(ann, await card_of(ann), "Where")
    await ann.press(where, "To a channel or group…", until=1)
    (refused,) = await ann.forward("A post of no news", from_=silent, until=1)
    assert "I may not post in “Grain”." in refused.text
    (unknown,) = await ann.say("@not_ours", until=1)
    assert unknown.text.startswith("I am not in that chat, or you are not an admin there")
    (stranger,) = await ann.say("https://t.me/foreign", until=1)
    assert stranger.text == unknown.text
    assert "Foreign" not in stranger.text
    assert (await the_digest(bot, 7)).home is None
    await ann.set_bot(silent, "administrator")
    card = await pressed(ann, refused, "Try again")
    assert "Goes to: “Grain”" in card.text
    assert (await the_digest(bot, 7)).chat == CHANNEL
    forged = await ben.send_data((await ask(ben, "/help"))[0], f"digest:begin:0::{CHANNEL}:0800", until=1)
    assert forged.message
    assert forged.message.text == unknown.text
    assert (await digests(bot, 8), len(await digests(bot, GROUP))) == ((), 0)
    source = await ann.forward(ARTICLE, from_=foreign, until=1)
    assert "Bridge over the Wye" in whole(source)


async def test_who_is_no_admin_any_more_can_only_stop_it(bot: Running) -> None:
    """Each press asks Telegram anew; so do typed answers, Resume and Undo. Pausing and deleting are always theirs."""
    ann, ben = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Ben")
    group = bot.telegram.group(GROUP, "Bridge club", members={7: "administrator", 8: "creator"})
    await ann.set_bot(group, "member")
    card = await sent_to(ann, await card_of(ann), f"https://t.me/c/{str(GROUP).removeprefix('-100')}/5")
    assert "Goes to: “Bridge club”" in card.text
    times = await pressed(ann, card, "Time")
    await ben.set_member(group, ann, "member")
    refused = await ann.send_data(times, f"digest:sound:{(await the_digest(bot, 7)).id}:0:0")
    assert refused.answer
    assert refused.answer.text == NO_STRANGERS
    (typed,) = await ann.reply(times, "09:30", until=1)
    assert typed.text == NO_STRANGERS
    digest = await the_digest(bot, 7)
    assert (digest.silent, f"{digest.rule.times[0]:%H:%M}") == (False, "08:00")
    paused = await pressed(ann, times, "‹ Back", "Pause")
    assert (await the_digest(bot, 7)).paused == "asked"
    again = await ann.press(paused, "Resume", until=0)
    assert again.answer
    assert again.answer.text == NO_STRANGERS
    gone = await pressed(ann, paused, "Delete", "Delete")
    assert await digests(bot, 7) == ()
    undone = await pressed(ann, gone, "Undo")
    assert undone.text.startswith("I am not in that chat, or you are not an admin there")
    await ben.set_member(group, ann, "administrator")
    assert "Goes to: “Bridge club”" in (await pressed(ann, undone, "Undo")).text


async def test_a_group_sees_what_arrives_and_its_admins_stop_it(bot: Running) -> None:
    """Of one publisher, as the home has it; the group neither reads the home's sources by it nor changes it."""
    ann, ben = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Ben")
    group = bot.telegram.group(GROUP, "Bridge club", members={7: "administrator", 8: "administrator", 9: "member"})
    await ask(ann, ARTICLE)
    topics = await pressed(ann, await card_of(ann), "Topics")
    assert "from:" in topics.text
    await ann.reply(topics, 'grain from:elsewhere.example, from:"Bridge over"', until=2)
    card = await sent_to(ann, (await ask(ann, "/digest"))[0], f"https://t.me/c/{str(GROUP).removeprefix('-100')}")
    assert 'Tells: grain from:elsewhere.example; from:"Bridge over"' in card.text
    await deliver(bot)
    (posted,) = bot.telegram.messages(group)
    assert ("Bridge over the Wye" in posted.text, posted.labels) == (True, ("Settings",))
    (listed,) = await ask(ben, "/digest", chat=group)
    assert "It was set up in another chat." in listed.text
    theirs = await ben.press(posted, "Settings", until=1)
    (mine,) = theirs.messages
    assert mine.labels == ("Pause", "Delete", "Done")
    number = (await the_digest(bot, 7)).id
    forged = await ben.send_data(mine, f"digest:sound:{number}:0:0")
    assert forged.answer
    assert forged.answer.text.startswith("It is changed in the chat in which it was set up.")
    cid = bot.telegram.user(9, "Cid")
    assert (await cid.press(mine, "Pause")).answer
    assert (await the_digest(bot, 7)).paused is None
    await pressed(ben, mine, "Pause")
    assert (await the_digest(bot, 7)).paused == "asked"
    await pressed(ben, mine, "Delete", "Delete")
    assert await digests(bot, 7) == ()


async def test_what_a_group_sends_elsewhere_moves_with_it(bot: Running) -> None:
    """A group sends to a channel by a reply with its link; it becomes a supergroup, and the channel's digest is its."""
    ann, tg = bot.telegram.user(7, "Ann"), bot.telegram
    group = tg.group(-44, "Home", members={7: "creator"}, kind="group")
    tg.channel(CHANNEL, "Grain", username="grain_news", members={7: "creator"})
    where = await pressed(ann, await card_of(ann, chat=group), "Where")
    (card,) = await ann.reply(where, "@grain_news", until=1)
    assert "Goes to: “Grain”" in card.text
    moved = tg.migrate(group, GROUP)
    await ann.say("/digest", chat=moved, until=1)
    digest = await the_digest(bot, GROUP)
    assert (digest.chat, digest.home) == (CHANNEL, GROUP)
    assert "Goes to: “Grain”" in tg.messages(moved)[-1].text


async def opened(bot: Running, person: Person, link: str, chat: Chat | None = None) -> Message:
    """The offer behind a link, when it comes: the greeting of a group may come before it."""
    await person.open(link, chat=chat)
    place = chat.id if chat else person.user.id
    async with asyncio.timeout(20):
        while not (found := _offers(bot, place)):  # noqa: ASYNC110 - what a test waits for tells nobody
            await asyncio.sleep(0.02)
    return found[-1]


def _offers(bot: Running, place: int) -> list[Message]:
    return [each for each in bot.telegram.messages(place) if "07:30" in each.text]


async def test_a_shared_digest_is_set_up_by_one_press(bot: Running) -> None:
    """The reader is asked for a zone, in private and in a group; stories stay at home, and a wrong id says so."""
    ann, ben = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Ben", language="uk")
    card = await card_of(ann, "7:30 weekdays London short")
    (link,) = (await ann.press(card, "Share", until=1)).messages
    private, group_link = [word.rstrip(".") for word in link.text.split() if word.startswith("https://t.me/")]
    offer = await opened(bot, ben, private)
    assert "07:30" in offer.text
    assert "ваш, про який я тоді запитаю" in offer.text
    assert await digests(bot, 8) == ()
    await ben.press(offer, offer.labels[0], until=1)
    digest = await the_digest(bot, 8)
    assert (digest.rule.zone, digest.rule.days, digest.taste.length) == ("UTC", (1, 2, 3, 4, 5), "short")
    assert (digest.home, digest.person) == (None, 8)
    group = bot.telegram.group(GROUP, "Club", bot="left", members={8: "creator", 9: "member"})
    offered = await opened(bot, ben, group_link, group)
    await bot.telegram.user(9, "Cid").press(offered, offered.labels[0])
    assert await digests(bot, GROUP) == ()
    await ben.press(offered, offered.labels[0], until=1)
    assert len(await digests(bot, GROUP)) == 1
    await ben.open(f"{private[:-3]}xyz")
    assert await digests(bot, 8) == (digest,)
