"""Following feeds of a real site: what a look takes in, what changes, what fails; on both databases where it tells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import schedule, unread
from bot.services.feeds import Rules
from sources.base import FetchFailed, TooManyFeeds
from sources.feeds.feed import FeedLink
from sources.sandbox import Sandbox
from storage import entries, feeds
from tests.bot.press import Item, Press, printing, words
from tests.bot.services.following import Desk, at_desk
from tests.postgres import NewDatabase

ANN, BOB = 7, 8


def at(name: str) -> str:
    """Where the article about a bridge stands."""
    return f"/news/bridge-of-{name.lower()}-reopens"


def told_of(site: Press, name: str) -> Item:
    """Puts the article there; its entry."""
    return site.article(at(name), f"Bridge of {name} reopens", words(name))


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    async with printing() as site:
        site.feeds["/feed"] = [told_of(site, name) for name in "ABC"]
        yield site


@pytest.fixture
async def desk(tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[Desk]:
    async with at_desk(f"sqlite:///{tmp_path / 'verbatim.db'}", sandbox, Rules(first=2, entries=3, feeds=3)) as it:
        yield it


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_desk(request: pytest.FixtureRequest, tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[Desk]:
    address = f"sqlite:///{tmp_path / 'verbatim.db'}"
    if request.param == "postgresql":
        new: NewDatabase = request.getfixturevalue("new_postgres")
        address = new(migrated=True)
    async with at_desk(address, sandbox, Rules(first=2, entries=3, feeds=3)) as it:
        yield it


async def titles(desk: Desk, chat: int | None = ANN) -> list[str]:
    return sorted(document.title or "" for _, document in await desk.seen(chat))


async def test_a_new_feed_gives_its_newest_articles_from_their_pages(desk: Desk, press: Press) -> None:
    """Of three teasers the first two are read where they stand; the chat alone sees them, and knows whence they are."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    assert (followed.new, len(followed.documents), followed.unread) == (True, 2, 0)
    assert await titles(desk) == ["Bridge of A reopens", "Bridge of B reopens"]
    assert {source.kind for source, _ in await desk.seen(ANN)} == {"feed"}
    assert await desk.seen(BOB) == []
    assert press.counted(at("C")) == 0


async def test_a_second_look_asks_conditionally_and_takes_in_what_is_new(any_desk: Desk, press: Press) -> None:
    """The tag goes back to the letter; unchanged is an answer; a new entry is read and the old ones are not."""
    followed = await any_desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    feed = followed.following.feed.id
    assert (await any_desk.feeds.poll(feed)) is not None
    assert press.asked[-1][2] == 304
    press.feeds["/feed"].insert(0, told_of(press, "D"))
    any_desk.clock.turn(hours=1)
    look = await any_desk.feeds.poll(feed)
    assert look
    assert [document.title for document in look.documents] == ["Bridge of D reopens"]
    assert press.counted(at("A")) == 1
    assert look.state.succeeded == any_desk.clock()


