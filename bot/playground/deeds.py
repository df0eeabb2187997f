"""What a person does, done at once: to wait for what the bot makes of it is left to whoever asks for it."""

from __future__ import annotations

import re

from bot.playground.belonging import set_blocked, set_status, visible
from bot.playground.content import location, text_content
from bot.playground.picker import ADMINISTRATORS, bot_rights, problem, shared
from bot.playground.things import Change, Chat, User, Waiting
from bot.playground.wire import Json
from bot.playground.world import GONE, RIGHTS, World

Key = tuple[str, str, str]
"""An inline query as it is kept: the words, the offset, and the kind of chat in which it was typed."""
START_WORDS = re.compile("[A-Za-z0-9_-]{1,64}")


class Deeds:
    """What one user does in the private chat with the bot and elsewhere."""

    def __init__(self, world: World, user: User) -> None:
        self.user = user
        self._world = world
        self._home = world.chats[user.id]

    def send(
        self, chat: Chat, content: Json, *, topic: int | None = None, reply: Json | None = None, as_: Chat | None = None
    ) -> Json:
        """Puts a message into a chat; a private one is started by it, and the bot no longer blocked."""
        if chat.user:
            self._open()
        raw = self._world.add_message(chat, self._sender(chat, as_), content, topic=topic, reply=reply)
        self._tell(chat, raw)
        return raw

    def edit(self, chat: Chat, raw: Json, content: Json) -> Json:
        """Puts other words in place of those of a message."""
        kept = {name: value for name, value in raw.items() if name not in ("entities", "caption_entities")}
        new = kept | content | {"edit_date": self._world.now()}
        self._world.change_message(chat, new)
        self._tell(chat, new, edited=True)
        return new

    def press(self, chat: Chat, raw: Json, data: str, inline_id: str | None) -> Waiting:
        """Sends callback data under a message; the answer will stand in what is returned."""
        key = str(4 * 10**17 + next(self._world.numbers))
        callback = self._world.callbacks[key] = Waiting(self._world.timer(), about={"owner": chat.id})
        under = {"inline_message_id": inline_id} if inline_id else {"message": raw}
        query = {"id": key, "from": self.user.wire(), "data": data, "chat_instance": str(chat.id * 7919)}
        self._world.updates.push("callback_query", query | under)
        return callback

    def tap(self, text: str, at: tuple[float, float] | None) -> Json:
        """Taps a key of the bot's keyboard: sends its text, or the place `at`; LookupError when there is none."""
        board = self._home.keyboard or {}
        keys = [key for row in board.get("keyboard", ()) for key in row]
        key = next((key for key in keys if key["text"] == text), None)
        if key is None:
            raise LookupError(f"no key {text!r} among {', '.join(repr(key['text']) for key in keys) or 'none'}")
        if "request_chat" in key:
            raise LookupError(f"the key {text!r} asks for a chat: share_chat chooses one")
        if key.get("request_location") and at is None:
            raise ValueError(f"the key {text!r} asks for a place")
        self._used(board)
        content = location(*at) if at and key.get("request_location") else text_content(text)
        return self.send(self._home, content)

    def start(self, words: str = "") -> Json:
        """Starts the bot in private, with what a link gives it along."""
        return self.send(self._home, text_content(f"/start {words}".strip()))

    def requested(self, request_id: int) -> Json:
        """The chat that a key of the bot's keyboard asks for. LookupError when none asks with that id."""
        board = self._home.keyboard or {}
        asked = (key.get("request_chat") for row in board.get("keyboard", ()) for key in row)
        request: Json | None = next((found for found in asked if found and found["request_id"] == request_id), None)
        if request is None:
            raise LookupError(f"no key asks for a chat with the id {request_id}")
        return request

    def share(self, request_id: int, chat: Chat) -> Json:
        """Chooses a chat for such a key, and gives the bot there what it asks for; ValueError for one not offered."""
        request = self.requested(request_id)
        if trouble := problem(self._world, self.user, chat, request):
            raise ValueError(f"chat {chat.id} is not offered: {trouble}")
        if (rights := bot_rights(self._world, chat, request)) is not None:
            set_status(self._world, chat, self.user, "administrator", rights)
        elif request.get("bot_is_member") and chat.bot in GONE:
            set_status(self._world, chat, self.user, "member", {})
        self._used(self._home.keyboard or {})
        return self.send(self._home, shared(chat, request))

    def add_bot(self, chat: Chat, words: str, rights: set[str]) -> None:
        """Adds the bot to a chat as a link does, with these rights and words; ValueError where one may not."""
        if self._world.status(chat, self.user.id) not in ADMINISTRATORS and (rights or chat.kind == "channel"):
            raise ValueError(f"user {self.user.id} is no administrator of chat {chat.id}")
        if rights or chat.kind == "channel":
            given: dict[str, bool] = {right: right in rights | {"can_manage_chat"} for right in RIGHTS}
            set_status(self._world, chat, self.user, "administrator", given)
        elif chat.bot in GONE:
            set_status(self._world, chat, self.user, "member", {})
        if words:
            self.send(chat, text_content(f"/start@{self._world.me.username} {words}"))

    def kept(self, key: Key) -> Json | None:
        """The answer that Telegram has of an inline query, for this person or for everybody."""
        known = (self._world.cached.get((*key, owner)) for owner in (str(self.user.id), ""))
        return next((answer for until, answer in filter(None, known) if self._world.timer() < until), None)

    def ask(self, key: Key) -> Waiting:
        """Asks the bot inline; the answer will stand in what is returned, and be kept as long as the bot says."""
        number = str(5 * 10**17 + next(self._world.numbers))
        about = {"owner": self.user.id, "key": key}
        waiting = self._world.queries[number] = Waiting(self._world.timer(), about=about)
        query, offset, kind = key
        about = {"id": number, "from": self.user.wire(), "query": query, "offset": offset, "chat_type": kind}
        self._push("inline_query", about)
        return waiting

    def choose(
        self, chat: Chat, query: str, result: Json, content: Json, *, topic: int | None
    ) -> tuple[Json, str | None]:
        """Posts a result in a chat, through the bot; what the bot knows the message by, if it has a keyboard."""
        raw = self.send(chat, content | {"via_bot": self._world.me.wire()}, topic=topic)
        key = self._world.add_inline(chat, raw["message_id"]) if "reply_markup" in result else None
        if self._world.feedback:
            named = {"inline_message_id": key} if key else {}
            about = {"result_id": result["id"], "from": self.user.wire(), "query": query}
            self._world.updates.push("chosen_inline_result", about | named)
        return raw, key

    def calls(self, chat: Chat, text: str) -> bool:
        """Whether words in a chat call the bot as a guest: by its name, where it is not."""
        named = f"@{self._world.me.username}".lower() in text.lower()
        return named and chat.user is None and chat.bot in GONE

    def call(self, raw: Json) -> Waiting:
        """Lets the bot know of a message that calls it; the answer will stand in what is returned."""
        key = str(6 * 10**17 + next(self._world.numbers))
        waiting = self._world.guests[key] = Waiting(self._world.timer(), about=raw)
        self._push("guest_message", raw | {"guest_query_id": key})
        return waiting

    def _open(self) -> None:
        set_blocked(self._world, self.user, blocked=False)
        if not self.user.started:
            self.user.started = True
            self._world.tell(Change("chats"))

    def _used(self, board: Json) -> None:
        if board.get("one_time_keyboard"):
            self._world.show_keyboard(self._home, None)

    def _sender(self, chat: Chat, as_: Chat | None) -> User | Chat:
        """Who a message is from; ValueError when Telegram would not let this person write so."""
        named = chat if chat.kind == "channel" else as_
        if named is None:
            return self.user
        if chat.user or (named.is_group and named is not chat):
            raise ValueError("one writes in the name of the group itself or of a channel, and in groups only")
        if self._world.status(named, self.user.id) not in ADMINISTRATORS:
            raise ValueError(f"user {self.user.id} is no administrator of chat {named.id}")
        return named

    def _tell(self, chat: Chat, raw: Json, *, edited: bool = False) -> None:
        """Lets the bot know of a message, if it gets to see it."""
        if visible(self._world, chat, raw):
            kind = "channel_post" if chat.kind == "channel" else "message"
            self._world.updates.push(f"edited_{kind}" if edited else kind, raw)

    def _push(self, kind: str, content: Json) -> None:
        if not self._world.updates.push(kind, content):
            raise LookupError(f"the bot does not ask for updates of the kind {kind}")
