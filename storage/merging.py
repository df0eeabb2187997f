"""Two feeds that turned out to be one: whoever followed the one that goes follows the one that stays."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.rows import FeedRow, FollowRow
from storage.session import Session


async def merge(session: Session, gone: FeedRow, kept: FeedRow) -> None:
    """Give `kept` the followers of `gone`, which goes with all that is known of its entries. Both are locked.

    Only followers: whoever owns an address says by a redirect where they go, and must not say what the feed of
    somebody else has brought, is called, or when it is asked. The documents stay with those who have them.
    """
    await _merge_followers(session, gone.id, kept.id)
    kept.due = kept.due or gone.due  # a feed that was given up is there after all
    await session.delete(gone)
    await session.flush()


async def _merge_followers(session: Session, gone: int | None, kept: int | None) -> None:
    other = aliased(FollowRow)
    same = col(other.chat).is_not_distinct_from(FollowRow.chat)
    doubled = select(other.id).where(other.feed_id == kept, same).correlate(FollowRow).exists()
    ours = col(FollowRow.feed_id) == gone
    await session.exec(delete(FollowRow).where(ours, doubled))
    await session.exec(update(FollowRow).where(ours).values(feed_id=kept))
