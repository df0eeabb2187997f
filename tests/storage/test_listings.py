"""Listings on both databases: old ones go, of their kind alone, and no other chat's button finds one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import listings
from storage.session import Session

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_old_lists_go_and_others_stay(session: Session) -> None:
    """What is younger, or of a kind that is not named, is found as before."""
    old, new = NOW - timedelta(days=91), NOW - timedelta(days=89)
    gone = await listings.create(session, 7, "told", "{}", old)
    kept = [
        await listings.create(session, 7, "told", "{}", new),
        await listings.create(session, 7, "words", "bridge", old),
        await listings.create(session, 7, "menu", "", old),
    ]
    assert await listings.prune(session, ("told",), NOW - timedelta(days=90)) == 1
    assert await listings.get(session, gone, 7) is None
    assert all([await listings.get(session, each, 7) for each in kept])
    assert await listings.get(session, kept[0], 8) is None
