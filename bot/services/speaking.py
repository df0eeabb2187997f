"""Who is spoken to in which language: what the chat has chosen, else what its people's Telegram speaks, else English.

    chat's choice | in a private chat: its person's Telegram, in a group: who presses or asks is one of many |
    the chat's hint, which is of the person who added the bot | English

Whoever tells something without being asked has no person at hand: `languages` knows for any number of chats.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from storage import languages as stored
from storage.session import Session

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "uk")
"""The codes of the languages that we talk in; a test holds them together with the files of `bot/views/languages`."""


def nearest(tag: str | None) -> str | None:
    """The language of ours that a BCP 47 tag ("uk-UA") names; None where we have none."""
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else None


async def languages(session: Session, chats: Sequence[int]) -> dict[int, str]:
    """The language of each chat, also of one that we never heard from. Raises StorageError."""
    known = await stored.of_chats(session, chats)
    return {chat: _first(*known.get(chat, ())) for chat in chats}


async def language(session: Session, chat: int, *, person: str | None = None) -> str:
    """The language of one chat; `person` is the tag of whoever speaks to us, where the chat is theirs alone.

    Raises StorageError.
    """
    chosen, hint = (await stored.of_chats(session, (chat,))).get(chat, (None, None))
    return _first(chosen, person, hint)


def _first(*tags: str | None) -> str:
    return next(filter(None, map(nearest, tags)), ENGLISH)
