"""What a browser asks for: its fields, each checked where it is read, and who may see and do what."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.playground.deeds import Deeds
from bot.playground.things import Chat, User
from bot.playground.wire import Json, Upload
from bot.playground.world import GONE, World

LONGEST_TEXT = 100_000
NUMBER = re.compile(r"-?\d{1,18}")
MANAGERS = frozenset({"creator", "administrator"})


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """Something that is not done: a status of HTTP, and a sentence for whoever sits at the page."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Asked:
    """One request of the page, by one person; where it need not name one, `anyone` makes it the first of them."""

    def __init__(
        self, world: World, fields: Mapping[str, object], file: Upload | None = None, *, anyone: bool = False
    ) -> None:
        self.world = world
        self.file = file
        self._fields = fields
        self.user = self._person(anyone=anyone)

    @property
    def deeds(self) -> Deeds:
        return Deeds(self.world, self.user)

    def has(self, name: str) -> bool:
        return self._fields.get(name) not in (None, "")

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        """A text, empty when absent."""
        value = self._fields.get(name)
        value = "" if value is None else value
        if not isinstance(value, str) or "\0" in value:
            raise Refused(400, f"The field {name} must be a text. Reload the page and try again.")
        if len(value) > longest:
            raise Refused(413, f"That is too long: {longest:,} characters are the most. Shorten it and try again.")
        return value.encode("utf-8", "ignore").decode()  # half a surrogate pair is no text

    def number(self, name: str) -> int:
        value = self._fields.get(name)
        if isinstance(value, str) and NUMBER.fullmatch(value):
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not NUMBER.fullmatch(str(value)):
            raise Refused(400, f"The field {name} must be a whole number. Reload the page and try again.")
        return value

    def degrees(self, name: str) -> float:
        value = self._fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -360 <= value <= 360:
            raise Refused(400, f"The field {name} must be a number of degrees. Check it and try again.")
        return float(value)

    def flag(self, name: str) -> bool:
        value = self._fields.get(name)
        if not isinstance(value, bool):
            raise Refused(400, f"The field {name} must be yes or no. Reload the page and try again.")
        return value

    def one_of(self, name: str, *choices: str) -> str:
        value = self.text(name)
        if value not in choices:
            raise Refused(400, f"The field {name} must be one of: {', '.join(choices)}. Reload the page and try again.")
        return value

    def chat(self, name: str = "chat") -> Chat:
        """A chat in which this person is."""
        chat = self.world.chats.get(self.number(name))
        if chat is None or chat.deleted or not sees(self.world, self.user, chat):
            raise Refused(403, f"{self.user.name} is not in that chat. Choose one from the list.")
        return chat

    def message(self, chat: Chat, name: str = "id") -> Json:
        raw = chat.messages.get(self.number(name))
        if raw is None:
            raise Refused(404, "That message is no longer there. Choose another one.")
        return raw

    def manager(self, chat: Chat) -> Chat:
        """The same chat, if this person manages it."""
        if self.world.status(chat, self.user.id) not in MANAGERS:
            raise Refused(403, "Only administrators of this chat can do that. Ask one, or act as one.")
        return chat

    def topic(self, chat: Chat) -> int | None:
        """The topic of a forum that is written to; None for General, and in chats without topics."""
        topic = self.number("topic") if self.has("topic") else None
        if topic is None or (chat.forum and topic == 1):
            return None
        if topic not in chat.topics:
            raise Refused(404, "There is no such topic in this chat. Choose one from the list.")
        return topic

    def writable(self, chat: Chat, beside: Json | None = None) -> int | None:
        """The topic that is written to, which is that of the message `beside`, if this person may write there."""
        topic = self.topic(chat)
        if beside is not None:
            there = beside["message_thread_id"] if beside.get("is_topic_message") else None
            if self.has("topic") and topic != there:
                raise Refused(400, "That message stands in another topic. Reply to it there.")
            topic = there
        manages = self.world.status(chat, self.user.id) in MANAGERS
        if chat.kind == "channel" and not manages:
            raise Refused(403, "Only administrators write in a channel. Act as one to post here.")
        if chat.user and chat.user.blocked:
            raise Refused(403, "You blocked the bot. Unblock it in the chat info, then write again.")
        if topic is not None and chat.topics[topic].closed and not manages:
            raise Refused(403, "This topic is closed. Ask an administrator to open it, or choose another topic.")
        return topic

    def _person(self, *, anyone: bool) -> User:
        people = {user.id: user for user in self.world.users.values() if not user.is_bot}
        named = self.has("person") or not anyone
        user = people.get(self.number("person") if named else next(iter(people), 0))
        if user is None:
            raise Refused(403, "There is no such person here. Reload the page and choose one from the list.")
        return user


def sees(world: World, user: User, chat: Chat) -> bool:
    """Whether a chat is one of those that a person is in."""
    return world.status(chat, user.id) not in GONE
