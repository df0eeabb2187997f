"""What the way from 0008 to the newest revision takes: `python -m tests.storage.migrating_speed [STATEMENTS]`."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import monotonic

from alembic import command
from sqlalchemy import text

from storage.database import Database, file_of
from storage.migrations.runner import config
from storage.moving.places import opened
from tests.databases import bring_up_to_date, new_sqlite
from tests.million.filling import fill_postgresql, fill_sqlite
from tests.postgres import postgres

OLD = "0008"


async def measure(kind: str, url: str) -> None:
    """Goes back, makes the file as small as it was then, and starts, which brings it up again."""
    database = await Database.open(url)
    async with database.session() as session:
        await (await session.connection()).run_sync(lambda each: command.downgrade(config(each), OLD))
    await database.close()
    before, begun = await size(url), monotonic()
    await (await Database.open(url)).close()
    seconds, after = monotonic() - begun, await size(url)
    print(f"{kind:12} {seconds:6.1f} s, {before / 1e6:,.0f} MB before, {after / 1e6:,.0f} MB after", flush=True)  # noqa: T201 - what was measured


async def size(url: str) -> int:
    """Bytes of a database, without free pages and journal."""
    if file := file_of(url):
        with closing(sqlite3.connect(file)) as lite:
            pages, free, each = (
                int(lite.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("page_count", "freelist_count", "page_size")
            )
        return (pages - free) * each
    async with opened(url) as engine, engine.connect() as connection:
        return int((await connection.execute(text("SELECT pg_database_size(current_database())"))).scalar_one())


async def main(statements: int) -> None:
    """Both databases."""
    with tempfile.TemporaryDirectory() as name, postgres() as server:
        file = Path(name) / "store.db"
        url = new_sqlite(file)
        await fill_sqlite(file, statements, lambda _: None)
        await measure("SQLite", url)
        bring_up_to_date(server)
        await fill_postgresql(server, statements, lambda _: None)
        await measure("PostgreSQL", server)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
