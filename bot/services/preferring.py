"""What a chat has chosen for itself: read, and changed one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.services import zones
from bot.services.speaking import LANGUAGES
from storage import chats
from storage.database import Database
from storage.types import Chat, Preferences

AUTOMATIC: Final = "auto"
"""What stands for a choice that is taken back."""
LENGTHS: Final = ("short", "usual", "full")
DAYS: Final = (0, 7, 30, 90, 365)
"""How long what a chat brought may be kept; 0: until it is removed."""


@dataclass(frozen=True, slots=True)
class Preferring:
    """The choices of chats over a database."""

    database: Database
    now: Callable[[], datetime]

    async def of(self, chat: int) -> Preferences:
        """What a chat has chosen. Raises StorageError."""
        async with self.database.session(readonly=True) as session:
            return await chats.preferences(session, chat)

    async def choose(self, chat: Chat, name: str, value: str) -> Preferences | None:
        """With one choice more or less; None for what nobody can choose, and nothing is kept. Raises StorageError."""
        chosen = read(name, value)
        if chosen is None:
            return None
        async with self.database.session() as session:
            await chats.touch(session, chat, self.now())  # one that was forgotten may choose again
            kept = replace(await chats.preferences(session, chat.id), **chosen)
            await chats.prefer(session, chat.id, kept)
        return kept


def read(name: str, value: str) -> dict[str, Any] | None:
    """The field of `Preferences` that a value sets, None for a value or a name that is none: buttons can be forged."""
    if name not in {"language", "zone", "length", "retention"}:
        return None
    if value == AUTOMATIC:
        return {name: None}
    match name:
        case "language":
            return {name: value} if value in LANGUAGES else None
        case "zone":
            zone = zones.canonical(value)
            return {name: zone} if zone else None
        case "length":
            return {name: value} if value in LENGTHS else None
        case _:
            return {name: int(value)} if value in map(str, DAYS) else None
