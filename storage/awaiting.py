"""Awaiting: the one answer that a chat may type next; kept, so that a restart does not lose the question."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col

from storage import listings
from storage.inserting import insert
from storage.rows import ListingRow
from storage.session import Session
from storage.types import Listing

_KIND = "awaiting"


async def put(session: Session, chat: int, question: str, now: datetime) -> None:
    """Keep what the chat is asked; an earlier question is forgotten."""
    new = insert(session, ListingRow, id=_id(chat), chat=chat, kind=_KIND, query=question, created=now)
    await session.exec(new.on_conflict_do_update(index_elements=["id"], set_={"query": question, "created": now}))


async def get(session: Session, chat: int) -> Listing | None:
    """The question as `query`, and since when it stands; None where nothing is asked."""
    return await listings.get(session, _id(chat), chat)


async def drop(session: Session, chat: int) -> None:
    """Ask no more."""
    await session.exec(delete(ListingRow).where(col(ListingRow.id) == _id(chat)))


def _id(chat: int) -> str:
    """A key that no button can name: its parts stand between colons."""
    return f"{_KIND}:{chat}"
