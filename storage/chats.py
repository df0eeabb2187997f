"""Chats: whom we talk to, by Telegram's id."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from storage import arrivals, documents, feeds, stories, subscriptions
from storage.inserting import insert, insert_new
from storage.rows import ChatRow, ListingRow, SourceRow
from storage.session import Session
from storage.types import Chat, ChatKind


async def touch(session: Session, chat: Chat, now: datetime) -> None:
    """Note a chat that we heard from; its kind and title follow what Telegram says now."""
    new = insert(session, ChatRow, id=chat.id, kind=chat.kind, title=chat.title, added=now)
    changed = or_(col(ChatRow.kind) != chat.kind, col(ChatRow.title).is_distinct_from(chat.title))
    values = {"kind": chat.kind, "title": chat.title}
    await session.exec(new.on_conflict_do_update(index_elements=["id"], set_=values, where=changed))


async def get(session: Session, chat: int) -> Chat | None:
    """The chat of an id, or None when we never heard from it."""
    row = await session.get(ChatRow, chat)
    return None if row is None else Chat(row.id, cast(ChatKind, row.kind), row.title)


async def migrate(session: Session, old_id: int, new_id: int) -> None:
    """Move all that a group has to the supergroup that it became.

    Doing it twice, or after the supergroup was heard from, is fine.
    """
    await arrivals.migrate(session, old_id, new_id)  # first: who reports a batch holds its row, then reads the rest
    old = (await session.exec(select(ChatRow).where(ChatRow.id == old_id))).one_or_none()
    if old is not None:
        await insert_new(session, ChatRow, id=new_id, kind="supergroup", title=old.title, added=old.added)
    brought = select(SourceRow.document_id).where(SourceRow.chat == new_id)
    mine = col(SourceRow.chat) == old_id
    await session.exec(delete(SourceRow).where(mine, col(SourceRow.document_id).in_(brought)))
    await session.exec(update(SourceRow).where(mine).values(chat=new_id))
    await session.exec(update(ListingRow).where(col(ListingRow.chat) == old_id).values(chat=new_id))
    await documents.migrate(session, old_id, new_id)
    await stories.move(session, old_id, new_id)
    await feeds.migrate(session, old_id, new_id)
    await subscriptions.migrate(session, old_id, new_id)
    await session.exec(delete(ChatRow).where(col(ChatRow.id) == old_id))
