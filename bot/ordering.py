"""Updates are handled side by side; the halves of a text that an app cut keep their order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Chat, Update
from telegram.ext import SimpleUpdateProcessor

from bot.gathering import Gathering, may_go_on
from bot.requests import place_of
from bot.services.pulse import Pulse

WAITING = 1_000
"""Updates that are here at once, those that are being handled included."""


class Lobby(asyncio.Queue[object]):
    """Updates that were fetched and are not handled yet; while there are `most` no more are fetched.

    The library makes a task of each as soon as it is here, and so has no bound of its own. Telegram keeps what it
    could not hand out for a day.
    """

    def __init__(self, most: int = WAITING) -> None:
        super().__init__()
        self._room = asyncio.Semaphore(most)

    async def put(self, item: object) -> None:
        """Waits for room; what is no update, as the sign of the end, needs none."""
        if isinstance(item, Update):
            await self._room.acquire()
        await super().put(item)

    def left(self) -> None:
        """One of them is handled."""
        self._room.release()


class InOrder(SimpleUpdateProcessor):
    """So many updates at once, begun in the order in which Telegram hands them out.

    A command is waited for by nobody: what it does may take long.
    """

    def __init__(
        self, at_once: int, gathering: Gathering, pulse: Pulse | None = None, lobby: Lobby | None = None
    ) -> None:
        super().__init__(at_once)
        self._lobby = lobby
        self._gathering = gathering
        self._pulse = pulse or Pulse()
        self._under_way: set[asyncio.Task[Any]] = set()

    def cut_off(self) -> int:
        """Cancels what is handled at this moment; how many updates that was."""
        for task in (left := tuple(self._under_way)):
            task.cancel()
        return len(left)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handles one; nothing is awaited before it is noted that it is on its way."""
        self._pulse.count("update")
        if task := asyncio.current_task():
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        try:
            with self._pulse.timing("answer"):
                await self._handle(update, coroutine)
        finally:
            if self._lobby:
                self._lobby.left()

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
        message = update.message if isinstance(update, Update) else None
        text = message.text if message and message.chat.type == Chat.PRIVATE else None
        if message is None or text is None or text.startswith("/") or not may_go_on(text):
            await coroutine
            return
        with self._gathering.coming(place_of(message), message.message_id):
            await coroutine
