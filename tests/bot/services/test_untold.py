"""What a chat was not told after all comes with its next digest: dropped, deleted, understood late, or noted late."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.services.clock import next_due
from bot.services.digests.planning import AWRY, since
from bot.services.presence import AWAY
from bot.services.subscribing import Subscriptions, Wish
from bot.views.digest import DOUBTS, letter
from bot.views.letters import unpack
from storage import outbox, subscriptions
from storage.types import Doubt, Rule, Settled, Subscription, Taste
from summarizer.telling.news import News
from summarizer.types import Document
from tests.bot.services.digesting import DAILY, MONDAY, Post, at, posting
from tests.databases import new_sqlite

FIRE = "The fire in the old market hall of Lowton broke out on Monday night and burned until the roof came down."
FERRY = "The council of Harwick voted on Tuesday to sell the ferry to a company from abroad."
VAULT = "“The vault of the bank in Ostley stood open all night,” said guard Tim Vole."
CHAT = 7


def news(text: str) -> Document:
    return Document.make(text, title="News", publisher="Gazette")


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with posting(new_sqlite(tmp_path / "digests.db")) as it:
        yield it


@pytest.fixture
async def begun(post: Post) -> Subscription:
    """A chat that was told of the fire on Monday."""
    await post.bring(news(FIRE), at=at(0, 5))
    made = await post.subscribe(CHAT)
    assert "market hall" in (await post.morning(0))[CHAT]
    return made


async def block(post: Post, back: datetime) -> None:
    """The chat blocks the bot, until then."""
    async with post.database.session() as session:
        await subscriptions.pause_chat(session, CHAT, "blocked")
    async with post.database.session() as session:
        await subscriptions.resume_chat(session, CHAT, AWAY, lambda rule: next_due(rule, back), back)


def service(post: Post, now: datetime) -> Subscriptions:
    return Subscriptions(post.database, lambda: now, 5)


@pytest.mark.usefixtures("begun")
async def test_what_a_dropped_digest_told_is_told_by_the_next_and_once(post: Post) -> None:
    """Blocked before it was sent, back at noon: however long ago its documents came."""
    await post.bring(news(FERRY), at=at(1, 5))
    assert await post.digests.compose_due(at(1, 8)) == 1
    await block(post, at(1, 12))
    assert await post.sent(at(1, 12)) == ()
    assert "sell the ferry" in (await post.morning(2))[CHAT]
    assert await post.morning(3) == {}


@pytest.mark.usefixtures("begun")
async def test_what_is_dropped_twice_is_told_all_the_same(post: Post) -> None:
    """The second one looked back as far as the first."""
    await post.bring(news(FERRY), at=at(1, 5))
    for day in (1, 2):
        assert await post.digests.compose_due(at(day, 8)) == 1
        await block(post, at(day, 12))
    assert "sell the ferry" in (await post.morning(3))[CHAT]


async def test_a_dropped_first_digest_is_the_first_again(post: Post) -> None:
    """All that there is was new to it."""
    await post.bring(news(FIRE), at=at(0) - timedelta(days=40))
    await post.subscribe(CHAT)
    assert await post.digests.compose_due(at(0, 8)) == 1
    await block(post, at(0, 12))
    assert "market hall" in (await post.morning(1))[CHAT]


@pytest.mark.parametrize("first", [True, False])
async def test_what_another_digest_would_have_told_is_told_when_that_is_deleted(post: Post, *, first: bool) -> None:
    """The second one had nothing new because of it; also where that would have been the other's first."""
    noon = await post.subscribe(CHAT, rule=Rule((time(12),), DAILY.days, "UTC"), due=at(0, 12))
    await post.bring(news(FIRE), at=at(0, 5))
    await post.morning(0, 12)
    other = await post.subscribe(CHAT, due=at(1, 8))
    for hour in () if first else (8, 12):
        await post.morning(1, hour)
    await post.bring(news(FERRY), at=at(2, 5))
    assert await post.digests.compose_due(at(2, 8)) == 1
    async with post.database.session() as session:
        await outbox.put_off(session, CHAT, at(2, 20))
    assert await post.digests.compose_due(at(2, 12)) == 0
    async with post.database.session() as session:
        assert await subscriptions.delete(session, other.id, CHAT)
    assert (await post.of(CHAT)).id == noon.id
    told = (await post.morning(3, 12))[CHAT]
    assert "sell the ferry" in told
    assert "market hall" not in told


