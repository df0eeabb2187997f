"""What is a chat's own, to be handed to it: its sources, one after the other."""

from __future__ import annotations

from sqlmodel import col, select

from storage import documents
from storage.rows import SourceRow
from storage.session import Session
from storage.types import Source
from summarizer.types import Document


async def brought(session: Session, chat: int, *, after: int = 0, limit: int) -> tuple[tuple[Source, Document], ...]:
    """The next sources that a chat brought, superseded ones too, by their ids after that one."""
    query = select(SourceRow).where(col(SourceRow.chat) == chat, col(SourceRow.id) > after)
    rows = (await session.exec(query.order_by(col(SourceRow.id)).limit(limit))).all()
    found = await documents.by_number(session, [row.document_id for row in rows])
    return tuple((_source(row, found[row.document_id]), found[row.document_id]) for row in rows)


def _source(row: SourceRow, document: Document) -> Source:
    return Source(row.id or 0, row.chat, row.kind, row.name, document.key, row.added, row.origin, row.message)
