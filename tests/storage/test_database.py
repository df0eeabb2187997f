"""Opening: any usual address, always up to date, and a clear word when it cannot be done."""

from __future__ import annotations

import asyncio
import sqlite3
import traceback
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url, text

from storage import documents
from storage.database import Database, normalise
from storage.migrations import HEAD, migrate, revision
from storage.migrations.runner import config
from storage.rows import Row
from storage.search_index import DESCRIBED
from storage.session import StorageBusyError
from summarizer.errors import StorageError
from tests.postgres import NewDatabase
from tests.storage.factory import NOW, report


async def test_the_migrations_arrive_at_the_tables(db: Database) -> None:
    """A migrated database differs in nothing from what the rows say."""

    def difference(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts=DESCRIBED), Row.metadata))

    async with db.session() as session:
        assert await (await session.connection()).run_sync(difference) == []


async def test_head_is_the_newest_migration(db: Database) -> None:
    """The revision that a start compares with is the last one that Alembic finds, and every database is at it."""

    def newest(connection: Connection) -> str | None:
        return ScriptDirectory.from_config(config(connection)).get_current_head()

    async with db.session(readonly=True) as session:
        connection = await session.connection()
        assert await connection.run_sync(revision) == await connection.run_sync(newest) == HEAD


async def test_migrations_can_be_taken_back(db: Database) -> None:
    """Every migration can be undone, and done again."""

    def back_and_forth(connection: Connection) -> list[str]:
        command.downgrade(config(connection), "base")
        left = [name for name in inspect(connection).get_table_names() if name in Row.metadata.tables]
        migrate(connection)
        return left

    async with db.session() as session:
        assert await (await session.connection()).run_sync(back_and_forth) == []
        assert await documents.add(session, report(), raw="", now=NOW)


async def test_opening_again_keeps_what_is_stored(address: str) -> None:
    """A restart finds everything."""
    for known in (False, True):
        database = await Database.open(address)
        async with database.session() as session:
            assert await documents.add(session, report(), raw="", now=NOW) is not known
        await database.close()


async def test_many_processes_may_start_at_once(address: str) -> None:
    """Several first starts on one empty database leave it migrated once, and none fails."""
    opened = await asyncio.gather(*(Database.open(address) for _ in range(4)))
    async with opened[0].session() as session:
        found = await session.exec(text("SELECT version_num FROM alembic_version"))  # type: ignore[call-overload]  # plain SQL
        assert found.all() == [(HEAD,)]
    await asyncio.gather(*(database.close() for database in opened))


async def test_a_database_newer_than_the_code_is_refused(address: str) -> None:
    """A database that a later program has migrated is left alone."""
    database = await Database.open(address)
    async with database.session() as session:
        await session.exec(text("UPDATE alembic_version SET version_num = '9999'"))  # type: ignore[call-overload]
    await database.close()
    with pytest.raises(StorageError, match="9999, newer than this program"):
        await Database.open(address)


