"""Feeds are asked once for all, followed by each chat for itself, and claimed by one at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage import documents, entries, feeds, sources
from storage.database import Database
from storage.session import Session
from storage.types import FeedState, Following, SeenEntry
from summarizer.errors import StorageError
from tests.postgres import NewDatabase
from tests.storage.factory import NOW, bring, later, report

URL, OTHER = "https://news.example/feed", "https://news.example/rss"
GROUP = -1001234567890
LONG_AGO = NOW - timedelta(days=365)


async def follow(session: Session, url: str = URL, chat: int | None = 7, *, minute: int = 0) -> Following:
    return await feeds.follow(session, url, chat=chat, person=5_000_000_000, title="News", now=later(minute))


async def test_a_new_feed_is_due_at_once_and_comes_back_as_it_is(session: Session) -> None:
    """Whoever follows an address gets its feed as it is now, with ids beyond 32 bits."""
    found = await follow(session, chat=GROUP)
    assert (found.chat, found.person, found.added, found.told) == (GROUP, 5_000_000_000, NOW, None)
    assert found.feed == FeedState(found.feed.id, URL, "News", None, NOW, NOW, feeds.FIRST_INTERVAL)
    assert await feeds.get(session, found.feed.id) == found.feed
    assert await feeds.get_following(session, found.id, GROUP) == found


async def test_following_again_changes_nothing(session: Session) -> None:
    """The first note stays: also for everybody, where NULL is not equal to NULL."""
    for chat in (7, None):
        first = await follow(session, chat=chat)
        again = await feeds.follow(session, URL, chat=chat, person=9, title="Mine", site="https://s", now=later(9))
        assert again == replace(first, feed=replace(first.feed, site="https://s"))
    assert len(await feeds.followers(session, first.feed.id)) == 2


async def test_two_chats_that_follow_at_once_share_one_feed(db: Database) -> None:
    """Of many transactions that follow one address at the same time, none fails and none makes a second feed."""

    async def one(chat: int | None) -> Following:
        async with db.session() as session:
            return await follow(session, chat=chat)

    found = await asyncio.gather(*map(one, (1, 2, 3, 1, None, None)))
    assert len({each.feed.id for each in found}) == 1
    assert len({each.id for each in found}) == 4


async def test_a_feed_that_somebody_follows_survives_the_last_of_the_others(db: Database) -> None:
    """Whoever follows while another is the last to leave has a feed in the end, whichever came first."""
    for _ in range(6):
        async with db.session() as session:
            old = await follow(session, chat=1)

        async def come() -> Following:
            async with db.session() as session:
                return await follow(session, chat=2)

        async def leave(old: Following) -> bool:
            async with db.session() as session:
                return await feeds.unfollow(session, old.id, 1)

        new, left = await asyncio.gather(come(), leave(old))
        async with db.session() as session:
            assert left
            assert await feeds.get_following(session, new.id, 2) == new
            await feeds.unfollow(session, new.id, 2)


async def test_a_chat_sees_its_own_followings_and_the_public_ones(session: Session) -> None:
    """Newest first, each feed once: of one that is public too, the chat's own following, which it may end."""
    public, own = await follow(session, chat=None), await follow(session, chat=7, minute=1)
    other = await follow(session, OTHER, None, minute=2)
    await follow(session, "https://private.example/feed", 8, minute=3)
    assert await feeds.followed(session, 7, limit=9) == (other, own)
    assert await feeds.followed(session, 7, limit=1, offset=1) == (own,)
    assert await feeds.followed(session, None, limit=9) == (other, public)
    assert [await feeds.count_followed(session, chat) for chat in (7, 8, None)] == [1, 1, 2]
    assert await feeds.find_followed(session, 7, URL) == own
    assert await feeds.find_followed(session, 9, URL) == public
    assert await feeds.find_followed(session, 7, "https://private.example/feed") is None


