"""What takes the place of what when a text is kept, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.keeping import Kept, keep
from sources.base import Reading
from storage import documents, sources
from storage.database import Database
from summarizer.types import Document

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LINK = "https://paper.example/river-rises"
TEXT = "The river rose by two metres on Monday, the office said.\n\nThe road stays closed until Friday."
FED = Document.make(TEXT, title="River rises", url=LINK)
PAGE = Document.make(TEXT, title="River rises", url=LINK, publisher="The Paper", published=NOW)
FETCHED = Reading(PAGE, TEXT, "html", asked=LINK)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield opened
    await opened.close()


async def kept(database: Database, reading: Reading, chat: int = 7) -> Kept:
    async with database.session() as session:
        return await keep(session, reading, chat, NOW)


async def have(database: Database, document: Document, chat: int = 7) -> None:
    async with database.session() as session:
        await documents.add(session, document, raw=TEXT, now=NOW)
        await sources.add(session, document.key, chat=chat, kind="feed", name="Feed", now=NOW)


async def seen(database: Database, chat: int = 7) -> list[Document]:
    async with database.session(readonly=True) as session:
        return list(await documents.visible(session, chat, limit=9))


async def test_a_page_that_states_more_than_its_feed_is_what_is_told(database: Database) -> None:
    """Its publisher and date are shown to whoever sends the link, and its words are no newer version."""
    await have(database, FED)
    await have(database, FED, chat=8)
    assert await kept(database, FETCHED) == Kept(PAGE, new=True)
    assert (await seen(database), await seen(database, 8)) == ([PAGE], [FED])
    assert await kept(database, FETCHED) == Kept(PAGE, new=False)


@pytest.mark.parametrize("lost", ["publisher", "published"])
async def test_a_page_that_states_less_changes_nothing(database: Database, lost: str) -> None:
    """What was known of the same words by another way is not lost."""
    await have(database, PAGE)
    stated = {"publisher": PAGE.publisher, "published": PAGE.published, "byline": "Ann Hill"} | {lost: None}
    other = Document.make(TEXT, title="River rises", url=LINK, **stated)  # type: ignore[arg-type] # two types in one
    assert await kept(database, replace(FETCHED, document=other)) == Kept(PAGE, new=False)
    assert await seen(database) == [PAGE]
