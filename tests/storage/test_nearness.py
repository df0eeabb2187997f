"""Meaning with pgvector: all documents are compared that a chat sees, and nothing that is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import numpy as np
import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import select

from storage import analyses, documents, forgetting, nearness, orphans, prints, search, sources
from storage.database import Database
from storage.rows import DocumentRow
from storage.session import Session
from storage.types.search import Terms, Within
from storage.visibility import seen
from summarizer.stories.grouping import Print
from summarizer.types import Vectors
from tests.postgres import NewDatabase
from tests.storage.factory import later, report, understood

MODEL = "minilm"
CHAT = 7


@pytest_asyncio.fixture
async def database(new_postgres: NewDatabase) -> AsyncIterator[Database]:
    """With the extension, which the tests' server has."""
    database = await Database.open(new_postgres(migrated=True))
    yield database
    await database.close()


@pytest_asyncio.fixture
async def session(database: Database) -> AsyncIterator[Session]:
    """One transaction for the whole test."""
    async with database.session() as session:
        yield session


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few documents are many: three are compared without the index, the two nearest are looked into."""
    monkeypatch.setattr(search, "COMPARED", 3)
    monkeypatch.setattr(search, "NEAREST", 2)


def towards(angle: float, dimensions: int = nearness.DIMENSIONS) -> Vectors:
    """A unit vector so far from what is asked for, in radians."""
    vector = np.zeros(dimensions, dtype=np.float32)
    vector[:2] = np.cos(angle), np.sin(angle)
    return vector


ASKED = towards(0.0)


async def put(
    session: Session, minute: int, vector: Vectors, *, chat: int | None = None, model: str = MODEL
) -> tuple[str, int]:
    """Keeps a document whose sentences all have that vector; its key and its row id."""
    document = report(number=str(1_000 + minute))
    await documents.add(session, document, raw="", now=later(minute), chat=chat)
    await sources.add(session, document.key, chat=chat, kind="paste", name="a text", now=later(minute))
    made = replace(understood(document, dimensions=len(vector)), vectors=np.stack([vector, vector]))
    await analyses.save(session, made, later(minute))
    number = await documents.number_of(session, document.key)
    await prints.keep(session, number, Print(model, {}, vector, None))
    return document.key, number


async def meant(session: Session, vector: Vectors = ASKED) -> set[str]:
    """Keys of what is found by meaning."""
    found = await search.by_meaning(session, CHAT, vector, MODEL, Terms(), Within(), limit=9)
    return {passage.document.key for passage in await search.load(session, found)}


async def indexed(session: Session) -> set[int]:
    """Row ids in the index."""
    return set((await session.exec(text("SELECT document_id FROM print_vector"))).scalars())  # type: ignore[call-overload]  # plain SQL


async def test_the_nearest_is_found_however_old_it_is(session: Session) -> None:
    """Behind more documents than are compared where there is no index."""
    old = {(await put(session, minute, towards(0.1 * minute)))[0] for minute in (1, 2)}
    for minute in range(3, 9):
        await put(session, minute, towards(1.2))
    assert await meant(session) == old
    await session.exec(text("DROP TABLE print_vector"))  # type: ignore[call-overload]  # plain SQL
    assert await meant(session)
    assert old.isdisjoint(await meant(session))


async def test_what_another_chat_brought_is_not_found(session: Session) -> None:
    """However near it lies; and it takes no place of what the chat sees."""
    theirs, _ = await put(session, 1, ASKED, chat=CHAT + 1)
    mine = {(await put(session, minute, towards(0.5), chat=chat))[0] for minute, chat in ((2, CHAT), (3, None))}
    for minute in range(4, 9):
        await put(session, minute, towards(1.2))
    assert await meant(session) == mine
    assert theirs not in mine


async def test_what_is_forgotten_is_gone_from_the_index(database: Database) -> None:
    """With its document, in the same transaction."""
    async with database.session() as session:
        _, kept = await put(session, 1, ASKED)
        _, gone = await put(session, 2, ASKED, chat=CHAT)
        assert await indexed(session) == {kept, gone}
    async with database.session() as session:
        _, brought = await forgetting.forget(session, CHAT)
        await orphans.drop(session, brought)
    async with database.session(readonly=True) as session:
        assert await indexed(session) == {kept}


async def test_a_new_fingerprint_takes_the_place_of_the_old(session: Session) -> None:
    """The index tells of the last one alone."""
    _, moved = await put(session, 1, ASKED)
    _, near = await put(session, 2, towards(0.2))
    _, far = await put(session, 3, towards(0.6))
    await prints.keep(session, moved, Print(MODEL, {}, towards(1.5), None))
    query = select(DocumentRow.id).where(seen(DocumentRow.id, CHAT))
    assert await nearness.nearest(session, query, ASKED, MODEL, 2) == [near, far]


async def test_a_vector_of_another_model_is_not_compared(session: Session) -> None:
    """Its numbers mean something else."""
    await put(session, 1, ASKED, model="another")
    mine = {(await put(session, minute, towards(0.5)))[0] for minute in (2, 3)}
    assert await meant(session) == mine


async def test_a_vector_of_another_size_is_compared_without_the_index(session: Session) -> None:
    """It is not in it, and what is asked for in that size is looked for among the newest."""
    key, number = await put(session, 1, towards(0.0, 3))
    for minute in (2, 3):
        await put(session, minute, ASKED)
    assert number not in await indexed(session)
    assert await meant(session, towards(0.0, 3)) == {key}
