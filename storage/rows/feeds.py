"""Feeds and pages that are asked again: when, and what came of it. Intervals are whole seconds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from storage.rows.root import Row


class FeedRow(Row, table=True):
    """A feed as it is asked, once for all who follow it; `hash` is of its address (see `storable.hashed`)."""

    __tablename__ = "feed"
    # Without this, SQLite gives a removed feed's id to the next one, and a look at the old one would be saved there.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    hash: str = Field(unique=True)
    url: str
    title: str | None
    site: str | None
    added: datetime
    due: datetime | None = Field(index=True)
    interval: int
    etag: str | None = None
    last_modified: str | None = None
    asked: datetime | None = None
    succeeded: datetime | None = None
    changed: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    failure: str | None = None
    refusals: int = 0
    taken: int = 0
    taken_since: datetime | None = None


class FollowRow(Row, table=True):
    """Who follows a feed; two partial indexes because NULL chats never collide in an ordinary unique one."""

    __tablename__ = "feed_follow"
    __table_args__ = (
        Index(
            "uq_feed_follow_chat_feed_id",
            "chat",
            "feed_id",
            unique=True,
            sqlite_where=text("chat IS NOT NULL"),
            postgresql_where=text("chat IS NOT NULL"),
        ),
        Index(
            "uq_feed_follow_public_feed_id",
            "feed_id",
            unique=True,
            sqlite_where=text("chat IS NULL"),
            postgresql_where=text("chat IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    feed_id: int = Field(foreign_key="feed.id", index=True)
    chat: int | None = Field(sa_type=BigInteger)
    person: int | None = Field(sa_type=BigInteger)
    added: datetime
    told: datetime | None = None


class EntryRow(Row, table=True):
    """An entry of a feed that was met, and the document that it became."""

    __tablename__ = "feed_entry"

    feed_id: int = Field(primary_key=True, foreign_key="feed.id", ondelete="CASCADE")
    identity: str = Field(primary_key=True)
    version: str
    link: str | None
    document_id: int | None = Field(foreign_key="document.id", ondelete="SET NULL", index=True)
    tries: int
    failure: str | None
    seen: datetime


class PageRow(Row, table=True):
    """A page whose text may change; `hash` is of its normalised address."""

    __tablename__ = "page"

    hash: str = Field(primary_key=True)
    url: str
    asked: str
    document_id: int = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    checked: datetime
    due: datetime | None = Field(index=True)
    interval: int
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0


class VersionRow(Row, table=True):
    """A document that was fetched from a page, by whichever chat: whoever has one of them gets the page's newest."""

    __tablename__ = "page_version"

    hash: str = Field(primary_key=True, foreign_key="page.hash", ondelete="CASCADE")
    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE", index=True)
