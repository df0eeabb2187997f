"""Every storage test runs on both databases, each on a new one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage.database import Database
from storage.session import Session
from tests.databases import new_sqlite
from tests.postgres import NewDatabase
from tests.storage.houses import furnished

__all__ = ["furnished"]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/verbatim.db"
    new: NewDatabase = request.getfixturevalue("new_postgres")
    return new()


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is that is up to date."""
    if request.param == "sqlite":
        return new_sqlite(tmp_path / "data" / "verbatim.db")
    new: NewDatabase = request.getfixturevalue("new_postgres")
    return new(migrated=True)


@pytest_asyncio.fixture
async def db(migrated: str) -> AsyncIterator[Database]:
    """An open, empty database."""
    database = await Database.open(migrated, busy_timeout=5)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def session(db: Database) -> AsyncIterator[Session]:
    """One transaction for the whole test."""
    async with db.session() as session:
        yield session
