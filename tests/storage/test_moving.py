"""Moving house: all four ways everything arrives, and what cannot be a copy never becomes a database."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, insert, inspect, select, text

from storage import chats, documents, listings, processes, search
from storage.database import Database
from storage.migrations import HEAD
from storage.migrations.runner import config
from storage.moving import Moved, Progress, bring_up, ledger, move, users
from storage.moving.ledger import LEDGER, Mark
from storage.moving.places import opened, receive, revision_of
from storage.moving.steps import PASSING, STEPS, TABLES
from storage.moving.values import Fingerprint
from storage.rows import Row
from storage.search_index import DESCRIBED
from storage.types import Chat, Process
from storage.types.search import Piece, Terms, Within
from summarizer.errors import MovingError, StorageError
from tests.databases import new_sqlite
from tests.postgres import NewDatabase
from tests.storage.factory import NOW, report
from tests.storage.houses import ACROSS, KINDS, WAYS, contents, furnished_sqlite, watched

Make = Callable[[str], str]
TABLE = Row.metadata.tables
SOURCE, BATCH = TABLE["source"], TABLE["batch"]


@pytest.fixture
def empty(new_postgres: NewDatabase, tmp_path: Path) -> Make:
    """Makes an empty database of a kind."""
    return lambda kind: new_postgres() if kind == "postgresql" else f"sqlite:///{tmp_path}/new/{kind}.db"


@pytest.fixture
def ready(new_postgres: NewDatabase, tmp_path: Path) -> Make:
    """Makes an empty database of a kind that is up to date, which is quicker."""
    return lambda kind: new_postgres(migrated=True) if kind == "postgresql" else new_sqlite(tmp_path / f"{kind}.db")


@pytest.mark.parametrize("kind", KINDS)
async def test_the_sample_has_something_of_everything(furnished: dict[str, str], kind: str) -> None:
    """What the other tests move has rows in every table: whoever adds a table furnishes it in `furnishing.py`."""
    assert [name for name, rows in (await contents(furnished[kind])).items() if not rows] == []


def difference(connection: Connection) -> list[object]:
    found = list(compare_metadata(MigrationContext.configure(connection, opts=DESCRIBED), Row.metadata))
    return [*found, *({"moving"} & set(inspect(connection).get_table_names()))]


@pytest.mark.parametrize(("one", "other"), WAYS)
async def test_everything_goes_along(furnished: dict[str, str], empty: Make, one: str, other: str) -> None:
    """Every value of every row, the schema, nothing besides; and the index of words answers."""
    target = empty(other)
    moved = await move(furnished[one], target, rows=50)
    there = await contents(furnished[one])
    assert await contents(target) == there
    assert moved == Moved(sum(map(len, there.values())), sum(map(len, there.values())), resumed=False, changed=0)
    database = await Database.open(target)
    async with database.session() as session:
        assert await (await session.connection()).run_sync(difference) == []
        assert (await session.exec(text("SELECT version_num FROM alembic_version"))).all() == [(HEAD,)]  # type: ignore[call-overload]
    assert await _found(furnished[one], "civilians") == await _found(target, "civilians") != []
    await database.close()


async def _found(url: str, word: str) -> list[Piece]:
    database = await Database.open(url)
    async with database.session(readonly=True) as session:
        found = await search.by_words(session, None, Terms((word,)), Within(), every=True, limit=99)
    await database.close()
    return sorted(found, key=repr)


@pytest.mark.parametrize(("one", "other"), ACROSS)
async def test_no_number_is_given_again(furnished: dict[str, str], ready: Make, one: str, other: str) -> None:
    """What comes next has a number behind the largest, also behind those that are gone: a button may still hold one."""
    source, middle, target = furnished[one], ready(one), ready(other)
    await move(source, middle)
    async with opened(middle) as engine, engine.begin() as connection:
        gone = (await connection.execute(select(func.max(SOURCE.c.id)))).scalar_one()
        await connection.execute(delete(SOURCE).where(SOURCE.c.id == gone))
    await move(middle, target)
    row: dict[str, object] = {"chat": 8, "kind": "paste", "name": "", "document_id": 1, "added": NOW}
    async with opened(target) as engine, engine.begin() as connection:
        assert (await connection.execute(insert(SOURCE).values(**row).returning(SOURCE.c.id))).scalar_one() > gone
        last = (await connection.execute(select(func.max(BATCH.c.id)))).scalar_one()
        row = {"chat": 7, "person": None, "thread": None, "message": 1, "created": NOW}
        assert (await connection.execute(insert(BATCH).values(**row).returning(BATCH.c.id))).scalar_one() > last


async def test_a_nul_stays_on_sqlite_and_goes_on_postgresql(ready: Make, tmp_path: Path) -> None:
    """PostgreSQL stores none; no text that is quoted has one, names and titles lose it, and it is told."""
    source = furnished_sqlite(tmp_path / "source.db")
    database = await Database.open(source)
    async with database.session() as session:
        await chats.touch(session, Chat(99, "group", "A\0nn"), NOW)
    await database.close()
    for kind, changed, title in (("sqlite", 0, "A\0nn"), ("postgresql", 1, "Ann")):
        target = ready(kind)
        assert (await move(source, target)).changed == changed
        assert title in {row[2] for row in (await contents(target))["chat"]}


Values = tuple[str, datetime, float, bytes, int]
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the timezone is given
VALUES = st.tuples(
    WORDS, MOMENTS, st.floats(allow_nan=False, allow_infinity=False), st.binary(max_size=60),
    st.integers(-(2**63), 2**63 - 1),
)  # fmt: skip


@settings(max_examples=2)
@given(rows=st.lists(VALUES, min_size=1, max_size=20, unique_by=lambda row: row[0]))
async def test_any_value_comes_back_as_it_was(
    new_postgres: NewDatabase, tmp_path_factory: pytest.TempPathFactory, rows: list[Values]
) -> None:
    """To PostgreSQL and back: any letters as texts and as keys, any moment, number and bytes."""
    folder = tmp_path_factory.mktemp("values")
    first, second, third = new_sqlite(folder / "1.db"), new_postgres(migrated=True), new_sqlite(folder / "3.db")
    database = await Database.open(first)
    async with database.session() as session:
        await documents.add(session, report(), raw="", now=NOW)
        connection = await session.connection()
        for word, moment, number, _, large in rows:
            made = {"id": f"{word}!", "chat": large, "kind": word, "query": word, "created": moment}
            await connection.execute(insert(TABLE["listing"]).values(**made))
            await connection.execute(insert(TABLE["budget"]).values(name=f"{word}!", due=number))
            told = {"person": large, "text": word, "made": moment, "finished": moment}
            await connection.execute(insert(TABLE["broadcast"]).values(**told))
        print_of = {"document_id": 1, "model": "", "weights": "", "vector": rows[0][3]}
        await connection.execute(insert(TABLE["print"]).values(**print_of))
    await database.close()
    await move(first, second, rows=9)
    await move(second, third, rows=9)
    assert await contents(third) == await contents(first)


@given(st.lists(VALUES, max_size=8), st.integers(0, 8))
def test_a_hash_knows_no_chunks(rows: list[Values], cut: int) -> None:
    """It is the same however its rows come, and another one for other rows."""
    one, other, more = Fingerprint(), Fingerprint(), Fingerprint()
    one.add(rows)
    other.add(rows[:cut])
    other.add(rows[cut:])
    more.add([*rows, ("",)])
    assert (one.rows, one.digest) == (other.rows, other.digest)
    assert one.digest != more.digest


@pytest.mark.parametrize(
    "changed",
    [
        "INSERT INTO chat (id, kind, added) VALUES (99, 'group', '2024-01-01 00:00:00')",
        "UPDATE chat SET title = 'another'",
    ],
)
async def test_what_is_written_meanwhile_is_noticed(ready: Make, tmp_path: Path, changed: str) -> None:
    """The comparison at the end names the table, and the target stays what it is: half a copy."""
    source, target, written = furnished_sqlite(tmp_path / "source.db"), ready("sqlite"), list[int]()

    def write(progress: Progress) -> None:
        if progress.table == "word" and not written:
            with closing(sqlite3.connect(tmp_path / "source.db")) as other, other:
                written.append(other.execute(changed).rowcount)

    with pytest.raises(MovingError, match=r"not what the source is now: chat \("):
        await move(source, target, write)
    assert written == [1]
    with pytest.raises(StorageError, match="a copy into it is not finished: run verbatim migrate-db FROM TO again"):
        await Database.open(target)


@pytest.mark.parametrize(
    ("one", "other", "moments"),
    [
        ("sqlite", "postgresql", ("copying story", "copying word")),
        ("postgresql", "sqlite", ("copying word", "comparing word")),
    ],
)
async def test_it_goes_on_after_a_kill(
    furnished: dict[str, str], empty: Make, one: str, other: str, moments: tuple[str, ...]
) -> None:
    """Killed at several moments, nothing starts on what there is; begun again, what is there is not copied again."""
    source, target = furnished[one], empty(other)
    for moment in moments:
        _killed(source, target, moment)
        with pytest.raises(StorageError, match="a copy into it is not finished"):
            await Database.open(target)
    moved = await move(source, target)
    assert moved.resumed
    assert 0 < moved.copied < moved.rows if moments[-1].startswith("copying") else moved.copied == 0
    assert await contents(target) == await contents(source)


def _killed(source: str, target: str, moment: str) -> None:
    """Lets a process of its own copy until it says that it is there, and kills it."""
    command = [sys.executable, "-m", "tests.storage.mover", source, target]
    with watched(command) as mover:
        assert mover.stdout
        assert any(line.strip() == moment for line in mover.stdout)
        os.kill(mover.pid, signal.SIGKILL)
        assert mover.wait(60) == -signal.SIGKILL


@pytest.mark.parametrize("kind", KINDS)
async def test_of_two_that_copy_at_once_one_stops(ready: Make, kind: str) -> None:
    """A mark moves only from where it was last seen."""
    async with opened(ready(kind)) as engine:
        await receive(engine, "the target", "a source")
        first, second = Mark((7,), 7), Mark((9,), 9)
        async with engine.begin() as connection:
            await ledger.advance(connection, STEPS[0], Mark(), first)
            await ledger.advance(connection, STEPS[0], first, second)
        for seen in (Mark(), first):
            with pytest.raises(MovingError, match="Another copy into the same target"):
                async with engine.begin() as connection:
                    await ledger.advance(connection, STEPS[0], seen, second)
        async with engine.connect() as connection:
            assert await ledger.mark_of(connection, STEPS[0]) == second


@pytest.mark.parametrize("kind", KINDS)
async def test_a_target_with_something_in_it_is_refused(furnished: dict[str, str], ready: Make, kind: str) -> None:
    """Rows, tables of somebody else, a copy of something else: each with what to do, and left as it is."""
    target = ready(kind)
    database = await Database.open(target)
    async with database.session() as session:
        await listings.create(session, 7, "quotes", "", NOW)
    await database.close()
    before = await contents(target)
    with pytest.raises(MovingError, match=r"is not empty: listing has 1 rows\. Empty it"):
        await move(furnished["sqlite"], target)
    assert await contents(target) == before


@pytest.mark.parametrize("kind", KINDS)
async def test_a_target_of_somebody_else_is_refused(furnished: dict[str, str], empty: Make, kind: str) -> None:
    """Tables that are none of ours; those of the messenger between our processes do no harm."""
    target = empty(kind)
    async with opened(target) as engine, engine.begin() as connection:
        await connection.execute(text("CREATE TABLE procrastinate_jobs (id INTEGER)"))
        await connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(MovingError, match="none of Verbatim's, such as recipes"):
        await move(furnished["sqlite"], target)
    async with opened(target) as engine, engine.begin() as connection:
        await connection.execute(text("DROP TABLE recipes"))
    assert (await move(furnished["sqlite"], target)).rows


async def test_a_copy_of_something_else_is_not_gone_on_with(furnished: dict[str, str], ready: Make) -> None:
    """The error names both."""
    target = ready("sqlite")
    async with opened(target) as engine:
        await receive(engine, "the target", "another source")
    with pytest.raises(MovingError, match="holds an unfinished copy of another source, not of"):
        await move(furnished["sqlite"], target)


async def test_a_copy_by_another_version_is_not_gone_on_with(furnished: dict[str, str], ready: Make) -> None:
    """Its tables may be others."""
    target, source = ready("sqlite"), furnished["sqlite"]
    async with opened(target) as engine:
        await receive(engine, "the target", source.removeprefix("sqlite:///"))
        async with engine.begin() as connection:
            await connection.execute(LEDGER.update().values(content=func.replace(LEDGER.c.content, HEAD, "0001")))
    with pytest.raises(MovingError, match="unfinished copy by another version"):
        await move(source, target)


async def test_a_source_that_is_none_is_refused(furnished: dict[str, str], empty: Make, tmp_path: Path) -> None:
    """None is made where none was; an empty one, half a copy and the target itself are named as what they are."""
    target = empty("sqlite")
    with pytest.raises(MovingError, match="There is no database"):
        await move(f"sqlite:///{tmp_path}/missing.db", target)
    assert not (tmp_path / "missing.db").exists()
    with pytest.raises(MovingError, match="holds nothing of Verbatim's"):
        await move(empty("postgresql"), target)
    with pytest.raises(MovingError, match="the same database"):
        await move(furnished["sqlite"], furnished["sqlite"])
    async with opened(new_sqlite(tmp_path / "half.db")) as engine:
        await receive(engine, "half", "a source")
    with pytest.raises(MovingError, match="itself a copy that is not finished"):
        await move(f"sqlite:///{tmp_path}/half.db", target)


@pytest.mark.parametrize(("one", "other"), WAYS)
async def test_no_process_goes_along(furnished: dict[str, str], empty: Make, one: str, other: str) -> None:
    """Nobody is at work on a copy, however lately somebody was on its source."""
    target = empty(other)
    await move(furnished[one], target)
    always = NOW - timedelta(days=3650)
    assert await users(furnished[one], always)
    assert await users(target, always) == ()
    async with opened(target) as engine, engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM budget"))).scalar_one() == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_who_uses_a_source_is_known(ready: Make, kind: str) -> None:
    """Processes that were seen lately; those that ended without a word are not."""
    source = ready(kind)
    database = await Database.open(source)
    async with database.session() as session:
        await processes.beat(session, Process("p", "worker", ("fetch",), "host", 7, "0.1", NOW, NOW))
    await database.close()
    assert [user.id for user in await users(source, NOW - timedelta(seconds=1)) or ()] == ["p"]
    assert await users(source, NOW + timedelta(seconds=1)) == ()


async def test_who_uses_an_older_source_is_known_and_it_stays_as_it_is(address: str) -> None:
    """A running bot of before is not migrated under its feet to find out; where there was no list, it is not known."""
    database = await Database.open(address)
    async with database.session() as session:
        await processes.beat(session, Process("p", "all", (), "host", 7, "0.1", NOW, NOW))
    for revision, known in (("0008", ["p"]), ("0007", None)):
        async with database.session() as session:
            connection = await session.connection()
            await connection.run_sync(lambda each, to=revision: command.downgrade(config(each), to))  # type: ignore[misc]  # bound now
        found = await users(address, NOW - timedelta(seconds=1))
        assert (found if found is None else [user.id for user in found]) == known
        assert await revision_of(address) == revision
    await database.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_source_that_is_up_to_date_is_left_alone(furnished: dict[str, str], kind: str) -> None:
    """Nothing to say of it."""
    assert await bring_up(furnished[kind]) is None


def test_every_table_is_copied_after_what_it_refers_to() -> None:
    """And each once, besides what refers to the table itself."""
    names = [step.table.name for step in STEPS if not step.links]
    assert sorted([*names, *PASSING]) == sorted(Row.metadata.tables)
    assert len(names) == len(TABLES)
    for step in STEPS:
        for key in step.table.foreign_keys:
            other = key.column.table.name
            assert names.index(other) <= names.index(step.table.name)
