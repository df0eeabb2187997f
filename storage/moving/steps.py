"""In which order tables are copied: what is referred to before what refers to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Table

from storage.rows import BudgetRow, ProcessRow, Row

PASSING: Final = tuple(str(row.__tablename__) for row in (ProcessRow, BudgetRow))
"""Tables of one moment and its machines: heartbeats and the shared rate. They go nowhere, and are empty there."""
TABLES: Final[tuple[Table, ...]] = tuple(table for table in Row.metadata.sorted_tables if table.name not in PASSING)
"""What is copied, counted and compared."""


@dataclass(frozen=True, slots=True)
class Step:
    """One walk through a table. `links`: only what refers to other rows of the same table, there by then."""

    table: Table
    links: bool = False

    @property
    def name(self) -> str:
        """By which the target remembers how far it came."""
        return f"{self.table.name}, links" if self.links else self.table.name

    @property
    def columns(self) -> tuple[Column[object], ...]:
        """What is read: the primary key first where only links are."""
        if self.links:
            return (*self.table.primary_key.columns, *links_of(self.table))
        return tuple(self.table.columns)


def links_of(table: Table) -> tuple[Column[object], ...]:
    """The columns that refer to the table itself."""
    return tuple(column for column in table.columns if any(key.column.table is table for key in column.foreign_keys))


STEPS: Final[tuple[Step, ...]] = tuple(
    step for table in TABLES for step in ((Step(table), Step(table, links=True)) if links_of(table) else (Step(table),))
)
