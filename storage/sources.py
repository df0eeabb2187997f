"""Sources: who brought which document, and so who sees it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import documents
from storage.inserting import insert_new
from storage.rows import SourceRow
from storage.session import Session
from storage.types import Source
from storage.visibility import shown, superseded_ids
from summarizer.types import Document


async def add(session: Session, document_key: str, *, chat: int | None, kind: str, name: str, now: datetime) -> Source:
    """Note that a chat (None: an operator, for everybody) brought a document; the first note stays.

    Raises StorageError when the document is not known.
    """
    number = await documents.number_of(session, document_key)
    await insert_new(session, SourceRow, chat=chat, kind=kind, name=name, document_id=number, added=now)
    query = select(SourceRow).where(SourceRow.document_id == number, SourceRow.chat == chat)
    return _source((await session.exec(query)).one(), document_key)


async def visible(
    session: Session, chat: int | None, *, limit: int, offset: int = 0
) -> tuple[tuple[Source, Document], ...]:
    """The sources that a chat sees with their documents, newest first.

    Where it brought what is public as well, its own source is listed: the one that it may remove.
    """
    order = col(SourceRow.added).desc(), col(SourceRow.id).desc()
    rows = (await session.exec(_visible(chat).order_by(*order).limit(limit).offset(offset))).all()
    found = await documents.by_number(session, [row.document_id for row in rows])
    return tuple((_source(row, found[row.document_id].key), found[row.document_id]) for row in rows)


async def count(session: Session, chat: int | None) -> int:
    """How many sources `visible` finds."""
    return (await session.exec(select(func.count()).select_from(_visible(chat).subquery()))).one()


async def remove(session: Session, source: int, chat: int | None) -> bool:
    """Remove a source of this chat (None: a public one); False when it is not there or not this chat's.

    The document stays: others may have brought it too.
    """
    query = delete(SourceRow).where(col(SourceRow.id) == source, col(SourceRow.chat) == chat)
    return (await session.exec(query)).rowcount == 1


def _visible(chat: int | None) -> SelectOfScalar[SourceRow]:
    own = aliased(SourceRow)
    brought = select(own.document_id).where(own.chat == chat, col(own.chat).is_not(None))
    hidden = col(SourceRow.chat).is_(None) & col(SourceRow.document_id).in_(brought)
    superseded = col(SourceRow.document_id).in_(superseded_ids(chat))
    return select(SourceRow).where(shown(SourceRow, chat), ~hidden, ~superseded)


def _source(row: SourceRow, key: str) -> Source:
    assert row.id is not None  # noqa: S101  (a row that was read has its id; for the type checker)
    return Source(row.id, row.chat, row.kind, row.name, key, row.added)
