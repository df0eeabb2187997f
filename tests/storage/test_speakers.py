"""Who speaks is known as long as they speak anywhere, whoever writes and throws away at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import select

from storage import documents, orphans, sources, speakers
from storage.database import Database
from storage.rows import SpeakerRow
from storage.session import Session
from summarizer.types import Speaker
from tests.postgres import NewDatabase
from tests.storage.factory import bring, report

OLD, NEW = report(number="101"), report(number="102")
SPEAKER = Speaker("Ana Peña", "Mayor")
"""Who speaks in both."""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
PATIENCE = 60
"""Seconds."""
Do = Callable[[Session], Awaitable[None]]


@pytest_asyncio.fixture
async def database(new_postgres: NewDatabase) -> AsyncIterator[Database]:
    """With a document that nobody has any more, and in which alone somebody speaks."""
    database = await Database.open(new_postgres(migrated=True))
    async with database.session() as session:
        await bring(session, OLD, 7)
        (source, *_) = await sources.visible(session, 7, limit=1)
        assert await sources.remove(session, source[0].id, 7)
    yield database
    await database.close()


async def throw_away(session: Session) -> None:
    """The document with all that was found in it."""
    assert await orphans.drop(session, [await documents.number_of(session, OLD.key)]) == 1


async def store(session: Session) -> None:
    """Another document in which the same person speaks."""
    await bring(session, NEW, None)


async def known(database: Database) -> tuple[Speaker, ...]:
    """Who is found by name."""
    async with database.session(readonly=True) as session:
        return await speakers.named(session, None, " ana", limit=9)


async def waits(database: Database, work: asyncio.Task[None]) -> bool:
    """Whether it comes to wait for another transaction; False where it is done without."""
    async with asyncio.timeout(PATIENCE):
        while not work.done():
            async with database.session(readonly=True) as session:
                if (await session.exec(text(WAITING))).scalar():  # type: ignore[call-overload]  # plain SQL
                    return True
            await asyncio.sleep(0.01)
    return False


async def test_who_speaks_nowhere_any_more_is_not_known(database: Database) -> None:
    """Their row goes with their last statement."""
    assert await known(database) == ()  # whose document nobody has, nobody hears of
    async with database.session() as session:
        await throw_away(session)
        assert (await session.exec(select(SpeakerRow.name))).all() == []


@pytest.mark.parametrize(("first", "second"), [(store, throw_away), (throw_away, store)])
async def test_who_is_thrown_away_and_speaks_anew_at_once_is_known(database: Database, first: Do, second: Do) -> None:
    """Whichever of the two began: the other one waits for it, then sees what it did."""

    async def other() -> None:
        async with database.session() as session:
            await second(session)

    async with database.session() as session:
        await first(session)
        work = asyncio.create_task(other())
        assert await waits(database, work)
    await work
    assert await known(database) == (SPEAKER,)
