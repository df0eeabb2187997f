"""What is to be done, who does it, and the processes that there are: the rows of several machines on one database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.rows.root import Row

_GOING, _OWNED = text("due IS NOT NULL"), text("owner IS NOT NULL")


class JobRow(Row, table=True):
    """A document that is to be understood; written with the document, gone with its analysis.

    `tenant` is the chat that brought it, 0 where it is public. `turn` is its place among all that wait, by start-time
    fair queuing. `leased` is until when `owner`, a process, has it; nobody has it where that is past. Where it was
    given up `due` is None and `failure` says why; otherwise `failure` is of the last try.
    """

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("kind", "document_id"),
        # Without what was given up: that stays, and would be passed over at each claim.
        Index("ix_job_kind_turn", "kind", "turn", "id", sqlite_where=_GOING, postgresql_where=_GOING),
        Index("ix_job_tenant_kind_turn", "tenant", "kind", "turn", sqlite_where=_GOING, postgresql_where=_GOING),
        Index("ix_job_owner", "owner", sqlite_where=_OWNED, postgresql_where=_OWNED),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    document_id: int = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    tenant: int = Field(sa_type=BigInteger)
    turn: int = Field(sa_type=BigInteger)
    created: datetime
    due: datetime | None
    leased: datetime | None = None
    owner: str | None = None
    tries: int = 0
    failure: str | None = None


class ProcessRow(Row, table=True):
    """A running process of this database; `seen` is its last heartbeat, `kinds` what a worker does, commas between.

    `bot` is the number of the bot whose process it is; a worker is nobody's.
    """

    __tablename__ = "process"

    id: str = Field(primary_key=True)
    role: str
    kinds: str
    host: str
    pid: int
    version: str
    started: datetime
    seen: datetime = Field(index=True)
    bot: int | None = Field(default=None, sa_type=BigInteger)


class BudgetRow(Row, table=True):
    """The rate of messages that all processes of one bot share; `due` is when it is used up until, Unix seconds."""

    __tablename__ = "budget"

    name: str = Field(primary_key=True)
    due: float