@pytest.mark.parametrize("stranger", [8, None])
async def test_only_the_chat_itself_acts_on_what_it_follows(session: Session, stranger: int | None) -> None:
    """An id from an old message or another chat ends, replaces and shows nothing."""
    own = await follow(session, chat=7)
    assert await feeds.get_following(session, own.id, stranger) is None
    assert not await feeds.unfollow(session, own.id, stranger)
    assert await feeds.replace(session, own.id, stranger, OTHER, now=NOW) is None
    assert await feeds.followers(session, own.feed.id) == (own,)
    assert await feeds.unfollow(session, own.id, 7)
    assert not await feeds.unfollow(session, own.id, 7)


async def test_a_feed_goes_with_its_last_follower_and_what_it_brought_stays(session: Session) -> None:
    """Entries go with the feed; documents and their sources are the chats'. An id is never used again."""
    one, two, document = await follow(session, chat=7), await follow(session, chat=8), report()
    await bring(session, document, 7)
    await entries.note(session, one.feed.id, SeenEntry("e", "1", None, document.key, 1, None, NOW))
    await feeds.unfollow(session, one.id, 7)
    assert await entries.newest(session, one.feed.id, limit=9) == (document.key,)
    await feeds.unfollow(session, two.id, 8)
    assert await feeds.get(session, one.feed.id) is None
    assert await entries.seen(session, one.feed.id, ["e"]) == {}
    assert await documents.visible(session, 7, limit=9) == (document,)
    again = await follow(session, chat=7)
    assert again.id > two.id
    assert again.feed.id > one.feed.id


async def test_what_is_due_and_followed_is_claimed_once(session: Session) -> None:
    """Longest due first; nobody gets a leased feed before the lease ends; a feed that ended is not asked."""
    ids = [(await follow(session, f"https://x.example/{n}", minute=n)).feed.id for n in range(4)]
    ended = await feeds.get(session, ids[0])
    assert ended is not None
    await feeds.save(session, replace(ended, due=None, failure="gone"))
    claimed = await feeds.claim_due(session, later(2), until=later(10), limit=1)
    assert [(state.id, state.due) for state in claimed] == [(ids[1], later(10))]
    assert [state.id for state in await feeds.claim_due(session, later(2), until=later(10), limit=9)] == [ids[2]]
    assert await feeds.claim_due(session, later(2), until=later(10), limit=9) == ()
    assert len(await feeds.claim_due(session, later(10), until=later(20), limit=9)) == 3


async def test_two_claimers_never_get_the_same_feed(db: Database) -> None:
    """Many claimers at the same time share what is due: each feed goes to exactly one, and no limit is passed."""
    async with db.session() as session:
        for number in range(40):
            await follow(session, f"https://x.example/{number}")

    async def claim() -> list[int]:
        async with db.session() as session:
            claimed = await feeds.claim_due(session, NOW, until=later(10), limit=5)
            await asyncio.sleep(0.01)  # the others meet rows that are held
            return [state.id for state in claimed]

    found = await asyncio.gather(*(claim() for _ in range(10)))
    assert max(map(len, found)) <= 5
    assert len({number for each in found for number in each}) == sum(map(len, found))
    async with db.session() as session:
        rest = await feeds.claim_due(session, NOW, until=later(10), limit=99)
    assert len(rest) + sum(map(len, found)) == 40


async def test_a_claim_does_not_wait_for_another(new_postgres: NewDatabase) -> None:
    """Who looks for work on PostgreSQL while another has just claimed some gets other work at once."""
    db = await Database.open(new_postgres(migrated=True))
    async with db.session() as session:
        for number in range(2):
            await follow(session, f"https://x.example/{number}")
    async with db.session() as first, db.session() as second:
        one = await feeds.claim_due(first, NOW, until=later(10), limit=1)
        two = await asyncio.wait_for(feeds.claim_due(second, NOW, until=later(10), limit=9), 5)
    await db.close()
    assert len(one) == len(two) == 1
    assert one != two


async def test_what_a_look_came_to_is_kept(session: Session) -> None:
    """Every field of a feed comes back, validators byte for byte; what cannot be stored is left out of its title."""
    state = (await follow(session)).feed
    looked = FeedState(
        state.id, URL, "Ti\0t\ud800le", "https://news.example/", NOW, later(30), timedelta(minutes=7),
        etag='W/"a\\"b"', last_modified="Wed, 21 Oct 2015 07:28:00 GMT", asked=NOW, succeeded=later(1),
        changed=later(2), failures=3, failing_since=LONG_AGO, failure="timeout",
    )  # fmt: skip
    assert await feeds.save(session, looked)
    assert await feeds.get(session, state.id) == replace(looked, title="Title")
    assert not await feeds.save(session, replace(looked, id=999))


