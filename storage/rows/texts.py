"""Texts and what was found in them: documents, who brought them, analyses, statements, figures, copies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String, UniqueConstraint, text
from sqlmodel import Field

from storage.rows.root import Row

# A word's beginnings are found as a range, which holds in the order of code points only; SQLite has no other.
_BY_CODE_POINT = String().with_variant(String(collation="C"), "postgresql")


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
    # By word: of a rare one the few documents are found at once, however many there are of others.
    __table_args__ = (Index("ix_word_word", "word", "document_id"), {"sqlite_with_rowid": False})

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    word: str = Field(primary_key=True, sa_type=_BY_CODE_POINT)


class SupersessionRow(Row, table=True):
    """`document_id` takes the place of `old_id`, `since` when; held transitively, so that one look-up is enough.

    `scope` is the chat whose source said so, or 0, which is no chat's, where the page itself or what is public did.
    Of what contradicts itself the row with the highest `id` counts.
    """

    __tablename__ = "supersession"
    __table_args__ = (UniqueConstraint("document_id", "scope", "old_id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    scope: int = Field(sa_type=BigInteger)
    document_id: int = Field(foreign_key="document.id", ondelete="CASCADE")
    old_id: int = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    since: datetime


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
    origin: str | None = None
    message: int | None = Field(None, sa_type=BigInteger)


class ForwardRow(Row, table=True):
    """Which posts a source came from when it was forwarded; goes with its source, so that it can be brought again."""

    __tablename__ = "source_forward"

    source_id: int = Field(primary_key=True, foreign_key="source.id", ondelete="CASCADE")
    forward: str = Field(primary_key=True, index=True)


class CopiedRow(Row, table=True):
    """How much of a document stands in another one; of every pair that was compared and is alike."""

    __tablename__ = "copied"

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    other_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE", index=True)
    share: float


class AnalysisRow(Row, table=True):
    """What was understood of a document; one at most, so that no reader can meet two recipes at once."""

    __tablename__ = "analysis"

    document_id: int = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    recipe: str
    backend: str
    language: str
    analysed: datetime = Field(index=True)
    sentences: str
    ranking: str
    dimensions: int | None
    vectors: bytes | None = Field(sa_type=LargeBinary)


class StatementRow(Row, table=True):
    """A statement: packed spans, and beside them the exact texts as they were when it was analysed."""

    __tablename__ = "statement"
    __table_args__ = (
        # What somebody said last stands at the end of theirs; the role is there so that no statement need be read.
        Index("ix_statement_speaker", "speaker_name", "document_id", "speaker_role"),
    )

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


class SpeakerRow(Row, table=True):
    """A name and role under which somebody speaks in any document; `role` is empty where none is said.

    `folded` are their words, `surname` the name's last one without case. For finding whom a question names: whether a
    chat sees them is asked of their statements.
    """

    __tablename__ = "speaker"
    __table_args__ = (UniqueConstraint("name", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    role: str
    folded: str
    surname: str = Field(index=True)


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
