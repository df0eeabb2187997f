"""Languages: which one a chat has chosen, and which one its person's Telegram speaks."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from storage.bulk import chunks
from storage.rows import ChatRow
from storage.session import Session


async def of_chats(session: Session, chats: Iterable[int]) -> dict[int, tuple[str | None, str | None]]:
    """By chat the language that it has chosen and the hint, None each where there is none; of chats that are known."""
    found: dict[int, tuple[str | None, str | None]] = {}
    for some in chunks(sorted(set(chats))):
        query = select(ChatRow.id, ChatRow.language, ChatRow.hint).where(col(ChatRow.id).in_(some))
        found |= {chat: (language, hint) for chat, language, hint in await session.exec(query)}
    return found
