"""Every storage test runs on both databases, each on a new one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage.database import Database
from storage.session import Session
from tests.postgres import NewDatabase, new_postgres

__all__ = ["new_postgres"]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/verbatim.db"
    new: NewDatabase = request.getfixturevalue("new_postgres")
    return new()


@pytest_asyncio.fixture
async def db(address: str) -> AsyncIterator[Database]:
    """An open, empty database."""
    database = await Database.open(address, busy_timeout=5)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def session(db: Database) -> AsyncIterator[Session]:
    """One transaction for the whole test."""
    async with db.session() as session:
        yield session
