"""Where a source came from: its origin, the posts it was forwarded from, and the page's version before."""

from __future__ import annotations

import asyncio

import pytest

from storage import documents, entries, feeds, sources
from storage.database import Database
from storage.session import Session
from storage.types import SeenEntry, Source
from summarizer.errors import StorageError
from summarizer.types import Document
from tests.storage.factory import NOW, bring, later, report

FIRST, SECOND, THIRD = (report(number=number) for number in ("101", "102", "103"))
POST = "channel:-1001234567890:55"


async def forward(session: Session, document: Document, chat: int | None, post: str = POST) -> Source:
    await documents.add(session, document, raw="", now=NOW)
    about = {"kind": "forward", "name": "Desk", "origin": "forwarded from Desk", "forward": post, "now": NOW}
    return await sources.add(session, document.key, chat=chat, **about)  # type: ignore[arg-type]  # strings and a date


async def test_a_source_says_where_it_came_from(session: Session) -> None:
    """The first note stays, its origin too; what cannot be stored is left out of both."""
    await documents.add(session, FIRST, raw="", now=NOW)
    about = {"chat": 7, "kind": "forward", "name": "a\0b", "origin": "from \udc00us", "now": NOW}
    first = await sources.add(session, FIRST.key, **about)  # type: ignore[arg-type]
    assert (first.name, first.origin) == ("ab", "from us")
    assert await sources.add(session, FIRST.key, chat=7, kind="paste", name="", now=later(1)) == first
    assert await sources.visible(session, 7, limit=9) == ((first, FIRST),)
    assert await sources.find(session, 7, first.id) == first


async def test_a_post_that_is_forwarded_again_is_known(session: Session) -> None:
    """In the chat that forwarded it, and everywhere when it is public; under its own number alone."""
    await forward(session, FIRST, 7)
    await forward(session, SECOND, None, "channel:1:1")
    assert [await sources.forwarded(session, chat, POST) for chat in (7, 8, None)] == [FIRST.key, None, None]
    assert [await sources.forwarded(session, chat, "channel:1:1") for chat in (7, None)] == [SECOND.key] * 2
    assert await sources.forwarded(session, 7, "channel:1:2") is None


async def test_one_text_of_two_posts_is_known_by_both(session: Session) -> None:
    """A link that two channels post is one source; of a post with two texts the first is meant."""
    one, two = await forward(session, FIRST, 7), await forward(session, FIRST, 7, "user:9:1")
    await forward(session, SECOND, 7)
    assert one == two
    assert {await sources.forwarded(session, 7, post) for post in (POST, "user:9:1")} == {FIRST.key}


async def test_what_a_chat_removed_may_be_forwarded_again(session: Session) -> None:
    """A removed source is as if it had never come."""
    source = await forward(session, FIRST, 7)
    await sources.remove(session, source.id, 7)
    assert await sources.forwarded(session, 7, POST) is None
    await forward(session, FIRST, 7)
    assert await sources.forwarded(session, 7, POST) == FIRST.key


async def test_a_source_is_found_by_those_who_see_it(session: Session) -> None:
    """The chat's own and public ones; another chat's id finds nothing."""
    own, public = await forward(session, FIRST, 7), await forward(session, SECOND, None)
    assert [await sources.find(session, chat, own.id) for chat in (7, 8, None)] == [own, None, None]
    assert [await sources.find(session, chat, public.id) for chat in (7, 8, None)] == [public] * 3


async def test_everybody_who_had_the_old_version_has_the_new_one(session: Session) -> None:
    """Under the name that each gave it, in its place; who had it already is not given it anew, others see nothing."""
    for chat in (None, 7, -5):
        await forward(session, FIRST, chat)
    await bring(session, SECOND, -5)
    await bring(session, THIRD, 8)
    gained = await sources.inherit(session, FIRST.key, SECOND.key, kind="link", now=later(3))
    assert set(gained) == {None, 7}
    for chat in (None, 7, -5):
        assert await documents.visible(session, chat, limit=9) == (SECOND,)
        assert await sources.forwarded(session, chat, POST) == SECOND.key
    ((source, _),) = await sources.visible(session, 7, limit=9)
    assert (source.kind, source.name, source.origin, source.added) == ("link", "Desk", "forwarded from Desk", later(3))
    assert await sources.inherit(session, FIRST.key, SECOND.key, kind="link", now=later(4)) == ()


async def test_a_new_version_is_nobodys_who_had_not_the_old_one(session: Session) -> None:
    """A page of one chat alone stays of that chat alone."""
    await forward(session, FIRST, 7)
    await documents.add(session, SECOND, raw="", now=later(1))
    assert await sources.inherit(session, FIRST.key, SECOND.key, kind="link", now=later(1)) == (7,)
    assert await documents.visible(session, 8, limit=9) == ()
    assert await documents.visible(session, None, limit=9) == ()


async def test_who_follows_later_gets_the_new_version(session: Session) -> None:
    """An entry of a feed leads to what its page says now."""
    feed = (await feeds.follow(session, "https://news.example/feed", chat=7, person=None, now=NOW)).feed.id
    await forward(session, FIRST, 7)
    await entries.note(session, feed, SeenEntry("e", "1", None, FIRST.key, 1, None, NOW))
    await documents.add(session, SECOND, raw="", now=later(1))
    await sources.inherit(session, FIRST.key, SECOND.key, kind="link", now=later(1))
    assert await entries.newest(session, feed, limit=9) == (SECOND.key,)


