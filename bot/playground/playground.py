"""A whole small Telegram for one bot: start it, people it, look at what the bot did."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Literal, Self, TypedDict, Unpack

from bot.playground import profile as profiles
from bot.playground import topics
from bot.playground.faults import Fault, FaultKind
from bot.playground.messages import Message, read_message
from bot.playground.people import Person
from bot.playground.pulse import Pulse
from bot.playground.server import Request, Server
from bot.playground.things import Chat, Topic, User
from bot.playground.web.page import Page
from bot.playground.wire import Json
from bot.playground.world import World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - the example of Telegram's own documentation
TIMEOUT = 20.0


class How(TypedDict, total=False):
    """How a fault strikes: the further fields of `Fault`."""

    skip: int
    seconds: float
    status: int
    description: str
    retry_after: int
    probability: float
    seed: int


class Playground:
    """A Telegram on loopback. The bot reaches it at `url` with `token`; the test acts through its people."""

    def __init__(
        self, world: World, pulse: Pulse, server: Server, url: str, token: str, page: Page | None = None
    ) -> None:
        self.world = world
        self.url = url
        self.token = token
        self._page = page
        self._pulse = pulse
        self._server = server
        self._people: dict[int, Person] = {}

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        *,
        limits: bool = False,
        privacy: bool = True,
        feedback: bool = False,
        idle: float = 0.15,
        port: int = 0,
        token: str | None = None,
        page: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> AsyncIterator[Self]:
        """Serves while the block runs. `limits` turns the flood limits on; with `feedback` the bot is told which
        inline results people choose; `idle` is the silence, in seconds, after which the bot counts as quiet.

        `clock` tells Unix seconds. A `page` for people is served beside the Bot API, and then the token is a secret
        too. Raises PortTakenError."""
        token = token or (f"{TOKEN.partition(':')[0]}:{secrets.token_hex(18)}" if page else TOKEN)
        me = User(int(token.partition(":")[0]), "Verbatim", "verbatim_bot", language=None, is_bot=True)
        pulse = Pulse(lambda: len(world.updates), idle)
        world = World(me, pulse.beat, limits=limits, privacy=privacy, feedback=feedback, clock=clock)
        shown = Page(world, pulse) if page else None
        server = Server(world, pulse, token, shown)
        async with server.listening(port) as bound:
            yield cls(world, pulse, server, f"http://127.0.0.1:{bound}", token, shown)

    @property
    def page_url(self) -> str:
        """The address of the page for people. LookupError when it was started without."""
        if self._page is None:
            raise LookupError("this playground was started without a page")
        return f"{self.url}/{self._page.secret}/"

    def narrate(self, text: str) -> None:
        """Shows a line above all chats, or none for an empty text."""
        self.world.narrate(text)

    def user(self, number: int, name: str, *, username: str | None = None, language: str = "en") -> Person:
        """A person, who has not talked to the bot yet; the same number is the same person."""
        user = self.world.add_user(User(number, name))
        user.name, user.username, user.language = name, username, language
        return self._people.setdefault(number, Person(self.world, self._pulse, user))

    def group(
        self,
        number: int,
        title: str,
        *,
        members: Mapping[int, str] | None = None,
        topics: Mapping[int, str] | None = None,
        kind: Literal["group", "supergroup"] = "supergroup",
        bot: str = "member",
        username: str | None = None,
    ) -> Chat:
        """A group; members as {user: "creator" | "administrator" | "member"}; a forum if it has topics {id: name}.

        `bot` is the bot's status in it: "left" before it was added.
        """
        chat = Chat(number, kind, title, username, forum=topics is not None, bot=bot, members=dict(members or {}))
        chat.topics = {topic: Topic(name) for topic, name in (topics or {}).items()}
        chat.last_id = max(chat.topics, default=0)
        return self._add(chat)

    def channel(
        self,
        number: int,
        title: str,
        *,
        username: str | None = None,
        bot: str = "administrator",
        members: Mapping[int, str] | None = None,
        rights: Mapping[str, bool] | None = None,
    ) -> Chat:
        """A channel, in which the bot posts if it is an administrator; `rights` are those in which it differs."""
        people = dict(members or {})
        return self._add(Chat(number, "channel", title, username, bot=bot, members=people, rights=dict(rights or {})))

    def member_of(self, chat: Chat, person: Person) -> str:
        """A person's status in a chat: "creator", "administrator", "member", "left" or "kicked"."""
        return self.world.status(chat, person.id)

    def _add(self, chat: Chat) -> Chat:
        for number in chat.members:
            self.world.add_user(User(number, f"User {number}"))
        self.world.chats[chat.id] = chat
        return chat

    def migrate(self, chat: Chat, number: int) -> Chat:
        """Makes a supergroup of a group, under a new number."""
        new = self._add(Chat(number, "supergroup", chat.title, bot=chat.bot, members=dict(chat.members)))
        chat.moved_to = number
        for place, notice in ((chat, {"migrate_to_chat_id": number}), (new, {"migrate_from_chat_id": chat.id})):
            self.world.updates.push("message", self.world.add_message(place, place, notice))
        return new

    def delete_group(self, chat: Chat) -> None:
        """Deletes a group or channel; a basic group says so to whoever writes there, others are not found any more."""
        chat.deleted = True

    def delete_topic(self, chat: Chat, topic: int) -> None:
        """Deletes a topic of a forum with its messages; the bot is not told."""
        topics.delete(self.world, chat, topic)

    def revoke(self) -> None:
        """Takes the bot's token away: every request with it is refused from now on."""
        self._server.token = f"{self.world.me.id}:revoked"

    def fault(
        self, kind: FaultKind, *, method: str | None = None, chat: int | None = None, times: int = 1, **how: Unpack[How]
    ) -> Fault:
        """Troubles the next requests of that method and chat (any, when None); see `FaultKind` and `Fault`."""
        fault = Fault(kind, method, chat, times, **how)
        self._server.faults.append(fault)
        return fault

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults in the order in which they are asked."""
        return tuple(self._server.faults)

    def calm(self) -> None:
        """Ends all faults."""
        self._server.faults.clear()

    def accepted(self) -> Counter[tuple[int, str]]:
        """How often each text was taken in as a message, by chat and text, whatever became of the answer."""
        events = (event for event in self.world.events if event.kind == "message")
        return Counter((event.chat, event.message.get("text") or event.message.get("caption", "")) for event in events)

    def messages(self, chat: Chat | int, *, everyone: bool = False) -> tuple[Message, ...]:
        """The bot's messages in a chat as they stand now, or those of everyone."""
        place = chat if isinstance(chat, Chat) else self.world.chats[chat]
        views = (read_message(raw, self.world.files) for raw in place.messages.values())
        return tuple(view for view in views if everyone or view.id in place.own)

    @property
    def requests(self) -> tuple[Request, ...]:
        """All requests in order, but getUpdates that went well."""
        return tuple(self._server.requests)

    @property
    def refused(self) -> tuple[Request, ...]:
        """The requests that were answered with 4xx."""
        return tuple(request for request in self._server.requests if 400 <= request.status < 500)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What Telegram accepts, or drops without a word, but a careful bot does not send."""
        return tuple(f"{request.method}: {text}" for request in self._server.requests for text in request.warnings)

    @property
    def commands(self) -> Mapping[str, str]:
        """The bot's commands for everyone: name to description."""
        return self.commands_for("default")

    def commands_for(self, scope: str, *, chat: int | None = None, language: str = "") -> Mapping[str, str]:
        """The commands that the bot set for a scope such as "all_group_chats"."""
        return self.world.commands.get((scope, "" if chat is None else str(chat), "", language), {})

    def menu(
        self, scope: str = "default", language: str = "", *, chat: Chat | int | None = None, user: int | None = None
    ) -> Mapping[str, str]:
        """The list of commands that the bot set for exactly that scope and language, empty when it set none."""
        number = chat.id if isinstance(chat, Chat) else chat
        key = (scope, "" if number is None else str(number), "" if user is None else str(user), language)
        return self.world.commands.get(key, {})

    def menu_seen(self, person: Person, chat: Chat | int | None = None) -> Mapping[str, str]:
        """The commands that a person is offered in a chat, or in private."""
        place = chat if isinstance(chat, Chat) else self.world.chats[person.id if chat is None else chat]
        return profiles.seen(self.world, person.user, place)

    def profile(self, language: str = "") -> profiles.Profile:
        """What somebody of that language reads of the bot before starting it."""
        return profiles.profile(self.world, language)

    def menu_button(self, chat: int = 0) -> Json:
        """The button beside the typing field of that private chat, or of all that have none of their own."""
        return profiles.menu_button(self.world, chat)

    async def polling(self, timeout: float = TIMEOUT) -> None:  # noqa: ASYNC109 - the error says what was waited for
        """Waits until the bot asks for updates, or has them brought."""
        updates = self.world.updates
        await self._pulse.wait_for(lambda: updates.polled or updates.hook, timeout, "poll of the bot")

    async def quiet(self, timeout: float = TIMEOUT) -> None:  # noqa: ASYNC109 - as above
        """Waits until the bot has nothing to do, as far as can be seen from here."""
        await self._pulse.quiet(timeout)

    async def wait_for(self, predicate: Callable[[], object], timeout: float = TIMEOUT) -> None:  # noqa: ASYNC109 - as above
        """Waits until the predicate holds; TimeoutError when it does not in time."""
        await self._pulse.wait_for(predicate, timeout, "such thing")
