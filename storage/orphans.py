"""Orphans: texts that nobody brought any more; they go a few at a time, so that others write between.

a chat is forgotten, its sources are old -> found, or what it brought -> drop, `AT_ONCE` a transaction
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from storage import speakers
from storage.rows import DocumentRow, EntryRow, ListingRow, PageRow, SourceRow, VersionRow
from storage.session import Session

AT_ONCE: Final = 50
"""Documents that go in one transaction: on SQLite everybody else who writes waits meanwhile, some 0.4 seconds."""
FORGOTTEN: Final = "forgotten"
"""Why an entry of a feed has no document any more, and is not read again."""
REMOVED: Final = "removed"
"""The kind of listing by which a chat brings back what it removed: `document_key` within its query."""


async def found(session: Session) -> tuple[int, ...]:
    """The documents that nobody brought, and no chat that removed them may bring back; also what a crash left."""
    brought = select(SourceRow.id).where(SourceRow.document_id == DocumentRow.id).correlate(DocumentRow)
    rows = await session.exec(select(DocumentRow.id, DocumentRow.key).where(~brought.exists()))
    kept = await removed(session)
    return tuple(sorted(number for number, key in rows if number is not None and key not in kept))


async def removed(session: Session, chat: int | None = None) -> frozenset[str]:
    """Keys of the documents that a chat, or any, has removed and may bring back."""
    query = select(ListingRow.query).where(ListingRow.kind == REMOVED)
    if chat is not None:
        query = query.where(ListingRow.chat == chat)
    packed = [json.loads(each) for each in await session.exec(query)]
    return frozenset(each["document_key"] for each in packed if "document_key" in each)


async def drop(session: Session, documents: Collection[int]) -> int:
    """Throw away those of the documents that are orphans, with all that was found in them; how many.

    They are locked first: who brings one at this moment has done so before it is looked whether anybody did.
    """
    wanted = select(DocumentRow.id, DocumentRow.key).where(col(DocumentRow.id).in_(documents))
    rows = (await session.exec(wanted.order_by(col(DocumentRow.id)).with_for_update())).all()
    brought = set(await session.exec(select(SourceRow.document_id).where(col(SourceRow.document_id).in_(documents))))
    kept = await removed(session)
    left = [number for number, key in rows if number and number not in brought and key not in kept]
    entries = update(EntryRow).where(col(EntryRow.document_id).in_(left))
    await session.exec(entries.values(failure=FORGOTTEN))  # or they would be read again
    await _turn_pages(session, left)
    spoke = await speakers.of(session, left)
    gone = (await session.exec(delete(DocumentRow).where(col(DocumentRow.id).in_(left)))).rowcount
    await speakers.drop(session, spoke)
    return gone


async def _turn_pages(session: Session, gone: Collection[int]) -> None:
    """Pages whose text goes have the newest of their versions that somebody has: others still get what changes.

    They are asked for anew: that nothing changed since would be said of the text that is gone.
    """
    held = select(SourceRow.id).where(SourceRow.document_id == VersionRow.document_id).correlate(VersionRow).exists()
    other = select(func.max(VersionRow.document_id)).where(VersionRow.hash == PageRow.hash, held).correlate(PageRow)
    before = other.scalar_subquery()
    turned = update(PageRow).where(col(PageRow.document_id).in_(gone), before.is_not(None))
    await session.exec(turned.values(document_id=before, etag=None, last_modified=None))
