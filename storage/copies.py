"""Copies: how much of one document stands in another, held for all, shown where a chat sees both."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage import documents
from storage.inserting import insert
from storage.rows import CopiedRow, DocumentRow, MemberRow, SupersessionRow, TermRow
from storage.scopes import PUBLIC
from storage.session import Session
from storage.types import Copied
from storage.visibility import seen
from summarizer.errors import StorageError


async def save(session: Session, copied: Sequence[Copied]) -> None:
    """Keep shares, in place of what was kept of the same pairs. Raises StorageError for an unknown document."""
    keys = {key for each in copied for key in (each.key, each.other)}
    query = select(DocumentRow.key, DocumentRow.id).where(col(DocumentRow.key).in_(keys))
    numbers = dict((await session.exec(query)).all())
    if missing := keys - numbers.keys():
        raise StorageError(f"no document {min(missing)}")
    for each in sorted(copied, key=lambda each: (each.key, each.other)):
        pair = {"document_id": numbers[each.key], "other_id": numbers[each.other]}
        new = insert(session, CopiedRow, **pair, share=each.share)
        await session.exec(new.on_conflict_do_update(index_elements=list(pair), set_={"share": each.share}))


async def of(session: Session, chat: int | None, keys: Collection[str]) -> tuple[Copied, ...]:
    """The pairs that have one of these documents on either side, of which the chat sees both; largest shares first."""
    numbers = await documents.numbers_of(session, keys)
    one, other = aliased(DocumentRow), aliased(DocumentRow)
    query = select(one.key, other.key, CopiedRow.share)
    query = query.join(one, col(one.id) == CopiedRow.document_id).join(other, col(other.id) == CopiedRow.other_id)
    both = seen(CopiedRow.document_id, chat), seen(CopiedRow.other_id, chat)
    asked = or_(col(CopiedRow.document_id).in_(numbers), col(CopiedRow.other_id).in_(numbers))
    order = col(CopiedRow.share).desc(), col(one.key), col(other.key)
    found = await session.exec(query.where(asked, *both).order_by(*order))
    return tuple(Copied(key, of_key, share) for key, of_key, share in found)


async def candidates(session: Session, key: str, limit: int) -> tuple[str, ...]:
    """Keys of the documents that share most telling terms with this one, whoever sees them; best first.

    Those that are public or of a chat that brought it come before all others: what one chat holds crowds out nothing
    of what others see. For computing alone: what comes of it is shown by `of`. Versions of one page are no copies.
    """
    number = await documents.number_of(session, key)
    mine, terms = aliased(TermRow), func.count()
    own = select(MemberRow.scope).where(MemberRow.document_id == number)
    near = select(MemberRow.scope).where(or_(col(MemberRow.scope) == PUBLIC, col(MemberRow.scope).in_(own)))
    near = near.where(MemberRow.document_id == TermRow.document_id).correlate(TermRow)
    shared = select(TermRow.document_id).join(mine, col(mine.term) == TermRow.term)
    shared = shared.where(mine.document_id == number, TermRow.document_id != number)
    public = SupersessionRow.scope == PUBLIC
    newer = select(SupersessionRow.document_id).where(SupersessionRow.old_id == number, public)
    older = select(SupersessionRow.old_id).where(SupersessionRow.document_id == number, public)
    shared = shared.where(col(TermRow.document_id).not_in(newer), col(TermRow.document_id).not_in(older))
    order = near.exists().desc(), terms.desc(), col(TermRow.document_id).desc()
    best = shared.group_by(col(TermRow.document_id)).order_by(*order).limit(limit)
    numbers = list(await session.exec(best))
    found = await session.exec(select(DocumentRow.id, DocumentRow.key).where(col(DocumentRow.id).in_(numbers)))
    keys = dict(found.all())
    return tuple(keys[each] for each in numbers)
