"""The tables; private to this package, which hands out the dataclasses of `types` and of `summarizer.types`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

# Names make constraints alterable: SQLite rebuilds a table to change one and must find it by name.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# A word's beginnings are found as a range, which holds in the order of code points only; SQLite has no other.
_BY_CODE_POINT = String().with_variant(String(collation="C"), "postgresql")


class Row(SQLModel):
    """Root of all tables: `Row.metadata` is the schema that the migrations must arrive at."""

    metadata = MetaData(naming_convention=NAMES)


class DocumentRow(Row, table=True):
    """A cleaned text; `headings` are packed spans."""

    __tablename__ = "document"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    title: str | None
    publisher: str | None
    byline: str | None
    url: str | None
    published: datetime | None
    added: datetime = Field(index=True)
    headings: str
    text: str


class RawRow(Row, table=True):
    """The text as it came in: zlib over UTF-8, so that any character survives."""

    __tablename__ = "document_raw"

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    packed: bytes = Field(sa_type=LargeBinary)


class FoldedRow(Row, table=True):
    """A document's words in their order, folded for matching; apart, so that reading a document does not read them."""

    __tablename__ = "document_folded"

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    folded: str


class WordRow(Row, table=True):
    """Which folded words a document and what was found in it hold: spares reading all others when one is sought."""

    __tablename__ = "word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    word: str = Field(primary_key=True, sa_type=_BY_CODE_POINT)


class SupersessionRow(Row, table=True):
    """`document_id` takes the place of `old_id`; held transitively, so that one look-up is enough."""

    __tablename__ = "supersession"

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    old_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE", index=True)


class SourceRow(Row, table=True):
    """Who brought a document; two partial indexes because NULL chats never collide in an ordinary unique one."""

    __tablename__ = "source"
    __table_args__ = (
        Index(
            "uq_source_chat_document_id",
            "chat",
            "document_id",
            unique=True,
            sqlite_where=text("chat IS NOT NULL"),
            postgresql_where=text("chat IS NOT NULL"),
        ),
        Index(
            "uq_source_public_document_id",
            "document_id",
            unique=True,
            sqlite_where=text("chat IS NULL"),
            postgresql_where=text("chat IS NULL"),
        ),
        # Without this, SQLite gives a removed source's id to the next one.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    chat: int | None = Field(sa_type=BigInteger)
    kind: str
    name: str
    document_id: int = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    added: datetime


class AnalysisRow(Row, table=True):
    """What was understood of a document; one at most, so that no reader can meet two recipes at once."""

    __tablename__ = "analysis"

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    recipe: str
    backend: str
    language: str
    analysed: datetime
    sentences: str
    ranking: str
    dimensions: int | None
    vectors: bytes | None = Field(sa_type=LargeBinary)


class StatementRow(Row, table=True):
    """A statement: packed spans, and beside them the exact texts as they were when it was analysed."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_speaker", "speaker_name", "speaker_role", "document_id"),)

    document_id: int = Field(primary_key=True, foreign_key="analysis.document_id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    kind: str
    question: bool
    content: str
    source: str
    cue: str
    context: str
    content_text: str
    source_text: str
    context_text: str
    speaker_name: str | None
    speaker_role: str | None
    folded: str


class FigureRow(Row, table=True):
    """A figure: packed spans, and beside them the exact texts as they were when it was analysed."""

    __tablename__ = "figure"

    document_id: int = Field(primary_key=True, foreign_key="analysis.document_id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    value: str
    unit: str | None
    modifier: str
    type: str
    vague: bool
    span: str
    counts: str
    attributed_to: str
    clause: str
    surface: str
    counts_text: str | None
    attributed_text: str | None
    attributed_name: str | None
    clause_text: str
    folded: str
    event: str | None = None
    place: str | None = None
    time: str | None = None
    scope_text: str | None = None
    meaning: bytes | None = Field(None, sa_type=LargeBinary)


class ChatRow(Row, table=True):
    """A chat, by Telegram's id."""

    __tablename__ = "chat"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    kind: str
    title: str | None
    added: datetime


class ListingRow(Row, table=True):
    """A paged list that was shown to a chat."""

    __tablename__ = "listing"

    id: str = Field(primary_key=True)
    chat: int = Field(sa_type=BigInteger, index=True)
    kind: str
    query: str
    created: datetime


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
    within: int | None = Field(default=None, foreign_key="story.id")


class MemberRow(Row, table=True):
    """Of which story a document is in a scope, and when it arrived there.

    A chat's own row goes before the public one, for that chat alone.
    """

    __tablename__ = "story_member"

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