@pytest.mark.usefixtures("begun")
async def test_what_is_understood_days_late_is_told(post: Post) -> None:
    """After downtime the catch-up digest comes before the understanding of what came meanwhile."""
    late = news(FERRY)
    await post.store(late, at=at(1, 7))
    await post.bring(news(VAULT), at=at(1, 7))
    assert "sell the ferry" not in (await post.morning(6, 10))[CHAT]
    await post.understand(late, at(6, 11))
    assert "sell the ferry" in (await post.morning(7))[CHAT]


@pytest.mark.usefixtures("begun")
async def test_what_was_noted_before_a_digest_and_committed_after_it_is_told(post: Post) -> None:
    """Its time lies before the digest that could not see it."""
    await post.bring(news(VAULT), at=at(1, 5))
    assert list(await post.morning(1)) == [CHAT]
    await post.bring(news(FERRY), at=at(1, 8) - timedelta(seconds=1))
    assert "sell the ferry" in (await post.morning(2))[CHAT]


@pytest.mark.usefixtures("begun")
async def test_a_doubt_that_only_a_dropped_digest_spoke_of_is_spoken_of_again(post: Post) -> None:
    """And once it was sent, no more."""
    await post.bring(news(FERRY), at=at(1, 5))
    await post.digests.compose_due(at(1, 8))
    async with post.database.session() as session:
        (sent,) = await outbox.claim(session, at(1, 8), until=at(1, 9), limit=9)
        await outbox.begin(session, [sent.id], at(1, 8), until=at(1, 9))
        await outbox.settle(session, [Settled(sent.id, "uncertain")], at(1, 8))
    await post.bring(news(VAULT), at=at(2, 5))
    await post.digests.compose_due(at(2, 8))
    await block(post, at(2, 12))
    assert "The digest of 3 March, 08:00 may not have arrived." in (await post.morning(3))[CHAT]
    await post.bring(news(f"{VAULT} “It was cold,” said Ann Lee."), at=at(4, 5))
    assert "may not have arrived" not in (await post.morning(4))[CHAT]


async def test_a_digest_that_was_deleted_and_brought_back_goes_on(post: Post, begun: Subscription) -> None:
    """It tells what came since its last one, and not the rest of the archive."""
    gone, way_back = await service(post, at(1, 9)).delete(CHAT, (begun.id,))
    await post.bring(news(FERRY), at=at(1, 10))
    assert await service(post, at(1, 11)).restore(CHAT, way_back)
    assert (await post.of(CHAT)).looked == gone[0].looked == at(0, 8)
    assert "sell the ferry" in (await post.morning(2))[CHAT]


@pytest.mark.usefixtures("begun")
async def test_a_second_digest_begins_where_the_chat_was_told_last(post: Post) -> None:
    """A new topic begins with all that there is on it; so does the first digest of a chat."""
    asked = service(post, at(1, 9))
    evening = replace(DAILY, times=(time(18),))
    everything = await asked.add(Wish(CHAT, None, None, evening))
    topic = await asked.add(Wish(CHAT, None, None, DAILY, Taste(("ferry",))))
    again = await asked.add(Wish(CHAT, None, None, evening, Taste(("ferry",))))
    other = await asked.add(Wish(8, None, None, DAILY))
    looked = [each.subscription and each.subscription.looked for each in (everything, topic, again, other)]
    assert looked == [at(0, 8), None, at(0, 8), None]


async def test_a_zone_that_was_abolished_keeps_no_other_from_being_put_right(post: Post) -> None:
    """It is passed over; what others are due is set by their clocks."""
    await post.subscribe(CHAT, due=at(1, 9))
    await post.subscribe(8, rule=replace(DAILY, zone="Mars/Base"), due=at(1, 9))
    assert await post.digests.realign(at(0, 1)) == 1
    assert ((await post.of(CHAT)).due, (await post.of(8)).due) == (at(0, 8), at(1, 9))


async def test_after_a_clock_that_ran_ahead_a_weekly_digest_loses_no_day(post: Post) -> None:
    """What it told is remembered, so looking further back costs nothing."""
    ahead = replace(await post.subscribe(CHAT), looked=at(300))
    assert since(ahead, at(7)) == at(7) - AWRY <= MONDAY
    assert since(replace(ahead, looked=at(6)), at(7)) == at(6)


def test_one_earlier_message_is_one() -> None:
    """Of more doubts than are named the rest is counted."""
    doubts = tuple(Doubt(number, at(0, 8), 1, 1) for number in range(DOUBTS + 1))
    (message,) = letter(News(()), at(1, 8), "UTC", doubts=doubts)
    assert "1 earlier message may not" in unpack(message).text
