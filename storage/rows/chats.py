"""Chats: what was shown to them, and what arrived in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.rows.root import Row


class ChatRow(Row, table=True):
    """A chat, by Telegram's id."""

    __tablename__ = "chat"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    kind: str
    title: str | None
    added: datetime
    hint: str | None = None
    language: str | None = None
    zone: str | None = None
    length: str | None = None
    retention: int | None = None


class ListingRow(Row, table=True):
    """A paged list that was shown to a chat."""

    __tablename__ = "listing"

    id: str = Field(primary_key=True)
    chat: int = Field(sa_type=BigInteger, index=True)
    kind: str
    query: str
    created: datetime


_OPEN = text("reported IS NULL")


class BatchRow(Row, table=True):
    """What a person sent in one go; `chat` is where its report goes.

    `owner` is the process that works it off, and has it until `leased`; another takes it over after that.
    """

    __tablename__ = "batch"
    __table_args__ = (
        Index("ix_batch_chat_created", "chat", "created"),
        Index("ix_batch_person_created", "person", "created"),
        Index(
            "ix_batch_open", "owner", sqlite_where=text("reported IS NULL"), postgresql_where=text("reported IS NULL")
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(sa_type=BigInteger)
    person: int | None = Field(sa_type=BigInteger)
    thread: int | None = Field(sa_type=BigInteger)
    message: int = Field(sa_type=BigInteger)
    created: datetime
    progress: int | None = Field(None, sa_type=BigInteger)
    reported: datetime | None = None
    leased: datetime | None = None
    owner: str | None = None


class ArrivalRow(Row, table=True):
    """One thing that a person sent; `chat` is where it was sent, also when the group became a supergroup since."""

    __tablename__ = "arrival"
    __table_args__ = (UniqueConstraint("chat", "message", "position"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", ondelete="CASCADE", index=True)
    chat: int = Field(sa_type=BigInteger)
    message: int = Field(sa_type=BigInteger)
    position: int
    kind: str
    payload: str
    state: str
    tries: int
    document_id: int | None = Field(foreign_key="document.id", ondelete="SET NULL", index=True)
    outcome: str | None