async def test_an_old_entry_under_a_new_guid_is_no_news(desk: Desk, press: Press) -> None:
    """The publisher changes its numbering: nothing is read again."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    for item in press.feeds["/feed"]:
        item.guid = f"new-{item.path}"
    look = await desk.feeds.poll(followed.following.feed.id)
    assert look
    assert look.documents == ()
    assert press.counted(at("A")) == 1


async def test_a_changed_entry_takes_the_place_of_what_it_said(any_desk: Desk, press: Press) -> None:
    """A feed that gives its whole text corrects a figure: its followers read the new one, the old one is kept."""
    paragraphs = "".join(f"<p>{each}</p>" for each in words("A") * 3)
    press.feeds["/full"] = [Item("Bridge of A reopens", at("A"), paragraphs)]
    followed = await any_desk.feeds.follow(f"{press.url}/full", chat=ANN, person=1)
    press.feeds["/full"][0].html = paragraphs.replace("3.2", "3.4")
    look = await any_desk.feeds.poll(followed.following.feed.id)
    assert look
    assert len(look.documents) == 1
    (text,) = await any_desk.texts(ANN)
    assert "$3.4 million" in text
    assert "3.2" not in text
    assert press.counted(at("A")) == 0


async def test_a_new_follower_has_at_once_what_others_have(desk: Desk, press: Press) -> None:
    """Nothing is fetched for Bob but the feed: the articles are there; following again changes nothing."""
    await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=BOB, person=2)
    assert (followed.new, len(followed.documents)) == (True, 2)
    assert await titles(desk, BOB) == await titles(desk, ANN)
    assert press.counted(at("A")) == 1
    again = await desk.feeds.follow(f"{press.url}/feed", chat=BOB, person=2)
    assert (again.new, again.following.id) == (False, followed.following.id)


async def test_what_a_public_feed_brings_everybody_sees(desk: Desk, press: Press) -> None:
    """Followed by the operator: no chat, no limit."""
    await desk.feeds.follow(f"{press.url}/feed", chat=None, person=None)
    assert await titles(desk, BOB) == ["Bridge of A reopens", "Bridge of B reopens"]
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=BOB, person=2)
    assert not followed.new


async def test_an_article_that_cannot_be_had_is_tried_again_and_given_up(desk: Desk, press: Press) -> None:
    """A site's fault passes: three tries. Nothing of it is lost when the page is back in between."""
    press.answers[at("A")] = press.answers[at("B")] = (500, {})
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    assert (len(followed.documents), followed.unread) == (0, 2)
    del press.answers[at("A")]
    for _ in range(4):
        desk.clock.turn(hours=2)
        await desk.feeds.poll(followed.following.feed.id)
    assert await titles(desk) == ["Bridge of A reopens"]
    assert press.counted(at("B")) == 3


async def test_more_than_one_look_takes_in_is_read_at_the_next(desk: Desk, press: Press) -> None:
    """Seven new entries at three a look: nothing is left out, and the feed is asked no sooner for it."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    many = [told_of(press, f"N{n}") for n in range(7)]
    press.feeds["/feed"] = many + press.feeds["/feed"]
    brought = []
    for _ in range(3):
        look = await desk.feeds.poll(followed.following.feed.id)
        assert look
        brought.append(len(look.documents))
        assert look.state.due
        assert look.state.due - desk.clock() >= schedule.SHORTEST
    assert brought == [3, 3, 1]
    assert len(await titles(desk)) == 9


async def test_a_feed_has_so_much_of_a_day_and_no_more(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four entries a day: of seven the first look had two, the next day's have the others."""
    monkeypatch.setattr(unread, "DAILY", 4)
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    press.feeds["/feed"] = [told_of(press, f"N{n}") for n in range(5)] + press.feeds["/feed"]
    brought = []
    for hours in (0, 1, 24, 1):
        desk.clock.turn(hours=hours)
        look = await desk.feeds.poll(followed.following.feed.id)
        assert look
        brought.append(len(look.documents))
    assert brought == [2, 0, 3, 0]


async def test_a_moved_feed_brings_no_news_into_the_feed_of_others(desk: Desk, press: Press) -> None:
    """Entries that wait under the old address are forgotten when it turns out to be Bob's feed."""
    press.feeds["/evil"] = [told_of(press, "E")]
    press.answers[at("E")] = (503, {})
    evil = await desk.feeds.follow(f"{press.url}/evil", chat=ANN, person=1)
    await desk.feeds.follow(f"{press.url}/feed", chat=BOB, person=2)
    before = await titles(desk, BOB)
    del press.answers[at("E")]
    press.answers["/evil"] = (301, {"Location": "/feed"})
    assert await desk.feeds.poll(evil.following.feed.id)
    assert await titles(desk, BOB) == before
    assert [each.feed.url for each in await desk.feeds.listed(ANN)] == [f"{press.url}/feed"]


