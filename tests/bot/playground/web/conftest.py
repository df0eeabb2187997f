"""A page with the usual people, a browser window for each, and a small bot that does as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.playground import Playground
from bot.playground.hands import TIMEOUT
from bot.playground.web.cast import Cast, settle

Json = dict[str, Any]
ANN, BEN = 1001, 1002
NEWSROOM, BOOK_CLUB, MORNING_DESK = -1001000000001, -1001000000002, -1001000000003
OWN = {"X-Playground": "1"}


@dataclass(frozen=True, slots=True)
class Window:
    """One person's window: what its page asks for."""

    session: aiohttp.ClientSession
    url: str
    person: int

    async def get(self, path: str, **query: object) -> tuple[int, Any]:
        """Status and answer of something that is looked at."""
        about = {"person": self.person} | query
        async with self.session.get(self.url + path, params={k: str(v) for k, v in about.items()}) as response:
            return response.status, await response.json()

    async def post(self, path: str, **fields: object) -> tuple[int, Any]:
        """Status and answer of something that is done."""
        body = {"person": self.person} | fields
        async with self.session.post(self.url + path, json=body, headers=OWN) as response:
            return response.status, await response.json()

    async def do(self, path: str, **fields: object) -> Any:
        """The answer of something that must go well."""
        status, answer = await self.post(path, **fields)
        assert status == 200, answer
        return answer

    async def upload(self, name: str, data: bytes, mime: str = "text/plain", **fields: object) -> tuple[int, Any]:
        """Sends a file as a form, with its name as browsers write it."""
        form = aiohttp.FormData(quote_fields=False)
        for key, value in ({"person": self.person, "chat": self.person, "as": "document"} | fields).items():
            form.add_field(key, str(value))
        form.add_field("file", data, filename=name, content_type=mime)
        async with self.session.post(self.url + "upload", data=form, headers=OWN) as response:
            return response.status, await response.json()

    async def seen(self, chat: int) -> list[Json]:
        """The messages of a chat."""
        status, answer = await self.get("chat", chat=chat)
        assert status == 200, answer
        return list(answer["messages"])

    @asynccontextmanager
    async def watching(self, patience: float = TIMEOUT) -> AsyncIterator[Watch]:
        """Listens to what changes, and waits so many seconds for each change."""
        async with self.session.get(self.url + f"events?person={self.person}") as response:
            assert (await response.content.readline()) == b"retry: 500\n"
            yield Watch(response, patience)


@dataclass(frozen=True, slots=True)
class Watch:
    """An open stream of changes."""

    response: aiohttp.ClientResponse
    patience: float

    async def next(self) -> Json:
        """The next change."""
        async with asyncio.timeout(self.patience):
            while True:
                line = await self.response.content.readline()
                assert line, "the stream has ended"
                if line.startswith(b"data: "):
                    return dict(json.loads(line[6:]))

    async def until(self, kind: str) -> Json:
        """The next change of a kind."""
        while (change := await self.next())["kind"] != kind:
            pass
        return change


@dataclass(slots=True)
class Robot:
    """A bot that does nothing by itself."""

    session: aiohttp.ClientSession
    url: str
    offset: int = 0
    unread: list[Json] = field(default_factory=list)

    async def call(self, method: str, **parameters: object) -> Any:
        """The result of a method that must go well."""
        async with self.session.post(f"{self.url}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def send(self, chat: int, text: str, *rows: list[Json], **more: object) -> int:
        """Sends a text with rows of inline buttons; the number of the message."""
        markup = {"reply_markup": {"inline_keyboard": list(rows)}} if rows else {}
        return int((await self.call("sendMessage", chat_id=chat, text=text, **markup, **more))["message_id"])

    async def heard(self) -> list[Json]:
        """The updates that came since the last time, or the first that comes."""
        updates = await self.call("getUpdates", offset=self.offset, timeout=5)
        self.offset = max([self.offset, *(update["update_id"] + 1 for update in updates)])
        return list(updates)

    async def asked(self, kind: str) -> Json:
        """The next update of a kind, passing over all others."""
        async with asyncio.timeout(TIMEOUT):
            while not any(kind in update for update in self.unread):
                self.unread += await self.heard()
        place = next(place for place, update in enumerate(self.unread) if kind in update)
        found = self.unread[place][kind]
        del self.unread[: place + 1]
        return dict(found)


@pytest.fixture
async def tg() -> AsyncIterator[Playground]:
    """A playground with a page."""
    async with Playground.start(page=True, idle=0.05) as playground:
        yield playground


@pytest.fixture
def cast(tg: Playground) -> Cast:
    """The people and chats in it."""
    return settle(tg)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Connections that end with the test."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def ann(tg: Playground, cast: Cast, session: aiohttp.ClientSession) -> Window:
    """The window of who made the groups."""
    return Window(session, tg.page_url, cast.ann.id)


@pytest.fixture
def ben(tg: Playground, cast: Cast, session: aiohttp.ClientSession) -> Window:
    """The window of a member."""
    return Window(session, tg.page_url, cast.ben.id)


@pytest.fixture
def robot(tg: Playground, session: aiohttp.ClientSession) -> Robot:
    """The bot."""
    return Robot(session, f"{tg.url}/bot{tg.token}")
