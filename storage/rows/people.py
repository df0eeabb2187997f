"""What chats follow and mute, who may use the bot, and what operators tell everybody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from storage.rows.root import Row


class ChatTermRow(Row, table=True):
    """What a chat follows or mutes, once each: `folded` is the value as it is compared."""

    __tablename__ = "chat_term"
    __table_args__ = (UniqueConstraint("chat", "kind", "folded"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(sa_type=BigInteger)
    verb: str
    kind: str
    value: str
    folded: str
    person: int | None = Field(sa_type=BigInteger)
    added: datetime


class PermitRow(Row, table=True):
    """A chat that was let in."""

    __tablename__ = "permit"

    chat: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    person: int | None = Field(sa_type=BigInteger)
    invite: str | None
    since: datetime


class InviteRow(Row, table=True):
    """A link that lets chats in."""

    __tablename__ = "invite"

    token: str = Field(primary_key=True)
    person: int = Field(sa_type=BigInteger)
    uses: int
    used: int = 0
    made: datetime
    until: datetime


class BroadcastRow(Row, table=True):
    """What an operator tells all chats."""

    __tablename__ = "broadcast"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(sa_type=BigInteger)
    text: str
    made: datetime
    confirmed: datetime | None = None
    finished: datetime | None = Field(default=None, index=True)


class BroadcastCopyRow(Row, table=True):
    """A broadcast on its way to one chat."""

    __tablename__ = "broadcast_copy"

    broadcast_id: int = Field(primary_key=True, foreign_key="broadcast.id", ondelete="CASCADE")
    chat: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    state: str
