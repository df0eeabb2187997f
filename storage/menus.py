"""Menus: the chats in which an operator's menu was set, so that it is taken from who is none any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from storage import listings
from storage.rows import ListingRow
from storage.session import Session

_KIND = "menu"


async def mark(session: Session, chat: int, now: datetime) -> None:
    """Note that a chat has it."""
    if await listings.latest(session, chat, _KIND) is None:
        await listings.create(session, chat, _KIND, "", now)


async def marked(session: Session) -> frozenset[int]:
    """The chats that have it."""
    return frozenset(await session.exec(select(ListingRow.chat).where(ListingRow.kind == _KIND)))


async def unmark(session: Session, chat: int) -> None:
    """Note that a chat has it no longer."""
    await session.exec(delete(ListingRow).where(col(ListingRow.chat) == chat, col(ListingRow.kind) == _KIND))
