"""Chats: whom we talk to, by Telegram's id."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import cast

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from storage import arrivals, broadcasts, documents, feeds, jobs, permits, stories, subscriptions, terms
from storage.inserting import insert, insert_new
from storage.rows import ChatRow, ListingRow, SourceRow
from storage.session import Session
from storage.types import Chat, ChatKind, DigestLength, Preferences


async def touch(session: Session, chat: Chat, now: datetime) -> None:
    """Note a chat that we heard from; its kind, title and hint follow what Telegram says now."""
    new = insert(session, ChatRow, id=chat.id, kind=chat.kind, title=chat.title, hint=chat.hint, added=now)
    values: dict[str, str | None] = {"kind": chat.kind, "title": chat.title}
    if chat.hint:
        values["hint"] = chat.hint
    changed = or_(*(col(getattr(ChatRow, name)).is_distinct_from(value) for name, value in values.items()))
    await session.exec(new.on_conflict_do_update(index_elements=["id"], set_=values, where=changed))


async def get(session: Session, chat: int) -> Chat | None:
    """The chat of an id, or None when we never heard from it."""
    row = await session.get(ChatRow, chat)
    return None if row is None else Chat(row.id, cast(ChatKind, row.kind), row.title, row.hint)


async def preferences(session: Session, chat: int) -> Preferences:
    """What a chat has chosen; nothing of one that we never heard from."""
    query = select(ChatRow).where(ChatRow.id == chat).execution_options(populate_existing=True)
    row = (await session.exec(query)).first()
    length = cast("DigestLength | None", row.length) if row else None
    return Preferences(row.language, row.zone, length, row.retention) if row else Preferences()


async def prefer(session: Session, chat: int, chosen: Preferences) -> None:
    """Keep what a chat, which was heard from, has chosen."""
    values = {each.name: getattr(chosen, each.name) for each in fields(Preferences)}
    await session.exec(update(ChatRow).where(col(ChatRow.id) == chat).values(**values))


async def migrate(session: Session, old_id: int, new_id: int) -> None:
    """Move all that a group has to the supergroup that it became.

    Doing it twice, or after the supergroup was heard from, is fine.
    """
    await arrivals.migrate(session, old_id, new_id)  # first: who reports a batch holds its row, then reads the rest
    await jobs.move(session, old_id, new_id)  # before stories, as whoever keeps an analysis does
    old = (await session.exec(select(ChatRow).where(ChatRow.id == old_id))).one_or_none()
    if old is not None:
        about = {"title": old.title, "added": old.added, "hint": old.hint}
        await insert_new(session, ChatRow, id=new_id, kind="supergroup", **about)
        await _keep(session, await preferences(session, old_id), new_id)
    brought = select(SourceRow.document_id).where(SourceRow.chat == new_id)
    mine = col(SourceRow.chat) == old_id
    await session.exec(delete(SourceRow).where(mine, col(SourceRow.document_id).in_(brought)))
    await session.exec(update(SourceRow).where(mine).values(chat=new_id, message=None))
    await session.exec(update(ListingRow).where(col(ListingRow.chat) == old_id).values(chat=new_id))
    await documents.migrate(session, old_id, new_id)
    await stories.move(session, old_id, new_id)
    await feeds.migrate(session, old_id, new_id)
    await subscriptions.migrate(session, old_id, new_id)
    await terms.migrate(session, old_id, new_id)
    await permits.migrate(session, old_id, new_id)
    await broadcasts.migrate(session, old_id, new_id)
    await session.exec(delete(ChatRow).where(col(ChatRow.id) == old_id))


async def _keep(session: Session, chosen: Preferences, chat: int) -> None:
    """What a chat has not chosen for itself is as it was chosen."""
    own = await preferences(session, chat)
    kept = {each.name: getattr(own, each.name) for each in fields(Preferences) if getattr(own, each.name) is not None}
    await prefer(session, chat, replace(chosen, **kept))
