"""The simulator beside the repository as a test sees it: a process of its own, people to act, and what it noted."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

SCRIPT = Path(__file__).parents[3].parent / "shared" / "telegram" / "botapi_sim.py"
STAND_INS = Path(__file__).parent / "stand_ins"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - the example of Telegram's own documentation
REFUSED = 400
QUIET = 0.05
TIMEOUT = 60.0
TWICE = 2
"""An update may be fetched and not yet begun where the simulator calls it quiet: one look is not enough."""
Json = dict[str, Any]


class Judge:
    """A running simulator. `busy` says whether the bot still works on something."""

    token = TOKEN

    def __init__(self, url: str) -> None:
        self.url = url
        self.busy: Callable[[], object] = lambda: False
        self._http = httpx.AsyncClient(base_url=url, timeout=TIMEOUT)

    @classmethod
    @asynccontextmanager
    async def sitting(cls) -> AsyncIterator[Judge]:
        """Starts the simulator while the block runs."""
        # Packages that are installed are found before the stand-ins: they come last in the path.
        path = os.pathsep.join([*filter(None, sys.path), str(STAND_INS)])
        given = ("--port", "0", "--token", TOKEN, "--config", json.dumps({"rate_limits": False}))
        run = [sys.executable, str(SCRIPT), *given]
        process = await asyncio.create_subprocess_exec(*run, stdout=PIPE, env={**os.environ, "PYTHONPATH": path})
        assert process.stdout
        try:
            word, port = (await process.stdout.readline()).split()
            assert word == b"LISTENING"
            judge = cls(f"http://127.0.0.1:{int(port)}")
            async with judge._http:
                yield judge
        finally:
            process.terminate()
            await process.wait()

    async def do(self, command: str, **given: object) -> Json:
        """One of the simulator's own commands."""
        answer = await self._http.post(f"/sim/{command}", json={k: v for k, v in given.items() if v is not None})
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    async def polling(self) -> None:
        """Waits until the bot asks for updates."""
        assert (await self.do("wait", polling=True, timeout=TIMEOUT))["done"]

    async def calm(self) -> None:
        """Waits until the bot has nothing left to do."""
        silent = 0
        while silent < TWICE:
            assert (await self.do("wait", idle=QUIET, timeout=TIMEOUT))["done"]
            silent = 0 if self.busy() else silent + 1

    async def say(self, user: int, text: str | None = None, chat: int | None = None, **more: object) -> list[Json]:
        """Somebody writes; what the bot sent or edited in that chat until it was quiet."""
        since = await self._last()
        await self.do("send", user=user, text=text, chat=chat, **more)
        return await self._since(since, user if chat is None else chat)

    async def upload(self, user: int, name: str, data: bytes, caption: str | None = None) -> list[Json]:
        """Somebody sends a file."""
        return await self.say(user, document={"name": name, "base64": base64.b64encode(data).decode()}, caption=caption)

    async def press(self, user: int, button: str, chat: int | None = None) -> tuple[str, list[Json]]:
        """Somebody presses the newest button of that text: the note that came of it, and what was sent or edited."""
        since = await self._last()
        pressed = await self.do("press", user=user, button=button, chat=chat)
        heard = await self._since(since, user if chat is None else chat)
        if "callback_query_id" not in pressed:
            return "", heard
        answer = await self.do("callback", id=pressed["callback_query_id"])
        assert answer, f"{button} was left spinning"
        return str(answer["text"]), heard

    async def inline(self, user: int, query: str, offset: str = "") -> tuple[str, Json]:
        """Somebody types inline: the number of the query, and its answer."""
        asked = await self.do("inline", user=user, query=query, offset=offset)
        await self.calm()
        number = str(asked["inline_query_id"])
        return number, await self.do("inline", id=number)

    async def complaints(self) -> list[str]:
        """All that the simulator refused or found careless."""
        requests = (await self.do("requests", limit=100_000))["requests"]
        refused = [f"{r['method']} refused: {r['error']}" for r in requests if r["status"] >= REFUSED]
        return refused + [f"{r['method']}: {warning}" for r in requests for warning in r.get("warnings", ())]

    async def messages(self, chat: int) -> list[Json]:
        """The bot's messages in a chat, as they stand now."""
        found: list[Json] = (await self.do("messages", chat=chat, bot=True))["messages"]
        return found

    async def file(self, message: Json) -> bytes:
        """The bytes of a message's document."""
        return (await self._http.get(f"/sim/file/{message['document']['file_id']}")).content

    async def _last(self) -> int:
        return int((await self.do("events", after=10**9))["last"])

    async def _since(self, since: int, chat: int) -> list[Json]:
        await self.calm()
        events = (await self.do("events", after=since, chat=chat))["events"]
        return [event["message"] for event in events if event["kind"] in ("message", "edit")]


def text_of(messages: list[Json]) -> str:
    """The words of messages, captions too."""
    return "\n\n".join(message.get("text") or message.get("caption", "") for message in messages)
