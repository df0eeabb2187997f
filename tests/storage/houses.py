"""Databases to move from and to: furnished once for all tests, on both, and what stands in each."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from storage.database import Database
from storage.moving.steps import TABLES
from tests.databases import new_sqlite
from tests.storage.furnishing import furnish

KINDS = ("sqlite", "postgresql")
WAYS = [(one, other) for one in KINDS for other in KINDS]
Result = TypeVar("Result")


def apart(act: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Runs it in a loop of its own: the caller may be in one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(act())).result()


async def fill(url: str) -> str:
    """Furnishes an empty database."""
    database = await Database.open(url, busy_timeout=5)
    await furnish(database)
    await database.close()
    return url


@cache
def _furnished() -> Path:
    file = Path(tempfile.mkdtemp(prefix="verbatim-furnished-")) / "furnished.db"
    apart(lambda: fill(new_sqlite(file)))
    return file


def furnished_sqlite(file: Path) -> str:
    """A furnished file of one's own."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_furnished(), file)
    return f"sqlite:///{file}"


async def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in no order that a database could choose."""
    database = await Database.open(url)
    async with database.session(readonly=True) as session:
        connection = await session.connection()
        found = {table.name: (await connection.execute(select(*table.columns))).all() for table in TABLES}
    await database.close()
    return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in found.items()}
