"""Delivery keeps its promises on both databases: what sends and composes is tested on each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import new_sqlite
from tests.postgres import NewDatabase


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is that is up to date."""
    if request.param == "sqlite":
        return new_sqlite(tmp_path / "verbatim.db")
    new: NewDatabase = request.getfixturevalue("new_postgres")
    return new(migrated=True)
