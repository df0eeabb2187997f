"""What the small Telegram is made of: users, chats, topics, files, and queries that wait for their answers."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.wire import Json

ChatKind = Literal["private", "group", "supergroup", "channel"]
EventKind = Literal["message", "edit", "delete"]
ChangeKind = Literal["message", "edit", "delete", "typing", "keyboard", "chats", "menu", "narration"]


@dataclass(slots=True)
class User:
    """A person, or the bot itself."""

    id: int
    name: str
    username: str | None = None
    language: str | None = "en"
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def wire(self) -> Json:
        fields = {"username": self.username, "language_code": self.language}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.name} | _present(fields)


ANONYMOUS = User(1087968824, "Group", "GroupAnonymousBot", language=None, is_bot=True)
"""Who stands as the sender where an administrator writes in the name of the group."""
AS_CHANNEL = User(136817688, "Channel", "Channel_Bot", language=None, is_bot=True)
"""Who stands as the sender where somebody writes in a group in the name of a channel."""


@dataclass(slots=True)
class Topic:
    """A topic of a forum."""

    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat (with `user`), a group, a forum or a channel.

    `bot` is the bot's status in it, `rights` what sets it apart from others of that status; `members` and
    `member_rights` are the same of people. `keyboard` is the one that stands in place of people's own, `own` the
    numbers of the bot's messages.
    """

    id: int
    kind: ChatKind
    title: str | None = None
    username: str | None = None
    forum: bool = False
    user: User | None = None
    bot: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    member_rights: dict[int, dict[str, bool]] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)
    last_id: int = 0
    moved_to: int | None = None
    deleted: bool = False
    keyboard: Json | None = None

    @property
    def is_group(self) -> bool:
        return self.kind in ("group", "supergroup")

    def wire(self) -> Json:
        if self.user:
            names: Json = {"first_name": self.user.name, "username": self.user.username}
        else:
            names = {"title": self.title, "username": self.username, "is_forum": self.forum or None}
        return {"id": self.id, "type": self.kind} | _present(names)


@dataclass(frozen=True, slots=True)
class File:
    """A stored file; `size` may be larger than the data, for files too big to make in a test."""

    id: str
    path: str
    kind: Literal["document", "photo"]
    name: str
    mime: str
    data: bytes
    size: int

    def wire(self) -> Json:
        """The fields of a message that carries this file."""
        unique = hashlib.sha256(self.data).hexdigest()[:15]
        fields: Json = {"file_id": self.id, "file_unique_id": unique, "file_size": self.size}
        if self.kind == "photo":
            width, height = image_size(self.data) or (100, 100)
            return {"photo": [{**fields, "width": width, "height": height}]}
        return {"document": {**fields, "file_name": self.name, "mime_type": self.mime}}


@dataclass(slots=True)
class Waiting:
    """A press, an inline query or a guest's message that waits for its answer; `asked_at` by the world's timer.

    `about` is the guest's message, else `owner`: the chat of the press, or whoever asks inline.
    """

    asked_at: float
    answer: Json | None = None
    about: Json | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the bot did in a chat, with the message as it was then; `at` is Unix time in seconds."""

    kind: EventKind
    chat: int
    message: Json
    at: float


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is to be seen differently now: in a chat, at the message of that number, or (no chat) at large."""

    kind: ChangeKind
    chat: int | None = None
    number: int | None = None
    about: Json = field(default_factory=dict)


def _present(fields: Json) -> Json:
    return {key: value for key, value in fields.items() if value is not None}


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG image, or None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data):
        if data[at + 1] in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
