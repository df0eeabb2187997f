"""Entries of feeds that were met: which are new, which changed, and which documents they became."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from storage import documents
from storage.inserting import insert
from storage.rows import DocumentRow, EntryRow, FeedRow
from storage.session import Session
from storage.types import SeenEntry


async def seen(session: Session, feed: int, identities: Collection[str]) -> dict[str, SeenEntry]:
    """Those of the entries that were met before, by their identity."""
    query = _entries(feed).where(col(EntryRow.identity).in_(identities))
    return {entry.identity: entry for entry in await _all(session, query)}


async def note(session: Session, feed: int, entry: SeenEntry) -> bool:
    """Keep an entry as it is now, in place of what was kept of it; False when the feed is there no more.

    Raises StorageError when its document is not known.
    """
    # Held until the end, or the feed could go with its last follower between the question and the entry.
    held = select(FeedRow.id).where(FeedRow.id == feed).with_for_update(key_share=True, read=True)
    if (await session.exec(held)).one_or_none() is None:
        return False
    number = None if entry.document_key is None else await documents.number_of(session, entry.document_key)
    names = ("version", "link", "tries", "failure", "seen")
    values = {name: getattr(entry, name) for name in names} | {"document_id": number}
    new = insert(session, EntryRow, feed_id=feed, identity=entry.identity, **values)
    await session.exec(new.on_conflict_do_update(index_elements=["feed_id", "identity"], set_=values))
    return True


async def newest(session: Session, feed: int, *, limit: int) -> tuple[str, ...]:
    """Keys of the documents that the newest entries became, by their date where they state one, latest first."""
    dated = func.coalesce(DocumentRow.published, EntryRow.seen)
    query = select(DocumentRow.key).join(EntryRow).where(EntryRow.feed_id == feed)
    query = query.group_by(col(DocumentRow.id)).order_by(func.max(dated).desc(), col(DocumentRow.id).desc())
    return tuple(await session.exec(query.limit(limit)))


async def waiting(session: Session, feed: int, *, limit: int) -> tuple[SeenEntry, ...]:
    """Entries that became no document and did not fail for good, those met first first."""
    still = col(EntryRow.document_id).is_(None), col(EntryRow.failure).is_(None)
    query = _entries(feed).where(*still).order_by(col(EntryRow.seen), col(EntryRow.identity)).limit(limit)
    return await _all(session, query)


async def close(session: Session, feed: int, *, named: Collection[str], why: str) -> None:
    """Give up what waits to be read without an address and is not `named` by the feed any more: it is nowhere left."""
    waits = col(EntryRow.document_id).is_(None), col(EntryRow.failure).is_(None), col(EntryRow.link).is_(None)
    gone = col(EntryRow.feed_id) == feed, col(EntryRow.identity).not_in(named)
    await session.exec(update(EntryRow).where(*waits, *gone).values(failure=why))


async def prune(session: Session, feed: int, *, named: Collection[str], before: datetime) -> None:
    """Forget entries that were met or read before that moment and are not `named` by the feed any more.

    What they became stays; should the feed name one again, it is met anew.
    """
    old = col(EntryRow.feed_id) == feed, col(EntryRow.seen) < before
    await session.exec(delete(EntryRow).where(*old, col(EntryRow.identity).not_in(named)))


def _entries(feed: int) -> Select[EntryRow, str]:
    return select(EntryRow, DocumentRow.key).outerjoin(DocumentRow).where(EntryRow.feed_id == feed)


async def _all(session: Session, query: Select[EntryRow, str]) -> tuple[SeenEntry, ...]:
    rows = (await session.exec(query.execution_options(populate_existing=True))).all()
    return tuple(
        SeenEntry(row.identity, row.version, row.link, key, row.tries, row.failure, row.seen) for row, key in rows
    )
