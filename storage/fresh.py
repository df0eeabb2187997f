"""Fresh documents: what came to those that a chat sees since its last digest, and what was only understood since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_
from sqlmodel import col, select

from storage import documents
from storage.rows import AnalysisRow, DigestRow, DocumentRow, SourceRow, SubscriptionRow
from storage.session import Session
from storage.visibility import shown, visible_ids

PATIENCE = timedelta(days=2)
"""A document that came so long before the moment counts where it was understood after it. An older one does not: it
was understood once more, by another recipe, and is nothing new."""


async def since(session: Session, chat: int | None, moment: datetime, *, limit: int) -> tuple[str, ...]:
    """Keys of the understood documents that the chat sees and that are new to it since then, the latest first.

    What was brought a second time counts from the first.
    """
    mine = col(SourceRow.document_id) == DocumentRow.id, shown(SourceRow, chat)
    first = select(func.min(SourceRow.added)).where(*mine).correlate(DocumentRow).scalar_subquery()
    late = (col(AnalysisRow.analysed) > moment) & (first > moment - PATIENCE)
    recent = select(SourceRow.document_id).where(shown(SourceRow, chat), SourceRow.added > moment - PATIENCE)
    query = select(DocumentRow.key).join(AnalysisRow).where(col(DocumentRow.id).in_(recent))
    query = query.where(documents.walked().in_(visible_ids(chat)), or_(first > moment, late))
    return tuple(await session.exec(query.order_by(*documents.newest_first()).limit(limit)))


async def looked(session: Session, subscriptions: Sequence[int]) -> dict[int, datetime]:
    """When the last digest of each of these was composed, where it told something; its occurrence may be much older."""
    query = select(SubscriptionRow.id, DigestRow.made).join(DigestRow)
    query = query.where(col(DigestRow.occurrence) == SubscriptionRow.last, col(SubscriptionRow.id).in_(subscriptions))
    return {number: made for number, made in await session.exec(query) if number is not None}
