"""Who sees what, written once: every query that reads for a chat stands on `visible_ids`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.rows import DocumentRow, SourceRow, SupersessionRow
from storage.scopes import PUBLIC

# Made once: making one takes a millisecond, and every query that reads for a chat has four.
_SOURCE, _NEWER = aliased(SourceRow), aliased(SourceRow)
_OF, _LATER = aliased(SupersessionRow), aliased(SupersessionRow)


def visible_ids(chat: int | None) -> SelectOfScalar[int]:
    """Ids of the documents that a chat sees: brought by it or public, and not superseded by one that it sees.

    A chat that sees the old version only keeps it: what another chat brought never changes what this one sees.
    """
    return select(SourceRow.document_id).where(
        shown(SourceRow, chat), col(SourceRow.document_id).not_in(superseded_ids(chat))
    )


def seen(number: Any, chat: int | None) -> ColumnElement[bool]:
    """The same as a condition on the column `number`, the id of a document: looked up for each row that is met.

    Costs what is met and not what is stored: for whatever walks the newest documents, or has found a few.
    """
    source, newer, of, later = _SOURCE, _NEWER, _OF, _LATER
    put_back = select(later.id).where(_counts(later, chat), later.document_id == of.old_id, col(later.id) > of.id)
    hidden = (
        select(of.id)
        .join(newer, col(newer.document_id) == of.document_id)
        .where(of.old_id == source.document_id, shown(newer, chat), _counts(of, chat))
        .where(~put_back.correlate(of).exists())
        .correlate(source)
    )
    brought = select(source.id).where(source.document_id == number, shown(source, chat), ~hidden.exists())
    return brought.correlate_except(source).exists()


def superseded_ids(chat: int | None) -> SelectOfScalar[int]:
    """Ids of the documents whose newer version the chat sees, and that were replaced publicly or in this chat."""
    newer = aliased(SourceRow)
    return (
        select(SupersessionRow.old_id)
        .join(newer, col(newer.document_id) == col(SupersessionRow.document_id))
        .where(shown(newer, chat), *holds(chat))
    )


def holds(chat: int | None) -> tuple[ColumnElement[bool], ...]:
    """Conditions on supersessions: they count for the chat, and nothing was said since that ended them there."""
    later = aliased(SupersessionRow)
    return _counts(SupersessionRow, chat), ~_put_back(later, _counts(later, chat))


def seen_by_anyone() -> ColumnElement[bool]:
    """Condition on documents: at least one chat, or everybody, sees it now."""
    source, newer, later = aliased(SourceRow), aliased(SourceRow), aliased(SupersessionRow)
    own = func.coalesce(source.chat, PUBLIC)
    superseded = (
        select(SupersessionRow.old_id)
        .join(newer, col(newer.document_id) == col(SupersessionRow.document_id))
        .where(SupersessionRow.old_id == source.document_id)
        .where(or_(col(newer.chat).is_(None), col(newer.chat) == source.chat))
        .where(col(SupersessionRow.scope).in_((PUBLIC, own)))
        .where(~_put_back(later, col(later.scope).in_((PUBLIC, own))))
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


def _counts(row: type[SupersessionRow], chat: int | None) -> ColumnElement[bool]:
    return col(row.scope).in_({PUBLIC, chat or PUBLIC})


def _put_back(later: type[SupersessionRow], counts: ColumnElement[bool]) -> ColumnElement[bool]:
    """Condition on supersessions: the old document has taken a place itself since then, so it is current again.

    What was said last counts. Rows are in one order, so whatever is said by whoever in which order, at once or not,
    no ring of documents can hide all of them from one another.
    """
    query = select(later.id).where(
        counts, later.document_id == SupersessionRow.old_id, col(later.id) > SupersessionRow.id
    )
    return query.correlate(SupersessionRow).exists()
