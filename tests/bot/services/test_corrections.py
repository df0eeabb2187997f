"""What the pages that a chat read say otherwise by now, from a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import corrections
from storage import analyses, documents, sources
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.corrections import Correction
from summarizer.types import Document
from tests.storage.factory import later

CHAT, OTHER = 7, 8
KILLED = "At least {} people were killed when the bridge fell on Monday, police said."
RAIN = "It rained all night over the valley, and the river rose under what was left of the pillars."


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield database
    await database.close()


def page(toll: str, *more: str) -> Document:
    return Document.make("\n\n".join((KILLED.format(toll), RAIN, *more)), title="The bridge fell")


async def take(
    database: Database, document: Document, minute: int, *, chat: int | None = CHAT, old: Document | None = None
) -> None:
    async with database.session() as session:
        supersedes = old.key if old else None
        await documents.add(session, document, raw=document.text, now=later(minute), supersedes=supersedes)
        await sources.add(session, document.key, chat=chat, kind="link", name="", now=later(minute))
        await analyses.save(session, analyse(document, None), later(minute))


def told(found: tuple[Correction, ...]) -> list[tuple[str, str]]:
    """The numbers that changed."""
    return [(a.text, b.text) for each in found for a, b in each.found.figures.changed]


async def test_a_changed_page_is_told_from_the_moment_on(database: Database) -> None:
    """With the version that was known then, and when each was read; once it is told it is no news."""
    first, second, third = page("30"), page("34"), page("36")
    await take(database, first, 0)
    await take(database, second, 10, old=first)
    await take(database, third, 20, old=second)
    (found,) = await corrections.since(database, CHAT, later(5))
    assert (found.old, found.new, found.read, found.reread) == (first, third, later(0), later(20))
    assert told((found,)) == [("30", "36")]
    assert told(await corrections.since(database, CHAT, later(15))) == [("34", "36")]
    assert await corrections.since(database, CHAT, later(25)) == ()


async def test_what_only_grew_or_is_another_chats_is_not_told(database: Database) -> None:
    """A paragraph more is no correction; who never had the page hears nothing of it."""
    first, longer = page("30"), page("30", "The council meets on Friday to talk about the works.")
    await take(database, first, 0)
    await take(database, longer, 10, old=first)
    assert await corrections.since(database, CHAT, later(5)) == ()
    await take(database, page("34"), 20, old=longer)
    assert told(await corrections.since(database, CHAT, later(15))) == [("30", "34")]
    assert await corrections.since(database, OTHER, later(5)) == ()


async def test_two_versions_are_compared_on_the_spot(database: Database) -> None:
    """For a link that is sent again; nothing for a page that is the same, or that the chat never had."""
    first, second = page("30"), page("34")
    await take(database, first, 0)
    await take(database, second, 10, old=first)
    found = await corrections.between(database, CHAT, first.key, second.key)
    assert found
    assert told((found,)) == [("30", "34")]
    assert await corrections.between(database, CHAT, second.key, second.key) is None
    assert await corrections.between(database, OTHER, first.key, second.key) is None
    assert await corrections.between(database, CHAT, first.key, "v1-unknown") is None