async def test_a_crash_in_the_middle_of_a_look_loses_nothing(desk: Desk, press: Press) -> None:
    """The process ends after one article: whoever goes on asks for the whole feed and reads the others."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    press.feeds["/feed"] = [told_of(press, name) for name in "DEF"]
    read, poller = desk.feeds.poller._store, desk.feeds.poller
    done = 0

    async def ends(*given: object) -> bool:
        nonlocal done
        if done:
            raise KeyboardInterrupt
        done += 1
        return await read(*given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(poller), "_store", staticmethod(ends))
        with pytest.raises(KeyboardInterrupt):
            await desk.feeds.poll(followed.following.feed.id)
    look = await desk.feeds.poll(followed.following.feed.id)
    assert look
    assert len(look.documents) == 2
    assert len(await titles(desk)) == 5


async def test_a_moved_feed_is_asked_at_its_new_address(desk: Desk, press: Press) -> None:
    """A permanent redirect changes the address once; a feed that is there already becomes the same."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    press.feeds["/new"] = press.feeds.pop("/feed")
    press.answers["/feed"] = (301, {"Location": "/new"})
    there = await desk.feeds.follow(f"{press.url}/new", chat=BOB, person=2)
    look = await desk.feeds.poll(followed.following.feed.id)
    assert look
    assert look.state.url == f"{press.url}/new"
    assert look.state.id == there.following.feed.id
    assert [each.feed.url for each in await desk.feeds.listed(ANN)] == [f"{press.url}/new"]


async def test_a_feed_that_fails_is_asked_later_and_another_one_is_not_touched(desk: Desk, press: Press) -> None:
    """The failure is named and counted; the next answer ends it."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    press.answers["/feed"] = (503, {"Retry-After": "7200"})
    look = await desk.feeds.poll(followed.following.feed.id)
    assert look
    assert (look.state.failure, look.state.failures) == ("busy", 1)
    assert look.state.due
    assert (look.state.due - desk.clock()).total_seconds() == 7200
    del press.answers["/feed"]
    healed = await desk.feeds.poll(followed.following.feed.id)
    assert healed
    assert (healed.state.failure, healed.state.failures) == (None, 0)


async def test_a_page_in_the_place_of_a_feed_is_a_failure_of_the_feed(desk: Desk, press: Press) -> None:
    """An error page with status 200 is no empty feed: nothing is taken for read."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    del press.feeds["/feed"]
    press.pages["/feed"] = "<html><body><h1>We are down for maintenance</h1></body></html>"
    look = await desk.feeds.poll(followed.following.feed.id)
    assert look
    assert look.state.failure == "parse"


async def test_a_dead_feed_waits_until_its_followers_were_told(any_desk: Desk, press: Press) -> None:
    """410 ends it; it is asked no more, but stays due until it was told; then it rests."""
    followed = await any_desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    feed = followed.following.feed.id
    press.answers["/feed"] = (410, {})
    look = await any_desk.feeds.poll(feed)
    assert look
    assert look.ended
    asked = press.counted("/feed")
    again = await any_desk.feeds.poll(feed)
    assert again
    assert again.ended
    assert press.counted("/feed") == asked
    assert [each.chat for each in await any_desk.feeds.untold(feed)] == [ANN]
    await any_desk.feeds.told(followed.following)
    await any_desk.feeds.settle(feed)
    async with any_desk.database.session(readonly=True) as session:
        state = await feeds.get(session, feed)
    assert state
    assert state.due is None
    assert await any_desk.feeds.untold(feed) == ()


async def test_a_dead_feed_that_answers_again_is_asked_again(desk: Desk, press: Press) -> None:
    """By the button, and by adding it anew; another chat's button does nothing."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    press.answers["/feed"] = (410, {})
    await desk.feeds.poll(followed.following.feed.id)
    await desk.feeds.settle(followed.following.feed.id)
    del press.answers["/feed"]
    assert await desk.feeds.retry(followed.following.id, BOB) is None
    look = await desk.feeds.retry(followed.following.id, ANN)
    assert look
    assert (look.failure, look.state.failures) == (None, 0)
    assert look.state.due


async def test_a_feed_is_replaced_by_another(desk: Desk, press: Press) -> None:
    """Its follower follows the other one instead; what the first has brought stays."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    press.feeds["/other"] = [told_of(press, "E")]
    assert await desk.feeds.replace(followed.following.id, f"{press.url}/other", chat=BOB) is None
    replaced = await desk.feeds.replace(followed.following.id, f"{press.url}/other", chat=ANN)
    assert replaced
    assert [each.feed.url for each in await desk.feeds.listed(ANN)] == [f"{press.url}/other"]
    assert await titles(desk) == [f"Bridge of {name} reopens" for name in "ABE"]
    with pytest.raises(FetchFailed):
        await desk.feeds.replace(replaced.following.id, f"{press.url}/nowhere", chat=ANN)
    assert len(await desk.feeds.listed(ANN)) == 1


