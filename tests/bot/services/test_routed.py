"""Digests that go to another chat: told of their home's sources, in the language of who gets them, troubles at home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.services import presets
from bot.services.courier.decide import decide
from bot.services.presence import AWAY
from bot.services.subscribing import Subscriptions, Wish
from bot.services.topics import Topic, read
from storage import chats, outbox, publishers, subscriptions
from storage.database import Database
from storage.publishers import is_from
from storage.types import Chat, Delivery, Preferences, Receipt, Rule, Settled, Subscription, Taste
from summarizer.types import Document
from tests.bot.services import mailing
from tests.bot.services.digesting import DAILY, EVERYTHING, MONDAY, at, posting
from tests.bot.services.mailing import NOW, Office

HOME, CHANNEL, GROUP = 7, -1001000000001, -1001000000002
REFUSED = Receipt("refused", refusal="rights", word="need administrator rights in the channel chat")


def text(words: str, publisher: str | None = None, url: str | None = None) -> Document:
    sentences = f"The {words} was opened on Monday. “The {words} is safe,” said Mayor Ann Lee."
    return Document.make(sentences, title=f"The {words} opens", publisher=publisher, url=url)


async def route(database: Database, chat: int, *topics: str, home: int = HOME, kind: str = "channel") -> Subscription:
    """A digest of the home that another chat gets."""
    async with database.session() as session:
        await chats.touch(session, Chat(chat, kind, "Grain"), MONDAY)  # type: ignore[arg-type]  # a kind by its word
        return await subscriptions.create(
            session, chat=chat, thread=None, person=3, rule=DAILY, taste=replace(EVERYTHING, topics=topics),
            silent=False, due=at(0, 8), now=MONDAY, home=home,
        )  # fmt: skip


async def test_it_tells_the_homes_sources_in_the_language_of_who_gets_it(tmp_path: Path) -> None:
    """One edition of one home: a channel in Ukrainian, a group in English, each in its own; `from:` leaves the rest."""
    async with posting(f"sqlite:///{tmp_path / 'verbatim.db'}") as post:
        await post.bring(text("bridge", "Wye Times", "https://www.news.wye.example/a"), at=at(0, 1), chat=HOME)
        await post.bring(text("school", "Grain Post"), at=at(0, 1), chat=HOME)
        await post.bring(text("harbour"), at=at(0, 1), chat=GROUP)
        await route(post.database, CHANNEL, "from:wye.example")
        await route(post.database, GROUP, "from:“grain post”", kind="supergroup")
        async with post.database.session() as session:
            await chats.prefer(session, CHANNEL, Preferences(language="uk"))
        found = await post.morning(0)
    assert ("bridge" in found[CHANNEL], "school" in found[CHANNEL]) == (True, False)
    assert ("school" in found[GROUP], "harbour" in found[GROUP], "bridge" in found[GROUP]) == (True, False, False)
    assert ("понеділок" in found[CHANNEL].lower(), "Monday, 2 March" in found[GROUP]) == (True, True)


@pytest.mark.parametrize(
    ("topic", "words", "names"),
    [
        ("grain from:bbc.co.uk deal", "grain deal", ("bbc.co.uk",)),
        ('from:"Fox News"', "", ("Fox News",)),
        ("#3 from:a from:b", "#3", ("a", "b")),
        ("from: bbc", "", ("bbc",)),
        ("від:«Сонце»", "", ("Сонце",)),
        ("letters from:", "letters from:", ()),
        ("halffrom:x", "halffrom:x", ()),
    ],
)
def test_a_topic_says_who_it_is_from(topic: str, words: str, names: tuple[str, ...]) -> None:
    """Names with spaces stand in quotation marks; all else is words."""
    assert read(topic) == Topic(words, names)


def test_a_name_means_a_publisher_or_a_host() -> None:
    """Words from their beginning, without case and marks; a host stands for those below it, and no other."""
    assert is_from("bbc", "BBC News")
    assert is_from("ERDOGAN post", "The Erdoğan Post")
    assert is_from("BBC.co.uk", url="https://www.news.bbc.co.uk/x?y")
    assert is_from("www.bbc.co.uk", url="http://BBC.CO.UK:80")
    assert not is_from("bbc.co.uk", url="https://notbbc.co.uk/")
    assert not is_from("bc", "BBC")
    assert not is_from("…", "BBC", url="https://bbc.com")


async def test_who_is_seen_by_one_chat_is_nobody_to_another(tmp_path: Path) -> None:
    """A document is found by its names in the chat that has it alone."""
    async with posting(f"sqlite:///{tmp_path / 'verbatim.db'}") as post:
        bridge = text("bridge", "Wye Times")
        await post.bring(bridge, at=at(0, 1), chat=HOME)
        async with post.database.session(readonly=True) as session:
            assert await publishers.of(session, HOME, "wye") == (bridge.key,)
            assert await publishers.of(session, HOME, "wye", within=("other",)) == ()
            assert await publishers.of(session, GROUP, "wye") == ()


async def waits(office: Office, chat: int, home: int = HOME) -> Subscription:
    """A digest of the home with one message on its way."""
    async with office.database.session() as session:
        await chats.touch(session, Chat(chat, "channel", "Grain"), NOW)
        made = await subscriptions.create(
            session, chat=chat, thread=None, person=3, rule=mailing.DAILY, taste=Taste(), silent=False, due=NOW,
            now=NOW, home=home,
        )  # fmt: skip
        await mailing._write(session, made, ("one",), NOW)
    return made


async def test_a_channel_that_refuses_rests_at_once_and_its_homes_know(tmp_path: Path) -> None:
    """Nobody else is told, each home once, and the channel of nothing: neither there nor in the next digest."""
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    office = Office(database)
    await waits(office, CHANNEL)
    other = await waits(office, CHANNEL, home=-44)
    office.postman.answers[CHANNEL] = [REFUSED]
    async with office.working() as postman:
        await office.until(lambda: len(postman.noticed) == 2)
    assert {(to, notice.trouble, notice.title, notice.routed) for to, notice in postman.noticed} == {
        (HOME, "rights", "Grain", True), (-44, "rights", "Grain", True)
    }  # fmt: skip
    service = Subscriptions(database, office.now, 5)
    assert [each.paused for each in (*await service.listed(HOME), *await service.listed(-44))] == ["rights", "rights"]
    assert await service.to_tell(CHANNEL, "rights") == ()
    assert len(await service.back(CHANNEL, AWAY)) == 2
    assert await service.to_tell(CHANNEL, "away") == (HOME, -44)
    assert await service.get(CHANNEL, other.id) is not None
    assert await service.get(GROUP, other.id) is None
    await database.close()


def test_what_is_gone_is_told_where_it_was_set_up_only() -> None:
    """Who set it up in the chat itself has nobody left to tell there."""
    sent = Delivery(1, 1, CHANNEL, None, NOW, 1, 1, "", silent=False, state="sending", due=NOW)
    removed = Receipt("refused", refusal="removed")
    assert decide(sent, removed, NOW, repeat=False).trouble is None
    assert decide(replace(sent, home=HOME), removed, NOW, repeat=False).trouble == "away"


async def test_what_is_uncertain_in_a_channel_is_shown_at_home(tmp_path: Path) -> None:
    """Its home has it again, another chat does not; the channel's next digest says nothing of it."""
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    made = await waits(Office(database), CHANNEL)
    async with database.session() as session:
        (sent,) = await outbox.claim(session, NOW, until=NOW, limit=9)
        await outbox.settle(session, [Settled(sent.id, "uncertain")], NOW)
        assert (sent.home, sent.channel) == (HOME, True)
        assert [each.delivery for each in await outbox.doubts_of(session, made.id)] == [sent.id]
        assert await outbox.get(session, sent.id, HOME) is not None
        assert await outbox.get(session, sent.id, GROUP) is None
        (due,) = await subscriptions.due(session, at(365), limit=9)
        assert due.doubts == ()
    await database.close()


