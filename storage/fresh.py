"""Fresh documents: what came to those that a chat sees since a moment, and what was understood only since."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, or_
from sqlmodel import col, select

from storage import documents
from storage.rows import AnalysisRow, DocumentRow, SourceRow
from storage.session import Session
from storage.visibility import seen, shown

GAP = timedelta(minutes=10)
"""What was noted so long before the moment counts too: it may have been committed after it, and no digest saw it."""


async def since(session: Session, chat: int | None, moment: datetime, *, limit: int) -> tuple[str, ...]:
    """Keys of the understood documents that the chat sees and that are new to it since then, the latest first.

    What was brought a second time counts from the first. However old it is, what was understood for the first time
    since then is new: nobody was told of it before.
    """
    start = moment - GAP
    mine = col(SourceRow.document_id) == DocumentRow.id, shown(SourceRow, chat)
    first = select(func.min(SourceRow.added)).where(*mine).correlate(DocumentRow).scalar_subquery()
    came = select(SourceRow.document_id).where(shown(SourceRow, chat), SourceRow.added > start)
    understood = select(AnalysisRow.document_id).where(AnalysisRow.analysed > start)
    query = select(DocumentRow.key).join(AnalysisRow).where(col(DocumentRow.id).in_(came.union(understood)))
    new = or_(first > start, col(AnalysisRow.analysed) > start)
    query = query.where(seen(DocumentRow.id, chat), new)
    return tuple(await session.exec(query.order_by(*documents.newest_first()).limit(limit)))
