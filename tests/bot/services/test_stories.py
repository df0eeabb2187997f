"""Stories as the services give them, from a real store: the list, the course, and what came after a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import stories
from storage.database import Database
from tests.bot.services.test_comparing import FERRY, bring, fire
from tests.storage.factory import later

TOLL = "At least {} people were killed in the fire in the market hall of Lowton, police said."
VOW = "“We will rebuild the market hall before next winter comes,” said Mayor Ann Lee of Lowton."
FIRST, SECOND, THIRD = fire(TOLL.format(12)), fire(TOLL.format(15)), fire(TOLL.format(15), VOW)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield database
    await database.close()


async def test_the_newest_stories_with_their_sources(database: Database) -> None:
    """The story that moved on last stands first; what a chat adds counts for it alone."""
    await bring(database, FIRST, *FERRY)
    await bring(database, SECOND, chat=7, since=5)
    seen = [(each.story.number, each.sources, each.newest, each.arrived) for each in await stories.newest(database, 7)]
    assert seen == [(1, 2, SECOND, later(5)), (3, 2, FERRY[1], later(2))]
    assert [each.sources for each in await stories.newest(database, 8)] == [2, 1]


async def test_what_a_story_has_brought_since_a_moment(database: Database) -> None:
    """Everything before the moment was known; what came after it is compared with that."""
    await bring(database, FIRST, SECOND, THIRD)
    found = [each for minute in range(3) if (each := await stories.told(database, 7, 1, later(minute)))]
    assert [(each.news.summary.changed, each.news.summary.statements) for each in found] == [(1, 1), (0, 1), (0, 0)]
    assert [tuple(entry.document for entry in each.new) for each in found] == [(SECOND, THIRD), (THIRD,), ()]
    assert await stories.told(database, 7, 99, later(0)) is None


async def test_a_story_is_told_with_what_its_last_source_brought(database: Database) -> None:
    """The moment is that of the source before; of one source alone nothing is new."""
    await bring(database, FIRST)
    alone = await stories.told(database, 7, 1)
    assert alone
    assert (alone.since, bool(alone.news)) == (None, False)
    await bring(database, SECOND, since=1)
    told = await stories.told(database, 7, 1)
    assert told
    assert (told.documents, told.since) == ((FIRST, SECOND), later(0))
    assert [change.after.figure.text for change in told.news.changed] == ["15"]
    bare = await stories.listed(database, 7, 1)
    assert bare
    assert bare.documents == told.documents


async def test_a_source_of_another_chat_cannot_be_taken_out(database: Database) -> None:
    """Neither out nor back: an unseen document is none."""
    await bring(database, FIRST)
    await bring(database, SECOND, chat=7, since=1)
    assert await stories.split(database, 8, 1, SECOND.key) is None
    taken = await stories.split(database, 7, 1, SECOND.key)
    assert taken == stories.Taken(SECOND, 2)
    assert await stories.put_back(database, 8, 1, SECOND.key) is None
    assert await stories.put_back(database, 7, 1, SECOND.key) == SECOND
