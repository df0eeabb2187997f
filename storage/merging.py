"""Two feeds that turned out to be one: what each had becomes the one's that stays."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.rows import EntryRow, FeedRow, FollowRow
from storage.session import Session

_NEVER = datetime.min.replace(tzinfo=UTC)
_LOOK = ("interval", "etag", "last_modified", "asked", "succeeded", "changed", "failures", "failing_since", "failure")


async def merge(session: Session, gone: FeedRow, kept: FeedRow) -> None:
    """Give `kept` the followers and entries of `gone` and the newer state of the two; `gone` goes. Both are locked."""
    assert gone.id is not None and kept.id is not None  # noqa: S101, PT018  (rows that were read have ids)
    await _merge_entries(session, gone.id, kept.id)
    await _merge_followers(session, gone.id, kept.id)
    _merge_states(gone, kept)
    await session.delete(gone)
    await session.flush()


def _merge_states(gone: FeedRow, kept: FeedRow) -> None:
    """The look that was taken last counts; a feed that is still asked under one address is asked."""
    if (gone.asked or _NEVER) > (kept.asked or _NEVER):
        for name in _LOOK:
            setattr(kept, name, getattr(gone, name))
    kept.title, kept.site = kept.title or gone.title, kept.site or gone.site
    kept.due = min(filter(None, (gone.due, kept.due)), default=None)
    kept.added = min(gone.added, kept.added)


async def _merge_entries(session: Session, gone: int, kept: int) -> None:
    """Of an entry that both know, the one that was read stays."""
    ours, theirs = col(EntryRow.feed_id) == gone, col(EntryRow.feed_id) == kept
    read = select(EntryRow.identity).where(ours, col(EntryRow.document_id).is_not(None))
    unread = col(EntryRow.document_id).is_(None), col(EntryRow.identity).in_(read)
    await session.exec(delete(EntryRow).where(theirs, *unread))
    known = select(EntryRow.identity).where(theirs)
    await session.exec(delete(EntryRow).where(ours, col(EntryRow.identity).in_(known)))
    await session.exec(update(EntryRow).where(ours).values(feed_id=kept))


async def _merge_followers(session: Session, gone: int, kept: int) -> None:
    other = aliased(FollowRow)
    same = col(other.chat).is_not_distinct_from(FollowRow.chat)
    doubled = select(other.id).where(other.feed_id == kept, same).correlate(FollowRow).exists()
    ours = col(FollowRow.feed_id) == gone
    await session.exec(delete(FollowRow).where(ours, doubled))
    await session.exec(update(FollowRow).where(ours).values(feed_id=kept))
