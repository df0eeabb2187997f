"""What people do: they write, send files, forward, reply, press buttons, and block the bot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.content import caption_content, grey_image, origin, parts, text_content
from bot.playground.messages import Message, read_message
from bot.playground.pulse import Pulse
from bot.playground.wire import Json
from bot.playground.world import GONE, Callback, Chat, User, World

TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a press: a passing note, an alert to be closed, or nothing but the end of waiting."""

    text: str
    alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class Press:
    """What came of pressing a button: the answer (None: the bot left the button spinning, or it opens a link), the
    message under the button as it is now (None: deleted), and all messages sent or edited meanwhile."""

    answer: Answer | None
    message: Message | None
    messages: tuple[Message, ...]
    url: str | None = None


class Person:
    """One user, in the private chat with the bot or in a chat named by `chat`."""

    def __init__(self, world: World, pulse: Pulse, user: User) -> None:
        self.user = user
        self.last: Message | None = None
        self._world = world
        self._pulse = pulse
        self._chat = world.chats[user.id]
        self._where = self._chat
        self._mark = 0

    @property
    def id(self) -> int:
        return self.user.id

    async def say(
        self,
        text: str,
        *,
        chat: Chat | int | None = None,
        topic: int | None = None,
        until: int = 0,
        more: bool = False,
    ) -> tuple[Message, ...]:
        """Writes a text and returns what the bot sent or edited in that chat until it was quiet.

        A text over 4,096 characters goes in several messages, as people's apps send it. With `until`, waits first
        for so many messages or edits: a bot that computes for long looks quiet. With `more` another follows at once.
        """
        for part in parts(text):
            self._send(chat, text_content(part), topic=topic)
        return () if more else await self._heard(until)

    async def upload(
        self,
        name: str,
        data: bytes,
        *,
        caption: str = "",
        mime: str = "text/plain",
        size: int | None = None,
        chat: Chat | int | None = None,
        topic: int | None = None,
        until: int = 0,
    ) -> tuple[Message, ...]:
        """Sends a file; `size` is what Telegram says of it, for a file too big to make."""
        stored = self._world.add_file("document", name, mime, data, size)
        self._send(chat, stored.wire() | caption_content(caption), topic=topic)
        return await self._heard(until)

    async def album(
        self, files: Mapping[str, bytes], *, caption: str = "", mime: str = "text/plain", until: int = 0
    ) -> tuple[Message, ...]:
        """Sends files by their names together, one message each; apps put the caption below the last of them."""
        group = str(self._world.now() * 1000 + len(self._world.files))
        for place, (name, data) in enumerate(files.items(), start=1):
            stored = self._world.add_file("document", name, mime, data)
            words = caption_content(caption) if place == len(files) else {}
            self._send(None, stored.wire() | words | {"media_group_id": group})
        return await self._heard(until)

    async def photo(
        self, data: bytes | None = None, *, caption: str = "", chat: Chat | int | None = None, until: int = 0
    ) -> tuple[Message, ...]:
        """Sends a picture, a grey one if none is given."""
        stored = self._world.add_file("photo", "photo.jpg", "image/jpeg", data or grey_image())
        self._send(chat, stored.wire() | caption_content(caption))
        return await self._heard(until)

    async def forward(
        self,
        text: str,
        *,
        from_: str | Person,
        hidden: bool = False,
        username: str | None = None,
        number: int = 1,
        date: int | None = None,
        chat: Chat | int | None = None,
        until: int = 0,
    ) -> tuple[Message, ...]:
        """Forwards a text from a channel of that title, from a person, or from one who hides behind a name.

        `number` is the channel's post, `date` when it was posted.
        """
        source = from_.user if isinstance(from_, Person) else from_
        posted = self._world.now() - 60 if date is None else date
        about = origin(source, posted, hidden=hidden, username=username, number=number)
        for part in parts(text):
            self._send(chat, {**text_content(part), "forward_origin": about})
        return await self._heard(until)

    async def reply(self, message: Message, text: str, *, until: int = 0) -> tuple[Message, ...]:
        """Replies to a message in its chat."""
        self._send(message.chat, text_content(text), topic=message.topic, reply=message.raw)
        return await self._heard(until)

    async def edit(self, message: Message, text: str, *, until: int = 0) -> tuple[Message, ...]:
        """Changes an own earlier message, for example `last`."""
        chat = self._world.chats[message.chat]
        kept = {name: value for name, value in message.raw.items() if name != "entities"}
        new = kept | text_content(text) | {"edit_date": self._world.now()}
        self._begin(chat)
        chat.messages[message.id] = new
        self.last = read_message(new, self._world.files)
        if self._visible(chat, new):
            self._world.updates.push("edited_message", new)
        return await self._heard(until)

    async def press(self, message: Message, text: str, *, until: int = 0) -> Press:
        """Presses the button of that text under a message, as the message is now.

        LookupError when the message is gone or has no such button.
        """
        chat = self._world.chats[message.chat]
        if message.id not in chat.messages:
            raise LookupError(f"message {message.id} is gone")
        shown = read_message(chat.messages[message.id], self._world.files)
        button = shown.button(text)
        if button.data is None:
            return Press(None, shown, (), button.url)
        return await self.send_data(shown, button.data, until=until)

    async def send_data(self, message: Message, data: str, *, until: int = 0) -> Press:
        """Sends callback data under a message, also data that no button of it has: what a forger would do."""
        chat = self._world.chats[message.chat]
        self._begin(chat)
        key = str(4 * 10**17 + len(self._world.callbacks))
        callback = self._world.callbacks[key] = Callback(self._world.timer())
        query = {"id": key, "from": self.user.wire(), "message": message.raw, "data": data}
        self._world.updates.push("callback_query", query | {"chat_instance": str(chat.id * 7919)})
        heard = await self._heard(until)
        now = chat.messages.get(message.id)
        answer = callback.answer and Answer(
            callback.answer["text"], callback.answer["show_alert"], callback.answer["url"]
        )
        return Press(answer or None, read_message(now, self._world.files) if now else None, heard)

    async def until(self, count: int, *, timeout: float = TIMEOUT) -> tuple[Message, ...]:  # noqa: ASYNC109 - the hands tell what they waited for
        """Waits until the bot has sent or edited so many messages since this person's last action, then for quiet."""
        return await self._heard(count, timeout)

    async def block(self) -> None:
        """Blocks the bot."""
        await self._set_blocked(blocked=True)

    async def unblock(self) -> None:
        """Lets the bot write again."""
        await self._set_blocked(blocked=False)

    async def set_bot(self, chat: Chat, status: str) -> tuple[Message, ...]:
        """Makes the bot a "member" or "administrator" of a chat, or "left" or "kicked"."""
        self._begin(chat)
        before, was = self._world.member(chat, self._world.me.id), chat.bot
        chat.bot = status
        self._membership(chat, before)
        if chat.is_group and was in GONE and status not in GONE:
            joined = self._world.add_message(chat, self.user, {"new_chat_members": [self._world.me.wire()]})
            self._world.updates.push("message", joined)
        return await self._heard(0)

    async def _set_blocked(self, *, blocked: bool) -> None:
        self._begin(self._chat)
        self._mark_blocked(blocked=blocked)
        await self._pulse.quiet(TIMEOUT)

    def _mark_blocked(self, *, blocked: bool) -> None:
        if self.user.blocked != blocked:
            before = self._bot_here()
            self.user.blocked = blocked
            self._membership(self._chat, before)

    def _bot_here(self) -> Json:
        """The bot as a member of the private chat: whoever blocks it has kicked it."""
        status: Json = {"status": "kicked", "until_date": 0} if self.user.blocked else {"status": "member"}
        return {"user": self._world.me.wire(), **status}

    def _membership(self, chat: Chat, before: Json) -> None:
        after = self._bot_here() if chat.user else self._world.member(chat, self._world.me.id)
        change = {"chat": chat.wire(), "from": self.user.wire(), "date": self._world.now()}
        self._world.updates.push("my_chat_member", change | {"old_chat_member": before, "new_chat_member": after})

    def _send(
        self, place: Chat | int | None, content: Json, *, topic: int | None = None, reply: Json | None = None
    ) -> None:
        chat = self._place(place)
        self._begin(chat)
        if chat.user:
            self.user.started = True
            self._mark_blocked(blocked=False)
        raw = self._world.add_message(chat, self.user, content, topic=topic, reply=reply)
        self.last = read_message(raw, self._world.files)
        if self._visible(chat, raw):
            self._world.updates.push("message", raw)

    def _place(self, place: Chat | int | None) -> Chat:
        if place is None:
            return self._chat
        chat = place if isinstance(place, Chat) else self._world.chats[place]
        if not chat.user:
            chat.members.setdefault(self.id, "member")
        return chat

    def _begin(self, chat: Chat) -> None:
        self._where = chat
        self._mark = len(self._world.events)

    def _events(self) -> list[Json]:
        events = self._world.events[self._mark :]
        return [e.message for e in events if e.chat == self._where.id and e.kind in ("message", "edit")]

    async def _heard(self, until: int, timeout: float = TIMEOUT) -> tuple[Message, ...]:  # noqa: ASYNC109 - as above
        if until:
            what = f"{until} messages or edits in chat {self._where.id}"
            await self._pulse.wait_for(lambda: len(self._events()) >= until, timeout, what)
        await self._pulse.quiet(timeout)
        numbers = dict.fromkeys(raw["message_id"] for raw in self._events())
        standing = (self._where.messages[number] for number in numbers if number in self._where.messages)
        return tuple(read_message(raw, self._world.files) for raw in standing)

    def _visible(self, chat: Chat, raw: Json) -> bool:
        """Whether the bot gets to see a message: in groups, with privacy mode on, commands and replies to it only."""
        if chat.user:
            return True
        if chat.bot in GONE:
            return False
        if chat.bot == "administrator" or not self._world.privacy:
            return True
        if raw.get("reply_to_message", {}).get("from", {}).get("id") == self._world.me.id:
            return True
        command = re.match(r"/\w+(?:@(\w+))?", raw.get("text") or raw.get("caption") or "")
        own = str(self._world.me.username)
        return bool(command and (command[1] or own).lower() == own.lower())
