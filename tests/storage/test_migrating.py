"""A database that was filled under an earlier schema keeps all that it holds."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import select

from storage import analyses, documents, feeds, jobs, memories, permits, search, sources, stories, terms
from storage.database import Database
from storage.migrations import migrate, versions
from storage.migrations.runner import config
from storage.rows import Row, SpeakerRow
from storage.search_index import DESCRIBED
from storage.session import Session
from storage.types.search import Terms, Within
from tests.postgres import NewDatabase
from tests.storage.factory import NOW, bring, later, report
from tests.storage.furnishing import furnish, understood_seeds
from tests.storage.mailing import CHAT, claim, compose, subscribe

OLD, NEW = report(number="101"), report(number="102")


def back_to_stories(connection: Connection) -> set[str]:
    """Go back to where feeds were not known; the tables that are there then."""
    command.downgrade(config(connection), "0003")
    return set(inspect(connection).get_table_names())


def difference(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts=DESCRIBED), Row.metadata))


async def test_feeds_come_to_a_database_that_has_sources(address: str) -> None:
    """Sources and versions are as before, a version dates from when its text came, and feeds can be followed."""
    database = await Database.open(address)
    async with database.session() as session:
        await bring(session, OLD, 7)
        await bring(session, NEW, 7, minute=10, supersedes=OLD.key)
        tables = await (await session.connection()).run_sync(back_to_stories)
    await database.close()
    assert not tables & {"feed", "feed_follow", "feed_entry", "page", "batch", "arrival", "copied", "source_forward"}
    database = await Database.open(address)
    async with database.session() as session:
        assert await (await session.connection()).run_sync(difference) == []
        ((source, document),) = await sources.visible(session, 7, limit=9)
        assert (document, source.name, source.origin, source.added) == (NEW, "a text", None, later(10))
        assert await documents.successors(session, 7, later(10)) == ((OLD, NEW),)
        assert await documents.successors(session, 7, later(11)) == ()
        assert (await feeds.follow(session, "https://news.example/feed", chat=7, person=None, now=NOW)).feed.id
    await database.close()


async def test_going_back_takes_nothing_along_but_what_was_not_known(address: str) -> None:
    """On SQLite a table that is built anew takes with it what belongs to its rows: none is."""
    database = await Database.open(address)
    async with database.session() as session:
        await bring(session, OLD, 7)
        await sources.add(session, OLD.key, chat=7, kind="paste", name="", now=NOW, forward="post")
        await subscribe(session, 7)
        assert await compose(session, OLD.key) == 2
        await (await session.connection()).run_sync(lambda each: command.downgrade(config(each), "0005"))
    await database.close()
    database = await Database.open(address)
    async with database.session() as session:
        assert await (await session.connection()).run_sync(difference) == []
        assert await sources.forwarded(session, 7, "post") == OLD.key
        assert len(await claim(session)) == 1
    await database.close()


async def test_versions_go_with_their_documents_after_it(address: str) -> None:
    """What refers to a document still does so after SQLite has built the table anew."""
    database = await Database.open(address)
    async with database.session() as session:
        await bring(session, OLD, 7)
        await bring(session, NEW, 7, supersedes=OLD.key)
        await (await session.connection()).run_sync(back_to_stories)
    await database.close()
    database = await Database.open(address)
    async with database.session() as session:
        connection = await session.connection()
        keys = await connection.run_sync(lambda each: inspect(each).get_foreign_keys("supersession"))
    await database.close()
    assert {key["constrained_columns"][0]: key["options"].get("ondelete") for key in keys} == {
        "document_id": "CASCADE",
        "old_id": "CASCADE",
    }


async def test_digests_come_to_a_database_that_has_feeds(address: str) -> None:
    """What is stored is as before, and a chat can subscribe and be told what it has."""
    database = await Database.open(address)
    async with database.session() as session:
        await bring(session, OLD, 7)
        await (await session.connection()).run_sync(lambda each: command.downgrade(config(each), "0004"))
    await database.close()
    database = await Database.open(address)
    async with database.session() as session:
        assert await (await session.connection()).run_sync(difference) == []
        assert await documents.visible(session, 7, limit=9) == (OLD,)
        await subscribe(session, 7)
        assert await compose(session, OLD.key) == 2
    await database.close()


STATISTICS = (
    "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'piece'::regclass AND attname = 'words' AND attnum > 0"
)


async def test_going_back_leaves_no_statistics_of_its_own(new_postgres: NewDatabase) -> None:
    """How much PostgreSQL counts of words is the server's own again, as it was before."""
    database = await Database.open(new_postgres(migrated=True))
    async with database.session() as session:
        connection = await session.connection()
        before = (await connection.execute(text(STATISTICS))).scalar_one()
        await connection.run_sync(lambda each: command.downgrade(config(each), "0008"))
        after = (await connection.execute(text(STATISTICS))).scalar_one()
    await database.close()
    assert before == 2000
    assert after in (None, -1)  # as the server's version writes it


