"""Copies that are found when a document is understood, and how a chat sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services import copies
from storage import analyses, documents, sources, stories
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.types import Document
from tests.quality.copied_pairs import invented
from tests.storage.factory import later

CHAT, OTHER = 7, 8
WIRE = (
    "The bridge over the Wye in Hereford reopened on Monday after repairs that took three years longer than planned. "
    "Hundreds of people came to cross it in the first hour, many of them with children who had never seen it open. "
    "The county said that the work had cost far more than was voted for, and that no more money would be asked for."
)
OWN = (
    "A ferry will take people over the estuary from next spring on, the harbour's owners told a meeting last night. "
    "Fares are to be told in March, and those who live on the far side will pay half of what visitors are to pay."
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield database
    await database.close()


async def take(database: Database, document: Document, chat: int | None = CHAT, minute: int = 0) -> None:
    """As intake does: stored, understood, of a story, then compared."""
    read = analyse(document, None)
    async with database.session() as session:
        await documents.add(session, document, raw=document.text, now=later(minute))
        await sources.add(session, document.key, chat=chat, kind="paste", name="", now=later(minute))
        await analyses.save(session, read, later(minute))
    async with database.session() as session:
        await stories.place(session, read)
    await copies.note(database, document)


def paper(name: str, text: str = WIRE, day: int | None = None) -> Document:
    return Document.make(text, publisher=name, published=(day and datetime(2026, 5, day, tzinfo=UTC)) or None)


async def seen(database: Database, chat: int, *given: Document) -> list[tuple[str | None, ...]]:
    """The publishers of each article, in the order given."""
    async with database.session(readonly=True) as session:
        return [tuple(d.publisher for d in group.documents) for group in await copies.grouped(session, chat, given)]


async def test_a_wire_story_in_three_papers_is_one_article(database: Database) -> None:
    """The one that a paper shortened too; the fullest is told, the earliest is known."""
    short, full = paper("Short", WIRE.rpartition(" The county")[0], day=3), paper("Full", WIRE, day=4)
    late, own = paper("Late", WIRE.replace("Hundreds", "Scores"), day=5), paper("Own", OWN, day=2)
    for minute, each in enumerate((short, full, own, late)):
        await take(database, each, minute=minute)
    assert await seen(database, CHAT, late, own, full, short) == [("Late", "Full", "Short"), ("Own",)]
    async with database.session(readonly=True) as session:
        assert await copies.fronts(session, CHAT, (late, own, full, short)) == (full, own)
        group, _ = await copies.grouped(session, CHAT, (late, own, full, short))
    assert (group.earliest, group.front, group.others) == (short, (full, short), (late,))


async def test_what_another_chat_brought_groups_nothing_here(database: Database) -> None:
    """A copy that only another chat sees is no part of what is shown."""
    one, two, public = paper("One"), paper("Two"), paper("Public")
    await take(database, one)
    await take(database, two, OTHER)
    assert await seen(database, CHAT, one, two) == [("One",), ("Two",)]
    await take(database, public, None)
    assert await seen(database, CHAT, one, public) == [("One", "Public")]
    assert await seen(database, OTHER, two, public) == [("Two", "Public")]


async def test_noting_twice_changes_nothing(database: Database) -> None:
    """A restart may do it again; a document that stands alone keeps nothing."""
    one, two = paper("One"), paper("Two")
    for each in (one, two):
        await take(database, each)
    assert await copies.note(database, one) == await copies.note(database, one)
    assert await seen(database, CHAT, two, one) == [("Two", "One")]
    await take(database, paper("Own", OWN))
    assert await copies.note(database, paper("Own", OWN)) == ()


def test_shares_are_told_from_both_sides() -> None:
    """Two thirds of the one are half of the other; unrelated texts have none."""
    one, two = (Document.make(text) for text in invented(2))
    longer = Document.make(one.text + " " + two.text)
    found = {(each.key, each.other): round(each.share, 1) for each in copies.compared(longer, (one, two, longer))}
    assert found[one.key, longer.key] == 1.0
    assert found[longer.key, one.key] == 0.5
    assert (longer.key, longer.key) not in found
    assert copies.compared(one, (two,)) == ()
