"""What goes into and comes out of storage besides what a text says: whom we tell, and who brought what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ChatKind = Literal["private", "group", "supergroup", "channel"]


@dataclass(frozen=True, slots=True)
class Chat:
    """A place that we talk to; `id` is Telegram's and may need 52 bits. A private chat has no title."""

    id: int
    kind: ChatKind
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who brought which document, and what they called it.

    `chat` None is public: every chat sees it. Otherwise that chat alone does. `kind` is the word of whoever adds it
    ("seed", "paste", "file" ...). An id is never used again, so that an old button cannot hit a newer source.
    """

    id: int
    chat: int | None
    kind: str
    name: str
    document_key: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Together:
    """Documents of one story by their keys, newest first; `number` is the story's, None for a document without one."""

    number: int | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A paged list as it was shown to a chat: what its buttons need to show another page after a restart."""

    id: str
    chat: int
    kind: str
    query: str
    created: datetime
