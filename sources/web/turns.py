"""Politeness to hosts: few requests at the same time, a pause between two starts; and a bound on all requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Turn:
    """A host that is being asked, or was a moment ago; `free` is when it may be asked again, by the loop's clock."""

    slots: asyncio.Semaphore
    users: int = 0
    free: float = 0.0
    begun: float = 0.0

    def slow_down(self, pause: float) -> None:
        """Keeps the next start at least `pause` seconds after the last one."""
        self.free = max(self.free, self.begun + pause)


class Turns:
    """Hands out turns, host by host; of a host that nobody asks and whose pause is over nothing is kept."""

    def __init__(self, at_once: int, pause: float, *, everywhere: int) -> None:
        self._at_once = at_once
        self._everywhere = asyncio.Semaphore(everywhere)
        self._pause = pause
        self._turns: dict[str, Turn] = {}

    def __len__(self) -> int:
        return len(self._turns)

    @asynccontextmanager
    async def take(self, host: str, *, again: bool = False) -> AsyncIterator[Turn]:
        """Waits for a turn with a host and holds it; `again` in the same visit there is no pause."""
        turn = self._turns.setdefault(host, Turn(asyncio.Semaphore(self._at_once)))
        turn.users += 1
        try:
            async with turn.slots:
                if not again:
                    await self._wait(turn)
                async with self._everywhere:  # last: whoever waits for a slow host keeps nobody from the others
                    yield turn
        finally:
            turn.users -= 1
            self._forget()

    async def _wait(self, turn: Turn) -> None:
        now = asyncio.get_running_loop().time()
        turn.begun = max(now, turn.free)
        turn.free = turn.begun + self._pause  # before the sleep: whoever comes meanwhile waits for the one after
        await asyncio.sleep(turn.begun - now)

    def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        for host in [host for host, turn in self._turns.items() if not turn.users and turn.free <= now]:
            del self._turns[host]
