"""Who sees what, written once: every query that reads for a chat stands on `visible_ids`."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.rows import DocumentRow, SourceRow, SupersessionRow


def visible_ids(chat: int | None) -> SelectOfScalar[int]:
    """Ids of the documents that a chat sees: brought by it or public, and not superseded by one that it sees.

    A chat that sees the old version only keeps it: what another chat brought never changes what this one sees.
    """
    return select(SourceRow.document_id).where(
        shown(SourceRow, chat), col(SourceRow.document_id).not_in(superseded_ids(chat))
    )


def superseded_ids(chat: int | None) -> SelectOfScalar[int]:
    """Ids of the documents whose newer version the chat sees."""
    newer = aliased(SourceRow)
    return (
        select(SupersessionRow.old_id)
        .join(newer, col(newer.document_id) == col(SupersessionRow.document_id))
        .where(shown(newer, chat))
    )


def seen_by_anyone() -> ColumnElement[bool]:
    """Condition on documents: at least one chat, or everybody, sees it now."""
    source, newer = aliased(SourceRow), aliased(SourceRow)
    superseded = (
        select(SupersessionRow.old_id)
        .join(newer, col(newer.document_id) == col(SupersessionRow.document_id))
        .where(SupersessionRow.old_id == source.document_id)
        .where(or_(col(newer.chat).is_(None), col(newer.chat) == source.chat))
    )
    return (
        select(source.id)
        .where(source.document_id == DocumentRow.id, ~superseded.exists())
        .correlate(DocumentRow)
        .exists()
    )


def shown(source: type[SourceRow], chat: int | None) -> ColumnElement[bool]:
    """Condition on sources: public, or brought by the chat."""
    public = col(source.chat).is_(None)
    return public if chat is None else or_(public, col(source.chat) == chat)
