"""Texts that nobody has go, whoever brings one at that moment keeps it, and nobody waits for another for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest_asyncio

from storage import documents, entries, feeds, forgetting, orphans, pages, sources, stories
from storage.database import Database
from storage.session import Session
from storage.types import PageState, SeenEntry
from tests.postgres import NewDatabase
from tests.storage.factory import NOW, bring, report, understood

MINE, THEIRS = 7, 8
HOUR = timedelta(hours=1)
PAGE = "https://page.example/x"


@pytest_asyncio.fixture
async def postgres(new_postgres: NewDatabase) -> AsyncIterator[Database]:
    """Where transactions run side by side: SQLite has one writer."""
    database = await Database.open(new_postgres(migrated=True))
    yield database
    await database.close()


async def forget(db: Database, chat: int) -> int:
    """As a chat is forgotten: its rows first, then its texts; how many of these."""
    async with db.session() as session:
        _, texts = await forgetting.forget(session, chat)
        assert await forgetting.remaining(session, chat) == {}
    async with db.session() as session:
        return await orphans.drop(session, texts)


async def at_once(
    db: Database, first: Callable[[Session], Awaitable[None]], then: Callable[[Session], Awaitable[None]]
) -> None:
    """Two steps of one transaction, between which MINE is forgotten as far as it does not have to wait for it."""
    async with db.session() as session:
        await first(session)
        other = asyncio.create_task(forget(db, MINE))
        await asyncio.wait([other], timeout=0.2)
        await then(session)
    async with asyncio.timeout(10):
        await other


async def test_a_text_goes_once_nobody_has_it(session: Session) -> None:
    """Also one that a crash left behind; one that somebody has stays, and one that was brought meanwhile."""
    for number, chat in (("1", MINE), ("2", THEIRS)):
        await bring(session, report(number=number), chat)
    _, texts = await forgetting.forget(session, MINE)
    assert set(await orphans.found(session)) == texts
    await bring(session, report(number="1"), THEIRS)
    assert await orphans.drop(session, texts) == 0
    await forgetting.forget(session, THEIRS)
    assert await orphans.drop(session, await orphans.found(session)) == 2
    assert await orphans.found(session) == ()


async def test_a_page_goes_on_with_a_version_that_somebody_has(session: Session) -> None:
    """Whoever has the older text of a page still gets what changes, and it is asked for in full."""
    old, new = report(number="1"), report(number="2")
    for document, chat in ((old, THEIRS), (new, MINE)):
        await bring(session, document, chat)
        await pages.save(session, PageState(PAGE, PAGE, document.key, NOW, NOW, HOUR, etag="w"))
    _, texts = await forgetting.forget(session, MINE)
    assert await orphans.drop(session, texts) == 1
    (due,) = await pages.claim_due(session, NOW, until=NOW + HOUR, limit=9)
    assert (due.document_key, due.etag) == (old.key, None)
    _, texts = await forgetting.forget(session, THEIRS)
    await orphans.drop(session, texts)
    assert await pages.get(session, PAGE) is None


async def test_grouping_a_text_and_forgetting_its_chat_do_not_wait_for_each_other(postgres: Database) -> None:
    """Both come to their end, whichever is first: no deadlock."""
    async with postgres.session() as session:
        await bring(session, report(), MINE)

    async def locked(session: Session) -> None:
        await documents.number_of(session, report().key, lock=True)

    async def placed(session: Session) -> None:
        await stories.place(session, understood(report()))

    await at_once(postgres, locked, placed)
    async with postgres.session(readonly=True) as session:
        assert await forgetting.remaining(session, MINE) == {}
        assert await documents.get(session, report().key) is None


async def test_splitting_a_story_does_not_wait_for_a_text_that_goes(postgres: Database) -> None:
    """Whoever groups holds the grouping, then a text; dropping a text takes no hold of the grouping."""
    async with postgres.session() as session:
        for number in ("1", "2"):
            await bring(session, report(number=number), MINE)
        for number in ("1", "2"):
            await stories.place(session, understood(report(number=number)))

    async def split(session: Session) -> None:
        story = (await stories.visible(session, MINE, limit=1))[0]
        await stories.split(session, MINE, story.documents[0].key, story.number)

    async def nothing(_: Session) -> None:
        """It is committed."""

    await at_once(postgres, split, nothing)
    async with postgres.session(readonly=True) as session:
        assert await forgetting.remaining(session, MINE) == {}


async def test_a_poll_brings_nothing_back_to_who_is_forgotten(postgres: Database) -> None:
    """A feed's text that is given to its followers at that moment is not the forgotten chat's afterwards."""
    async with postgres.session() as session:
        following = await feeds.follow(session, "https://f.example/", chat=MINE, person=MINE, now=NOW)
        await feeds.follow(session, "https://f.example/", chat=THEIRS, person=None, now=NOW)
    feed = following.feed.id
    async with postgres.session() as session:  # as it is read anew, an entry says nothing of its feed
        await documents.add(session, report(), raw="", now=NOW)
        await entries.note(session, feed, SeenEntry("1", "1", None, report().key, 0, None, NOW))

    async def polled(session: Session) -> None:
        await documents.add(session, report(), raw="", now=NOW)
        await sources.add_for_followers(session, report().key, feed, kind="feed", name="n", now=NOW)

    async def nothing(_: Session) -> None:
        """It is committed."""

    await at_once(postgres, polled, nothing)
    async with postgres.session(readonly=True) as session:
        assert await forgetting.remaining(session, MINE) == {}
        assert await documents.find(session, THEIRS, report().key)


async def test_a_page_looked_at_again_brings_nothing_back_to_who_is_forgotten(postgres: Database) -> None:
    """The new text of a page goes to those who have the old one still."""
    old, new = report(number="1"), report(number="2")
    async with postgres.session() as session:
        for chat in (MINE, THEIRS):
            await bring(session, old, chat)

    async def changed(session: Session) -> None:
        await documents.add(session, new, raw="", now=NOW)
        await sources.inherit(session, old.key, new.key, kind="link", now=NOW)

    async def nothing(_: Session) -> None:
        """It is committed."""

    await at_once(postgres, changed, nothing)
    async with postgres.session(readonly=True) as session:
        assert await forgetting.remaining(session, MINE) == {}
        assert await documents.find(session, THEIRS, new.key)


async def test_who_brings_what_another_forgets_has_it(postgres: Database) -> None:
    """Whether they come before it goes, or as it goes."""
    async with postgres.session() as session:
        await bring(session, report(), MINE)

    async def known(session: Session) -> None:
        assert not await documents.add(session, report(), raw="", now=NOW)

    async def brought(session: Session) -> None:
        await sources.add(session, report().key, chat=THEIRS, kind="paste", name="", now=NOW)

    await at_once(postgres, known, brought)
    async with postgres.session() as session:
        _, texts = await forgetting.forget(session, THEIRS)

    async def anew() -> bool:
        async with postgres.session() as session:
            new = await documents.add(session, report(), raw="", now=NOW)
            await brought(session)
        return new

    async with postgres.session() as session:
        assert await orphans.drop(session, texts) == 1
        other = asyncio.create_task(anew())
        await asyncio.wait([other], timeout=0.2)
    assert await asyncio.wait_for(other, 10)
    async with postgres.session(readonly=True) as session:
        assert await documents.find(session, THEIRS, report().key)
