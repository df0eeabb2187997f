"""A town of chats that share one bot: each brought a source of its own, whose secret words no other chat may see."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import Application

from bot.playground import Chat, Message, Person, Playground
from tests.bot.conftest import Running, running_at, settings

IDLE = 0.03
"""Seconds of silence after which this bot is quiet: whether it works on something is counted, see `Town.calm`."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One chat with its source: `topic` may be typed by anybody, of the `secrets` only its own chat may read."""

    number: int
    topic: str
    secrets: tuple[str, ...]

    @property
    def article(self) -> str:
        """A text of which every part that the bot may tell has a secret in it."""
        title, speaker, thing, place = self.secrets
        return (
            f"{title} bridge in {self.topic} reopens\n\n"
            f"The {title} bridge in {self.topic} reopened on Monday after repairs that cost $3.2 million, "
            f"the {place} council said.\n\n"
            f"“We kept our word on the {thing}, and nobody was hurt,” said Mayor Ada {speaker}. "
            f"“The {thing} is safe now.”\n\n"
            f"At least 120 {thing} boats crossed it in the first hour, according to the {place} police.\n"
        )


ANN = Tenant(7, "Quorvane", ("Pelluwick", "Hexmarrow", "lanternwort", "Oddingate"))
BOB = Tenant(8, "Zelbrick", ("Marrowick", "Tollander", "gristleweed", "Fennimore"))
GROUP = Tenant(-44, "Tharnwick", ("Cobbleton", "Vexhallow", "thimblemoss", "Drakemire"))
FORUM = Tenant(-1001, "Obbleston", ("Snettlebay", "Quillhurst", "brackenfig", "Umberfold"))
TENANTS = (ANN, BOB, GROUP, FORUM)
CHANNEL = -1003
TOPIC = 5


@dataclass(slots=True)
class Town:
    """The running bot with its people and chats; `busy` are the updates that are being worked on."""

    it: Running
    people: dict[str, Person]
    places: dict[int, Chat]
    busy: list[object] = field(default_factory=list)

    @property
    def tg(self) -> Playground:
        return self.it.telegram

    async def calm(self) -> None:
        """Waits until the bot has nothing left to do: no update, no delivery that waits for more, no work beside."""
        gathering = self.it.context.gathering

        def at_work() -> bool:
            return bool(self.busy or self.tg.world.updates.pending or gathering._tasks or gathering._timers)

        await self.tg.wait_for(lambda: not at_work(), timeout=60)
        await self.tg.quiet(60)
        if at_work():
            await self.calm()

    async def act(self, *actions: Coroutine[Any, Any, object]) -> None:
        """Does several things at a time, and waits for all that comes of them."""
        for action in actions:
            await action
        await self.calm()

    def last(self, chat: int) -> Message:
        """The bot's last message in a chat."""
        return self.tg.messages(chat)[-1]


@asynccontextmanager
async def town(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, bring: bool = True, **changed: object
) -> AsyncIterator[Town]:
    """The bot with four chats that brought a text each, a channel of Ann's, and nobody who is kept waiting."""
    monkeypatch.setattr("bot.services.meters.BURST", 100_000)
    monkeypatch.setattr("bot.services.meters.GROUP_MESSAGES", 100_000)
    many = dict.fromkeys(
        ("asks_per_minute", "chat_per_hour", "chat_per_day", "person_per_hour", "person_per_day"), 10**6
    )
    given = settings(tmp_path, paid_broadcast=True, messages_per_second=1000, **many, **changed)
    async with Playground.start(idle=IDLE) as telegram:
        people, places = _people(telegram), _places(telegram)
        async with running_at(telegram, given, quiet=0.02) as it:
            made = Town(it, people, places)
            count_updates(monkeypatch, made.busy)
            if bring:
                await _bring(made)
            yield made


def count_updates(monkeypatch: pytest.MonkeyPatch, counted: list[object]) -> None:
    """Keeps in a list what the bot is working on."""
    process = Application.process_update

    async def noting(self: Any, update: object) -> None:
        counted.append(update)
        try:
            await process(self, update)
        finally:
            counted.remove(update)

    monkeypatch.setattr(Application, "process_update", noting)


def _people(tg: Playground) -> dict[str, Person]:
    return {
        "Ann": tg.user(7, "Ann"),
        "Bob": tg.user(8, "Bob"),
        "Cid": tg.user(9, "Cid", language="uk"),
        "Operator": tg.user(100, "Operator"),
    }


def _places(tg: Playground) -> dict[int, Chat]:
    roles = {7: "member", 8: "creator", 9: "member"}
    return {
        -44: tg.group(-44, "Neighbours", kind="group", members={7: "creator", 8: "member", 9: "administrator"}),
        -1001: tg.group(-1001, "Newsroom", members=roles, topics={TOPIC: "Talk"}),
        CHANNEL: tg.channel(CHANNEL, "Daily", username="daily_words", members={7: "creator", 8: "member"}),
    }


async def _bring(made: Town) -> None:
    ann, bob = made.people["Ann"], made.people["Bob"]
    await made.act(
        ann.say(ANN.article, more=True),
        bob.say(BOB.article, more=True),
        ann.say(f"/add {GROUP.article}", chat=-44, more=True),
        bob.say(f"/add {FORUM.article}", chat=-1001, topic=TOPIC, more=True),
    )


async def each(coroutines: Iterable[Awaitable[object]]) -> None:
    """One after the other."""
    for coroutine in coroutines:
        await coroutine


def leaks(made: Town) -> Iterator[str]:
    """Whatever the bot ever sent into a chat, or showed to a person, that tells a secret of another chat."""
    for event in made.tg.world.events:
        yield from _found(event.chat, _everything(made, event.message), "message")
    owners = dict(_asked(made))
    for request in made.tg.requests:
        chat = request.parameters.get("chat_id") or owners.get(_query(request.parameters))
        about = " ".join(value for name, value in request.parameters.items() if name != "chat_id")
        if chat is not None:
            yield from _found(int(chat), about, request.method)


def _found(chat: int, text: str, where: str) -> Iterator[str]:
    for tenant in TENANTS:
        for secret in tenant.secrets:
            if tenant.number != chat and secret.lower() in text.lower():
                yield f"{where} in {chat} tells {secret!r} of {tenant.number}: {text[:200]}"


def _everything(made: Town, raw: dict[str, Any]) -> str:
    """A message with its buttons and the words in its file; what it answers or quotes is its chat's own."""
    own = {name: value for name, value in raw.items() if name != "reply_to_message"}
    stored = made.tg.world.files.get(raw.get("document", {}).get("file_id", ""))
    return json.dumps(own, ensure_ascii=False) + (stored.data.decode("utf-8", "replace") if stored else "")


def _query(parameters: dict[str, str]) -> str:
    names = ("callback_query_id", "inline_query_id", "guest_query_id")
    return next((parameters[name] for name in names if name in parameters), "")


def _asked(made: Town) -> Iterator[tuple[str, str]]:
    """Who asked each query that the bot answers; everybody reads what a guest says."""
    world = made.tg.world
    for queries in (world.callbacks, world.queries):
        yield from ((key, str((waiting.about or {}).get("owner", 0))) for key, waiting in queries.items())
    yield from ((key, "0") for key in world.guests)
