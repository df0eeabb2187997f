"""Databases to move from and to: furnished once for all tests, on both, and what stands in each."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.moving.steps import TABLES
from tests.databases import new_sqlite
from tests.postgres import NewDatabase
from tests.storage.furnishing import furnish

KINDS = ("sqlite", "postgresql")
WAYS = [(one, other) for one in KINDS for other in KINDS]
ACROSS = [(one, other) for one, other in WAYS if one != other]
Result = TypeVar("Result")


@pytest.fixture(scope="session")
def furnished(new_postgres: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One furnished database of each kind for all tests that move; whoever writes into it takes that back."""
    postgres = new_postgres(migrated=True)
    apart(lambda: fill(postgres))
    return {"sqlite": furnished_sqlite(tmp_path_factory.mktemp("furnished") / "x.db"), "postgresql": postgres}


LIMIT = 120.0
"""Seconds after which a process that was to say something is ended, and the test fails instead of waiting."""


@contextmanager
def watched(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that writes lines, and does not outlive the block, nor the limit."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        limit = Timer(LIMIT, process.kill)
        limit.start()
        try:
            yield process
        finally:
            limit.cancel()
            process.kill()


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
