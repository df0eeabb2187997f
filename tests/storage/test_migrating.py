"""A database that was filled under an earlier schema keeps all that it holds."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from storage import documents, feeds, sources
from storage.database import Database
from storage.migrations.runner import config
from storage.rows import Row
from storage.search_index import DESCRIBED
from tests.storage.factory import NOW, bring, later, report
from tests.storage.mailing import claim, compose, subscribe

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
