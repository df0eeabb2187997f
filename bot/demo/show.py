"""What the script says and does: people's actions on the stage, and all that comes of them into the transcript."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.stage import Stage
from bot.demo.transcript import Transcript, links
from bot.playground import Chat, Message, Person
from bot.playground.messages import read_message
from bot.playground.things import Event
from bot.playground.web.cast import Cast
from bot.taking import add_all

KYIV = ZoneInfo("Europe/Kyiv")
MOMENT = timedelta(seconds=20)
"""From one thing that a person does to the next."""
UNANSWERED = "the bot did not answer here any more; the week goes on"


@dataclass(slots=True)
class Show:
    """The stage and its people, told as it goes; `pace` are the seconds that there are to read what a step brought."""

    stage: Stage
    cast: Cast
    transcript: Transcript
    pace: float = 0.0
    _told: int = field(default=0, init=False)
    _known: set[tuple[int, int]] = field(default_factory=set, init=False)

    async def begins(self, text: str, on_page: str) -> None:
        """What must be known of the demo, above the transcript and, as long as two steps, above the chats."""
        self.transcript.opens(text)
        self.stage.telegram.narrate(on_page)
        await asyncio.sleep(2 * self.pace)

    async def at(self, day: int, time: str, text: str) -> None:
        """Goes on to that day of April and time in Kyiv. What goes out on the way is told before it."""
        moment = datetime.combine(datetime(2022, 4, day), datetime.strptime(time, "%H:%M").time(), KYIV)  # noqa: DTZ001, DTZ007 - the zone is the third
        await self.stage.until(moment - timedelta(seconds=1))
        self._tell(alone=True)
        self.narrate(moment, text)
        await self.stage.until(moment)
        await self._after()

    async def restarts(self) -> None:
        """The bot is started again, on what it knew."""
        await self.stage.start()
        await self._after()

    def narrate(self, moment: datetime, text: str) -> None:
        """A line of the story, in the transcript and above the chats of the page."""
        self.transcript.narrate(moment, text)
        self.stage.telegram.narrate(f"{moment:%A} {moment.day} {moment:%B}, {moment:%H:%M} in Kyiv: {text}")

    async def adds(self, link: str) -> None:
        """The operator runs `verbatim add`."""
        self.transcript.says("The operator", "in a terminal", f"verbatim add {link}")
        printed = io.StringIO()
        with redirect_stdout(printed):
            await add_all(self.stage.context, [link])
        self.transcript.prints(printed.getvalue())
        await self._after()

    async def says(
        self, person: Person, text: str, *, chat: Chat | None = None, topic: int | None = None, until: int = 1
    ) -> Message | None:
        """A person writes; the bot's last message after it, if one came."""
        self.transcript.says(person.user.name, self.place(chat or person.id, topic), text)
        return await self._acts(person, person.say(text, chat=chat, topic=topic, more=True), until)

    async def forwards(self, person: Person, text: str, origin: str) -> Message | None:
        """A person forwards a post of a channel to the bot; the bot's last message after it, if one came."""
        self.transcript.says(person.user.name, self.place(person.id), f"(forwarded from {origin}) {text}")
        return await self._acts(person, person.forward(text, from_=origin), 1)

    async def presses(self, person: Person, message: Message | None, label: str, *, until: int = 1) -> Message | None:
        """A person presses the first button that begins so below a message; the bot's last message after it, or that.

        Nothing is pressed where no message came.
        """
        if message is None:
            return None
        label = next((each for each in message.labels if each.startswith(label)), label)
        self.transcript.says(person.user.name, self.place(message.chat, message.topic), f"presses [{label}]")
        return await self._acts(person, self._pressed(person, message, label), until) or message

    def opens(self, person: Person, message: Message | None, mark: str) -> None:
        """A person opens the page that a mark in a message leads to, if one came."""
        if message is None:
            return
        link = next((url for words, url in links(message) if words == mark), "nowhere")
        self.transcript.says(
            person.user.name, self.place(message.chat, message.topic), f"opens {mark}, which is {link}"
        )

    async def posts(self, person: Person, words: str, chat: Chat) -> None:
        """A person asks inline in any chat, and posts the first result there."""
        self.transcript.says(
            person.user.name, self.place(chat), f"types @{self.bot} {words}, and chooses the first line"
        )
        self._moment()
        with self._bearing():
            found = await person.inline(words, chat_type="supergroup")
            posted = await person.choose(found, 0, chat=chat)
            self.transcript.posts(person.user.name, self.place(chat), posted)
        await self._after()

    @property
    def bot(self) -> str:
        """The bot's name, as people type it."""
        return str(self.stage.telegram.world.me.username)

    def place(self, chat: Chat | int, topic: int | None = None) -> str:
        """How the transcript calls a chat."""
        chat = chat if isinstance(chat, Chat) else self.stage.telegram.world.chats[chat]
        if chat.user:
            return f"{chat.user.name}’s private chat"
        where = f"channel “{chat.title}”" if chat.kind == "channel" else f"group “{chat.title}”"
        return f"{where}, topic “{chat.topics[topic].name}”" if topic else where

    async def _acts(self, person: Person, action: Coroutine[Any, Any, object], until: int) -> Message | None:
        self._moment()
        heard: tuple[Message, ...] = ()
        with self._bearing():
            await action
            heard = await person.until(until, timeout=self.stage.patience)
        await self._after()
        return heard[-1] if heard else None

    async def _pressed(self, person: Person, message: Message, label: str) -> None:
        press = await person.press(message, label)
        if press.answer and press.answer.text:
            self.transcript.notes(press.answer.text)

    @contextmanager
    def _bearing(self) -> Iterator[None]:
        """On the page anybody may delete a message, or take the bot away: what then does not come is noted."""
        try:
            yield
        except (TimeoutError, LookupError):
            if not self.stage.paged:
                raise
            self.transcript.notes(UNANSWERED)

    def _moment(self) -> None:
        self.stage.clock.put(self.stage.clock() + MOMENT)

    async def _after(self) -> None:
        await self.stage.calm()
        self._tell()
        await asyncio.sleep(self.pace)

    def _tell(self, *, alone: bool = False) -> None:
        """What the bot sent or changed since it was last told of, each message once and as it stands now.

        `alone`: nobody did anything meanwhile, so the time is told with it.
        """
        events = self.stage.telegram.world.events
        fresh, self._told = events[self._told :], len(events)
        for event in {(event.chat, event.message["message_id"]): event for event in fresh}.values():
            if alone:
                self.narrate(datetime.fromtimestamp(event.at, UTC).astimezone(KYIV), "A digest is due.")
            self._show(event)

    def _show(self, event: Event) -> None:
        world, key = self.stage.telegram.world, (event.chat, event.message["message_id"])
        raw = world.chats[event.chat].messages.get(event.message["message_id"])
        if raw is None:
            return
        message = read_message(raw, world.files)
        self.transcript.answers(self.place(message.chat, message.topic), message, edited=key in self._known)
        self._known.add(key)
