"""How quick moving, backups, restoring are: `python -m tests.storage.moving_speed [STATEMENTS]`; 20,000 by itself."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from storage import analyses, documents, sources
from storage.database import Database
from storage.moving import back_up, check, move, restore
from tests.databases import new_sqlite
from tests.postgres import postgres
from tests.storage.factory import NOW, report, understood

EACH = 4
AT_ONCE = 100


async def fill(url: str, statements: int) -> None:
    """Reports, with so many statements each."""
    database = await Database.open(url)
    for start in range(0, statements // EACH, AT_ONCE):
        async with database.session() as session:
            for number in range(start, min(start + AT_ONCE, statements // EACH)):
                document = report(number=f"{number + 100:,}", speaker=f"Ana Peña {number % 500}")
                found = understood(document, dimensions=384)
                await documents.add(session, document, raw=document.text, now=NOW)
                await sources.add(session, document.key, chat=None, kind="paste", name="", now=NOW)
                await analyses.save(session, replace(found, statements=found.statements * EACH), NOW)
    await database.close()


async def timed(name: str, act: Callable[[], Awaitable[object]], rows: int | None = None) -> None:
    """Prints seconds, and rows a second."""
    begun = monotonic()
    found = await act()
    seconds, count = monotonic() - begun, rows or int(getattr(found, "rows", 0))
    print(f"{name:28} {seconds:6.1f} s {count / seconds:9,.0f} rows a second", flush=True)  # noqa: T201 - what was measured


async def main(statements: int) -> None:
    """Every way once."""
    with tempfile.TemporaryDirectory() as name, postgres() as server:
        folder, now = Path(name), datetime.now(UTC)
        first, second = new_sqlite(folder / "1.db"), f"sqlite:///{folder}/2.db"
        await fill(first, statements)
        rows = (await back_up(first, folder / "0.backup", now=now, version="")).manifest.rows
        size = sum(file.stat().st_size for file in folder.glob("1.db*"))  # noqa: ASYNC240 - nobody waits
        print(f"{statements:,} statements, {rows:,} rows, {size / 1e6:,.0f} MB", flush=True)  # noqa: T201 - as above
        await timed("SQLite to PostgreSQL", lambda: move(first, server))
        await timed("PostgreSQL to SQLite", lambda: move(server, second))
        backups = {"SQLite": first, "PostgreSQL": server}
        for kind, url in backups.items():
            file = folder / f"{kind}.backup"
            await timed(f"backup of {kind}", lambda url=url, file=file: back_up(url, file, now=now, version=""), rows)  # type: ignore[misc]  # bound now
        await timed("restore --check", lambda: asyncio.to_thread(check, folder / "SQLite.backup"), rows)
        await timed("restore into SQLite", lambda: restore(folder / "SQLite.backup", f"sqlite:///{folder}/3.db"))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
