"""What people do about who belongs where: links that open or add the bot, the chat picker, members and roles."""

from __future__ import annotations

from bot.playground import belonging, topics
from bot.playground.content import bot_link
from bot.playground.deeds import START_WORDS
from bot.playground.hands import TIMEOUT, Hands
from bot.playground.messages import Message, read_message
from bot.playground.things import Chat

NAMES = {"anonymous": "is_anonymous"}
"""Rights whose name in a link is not the field's without "can_"."""


class Joining(Hands):
    """A person among chats."""

    async def open(self, link: str, *, chat: Chat | int | None = None) -> tuple[Message, ...]:
        """Follows a link that starts the bot, or that adds it to `chat`: `?start=`, `?startgroup`, `?startchannel`.

        ValueError for a link of another bot, and for what Telegram's apps would not send or do.
        """
        given = bot_link(self._world.me, link)
        if given is None:
            raise ValueError(f"no link of this bot: {link}")
        words = next((given[name] for name in ("start", "startgroup") if name in given), "")
        if words and not START_WORDS.fullmatch(words):
            raise ValueError(f"apps do not take {words!r} as what a bot is started with")
        if "startgroup" not in given and "startchannel" not in given:
            self._begin(self._chat)
            self.last = read_message(self.deeds.start(words), self._world.files)
            return await self._heard(0)
        place = self._group(chat, "channel" if "startchannel" in given else "group")
        # The plus signs between the rights are spaces to whoever reads a link's parameters.
        rights = {NAMES.get(name, f"can_{name}") for name in given.get("admin", "").split()}
        self._begin(place)
        self.deeds.add_bot(place, words, rights)
        return await self._heard(0)

    async def share_chat(self, request_id: int, chat: Chat | int) -> tuple[Message, ...]:
        """Chooses a chat for the key that asks for one, and gives the bot there what the key asks for.

        LookupError when no key asks with that id, ValueError when Telegram would not offer that chat.
        """
        place = chat if isinstance(chat, Chat) else self._world.chats[chat]
        self._begin(self._chat)
        self.last = read_message(self.deeds.share(request_id, place), self._world.files)
        return await self._heard(0)

    async def set_bot(self, chat: Chat, status: str, **rights: bool) -> tuple[Message, ...]:
        """Makes the bot a "member", "restricted" or an "administrator" of a chat, or "left" or "kicked".

        `rights` are those in which it differs: `can_send_messages=False`, `can_post_messages=False`.
        """
        self._begin(chat)
        belonging.set_status(self._world, chat, self.user, status, rights)
        return await self._heard(0)

    async def set_member(self, chat: Chat, person: Hands, status: str, **rights: bool) -> tuple[Message, ...]:
        """Adds, promotes, demotes or removes a person; the same person joins or leaves."""
        self._begin(chat)
        belonging.set_member(self._world, chat, self.user, person.user, status, rights)
        return await self._heard(0)

    async def set_closed(self, chat: Chat, topic: int, *, closed: bool = True) -> tuple[Message, ...]:
        """Closes a topic of a forum, or opens it again."""
        self._begin(chat)
        topics.set_closed(self._world, chat, self.user, topic, closed=closed)
        return await self._heard(0)

    async def block(self) -> None:
        """Blocks the bot."""
        await self._set_blocked(blocked=True)

    async def unblock(self) -> None:
        """Lets the bot write again."""
        await self._set_blocked(blocked=False)

    async def _set_blocked(self, *, blocked: bool) -> None:
        self._begin(self._chat)
        belonging.set_blocked(self._world, self.user, blocked=blocked)
        await self._pulse.quiet(TIMEOUT)

    def _group(self, chat: Chat | int | None, kind: str) -> Chat:
        place = self._world.chats.get(chat) if isinstance(chat, int) else chat
        if place is None or place.user or (kind == "channel") != (place.kind == "channel"):
            raise ValueError(f"such a link adds the bot to a {kind}: name one")
        return place
