"""What people do: they write, send files, forward, reply, press buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.playground.asking import Asking
from bot.playground.content import (
    caption_content,
    forwarded,
    grey_image,
    location,
    origin,
    parts,
    quoted,
    text_content,
)
from bot.playground.joining import Joining
from bot.playground.messages import Message, read_message
from bot.playground.things import Chat
from bot.playground.wire import Json

PATIENCE = 2.0
"""Seconds that a press waits for its answer, which may never come."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a press: a passing note, an alert to be closed, or nothing but the end of waiting."""

    text: str
    alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class Press:
    """What came of pressing a button: the answer (None: the bot left the button spinning, or it opens a link), the
    message under the button as it is now (None: deleted), and all messages sent or edited meanwhile; `switch` are the
    words that a button types inline."""

    answer: Answer | None
    message: Message | None
    messages: tuple[Message, ...]
    url: str | None = None
    switch: str | None = None


class Person(Asking, Joining):
    """One user, in the private chat with the bot or in a chat named by `chat`."""

    async def say(
        self,
        text: str,
        *,
        chat: Chat | int | None = None,
        topic: int | None = None,
        until: int = 0,
        more: bool = False,
        as_: Chat | None = None,
        entities: Sequence[Json] = (),
    ) -> tuple[Message, ...]:
        """Writes a text and returns what the bot sent or edited in that chat until it was quiet.

        A text over 4,096 characters goes in several messages, as people's apps send it. With `until`, waits first
        for so many messages or edits: a bot that computes for long looks quiet. With `more` another follows at once.
        An administrator writes in the name of the group or of a channel with `as_`; a channel's posts are always its
        own.
        """
        for part in parts(text):
            self._send(chat, text_content(part, entities), topic=topic, as_=as_)
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
        from_: str | Person | Chat,
        hidden: bool = False,
        username: str | None = None,
        number: int = 1,
        date: int | None = None,
        chat: Chat | int | None = None,
        until: int = 0,
    ) -> tuple[Message, ...]:
        """Forwards a text from a chat, a channel of that title, a person, or from one who hides behind a name.

        `number` is the channel's post, `date` when it was posted.
        """
        source = from_.user if isinstance(from_, Person) else from_
        posted = self._world.now() - 60 if date is None else date
        about = origin(source, posted, hidden=hidden, username=username, number=number)
        for part in parts(text):
            self._send(chat, {**text_content(part), "forward_origin": about})
        return await self._heard(until)

    async def forward_message(
        self, message: Message, *, chat: Chat | int | None = None, until: int = 0
    ) -> tuple[Message, ...]:
        """Forwards a message that stands in a chat, with its true origin."""
        self._send(chat, forwarded(message.raw, self._world.chats[message.chat]))
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
        self._begin(self._chat)
        self.last = read_message(self.deeds.tap(text, at), self._world.files)
        return await self._heard(until)

    async def reply(
        self, message: Message, text: str, *, quote: str | None = None, as_: Chat | None = None, until: int = 0
    ) -> tuple[Message, ...]:
        """Replies to a message in its chat, to a quoted piece of it if one is given."""
        content = text_content(text) | ({} if quote is None else quoted(message.raw, quote))
        self._send(message.chat, content, topic=message.topic, reply=message.raw, as_=as_)
        return await self._heard(until)

    async def edit(self, message: Message, text: str, *, until: int = 0) -> tuple[Message, ...]:
        """Changes an own earlier message, for example `last`."""
        chat = self._world.chats[message.chat]
        self._begin(chat)
        self.last = read_message(self.deeds.edit(chat, message.raw, text_content(text)), self._world.files)
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
            return Press(None, shown, (), button.url, button.switch)
        return await self.send_data(replace(shown, inline_id=message.inline_id), button.data, until=until)

    async def send_data(self, message: Message, data: str, *, until: int = 0) -> Press:
        """Sends callback data under a message, also data that no button of it has: what a forger would do."""
        chat = self._world.chats[message.chat]
        self._begin(chat)
        callback = self.deeds.press(chat, message.raw, data, message.inline_id)
        with suppress(TimeoutError):  # a busy bot looks quiet; one that leaves a button turning is seen by the caller
            await self._pulse.wait_for(lambda: callback.answer or self._events(), PATIENCE, "answer")
        heard = await self._heard(until)
        now = chat.messages.get(message.id)
        answer = callback.answer and Answer(
            callback.answer["text"], callback.answer["show_alert"], callback.answer["url"]
        )
        after = read_message(now, self._world.files, message.inline_id) if now else None
        return Press(answer or None, after, heard)
