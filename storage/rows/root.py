"""The root of all tables: its metadata is the schema that the migrations must arrive at."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlmodel import SQLModel

# Names make constraints alterable: SQLite rebuilds a table to change one and must find it by name.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """Root of all tables: `Row.metadata` is the schema that the migrations must arrive at."""

    metadata = MetaData(naming_convention=NAMES)