@pytest.mark.parametrize(
    ("spelling", "address"),
    [
        ("sqlite:///data/x.db", "sqlite+aiosqlite:///data/x.db"),
        ("sqlite+pysqlite:////var/x.db", "sqlite+aiosqlite:////var/x.db"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql+psycopg://h:5433/d", "postgresql+asyncpg://h:5433/d"),
        ("postgresql+asyncpg://h/d", "postgresql+asyncpg://h/d"),
        ("postgresql://h/d?sslmode=require&channel_binding=require", "postgresql+asyncpg://h/d?ssl=require"),
        ("postgresql://h/d?user=u&password=p", "postgresql+asyncpg://u:p@h/d"),
    ],
)
def test_an_address_may_be_spelled_as_usual(spelling: str, address: str) -> None:
    """Whatever driver an address names, ours is used, and psql's options are put into our driver's words."""
    assert normalise(spelling) == make_url(address)


@pytest.mark.parametrize("address", ["", "verbatim.db", "mysql://h/d", "redis://h", "postgresql://h:abc/d"])
async def test_what_is_no_address_is_refused(address: str) -> None:
    """The error says what an address looks like."""
    with pytest.raises(StorageError, match=r"expected sqlite"):
        await Database.open(address)


async def test_a_database_in_memory_serves_many_sessions() -> None:
    """Sessions on a database in memory take turns on its one connection."""
    database = await Database.open("sqlite:///:memory:")

    async def add(number: int) -> bool:
        async with database.session() as session:
            return await documents.add(session, report(number=str(number)), raw="", now=NOW)

    assert all(await asyncio.gather(*(add(number) for number in range(5))))
    await database.close()


async def test_an_unreachable_server_is_worth_another_try() -> None:
    """Nobody answers: the error says so, may pass, and does not show the password."""
    with pytest.raises(StorageBusyError) as caught:
        await Database.open("postgresql://ana:geheim@127.0.0.1:1/verbatim")
    assert "cannot connect" in caught.value.detail
    assert "ana:***@127.0.0.1:1" in caught.value.detail
    assert "geheim" not in caught.value.detail


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://127.0.0.1:1/d?user=ana&password=geheim",
        "postgresql://ana@127.0.0.1:1/d?sslpassword=geheim",
        "postgresql://ana:x@geheim@127.0.0.1:1/d",
        "postgresql://ana:geheim/d",
        "postgresql://ana:x@t/geheim#x@127.0.0.1:1/d",
        "postgresql://ana:x?y@t/geheim@127.0.0.1:1/d",
        "postgresql://ana:x@t?geheim@127.0.0.1:1/d",
    ],
)
async def test_no_error_shows_a_password_wherever_the_address_has_it(address: str) -> None:
    """In the query, as an option of another program, with an @ in it, or in place of a port."""
    with pytest.raises((StorageError, TypeError)) as caught:
        await Database.open(address)
    shown = "".join(traceback.format_exception(caught.value)).replace(address, "")
    assert "geheim" not in shown


def test_how_a_password_is_written_is_said() -> None:
    """An address that has more than one place to cut is refused, and one in the right letters is taken."""
    with pytest.raises(StorageError, match="@ / # are written %40 %2F %23"):
        normalise("postgresql://bob:a@t/b#c@h:5999/x")
    assert normalise("postgresql://bob:a%40t%2Fb%23c@h:5999/x").password == "a@t/b#c"  # noqa: S105 - no real one


async def test_a_missing_database_is_named(new_postgres: NewDatabase) -> None:
    """A server that refuses (no such database, wrong password) is quoted with its reason."""
    address = make_url(new_postgres()).set(database="elsewhere")
    with pytest.raises(StorageError, match=r"elsewhere.* does not exist") as caught:
        await Database.open(address.render_as_string(hide_password=False))
    assert not caught.value.transient


async def test_a_wrong_password_is_named(new_postgres: NewDatabase) -> None:
    """A user that the server does not let in is told so."""
    address = make_url(new_postgres()).set(username="stranger", password="geheim")  # noqa: S106  (no real one)
    with pytest.raises(StorageError, match="stranger") as caught:
        await Database.open(address.render_as_string(hide_password=False))
    assert "geheim" not in caught.value.detail


async def test_a_file_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    """A read-only file is noticed at the start, not at the first message."""
    await (await Database.open(f"sqlite:///{tmp_path}/x.db")).close()
    with pytest.raises(StorageError, match="readonly"):
        await Database.open(f"sqlite:///file:{tmp_path}/x.db?mode=ro&uri=true")


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Another file under that name is not overwritten."""
    path = tmp_path / "notes.db"
    path.write_text("These are my notes.\n" * 100)
    with pytest.raises(StorageError, match="not a database"):
        await Database.open(f"sqlite:///{path}")
    assert path.read_text().startswith("These are my notes.")


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Where a file stands in the way of a folder, the error says so."""
    (tmp_path / "data").write_text("")
    with pytest.raises(StorageError, match="cannot make the folder"):
        await Database.open(f"sqlite:///{tmp_path}/data/x/verbatim.db")


async def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    """Every connection has WAL, a sync at each commit, and foreign keys."""
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    async with database.session() as session:
        connection = await session.connection()
        names = ("journal_mode", "synchronous", "foreign_keys")
        values = [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in names]
    await database.close()
    assert values == ["wal", 2, 1]
    assert sqlite3.connect(tmp_path / "x.db").execute("PRAGMA integrity_check").fetchall() == [("ok",)]
