"""Listings: paged lists as they were shown, so that the buttons of an old message work after a restart."""

from __future__ import annotations

import secrets
from datetime import datetime

from storage.rows import ListingRow
from storage.session import Session
from storage.types import Listing

_BYTES = 9  # 72 bits of chance in 12 characters: a button's data has room for 64 bytes


async def create(session: Session, chat: int, kind: str, query: str, now: datetime) -> str:
    """Keep a list for its buttons; the id that they carry has 12 characters and cannot be guessed."""
    number = secrets.token_urlsafe(_BYTES)
    session.add(ListingRow(id=number, chat=chat, kind=kind, query=query, created=now))
    await session.flush()
    return number


async def get(session: Session, listing: str, chat: int) -> Listing | None:
    """The list of an id, or None when there is none or it was shown to another chat."""
    row = await session.get(ListingRow, listing)
    if row is None or row.chat != chat:
        return None
    return Listing(row.id, row.chat, row.kind, row.query, row.created)