async def test_a_chat_follows_no_more_than_it_may(desk: Desk, press: Press) -> None:
    """The fourth of three is refused; what is followed already is no fourth, and what is public counts for nobody."""
    for name in "wxyz":
        press.feeds[f"/{name}"] = []
    await desk.feeds.follow(f"{press.url}/feed", chat=None, person=None)
    for name in "wxy":
        await desk.feeds.follow(f"{press.url}/{name}", chat=ANN, person=1)
    with pytest.raises(TooManyFeeds):
        await desk.feeds.follow(f"{press.url}/z", chat=ANN, person=1)
    assert not (await desk.feeds.follow(f"{press.url}/w", chat=ANN, person=1)).new
    assert (await desk.feeds.follow(f"{press.url}/z", chat=BOB, person=2)).new


async def test_a_list_of_feeds_is_followed_and_read_later(desk: Desk, press: Press) -> None:
    """Good ones are due at once, one that is away is tried again, one that is none is refused; progress is counted."""
    press.answers["/away"] = (503, {})
    press.pages["/page"] = press.pages[at("A")]
    links = [FeedLink(f"{press.url}/{name}") for name in ("feed", "away", "page", "gone", "feed")]
    counts: list[tuple[int, int]] = []

    async def progress(done: int, total: int) -> None:
        counts.append((done, total))

    many = await desk.feeds.follow_many(links, chat=ANN, person=1, progress=progress)
    assert [each.failure for each in many.followed] == [None, "busy"]
    assert sorted(type(error).__name__ for _, error in many.refused) == ["FetchFailed", "NoFeed"]
    assert counts[-1] == (4, 4)
    assert await titles(desk) == []
    for state in await desk.feeds.claim_due(desk.clock()):
        await desk.feeds.poll(state.id)
    assert await titles(desk) == ["Bridge of A reopens", "Bridge of B reopens"]


async def test_a_feed_cannot_change_what_others_read_by_another_way(desk: Desk, press: Press) -> None:
    """Bob's article came by his own feed; Ann's feed calls it its own and then says otherwise: Bob's stays."""
    press.feeds["/his"] = [press.feeds["/feed"][0]]
    await desk.feeds.follow(f"{press.url}/his", chat=BOB, person=2)
    hers = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    forged = "".join(f"<p>{each}</p>" for each in words("A", people=9000) * 3)
    press.feeds["/feed"] = [Item("Bridge of A reopens", at("A"), forged)]
    await desk.feeds.poll(hers.following.feed.id)
    assert any("9000 people" in text for text in await desk.texts(ANN))
    assert all("9000 people" not in text for text in await desk.texts(BOB))


async def test_entries_that_were_there_before_are_met_and_not_read(desk: Desk, press: Press) -> None:
    """The third entry of three is older than the first look: no later look reads it either."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    async with desk.database.session(readonly=True) as session:
        assert await entries.waiting(session, followed.following.feed.id, limit=9) == ()
    press.feeds["/feed"][2].title += " again"
    await desk.feeds.poll(followed.following.feed.id)
    assert press.counted(at("C")) == 0


async def test_a_sandbox_that_is_down_is_no_fault_of_the_feed(desk: Desk, press: Press) -> None:
    """Nothing is counted against it, nothing is lost: it is asked again in some minutes."""
    followed = await desk.feeds.follow(f"{press.url}/feed", chat=ANN, person=1)
    press.feeds["/feed"] = [told_of(press, "D")]
    down = Sandbox()
    down.close()
    poller = replace(desk.feeds.poller, finder=replace(desk.feeds.finder, sandbox=down))
    look = await poller.poll(followed.following.feed.id)
    assert look
    assert (look.state.failures, look.state.failure, look.documents) == (0, None, ())
    assert look.state.due
    assert look.state.due - desk.clock() < timedelta(minutes=10)
    again = await desk.feeds.poll(followed.following.feed.id)
    assert again
    assert len(again.documents) == 1
