"""Noting the chats that we hear from: once, and again when something about them changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from storage import chats
from storage.database import Database
from storage.types import Chat

MOST = 20_000
"""Chats that are known to be noted; then all are forgotten and noted anew."""


@dataclass(frozen=True, slots=True)
class Noting:
    """The chats as they were noted last."""

    database: Database
    now: Callable[[], datetime]
    _known: dict[int, Chat] = field(default_factory=dict, compare=False)

    async def heard(self, chat: Chat) -> None:
        """Notes a chat, unless it is as it was; without a hint the one that it has stays. Raises StorageError."""
        known = self._known.get(chat.id)
        if known and known == replace(chat, hint=chat.hint or known.hint):
            return
        async with self.database.session() as session:
            await chats.touch(session, chat, self.now())
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[chat.id] = replace(chat, hint=chat.hint or (known.hint if known else None))

    def forget(self, chat: int) -> None:
        """A chat that was forgotten is noted anew when it is heard from again."""
        self._known.pop(chat, None)
