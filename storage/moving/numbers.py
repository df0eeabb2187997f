"""The numbers that a database gives next: behind the largest, also behind those whose rows are gone."""
# ruff: noqa: S608 - statements put together of the names of our own tables

from __future__ import annotations

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.moving.steps import TABLES


async def given(connection: AsyncConnection) -> dict[str, int]:
    """The highest number that each table with numbers of its own has given, 0 where it has given none."""
    kept = await (_sqlite if connection.dialect.name == "sqlite" else _postgres)(connection)
    found = {}
    for table in TABLES:
        column = table.autoincrement_column
        if column is not None:
            largest = (await connection.execute(select(func.max(column)))).scalar_one()
            found[table.name] = max(largest or 0, kept.get(table.name, 0))
    return found


async def carry(connection: AsyncConnection, numbers: dict[str, int]) -> None:
    """None of these is given again. SQLite forgets them where no old button or link could meet one (`rows`)."""
    for table in TABLES:
        number, column = numbers.get(table.name, 0), table.autoincrement_column
        if not number or column is None:
            continue
        if connection.dialect.name == "postgresql":
            await connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, :id), :number)"),
                {"name": table.name, "id": column.name, "number": number},
            )
        elif table.dialect_options["sqlite"]["autoincrement"]:
            await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            await connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"),
                {"name": table.name, "number": number},
            )


async def _sqlite(connection: AsyncConnection) -> dict[str, int]:
    rows = await connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {row.name: row.seq for row in rows}


async def _postgres(connection: AsyncConnection) -> dict[str, int]:
    found = {}
    for table in TABLES:
        if table.autoincrement_column is not None:
            name = await connection.execute(
                text("SELECT pg_get_serial_sequence(:name, :id)"),
                {"name": table.name, "id": table.autoincrement_column.name},
            )
            rows = await connection.execute(text(f"SELECT last_value, is_called FROM {name.scalar_one()}"))
            number, called = rows.one()
            found[table.name] = number if called else 0
    return found
