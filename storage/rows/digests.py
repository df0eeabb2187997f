"""Digests: who gets which when, what they were told, what was composed, and each message on its way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.rows.root import Row

_OPEN = text("state IN ('pending', 'sending')")


class SubscriptionRow(Row, table=True):
    """A digest that a chat gets; `due` is NULL while it rests.

    `times` are "08:00,18:00", `days` "1,2,3", `quiet` is "22:00-07:00", `topics` a JSON list.
    `looked` is when a digest of it was composed last, sent or not; earlier again where one was taken back.
    `home` is NULL where the chat that gets it is also the one that it was set up in.
    """

    __tablename__ = "subscription"
    # Without this, SQLite gives a deleted subscription's id to the next one, and old buttons would act on that.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(sa_type=BigInteger, index=True)
    thread: int | None = Field(sa_type=BigInteger)
    person: int | None = Field(sa_type=BigInteger)
    times: str
    days: str
    zone: str
    quiet: str | None
    topics: str
    length: str
    empty: bool
    silent: bool
    created: datetime
    due: datetime | None = Field(index=True)
    last: datetime | None = None
    paused: str | None = None
    told: str | None = None
    version: int = 0
    looked: datetime | None = None
    home: int | None = Field(None, sa_type=BigInteger, index=True)


class EditionRow(Row, table=True):
    """What a digest told, as packed passages, shared by all chats that were told the same."""

    __tablename__ = "edition"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    made: datetime
    told: str


class MemoryRow(Row, table=True):
    """An edition told after all that `parent` says was told before; parent 0, which is no memory, begins a chain.

    No foreign key on `parent`: the far end of a long chain may go, and the chain then ends there.
    """

    __tablename__ = "memory"
    __table_args__ = (UniqueConstraint("parent", "edition_id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    parent: int
    edition_id: int = Field(foreign_key="edition.id", index=True)


class ChatMemoryRow(Row, table=True):
    """What a chat was told by digests, 0 for nothing; whoever changes a chat's digests locks this row first."""

    __tablename__ = "chat_memory"

    chat: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    memory: int


class LetterRow(Row, table=True):
    """An edition as messages, shared by all subscriptions that get the same words."""

    __tablename__ = "letter"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)


class LetterPartRow(Row, table=True):
    """One message of a letter, from 1, as JSON."""

    __tablename__ = "letter_part"

    letter_id: int = Field(primary_key=True, foreign_key="letter.id", ondelete="CASCADE")
    part: int = Field(primary_key=True)
    content: str


class DigestRow(Row, table=True):
    """The digest of a subscription for one occurrence; `before` is what the chat had been told until then, 0: nothing.

    `made` is when it was composed, `thread` and `silent` as they were then, and what came after `looked` was new;
    `start` is when its first message may be sent. `owns` are the deliveries that it says may not have arrived: "12,15".
    """

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("subscription_id", "occurrence"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    subscription_id: int = Field(foreign_key="subscription.id", ondelete="CASCADE")
    occurrence: datetime
    letter_id: int = Field(foreign_key="letter.id", index=True)
    before: int
    made: datetime
    looked: datetime | None = None
    start: datetime
    thread: int | None = Field(sa_type=BigInteger)
    silent: bool
    owns: str | None = None


class DeliveryRow(Row, table=True):
    """One message of a digest on its way; a chat's go out in the order of their ids.

    `leased` says until when one claimer has it to himself. `held`: its chat cannot be written to for now. `owned`: the
    chat was told that it may not have arrived. The partial indexes carry claiming: what is sent is in none of them.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("digest_id", "part"),
        Index(
            "ix_delivery_waiting",
            "due",
            "id",
            sqlite_where=text("state = 'pending' AND held = 0"),
            postgresql_where=text("state = 'pending' AND NOT held"),
        ),
        Index("ix_delivery_open", "chat", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "ix_delivery_leased",
            "leased",
            sqlite_where=text("leased IS NOT NULL"),
            postgresql_where=text("leased IS NOT NULL"),
        ),
        Index(
            "ix_delivery_doubtful",
            "chat",
            sqlite_where=text("state IN ('uncertain', 'dead') AND owned = 0"),
            postgresql_where=text("state IN ('uncertain', 'dead') AND NOT owned"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", ondelete="CASCADE")
    chat: int = Field(sa_type=BigInteger)
    part: int
    state: str
    due: datetime
    leased: datetime | None = None
    held: bool = False
    owned: bool = False
    tries: int = 0
    message: int | None = Field(None, sa_type=BigInteger)
    repeated: bool = False