async def test_sending_it_elsewhere_begins_anew_and_undo_goes_back_there(tmp_path: Path) -> None:
    """Another number, the same rule; who gets it may rest and delete it, but not change it."""
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    service = Subscriptions(database, lambda: NOW, 2)
    made = (await service.add(Wish(HOME, None, 3, Rule(DAILY.times, DAILY.days, "UTC")))).subscription
    assert made
    added = await service.send_to(HOME, made.id, CHANNEL, 3)
    assert added
    assert added.subscription
    moved = added.subscription
    assert (moved.id != made.id, moved.chat, moved.home, moved.rule) == (True, CHANNEL, HOME, made.rule)
    assert await service.get(HOME, made.id) is None
    assert await service.send_to(CHANNEL, moved.id, GROUP, 3) is None
    assert (await service.edit(CHANNEL, moved.id, lambda known: replace(known, silent=True))) == moved
    paused = await service.pause(CHANNEL, moved.id)
    assert paused
    assert paused.paused == "asked"
    assert (await service.delete(GROUP, (moved.id,)))[0] == ()
    (gone,), listing = await service.delete(HOME, (moved.id,))
    assert (gone.chat, await service.elsewhere(HOME, listing)) == (CHANNEL, (CHANNEL,))
    assert await service.elsewhere(CHANNEL, listing) == ()
    (back,) = await service.restore(HOME, listing) or ()
    assert (back.chat, back.home, back.paused) == (CHANNEL, HOME, "asked")
    await database.close()


async def test_a_preset_holds_when_and_what_and_nobody(tmp_path: Path) -> None:
    """Neither zone nor sources nor who; stories of the chat are left out; no other listing passes for one."""
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    service = Subscriptions(database, lambda: NOW, 2)
    taste = Taste(("grain", "#3 hospital"), "full", empty=True)
    made = (
        await service.add(Wish(HOME, None, 3, Rule(DAILY.times, (1, 5), "Asia/Tokyo"), taste, silent=True))
    ).subscription
    assert made
    listing = await presets.share(database, HOME, made, NOW)
    found = await presets.shared(database, listing, "Europe/Kyiv")
    assert found == presets.Preset(
        Rule(DAILY.times, (1, 5), "Europe/Kyiv"), Taste(("grain",), "full", empty=True), silent=True
    )
    _, deleted = await service.delete(HOME)
    assert await presets.shared(database, deleted, "UTC") is None
    assert await presets.shared(database, "none", "UTC") is None
    await database.close()


async def test_a_home_that_moves_takes_along_what_it_sends(tmp_path: Path) -> None:
    """Its number is in every digest that it set up; one that it sent to the supergroup it became is that one's own."""
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    await route(database, CHANNEL, home=-44)
    await route(database, GROUP, home=-44, kind="supergroup")
    async with database.session() as session:
        await chats.migrate(session, -44, GROUP)
        found = await subscriptions.of_chat(session, GROUP)
    assert [(each.chat, each.home) for each in found] == [(CHANNEL, GROUP), (GROUP, None)]
    await database.close()
