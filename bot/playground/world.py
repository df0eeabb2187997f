"""The state of the small Telegram: who and what is in it, and what the bot did there."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from itertools import count
from typing import Literal

from bot.playground.limits import Flood
from bot.playground.things import ANONYMOUS, AS_CHANNEL, Change, Chat, Event, EventKind, File, User, Waiting
from bot.playground.updates import Updates
from bot.playground.wire import Json, bad, flooded

GONE = frozenset({"left", "kicked"})
ANSWER_SECONDS = 30.0
"""How long a press, an inline query or a guest's message waits for its answer."""
RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_post_messages can_edit_messages can_pin_messages can_manage_topics"
).split()
ELSEWHERE = {
    "group": frozenset({"can_post_messages", "can_edit_messages", "can_manage_topics"}),
    "supergroup": frozenset({"can_post_messages", "can_edit_messages"}),
    "channel": frozenset({"can_pin_messages", "can_manage_topics"}),
}
"""The rights that an administrator of such a chat is not told of: they are of other kinds of chats."""
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


class World:
    """One bot among people. `clock` tells Unix time, `timer` counts seconds and never goes back."""

    def __init__(
        self,
        me: User,
        changed: Callable[[], None],
        *,
        limits: bool = False,
        privacy: bool = True,
        feedback: bool = False,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.me = me
        self.privacy = privacy
        self.feedback = feedback
        self.clock = clock
        self.timer = timer
        self.updates = Updates(changed)
        self.flood = Flood() if limits else None
        self.users: dict[int, User] = {me.id: me}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.numbers = count()
        self.callbacks: dict[str, Waiting] = {}
        self.queries: dict[str, Waiting] = {}
        self.guests: dict[str, Waiting] = {}
        self.inline: dict[str, tuple[int, int]] = {}
        self._inline_keys: dict[tuple[int, int], str] = {}
        self.cached: dict[tuple[str, ...], tuple[float, Json]] = {}
        self.commands: dict[tuple[str, ...], dict[str, str]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.events: list[Event] = []
        self.watchers: list[Callable[[Change], None]] = []
        self.narration = ""
        self._file_numbers = count(1)
        self._first = self._account_last_id = 0

    def now(self) -> int:
        return int(self.clock())

    def tell(self, change: Change) -> None:
        """Lets all who watch know that something is to be seen differently."""
        for watcher in tuple(self.watchers):
            watcher(change)

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
        number = next(self._file_numbers)
        ending = "jpg" if kind == "photo" else name.rpartition(".")[2] or "bin"
        key = f"BQAC{hashlib.sha256(f'{self.me.id} {self._first} {number}'.encode()).hexdigest()[:56]}"
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
        rights = chat.rights if mine else chat.member_rights.get(user, {})
        absent = ELSEWHERE.get(chat.kind, frozenset())
        fields = {name: value for name, value in STATUS_FIELDS.get(status, {}).items() if name not in absent}
        return {"user": self.users[user].wire(), "status": status, **fields, **rights}

    def may(self, chat: Chat, right: str) -> bool:
        """Whether the bot has that right, as its status or what was said of it alone gives it."""
        return bool(self.member(chat, self.me.id).get(right, chat.bot in ("member", "creator")))

    def add_message(
        self, chat: Chat, sender: User | Chat, content: Json, *, topic: int | None = None, reply: Json | None = None
    ) -> Json:
        """Stores a message, of a person, or of a channel in itself, and returns it."""
        message: Json = {"message_id": self._next_id(chat), "date": self.now(), "chat": chat.wire()}
        message |= _sender(chat, sender)
        if topic:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        elif reply and chat.kind == "supergroup" and not chat.forum:
            # A reply makes a thread there, which is not a topic: sending to it is an easy mistake.
            message["message_thread_id"] = reply.get("message_thread_id") or reply["message_id"]
        if reply:
            message["reply_to_message"] = {k: v for k, v in reply.items() if k != "reply_to_message"}
        chat.messages[message["message_id"]] = message = message | content
        self.tell(Change("message", chat.id, message["message_id"]))
        return message

    def change_message(self, chat: Chat, message: Json) -> None:
        """Puts a message in the place of the one with its number."""
        chat.messages[message["message_id"]] = message
        self.tell(Change("edit", chat.id, message["message_id"]))

    def remove_message(self, chat: Chat, number: int) -> None:
        """Takes a message out of a chat."""
        del chat.messages[number]
        self.tell(Change("delete", chat.id, number))

    def show_keyboard(self, chat: Chat, markup: Json | None) -> None:
        """Puts a keyboard in place of people's own in a chat, or takes it away."""
        chat.keyboard = markup
        self.tell(Change("keyboard", chat.id))

    def narrate(self, text: str) -> None:
        """Says a line above all chats."""
        self.narration = text
        self.tell(Change("narration"))

    def note(self, kind: EventKind, chat: Chat, message: Json) -> None:
        """Keeps what the bot just did."""
        self.events.append(Event(kind, chat.id, message, self.clock()))

    def number_from(self, first: int) -> None:
        """Numbers messages above that from now on: a bot that remembers an earlier run meets none of them again.

        Nor a file of it, by its id.
        """
        self._first, self._account_last_id = first, max(first, self._account_last_id)
        for chat in self.chats.values():
            chat.last_id = max(first, chat.last_id)

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

    def place(self, inline: str) -> tuple[Chat, Json]:
        """The chat and the message of an inline_message_id. Raises ApiError when there is none."""
        chat_id, number = self.inline.get(inline, (0, 0))
        chat = self.chats.get(chat_id)
        if chat is None or number not in chat.messages:
            raise bad("MESSAGE_ID_INVALID")
        return chat, chat.messages[number]

    def inline_key(self, chat: Chat, number: int) -> str | None:
        """The inline_message_id of a message, if it has one."""
        return self._inline_keys.get((chat.id, number))

    def add_inline(self, chat: Chat, number: int) -> str:
        """The inline_message_id under which the bot may change a message that it did not send itself."""
        key = f"inline{len(self.inline) + 1}"
        self.inline[key] = chat.id, number
        self._inline_keys[chat.id, number] = key
        return key

    def waiting(self, queries: dict[str, Waiting], key: str) -> Waiting:
        """A query that still takes an answer. Raises ApiError when it is unknown or too old."""
        query = queries.get(key)
        if query is None or self.timer() > query.asked_at + ANSWER_SECONDS:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        return query


def _sender(chat: Chat, sender: User | Chat) -> Json:
    """Who a message is from: a person, a channel in itself, or a chat in whose name somebody writes in a group."""
    if isinstance(sender, User):
        return {"from": sender.wire()}
    if chat.kind == "channel" or chat.moved_to is not None:
        return {"sender_chat": sender.wire()}
    return {"from": (ANONYMOUS if sender.id == chat.id else AS_CHANNEL).wire(), "sender_chat": sender.wire()}
