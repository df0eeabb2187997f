"""Insert unless it is there: one statement, so that two writers at once cannot both succeed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite

from storage.rows import Row
from storage.session import Session

# The two constructs are alike but share no type that has ON CONFLICT.
_INSERT: dict[str, Callable[[type[Row]], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert(session: Session, table: type[Row], **values: object) -> Any:
    """INSERT in the session's dialect, to be finished with an ON CONFLICT."""
    statement = _INSERT[session.get_bind().dialect.name](table)
    return statement.values(**values) if values else statement


async def insert_new(session: Session, table: type[Row], **values: object) -> bool:
    """Insert a row; False when a unique constraint says that it is there already."""
    statement = insert(session, table, **values).on_conflict_do_nothing().returning(*inspect(table).primary_key)
    return (await session.exec(statement)).first() is not None
