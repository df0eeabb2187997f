"""pgvector at a start: whatever the server has against it, every process starts."""

from __future__ import annotations

import logging
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import make_url, text

from storage import nearness
from storage.database import Database
from tests.postgres import NewDatabase

NOT_THERE = "storage.no_pgvector"


async def has_table(url: str) -> bool:
    """Starts on it, and looks."""
    database = await Database.open(url)
    async with database.session(readonly=True) as session:
        found = await session.exec(text("SELECT to_regclass('print_vector') IS NOT NULL"))  # type: ignore[call-overload]  # plain SQL
        there = bool(found.scalar())
    await database.close()
    return there


async def test_where_it_may_be_had_it_is_there(new_postgres: NewDatabase, caplog: pytest.LogCaptureFixture) -> None:
    """And nothing is said."""
    assert await has_table(new_postgres())
    assert NOT_THERE not in caplog.text


def in_another_schema(url: str) -> str:
    """As some hosting companies have it."""
    with psycopg.connect(url) as server:
        server.execute("CREATE SCHEMA ext")
        server.execute("CREATE EXTENSION vector SCHEMA ext")
    return url


def without_right(url: str) -> str:
    """A user who may make tables, and no extension."""
    name = make_url(url).database
    with psycopg.connect(url) as server:
        server.execute(f"CREATE ROLE {name}_user LOGIN PASSWORD '{name}'")
        server.execute(f"GRANT ALL ON SCHEMA public TO {name}_user")
    return make_url(url).set(username=f"{name}_user", password=name).render_as_string(hide_password=False)


@pytest.mark.parametrize("made", [in_another_schema, without_right])
async def test_where_it_may_not_be_had_the_start_goes_on(
    new_postgres: NewDatabase, caplog: pytest.LogCaptureFixture, made: Callable[[str], str]
) -> None:
    """Everything else is up to date, nothing is left of the try, and each start says so once."""
    url = made(new_postgres())
    caplog.set_level(logging.INFO, nearness.__name__)
    for _ in range(2):
        caplog.clear()
        assert not await has_table(url)
        assert [each.message.split()[0] for each in caplog.records if each.name == nearness.__name__] == [NOT_THERE]


@pytest.mark.parametrize("step", ["_MAKE", "_INDEX"])
async def test_a_server_that_refuses_a_step_stops_no_start(
    new_postgres: NewDatabase, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """An extension that is not on the server's list, or one from before `hnsw`: here both are what is not known."""
    bad = {
        "_MAKE": ("CREATE EXTENSION no_such_extension", ""),
        "_INDEX": "CREATE INDEX ON print USING hnsw_of_later (vector)",
    }
    monkeypatch.setattr(nearness, step, bad[step])
    assert not await has_table(new_postgres())
    assert caplog.text.count(NOT_THERE) == 1
