"""Bringing a database up to date.

To change the schema: change `storage/rows`, run `python -m storage.migrations "what changed"`, read what it wrote
to `versions/`, and set HEAD.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from summarizer.errors import StorageError

HEAD = "0009"
"""The newest revision; known without Alembic, whose import every start would pay for otherwise."""

UNFINISHED = "moving"
"""In the place of a revision while `storage/moving` fills a database: no start takes half a copy for a whole one."""

_ONE_AT_A_TIME = 0x7665726261  # any number, the same for everybody


def migrate(connection: Connection) -> None:
    """Bring the schema to HEAD inside the connection's transaction.

    Raises StorageError when it is past HEAD, or a copy that is not finished. Several processes may start at
    once: on PostgreSQL they queue for a lock, on SQLite for the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
    found = revision(connection)
    if found == UNFINISHED:
        raise StorageError(
            "a copy into it is not finished: run verbatim migrate-db FROM TO again, or verbatim restore, or empty it"
        )
    if found == HEAD:
        # A read-only file or server is to fail now, not at the first message: only a write tells.
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        return
    if found is not None and found > HEAD:
        raise StorageError(f"the database is at revision {found}, newer than this program ({HEAD}): update it")
    from storage.migrations.runner import upgrade  # noqa: PLC0415  (Alembic: 0.3 s, for the first start only)

    upgrade(connection)


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None when it is empty."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