async def _texts(session: Session) -> bool:
    known = {document.key for document in await documents.visible(session, None, limit=99)}
    return known >= {analysis.document.key for analysis in understood_seeds()}


async def _stories(session: Session) -> bool:
    return bool(await stories.visible(session, None, limit=9))


async def _figures(session: Session) -> bool:
    (found,) = await analyses.load(session, [understood_seeds()[2].document.key])
    return bool(found.figures) and found.figures == understood_seeds()[2].figures


async def _feeds(session: Session) -> bool:
    return await feeds.count_followed(session, CHAT) == 1


async def _digests(session: Session) -> bool:
    return await memories.of_chat(session, CHAT) is not None


async def _people(session: Session) -> bool:
    return len(await terms.of_chat(session, CHAT)) == 1 and await permits.get(session, CHAT) is not None


async def _pieces(session: Session) -> bool:
    return bool(await search.by_words(session, None, Terms(("civilians",)), Within(), every=True, limit=9))


async def _work(session: Session) -> bool:
    return (await jobs.line(session, "understand", NOW)).waiting == 1


async def _speakers(session: Session) -> bool:
    return bool((await session.exec(select(SpeakerRow.name))).all())


READ = {
    "0001": _texts, "0002": _stories, "0003": _figures, "0004": _feeds, "0005": _digests,
    "0006": _people, "0007": _pieces, "0008": _work, "0009": _speakers,
}  # fmt: skip
"""What each revision brought, read as it is read today. A new revision needs a line here, and data in `furnishing`."""


def test_every_revision_has_something_to_read() -> None:
    """Whoever writes a migration says here what must survive it."""
    folder = Path(versions.__file__).parent
    assert sorted(READ) == sorted(file.name[:4] for file in folder.glob("[0-9]*.py"))


async def test_data_of_every_revision_comes_to_the_newest(migrated: str) -> None:
    """Written in the shape of each revision, on the way up every value stays, and what is stored is read as ever."""
    database = await Database.open(migrated)
    await furnish(database)
    for old in sorted(READ, reverse=True):
        async with database.session() as session:
            connection = await session.connection()
            before = await connection.run_sync(lambda each, old=old: _back(each, old))  # type: ignore[misc]  # bound now
            assert before["document"]
            assert await connection.run_sync(lambda each, seen=before: _up(each, seen)) == before  # type: ignore[misc]  # bound now
        async with database.session() as session:
            for new, read in READ.items():
                assert new > old or await read(session), (old, new)
    await database.close()


Seen = dict[str, tuple[tuple[str, ...], list[str]]]
"""Of each table its columns, and its rows."""


def _back(connection: Connection, revision: str) -> Seen:
    """Go back, and look what there is."""
    command.downgrade(config(connection), revision)
    found: Seen = {}
    for table in Row.metadata.sorted_tables:
        if inspect(connection).has_table(table.name):
            columns = [each["name"] for each in inspect(connection).get_columns(table.name)]
            kept = tuple(each for each in columns if each in table.c)
            found[table.name] = kept, _rows(connection, table.name, kept)
    return found


def _up(connection: Connection, seen: Seen) -> Seen:
    """Come to the newest revision, and look at the same."""
    migrate(connection)
    return {name: (columns, _rows(connection, name, columns)) for name, (columns, _) in seen.items()}


def _rows(connection: Connection, name: str, columns: tuple[str, ...]) -> list[str]:
    quoted = ", ".join(f'"{column}"' for column in columns)
    return sorted(map(repr, connection.execute(text(f'SELECT {quoted} FROM "{name}"'))))  # noqa: S608 - our own names
