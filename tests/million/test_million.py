"""A small store of the same make: no table is read from end to end, and what is found is what a full look finds."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event

from storage import analyses, documents, search, walking
from storage.database import Database
from storage.rows import Row
from storage.types.search import Terms, Within
from tests.databases import new_sqlite
from tests.million.filling import fill_postgresql, fill_sqlite
from tests.million.making import World
from tests.million.measuring import CHAT, Asking
from tests.postgres import NewDatabase

STATEMENTS = 1_000
TABLES = "|".join(Row.metadata.tables)
WALKED = re.compile(rf"SCAN ({TABLES})(?:_\d+)?(?: USING (?:COVERING )?INDEX (\w+))?$")
"""A table that is read from one end, by an index or not; not what a part of the query itself has found."""
ALLOWED = {("document", "ix_document_added"), ("speaker", None)}
"""The newest documents first, and names of whom a word may mean: each up to the limit that its query has."""


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """A store of `STATEMENTS` statements, filled as the large one is."""

    def silent(_: str) -> None:
        return None

    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("million") / "million.db"
        address = new_sqlite(file)
        await fill_sqlite(file, STATEMENTS, silent)
    else:
        new: NewDatabase = request.getfixturevalue("new_postgres")
        address = new(migrated=True)
        await fill_postgresql(address, STATEMENTS, silent)
    database = await Database.open(address)
    yield database
    await database.close()


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every query that is made meanwhile, with its parameters."""
    queries: list[tuple[str, Any]] = []
    engine = database._engine.sync_engine

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        queries.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield queries
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.asyncio(loop_scope="module")
async def test_every_question_is_answered(filled: Database) -> None:
    """The store reads back, each sort of question finds what is shown, and asks no more often than so much."""
    asking, chance = Asking(filled, STATEMENTS), random.Random(1)  # noqa: S311 - the same questions every time
    for name, (ask, words) in asking.questions().items():
        with asked(filled) as queries:
            found = await ask(words(chance))
        assert found or set(name.split()) & {"two", "phrase", "rare", "NAME", "SURNAME", "by:NAME", "by:SURNAME"}, name
        assert len(queries) <= 45, name


@pytest.mark.parametrize(
    ("step", "walk"),
    [
        ("SCAN word USING COVERING INDEX ix_word_word", ("word", "ix_word_word")),
        ("SCAN statement_1 USING INDEX ix_statement_speaker", ("statement", "ix_statement_speaker")),
        ("SCAN story_member", ("story_member", None)),
        ("SEARCH word USING INDEX ix_word_word (word>? AND word<?)", None),
        ("SCAN piece_words VIRTUAL TABLE INDEX 192:M2", None),
        ("SCAN anon_1", None),
    ],
)
def test_a_walk_is_known_by_its_plan(step: str, walk: tuple[str, str | None] | None) -> None:
    """Also one through an index; not a look-up, nor a search for words, nor what the query itself has found."""
    found = WALKED.match(step)
    assert (found.groups() if found else None) == walk


@pytest.mark.asyncio(loop_scope="module")
async def test_no_answer_reads_a_table_from_end_to_end(filled: Database) -> None:
    """SQLite's plans of every query behind every sort of question: indexes, or the newest first up to a limit."""
    if filled._engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole because it is small")
    asking, chance = Asking(filled, STATEMENTS), random.Random(1)  # noqa: S311 - as above
    with asked(filled) as queries:
        for ask, words in asking.questions().values():
            await ask(words(chance))
    file = Path(str(filled._engine.url.database))
    with sqlite3.connect(file) as connection:
        for query, parameters in queries:
            if query.startswith("SELECT"):
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", parameters)]
                walks = {found.groups() for step in plan if (found := WALKED.match(step))}
                assert walks <= ALLOWED, (query, plan)
                assert not walks or "LIMIT" in query, (query, plan)


@pytest.mark.asyncio(loop_scope="module")
async def test_bounded_ranking_finds_what_a_full_one_does(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are fewer matches than the bound; and where there are more, only newer ones are ranked."""
    words, chance = World().words, random.Random(4)  # noqa: S311 - as above
    async with filled.session(readonly=True) as session:

        async def found(word: str) -> list[int]:
            pieces = await search.by_words(session, CHAT, Terms((word,)), Within(), every=True, limit=5_000)
            return [piece.id for piece in pieces]

        most = 0
        for _ in range(12):
            word = words[chance.randrange(120, 2_000)]
            monkeypatch.setattr(search, "RANKED", 10**6)
            full = await found(word)
            monkeypatch.setattr(search, "RANKED", max(1, len(full)))
            assert await found(word) == full
            monkeypatch.setattr(search, "RANKED", 7)
            assert sorted(await found(word)) == sorted(full)[-7:]
            most = max(most, len(full))
        assert most > 7


@pytest.mark.asyncio(loop_scope="module")
async def test_every_way_finds_the_same(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the index of words or document by document, among the newest or all: the same statements and documents."""
    world, chance = World(), random.Random(5)  # noqa: S311 - as above
    async with filled.session(readonly=True) as session:

        async def found(words: tuple[str, ...], speakers: tuple[str, ...] | None) -> list[tuple[str, int]]:
            told = await analyses.statements(session, CHAT, words=words, speakers=speakers, limit=20)
            return [(each.document.key, each.context.start) for each in told]

        async def held(*words: str) -> list[str]:
            return [each.key for each in await documents.readable(session, CHAT, words=words, limit=6)]

        for _ in range(8):
            word, other = (world.words[chance.randrange(100, 1_000)] for _ in range(2))
            name = world.speakers[chance.randrange(20)].name
            ways = []
            for few, together, least in ((0, 0, 1), (0, 10**6, 1), (10**6, 10**6, 10**6)):
                monkeypatch.setattr(walking, "FEW", few)
                monkeypatch.setattr(walking, "FEW_TOGETHER", together)
                monkeypatch.setattr(walking, "LEAST", least)
                monkeypatch.setattr(walking, "RECENT", least)
                said = [await found((word,), None), await found((word, other), None), await found((), (name,))]
                ways.append((said, await held(word), await held(word, other)))
            assert ways[0] == ways[1] == ways[2]
