"""What people do: they write, send files, forward, reply, press buttons, and block the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground import topics
from bot.playground.belonging import set_blocked, set_status, visible
from bot.playground.content import caption_content, grey_image, location, origin, parts, text_content
from bot.playground.messages import Message, read_message
from bot.playground.pulse import Pulse
from bot.playground.wire import Json
from bot.playground.world import Callback, Chat, User, World

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

    async def locate(
        self,
        latitude: float,
        longitude: float,
        *,
        chat: Chat | int | None = None,
        to: Message | None = None,
        until: int = 0,
    ) -> tuple[Message, ...]:
        """Sends a location, in a group as a reply to a message: others do not reach the bot there."""
        about = location(latitude, longitude)
        if to is None:
            self._send(chat, about)
        else:
            self._send(to.chat, about, topic=to.topic, reply=to.raw)
        return await self._heard(until)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the keyboard that the bot put in place of this person's own."""
        return tuple(key["text"] for row in (self._chat.keyboard or {}).get("keyboard", ()) for key in row)

    async def tap(self, text: str, *, at: tuple[float, float] = (50.45, 30.52), until: int = 0) -> tuple[Message, ...]:
        """Taps such a key: sends its text, or the place where this person is. LookupError when there is none."""
        board = self._chat.keyboard or {}
        key = next((key for row in board.get("keyboard", ()) for key in row if key["text"] == text), None)
        if key is None:
            raise LookupError(f"no key {text!r} among {', '.join(map(repr, self.keys)) or 'none'}")
        if board.get("one_time_keyboard"):
            self._chat.keyboard = None
        self._send(None, location(*at) if key.get("request_location") else text_content(text))
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
        if visible(self._world, chat, new):
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

    async def set_bot(self, chat: Chat, status: str, **rights: bool) -> tuple[Message, ...]:
        """Makes the bot a "member", "restricted" or an "administrator" of a chat, or "left" or "kicked".

        `rights` are those in which it differs: `can_send_messages=False`, `can_post_messages=False`.
        """
        self._begin(chat)
        set_status(self._world, chat, self.user, status, rights)
        return await self._heard(0)

    async def set_closed(self, chat: Chat, topic: int, *, closed: bool = True) -> tuple[Message, ...]:
        """Closes a topic of a forum, or opens it again."""
        self._begin(chat)
        topics.set_closed(self._world, chat, self.user, topic, closed=closed)
        return await self._heard(0)

    async def _set_blocked(self, *, blocked: bool) -> None:
        self._begin(self._chat)
        set_blocked(self._world, self.user, blocked=blocked)
        await self._pulse.quiet(TIMEOUT)

    def _send(
        self, place: Chat | int | None, content: Json, *, topic: int | None = None, reply: Json | None = None
    ) -> None:
        chat = self._place(place)
        self._begin(chat)
        if chat.user:
            self.user.started = True
            set_blocked(self._world, self.user, blocked=False)
        raw = self._world.add_message(chat, self.user, content, topic=topic, reply=reply)
        self.last = read_message(raw, self._world.files)
        if visible(self._world, chat, raw):
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
