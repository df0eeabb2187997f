"""Listings: paged lists as they were shown, so that the buttons of an old message work after a restart."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

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


async def shared(session: Session, listing: str, kind: str) -> Listing | None:
    """The list of an id in whichever chat it was made, where it is of a kind that is made to be shown to others."""
    row = await session.get(ListingRow, listing)
    return None if row is None or row.kind != kind else Listing(row.id, row.chat, row.kind, row.query, row.created)


async def latest(session: Session, chat: int, kind: str) -> Listing | None:
    """The last list of a kind that was shown to a chat."""
    query = select(ListingRow).where(ListingRow.chat == chat, ListingRow.kind == kind)
    row = (await session.exec(query.order_by(col(ListingRow.created).desc()).limit(1))).first()
    return None if row is None else Listing(row.id, row.chat, row.kind, row.query, row.created)


async def prune(session: Session, kinds: Collection[str], before: datetime) -> int:
    """Forget lists of these kinds that were shown before a moment; how many. Their buttons then name none."""
    old = delete(ListingRow).where(col(ListingRow.kind).in_(kinds), col(ListingRow.created) < before)
    return (await session.exec(old)).rowcount


async def get(session: Session, listing: str, chat: int) -> Listing | None:
    """The list of an id, or None when there is none or it was shown to another chat."""
    row = await session.get(ListingRow, listing)
    if row is None or row.chat != chat:
        return None
    return Listing(row.id, row.chat, row.kind, row.query, row.created)
