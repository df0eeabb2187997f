"""Stories, and the fingerprints by which documents are grouped into them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.rows.root import Row


class PrintRow(Row, table=True):
    """A document's fingerprint: what grouping compares, so that it need not read texts and all vectors again.

    `weights` are packed terms with their weights; `vector` is one packed row, or None where no model was at hand.
    """

    __tablename__ = "print"

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    model: str
    weights: str
    vector: bytes | None = Field(sa_type=LargeBinary)


class TermRow(Row, table=True):
    """Which documents' fingerprints hold a term: finds the few that a new document is worth comparing with."""

    __tablename__ = "print_term"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: str = Field(primary_key=True)
    document_id: int = Field(primary_key=True, foreign_key="print.document_id", ondelete="CASCADE", index=True)


class ScopeRow(Row, table=True):
    """Whose stories are counted here: a chat's own, or the public ones; whoever groups documents locks the public row.

    `scope` is a chat's id, or 0, which is no chat's, for what is public: NULL would equal nothing in a unique key.
    """

    __tablename__ = "story_scope"

    scope: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    stories: int


class StoryRow(Row, table=True):
    """A story of a scope; it stays when its documents go, so that its number is never given again.

    `within` is the public story that a chat's own one turned out to be a part of.
    """

    __tablename__ = "story"
    __table_args__ = (UniqueConstraint("scope", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    scope: int = Field(sa_type=BigInteger)
    number: int
    within: int | None = Field(default=None, foreign_key="story.id", index=True)


class MemberRow(Row, table=True):
    """Of which story a document is in a scope, and when it arrived there.

    A chat's own row goes before the public one, for that chat alone.
    """

    __tablename__ = "story_member"
    __table_args__ = (Index("ix_story_member_arrived", "scope", "arrived", "document_id"),)

    scope: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE", index=True)
    story_id: int = Field(foreign_key="story.id", index=True)
    arrived: datetime


class BarRow(Row, table=True):
    """A person said in a scope that the document is not of that story: it never comes back there by itself."""

    __tablename__ = "story_bar"

    scope: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    story_id: int = Field(primary_key=True, foreign_key="story.id")
