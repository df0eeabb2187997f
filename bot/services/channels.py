"""Chats that get digests from elsewhere: what they are called, and in which language they are told.

a chat that was chosen -> noted, so that its kind and title are known -> named on cards | its language chosen
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.services.speaking import LANGUAGES, language
from storage import chats
from storage.database import Database
from storage.types import Chat


async def note(database: Database, chat: Chat, now: datetime) -> None:
    """Keeps what a chat is called, and that it is a channel."""
    async with database.session() as session:
        await chats.touch(session, chat, now)


async def known(database: Database, wanted: Sequence[int]) -> dict[int, Chat]:
    """The chats of these ids, as far as we heard of them."""
    async with database.session(readonly=True) as session:
        found = [await chats.get(session, each) for each in sorted(set(wanted))]
    return {each.id: each for each in found if each}


async def spoken(database: Database, chat: int) -> str:
    """The code of the language in which the chat is told."""
    async with database.session(readonly=True) as session:
        return await language(session, chat)


async def speak(database: Database, chat: int, code: str) -> None:
    """Tells the chat in this language from the next digest on; a code that is none changes nothing."""
    if code in LANGUAGES:
        async with database.session() as session:
            await chats.prefer(session, chat, replace(await chats.preferences(session, chat), language=code))
