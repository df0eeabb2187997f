"""What all that a person does has in common: a place, a moment from which the bot is watched, and waiting for it."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.deeds import Deeds
from bot.playground.messages import Message, read_message
from bot.playground.pulse import Pulse
from bot.playground.things import Chat, User
from bot.playground.wire import Json
from bot.playground.world import World

TIMEOUT = 20.0


class Hands:
    """One user, in the private chat with the bot or in a chat named by `chat`."""

    def __init__(self, world: World, pulse: Pulse, user: User) -> None:
        self.user = user
        self.deeds = Deeds(world, user)
        self.last: Message | None = None
        self._world = world
        self._pulse = pulse
        self._chat = world.chats[user.id]
        self._where = self._chat
        self._mark = 0

    @property
    def id(self) -> int:
        return self.user.id

    async def until(self, count: int, *, timeout: float = TIMEOUT) -> tuple[Message, ...]:  # noqa: ASYNC109 - the hands tell what they waited for
        """Waits until the bot has sent or edited so many messages since this person's last action, then for quiet."""
        return await self._heard(count, timeout)

    def _send(
        self,
        place: Chat | int | None,
        content: Json,
        *,
        topic: int | None = None,
        reply: Json | None = None,
        as_: Chat | None = None,
    ) -> Json:
        chat = self._place(place)
        self._begin(chat)
        raw = self.deeds.send(chat, content, topic=topic, reply=reply, as_=as_)
        self.last = read_message(raw, self._world.files)
        return raw

    def _place(self, place: Chat | int | None) -> Chat:
        if place is None:
            return self._chat
        chat = place if isinstance(place, Chat) else self._world.chats[place]
        if chat.is_group:
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

    async def _answered(self, what: str, answered: Callable[[], object], timeout: float) -> None:  # noqa: ASYNC109 - as above
        """Waits for the answer to a query, then for quiet; TimeoutError when none comes."""
        await self._pulse.wait_for(answered, timeout, f"answer to {what}")
        await self._pulse.quiet(TIMEOUT)
