"""The state of the small Telegram: users, chats, messages, files, and what the bot did in them."""

from __future__ import annotations

import hashlib
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.limits import Flood
from bot.playground.updates import Updates
from bot.playground.wire import Json, flooded

ChatKind = Literal["private", "group", "supergroup", "channel"]
EventKind = Literal["message", "edit", "delete"]
GONE = frozenset({"left", "kicked"})
CALLBACK_SECONDS = 30.0
RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_post_messages can_edit_messages can_pin_messages can_manage_topics"
).split()
SEND_RIGHTS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages "
    "can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics"
).split()
STATUS_FIELDS: dict[str, Json] = {
    "creator": {"is_anonymous": False},
    "administrator": {**dict.fromkeys(RIGHTS, True), "is_anonymous": False},
    "restricted": {**dict.fromkeys(SEND_RIGHTS, False), "is_member": True, "until_date": 0},
    "kicked": {"until_date": 0},
}


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


@dataclass(slots=True)
class Topic:
    """A topic of a forum."""

    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat (with `user`), a group, a forum or a channel.

    `bot` is the bot's status in it, `rights` what sets it apart from others of that status, `keyboard` the one that
    stands in place of people's own.
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
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
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
class Callback:
    """A pressed button that waits for its answer: the parameters of answerCallbackQuery."""

    pressed_at: float
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the bot did in a chat, with the message as it was then; `at` is Unix time in seconds."""

    kind: EventKind
    chat: int
    message: Json
    at: float


class World:
    """One bot among people. `clock` tells Unix time, `timer` counts seconds and never goes back."""

    def __init__(
        self,
        me: User,
        changed: Callable[[], None],
        *,
        limits: bool = False,
        privacy: bool = True,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.me = me
        self.privacy = privacy
        self.clock = clock
        self.timer = timer
        self.updates = Updates(changed)
        self.flood = Flood() if limits else None
        self.users: dict[int, User] = {me.id: me}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.callbacks: dict[str, Callback] = {}
        self.commands: dict[tuple[str, ...], dict[str, str]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.events: list[Event] = []
        self._account_last_id = 0

    def now(self) -> int:
        return int(self.clock())

    def find(self, reference: str) -> Chat | None:
        """The chat of a number or of an @username."""
        if reference.startswith("@"):
            return next((c for c in self.chats.values() if c.username and f"@{c.username}" == reference), None)
        return self.chats.get(int(reference)) if reference.lstrip("-").isdigit() else None

    def add_user(self, user: User) -> User:
        """The user of that id, with a private chat; a known one stays as it is."""
        known = self.users.setdefault(user.id, user)
        self.chats.setdefault(user.id, Chat(user.id, "private", user=known))
        return known

    def add_file(
        self, kind: Literal["document", "photo"], name: str, mime: str, data: bytes, size: int | None = None
    ) -> File:
        number = len(self.files) + 1
        ending = "jpg" if kind == "photo" else name.rpartition(".")[2] or "bin"
        key = f"BQAC{hashlib.sha256(f'{self.me.id} {number}'.encode()).hexdigest()[:56]}"
        stored = File(
            key, f"{kind}s/file_{number}.{ending}", kind, name, mime, data, len(data) if size is None else size
        )
        self.files[key] = stored
        return stored

    def status(self, chat: Chat, user: int) -> str:
        if chat.user:
            return "member" if user in (chat.id, self.me.id) else "left"
        return chat.bot if user == self.me.id else chat.members.get(user, "left")

    def member(self, chat: Chat, user: int) -> Json:
        """A ChatMember; in a private chat the person's `blocked` is the bot's "kicked"."""
        status, mine = self.status(chat, user), user == self.me.id
        if mine and chat.user and chat.user.blocked:
            status = "kicked"
        fields = STATUS_FIELDS.get(status, {}) | (chat.rights if mine else {})
        return {"user": self.users[user].wire(), "status": status, **fields}

    def may(self, chat: Chat, right: str) -> bool:
        """Whether the bot has that right, as its status or what was said of it alone gives it."""
        return bool(self.member(chat, self.me.id).get(right, chat.bot in ("member", "creator")))

    def add_message(
        self, chat: Chat, sender: User | Chat, content: Json, *, topic: int | None = None, reply: Json | None = None
    ) -> Json:
        """Stores a message, of a person, or of a channel in itself, and returns it."""
        message: Json = {"message_id": self._next_id(chat), "date": self.now(), "chat": chat.wire()}
        message["from" if isinstance(sender, User) else "sender_chat"] = sender.wire()
        if topic:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        elif reply and chat.kind == "supergroup" and not chat.forum:
            # A reply makes a thread there, which is not a topic: sending to it is an easy mistake.
            message["message_thread_id"] = reply.get("message_thread_id") or reply["message_id"]
        if reply:
            message["reply_to_message"] = {k: v for k, v in reply.items() if k != "reply_to_message"}
        chat.messages[message["message_id"]] = message = message | content
        return message

    def note(self, kind: EventKind, chat: Chat, message: Json) -> None:
        """Keeps what the bot just did."""
        self.events.append(Event(kind, chat.id, message, self.clock()))

    def _next_id(self, chat: Chat) -> int:
        # Supergroups and channels number their messages themselves, the other chats share one row of numbers.
        if chat.kind in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        self._account_last_id += 1
        return self._account_last_id

    def charge(self, chat: Chat, *, edit: bool = False, paid: bool = False) -> None:
        """Counts a message against the flood limits. Raises ApiError 429."""
        if self.flood is None:
            return
        wait = self.flood.charge(chat.id, group=not chat.user, edit=edit, now=self.timer(), paid=paid)
        if wait:
            raise flooded(wait)


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
