"""Sources: who brought which document, and so who sees it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, inspect, literal, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import documents
from storage.inserting import insert, insert_new
from storage.rows import DocumentRow, EntryRow, FollowRow, ForwardRow, SourceRow
from storage.session import Session
from storage.storable import storable
from storage.types import Source
from storage.visibility import shown, superseded_ids, visible_ids
from summarizer.types import Document


async def add(  # noqa: PLR0913 - a source is noted with all that is known of it
    session: Session,
    document_key: str,
    *,
    chat: int | None,
    kind: str,
    name: str,
    now: datetime,
    origin: str | None = None,
    forward: str | None = None,
    message: int | None = None,
) -> Source:
    """Note that a chat (None: an operator, for everybody) brought a document; the first note stays.

    `forward` recognises the post that it was forwarded from (see `forwarded`), `message` is the message of that chat
    which holds the text. Raises StorageError when the document is not known.
    """
    number = await documents.hold(session, document_key)
    about = {"kind": kind, "name": storable(name), "origin": storable(origin), "added": now, "message": message}
    await insert_new(session, SourceRow, chat=chat, document_id=number, **about)
    query = select(SourceRow).where(SourceRow.document_id == number, SourceRow.chat == chat)
    source = _source((await session.exec(query)).one(), document_key)
    if forward is not None:
        await insert_new(session, ForwardRow, source_id=source.id, forward=forward)
    return source


async def add_for_followers(
    session: Session, document_key: str, feed: int, *, kind: str, name: str, now: datetime, origin: str | None = None
) -> tuple[int | None, ...]:
    """Note that each follower of a feed has a document by it; the chats (None: everybody) that had none before.

    Raises StorageError when the document is not known.
    """
    number = await documents.hold(session, document_key)
    # Held until the end: who has what they follow forgotten at this moment would get a source after all.
    following = select(FollowRow.id).where(FollowRow.feed_id == feed).order_by(col(FollowRow.id))
    await session.exec(following.with_for_update(read=True, key_share=True))
    about = _same(kind=kind, name=storable(name), document_id=number, added=now, origin=storable(origin))
    return await _add_all(session, select(FollowRow.chat, *about).where(FollowRow.feed_id == feed))


async def messages(session: Session, chat: int, keys: Collection[str]) -> dict[str, int]:
    """In which messages of this chat these documents stand, by their keys; nothing of what another chat brought."""
    query = select(DocumentRow.key, SourceRow.message).join(SourceRow)
    query = query.where(SourceRow.chat == chat, col(SourceRow.message).is_not(None), col(DocumentRow.key).in_(keys))
    return {key: message for key, message in await session.exec(query) if message is not None}


async def forwarded(session: Session, chat: int | None, forward: str) -> str | None:
    """The key of the document that a post was when it was forwarded before, if the chat sees it.

    Where the same post came with several texts, as after an edit, it is the first of them.
    """
    query = select(DocumentRow.key).join(SourceRow).join(ForwardRow)
    query = query.where(ForwardRow.forward == forward, shown(SourceRow, chat))
    query = query.where(col(DocumentRow.id).in_(visible_ids(chat))).order_by(col(SourceRow.id)).limit(1)
    return (await session.exec(query)).one_or_none()


async def inherit(session: Session, old_key: str, new_key: str, *, kind: str, now: datetime) -> tuple[int | None, ...]:
    """Put a page's new document in the place of its old one, for everybody who has the old one.

    For what the page itself says when it is looked at again; both are stored already. What the old one is called, and
    by which forwards and feed entries it is known, goes on to the new one. Returns the chats (None: everybody) that
    had no source of the new one before. Raises StorageError when one of the two is not known.
    """
    await documents.supersede(session, new_key, old_key, chats=(None,), now=now)
    old, new = [await documents.number_of(session, key) for key in (old_key, new_key)]
    if old == new:
        return ()
    having = select(SourceRow.id).where(SourceRow.document_id == old).order_by(col(SourceRow.id))
    await session.exec(having.with_for_update(read=True, key_share=True))  # as for followers
    about = *_same(kind=kind), SourceRow.name, *_same(document_id=new, added=now), SourceRow.origin
    added = await _add_all(session, select(SourceRow.chat, *about).where(SourceRow.document_id == old))
    await _inherit_forwards(session, old, new)
    await session.exec(update(EntryRow).where(col(EntryRow.document_id) == old).values(document_id=new))
    return added


async def find(session: Session, chat: int | None, source: int) -> Source | None:
    """The source of an id, if it is the chat's or public; None for another chat's, as for none."""
    query = select(SourceRow, DocumentRow.key).join(DocumentRow)
    row = (await session.exec(query.where(SourceRow.id == source, shown(SourceRow, chat)))).one_or_none()
    return None if row is None else _source(*row)


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


async def _add_all(session: Session, rows: Select[Any]) -> tuple[int | None, ...]:
    """Add sources from a query of their columns, leaving out those that are there; whose they are."""
    names = ["chat", "kind", "name", "document_id", "added", "origin"]
    new = insert(session, SourceRow).from_select(names, rows).on_conflict_do_nothing()
    return tuple((await session.exec(new.returning(SourceRow.chat))).scalars())


async def _inherit_forwards(session: Session, old: int, new: int) -> None:
    before, after = aliased(SourceRow), aliased(SourceRow)
    query = select(after.id, ForwardRow.forward).join(before, col(before.id) == ForwardRow.source_id)
    query = query.join(after, col(after.chat).is_not_distinct_from(before.chat))
    query = query.where(before.document_id == old, after.document_id == new)
    copied = insert(session, ForwardRow).from_select(["source_id", "forward"], query)
    await session.exec(copied.on_conflict_do_nothing())


def _same(**values: object) -> tuple[ColumnElement[object], ...]:
    """Columns that say the same in every row, in the order and with the types of the sources' columns."""
    return tuple(literal(value, inspect(SourceRow).columns[name].type) for name, value in values.items())


def _visible(chat: int | None) -> SelectOfScalar[SourceRow]:
    own = aliased(SourceRow)
    brought = select(own.document_id).where(own.chat == chat, col(own.chat).is_not(None))
    hidden = col(SourceRow.chat).is_(None) & col(SourceRow.document_id).in_(brought)
    superseded = col(SourceRow.document_id).in_(superseded_ids(chat))
    return select(SourceRow).where(shown(SourceRow, chat), ~hidden, ~superseded)


def _source(row: SourceRow, key: str) -> Source:
    assert row.id is not None  # noqa: S101  (a row that was read has its id; for the type checker)
    return Source(row.id, row.chat, row.kind, row.name, key, row.added, row.origin, row.message)
