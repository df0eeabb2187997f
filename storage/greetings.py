"""Greetings: when a group was greeted last, so that adding the bot again soon is not answered again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from storage import listings
from storage.rows import ListingRow
from storage.session import Session

_KIND = "greeted"


async def greet(session: Session, chat: int, now: datetime, *, within: timedelta) -> bool:
    """Whether a group is to be greeted now; noted, so that it is not again `within` this time."""
    query = select(ListingRow.id).where(ListingRow.chat == chat, ListingRow.kind == _KIND)
    recent = query.where(col(ListingRow.created) > now - within).limit(1)
    if (await session.exec(recent)).one_or_none() is not None:
        return False
    await listings.create(session, chat, _KIND, "", now)
    return True