async def test_a_page_that_did_not_change_inherits_nothing(session: Session) -> None:
    """The same document in its own place is no new version; one that is not stored is refused."""
    await forward(session, FIRST, 7)
    assert await sources.inherit(session, FIRST.key, FIRST.key, kind="link", now=later(1)) == ()
    assert await documents.visible(session, 7, limit=9) == (FIRST,)
    with pytest.raises(StorageError, match="no document"):
        await sources.inherit(session, FIRST.key, SECOND.key, kind="link", now=later(1))


async def changed(session: Session, *versions: tuple[int, Document], chat: int | None = 7) -> None:
    """A page of a chat that is found changed at these minutes."""
    old: Document | None = None
    for minute, document in versions:
        await documents.add(session, document, raw="", now=later(minute))
        if old is None:
            await sources.add(session, document.key, chat=chat, kind="link", name="", now=later(minute))
        else:
            await sources.inherit(session, old.key, document.key, kind="link", now=later(minute))
        old = document


async def test_a_change_is_told_to_those_who_saw_the_old_version(session: Session) -> None:
    """Once, from the moment of the change on; not to a chat that saw neither, nor to one that saw only the new one."""
    await changed(session, (0, FIRST), (10, SECOND))
    await bring(session, SECOND, 8, minute=11)
    assert await documents.successors(session, 7, later(1)) == ((FIRST, SECOND),)
    assert await documents.successors(session, 7, later(10)) == ((FIRST, SECOND),)
    assert await documents.successors(session, 7, later(11)) == ()
    for chat in (8, 9, None):
        assert await documents.successors(session, chat, NOW) == ()


async def test_a_page_that_changed_twice_is_compared_with_what_the_chat_had(session: Session) -> None:
    """With the version of that moment, so that no change since is passed over; with the first it had after it."""
    await changed(session, (0, FIRST), (10, SECOND), (20, THIRD))
    assert await documents.successors(session, 7, later(15)) == ((SECOND, THIRD),)
    assert await documents.successors(session, 7, later(5)) == ((FIRST, THIRD),)
    assert await documents.successors(session, 7, later(-5)) == ((FIRST, THIRD),)


async def test_a_version_that_the_chat_never_had_is_passed_over(session: Session) -> None:
    """Chat 8 has read the first version and the third; the second was another chat's."""
    await bring(session, FIRST, 8)
    await bring(session, FIRST, 7)
    await documents.add(session, SECOND, raw="", now=later(10), supersedes=FIRST.key)
    await sources.add(session, SECOND.key, chat=7, kind="link", name="", now=later(10))
    await bring(session, THIRD, None, minute=20, supersedes=SECOND.key)
    assert await documents.successors(session, 8, later(15)) == ((FIRST, THIRD),)
    assert await documents.successors(session, 7, later(15)) == ((SECOND, THIRD),)


async def test_a_chat_that_gets_a_known_newer_version_is_told_then(session: Session) -> None:
    """The public old version was seen by all; chat 8 brings long after what chat 7 had, as the newer one as well."""
    await bring(session, FIRST, None)
    await bring(session, SECOND, 7, minute=10, supersedes=FIRST.key)
    await bring(session, SECOND, 8, minute=50, supersedes=FIRST.key)
    assert await documents.successors(session, 7, later(40)) == ()
    assert await documents.successors(session, 8, later(40)) == ((FIRST, SECOND),)
    assert await documents.successors(session, None, NOW) == ()


async def test_a_page_that_changed_back_is_a_change_too(session: Session) -> None:
    """What was told of the version between is corrected."""
    await changed(session, (0, FIRST), (10, SECOND), (20, FIRST))
    assert await documents.successors(session, 7, later(15)) == ((SECOND, FIRST),)


async def test_old_versions_that_come_late_are_no_corrections(session: Session) -> None:
    """A chat that had the new version first was never told otherwise."""
    await changed(session, (0, FIRST), (10, SECOND), chat=8)
    await bring(session, SECOND, 7, minute=12)
    await bring(session, FIRST, 7, minute=30)
    assert await documents.successors(session, 7, NOW) == ()


async def test_changes_are_told_in_their_order(session: Session) -> None:
    """The latest change comes last."""
    pages = [tuple(report(f"Page {page}", number=str(200 + page * 10 + n)) for n in range(2)) for page in range(3)]
    for page, minute in ((0, 30), (1, 10), (2, 20)):
        await changed(session, (0, pages[page][0]), (minute, pages[page][1]))
    assert await documents.successors(session, 7, later(1)) == (pages[1], pages[2], pages[0])


async def test_a_new_version_that_comes_twice_at_once_is_one(db: Database) -> None:
    """Two looks at one page that end together leave each chat one source of the new version."""
    async with db.session() as session:
        await forward(session, FIRST, 7)
        await documents.add(session, SECOND, raw="", now=later(1))

    async def look() -> tuple[int | None, ...]:
        async with db.session() as session:
            return await sources.inherit(session, FIRST.key, SECOND.key, kind="link", now=later(1))

    assert sorted(await asyncio.gather(*(look() for _ in range(4)))) == [(), (), (), (7,)]
    async with db.session() as session:
        assert await sources.count(session, 7) == 1