async def test_an_address_may_be_longer_than_an_index_allows(session: Session) -> None:
    """PostgreSQL indexes 2,704 bytes; an address of 4,096 characters is followed and found all the same."""
    url = "https://news.example/" + "".join(chr(97 + n * n % 26) + str(n) for n in range(1200))[:4000]
    found = await follow(session, url)
    assert await feeds.find_followed(session, 7, url) == found


async def test_a_feed_that_moved_is_the_same_feed(session: Session) -> None:
    """Its followers, entries and state stay; only the address is another."""
    own = await follow(session)
    await entries.note(session, own.feed.id, SeenEntry("e", "1", None, None, 0, None, NOW))
    moved = await feeds.move(session, own.feed.id, OTHER)
    assert moved == replace(own.feed, url=OTHER)
    assert await feeds.move(session, own.feed.id, OTHER) == moved
    assert await feeds.find_followed(session, 7, OTHER) == replace(own, feed=moved)
    assert list(await entries.seen(session, moved.id, ["e"])) == ["e"]
    with pytest.raises(StorageError, match="no feed 999"):
        await feeds.move(session, 999, URL)


async def test_a_feed_that_moved_to_a_known_one_becomes_that_one(session: Session) -> None:
    """Each chat follows it once; of what the other one was and had nothing becomes news of it."""
    old, there, document = await follow(session, minute=1), await follow(session, OTHER, None), report()
    await follow(session, OTHER, 7)
    for chat in (8, None):
        await follow(session, URL, chat)
    await bring(session, document, 7)
    for feed, identity, key in ((old.feed, "read", document.key), (old.feed, "old", None), (there.feed, "read", None)):
        await entries.note(session, feed.id, SeenEntry(identity, "1", None, key, 0, None, NOW))
    await feeds.save(session, replace(old.feed, asked=later(5), etag="new", due=later(9)))
    await feeds.save(session, replace(there.feed, asked=later(4), etag="old", due=None, failures=9, failure="gone"))
    merged = await feeds.move(session, old.feed.id, OTHER)
    assert (merged.id, merged.url, merged.etag, merged.due) == (there.feed.id, OTHER, "old", later(9))
    assert (merged.failures, merged.failure) == (9, "gone")
    assert await feeds.get(session, old.feed.id) is None
    assert {each.chat for each in await feeds.followers(session, merged.id)} == {7, 8, None}
    assert len(await feeds.followers(session, merged.id)) == 3
    assert set(await entries.seen(session, merged.id, ["read", "old"])) == {"read"}
    assert await entries.newest(session, merged.id, limit=9) == ()
    assert await documents.visible(session, 7, limit=9) == (document,)


async def test_two_feeds_that_move_to_one_address_at_once_become_one(db: Database) -> None:
    """Neither fails, and both followers are left with it; also where each moves to where the other is."""
    async with db.session() as session:
        one, two = await follow(session, URL, 7), await follow(session, OTHER, 8)

    async def move(feed: int, url: str) -> None:
        async with db.session() as session:
            await feeds.move(session, feed, url)

    await asyncio.gather(move(one.feed.id, "https://new.example/f"), move(two.feed.id, "https://new.example/f"))
    async with db.session() as session:
        found = [await feeds.find_followed(session, chat, "https://new.example/f") for chat in (7, 8)]
    assert found[0]
    assert found[1]
    assert found[0].feed == found[1].feed


async def test_each_follower_is_told_once_that_a_feed_ended(session: Session) -> None:
    """Those who came later are told later; asking again tells nobody anew, a feed that was read and ends again does."""
    one, two = await follow(session, chat=7), await follow(session, chat=8)
    await feeds.mark_told(session, [one.id], NOW)
    assert await feeds.untold(session, one.feed.id) == (two,)
    await feeds.save(session, replace(one.feed, due=None, failures=5, failing_since=LONG_AGO, failure="gone"))
    await feeds.revive(session, one.feed.id, later(3))
    assert await feeds.get(session, one.feed.id) == replace(one.feed, due=later(3))
    assert [each.id for each in await feeds.untold(session, one.feed.id)] == [two.id]
    await feeds.save(session, replace(one.feed, asked=later(4), succeeded=later(4)))
    assert [each.id for each in await feeds.untold(session, one.feed.id)] == [one.id, two.id]


async def test_following_a_feed_that_was_given_up_has_it_asked_again(session: Session) -> None:
    """Whoever follows it has just seen it; a feed that is asked anyway is not asked any earlier for that."""
    own = await follow(session)
    await feeds.save(session, replace(own.feed, due=None, failures=5, failure="gone"))
    assert (await follow(session, chat=8, minute=4)).feed == replace(own.feed, due=later(4))
    assert (await follow(session, chat=9, minute=6)).feed.due == later(4)


async def test_a_feed_is_replaced_for_its_chat_alone(session: Session) -> None:
    """The chat follows the other address in its place; the others go on; two that become one are one."""
    mine, theirs = await follow(session, chat=7), await follow(session, chat=8)
    new = await feeds.replace(session, mine.id, 7, OTHER, title="Rss", site=None, now=later(1))
    assert new is not None
    assert (new.feed.url, new.feed.title, new.person) == (OTHER, "Rss", mine.person)
    assert await feeds.followed(session, 7, limit=9) == (new,)
    assert await feeds.followed(session, 8, limit=9) == (theirs,)
    third = await follow(session, "https://third.example/feed", 7)
    assert await feeds.replace(session, third.id, 7, OTHER, now=later(2)) == new
    assert await feeds.get(session, third.feed.id) is None
    assert await feeds.replace(session, new.id, 7, OTHER, now=later(3)) == new


async def test_a_group_that_becomes_a_supergroup_keeps_following(session: Session) -> None:
    """What both follow is followed once; moving twice is fine."""
    shared, own = await follow(session, URL, -5), await follow(session, OTHER, -5)
    already = await follow(session, URL, GROUP)
    for _ in range(2):
        await feeds.migrate(session, -5, GROUP)
    assert await feeds.count_followed(session, -5) == 0
    assert {each.id for each in await feeds.followed(session, GROUP, limit=9)} == {own.id, already.id}
    assert await feeds.followers(session, shared.feed.id) == (already,)


async def test_a_document_of_a_feed_is_given_to_its_followers_alone(session: Session) -> None:
    """Each follower has it by the feed, once; those who had it keep what they called it."""
    feed, document = (await follow(session, chat=7)).feed.id, report()
    await follow(session, chat=GROUP)
    await bring(session, document, 7)
    await bring(session, report("Elsewhere"), 8)
    about = {"kind": "feed", "name": "News", "now": later(1), "origin": "by News"}
    assert await sources.add_for_followers(session, document.key, feed, **about) == (GROUP,)  # type: ignore[arg-type]
    assert await sources.add_for_followers(session, document.key, feed, **about) == ()  # type: ignore[arg-type]
    ((given, _),) = await sources.visible(session, GROUP, limit=9)
    assert (given.kind, given.name, given.origin, given.added) == ("feed", "News", "by News", later(1))
    assert [source.kind for source, _ in await sources.visible(session, 7, limit=9)] == ["paste"]
    assert await documents.find(session, 8, document.key) is None


async def test_a_look_that_took_too_long_undoes_nothing(session: Session) -> None:
    """Its lease ran out: neither what another look has found since nor a revival is written over."""
    await feeds.follow(session, URL, chat=1, person=1, now=NOW)
    (slow,) = await feeds.claim_due(session, NOW, until=later(15), limit=1)
    (quick,) = await feeds.claim_due(session, later(15), until=later(30), limit=1)
    assert not await feeds.save(session, replace(slow, etag="old", due=later(16)), since=slow)
    assert await feeds.get(session, slow.id) == quick
    found = replace(quick, etag="new", due=later(90))
    assert await feeds.save(session, found, since=quick)
    await feeds.revive(session, slow.id, later(40))
    assert not await feeds.save(session, replace(quick, due=None, failure="gone"), since=quick)
    assert await feeds.get(session, slow.id) == replace(found, due=later(40))
