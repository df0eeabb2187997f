"""Knowing when the bot is quiet: nothing unconfirmed, nothing under way, nothing for a moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TICK = 0.01


class Pulse:
    """Counts what the bot does, so that a test can wait for it to be done."""

    def __init__(self, unconfirmed: Callable[[], int], idle: float) -> None:
        self._unconfirmed = unconfirmed
        self._ticks = max(1, round(idle / TICK))
        self._beats = 0
        self._under_way = 0

    def beat(self) -> None:
        """Something happened."""
        self._beats += 1

    @contextmanager
    def request(self) -> Iterator[None]:
        """A request is under way."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self.beat()

    async def quiet(self, timeout: float) -> None:  # noqa: ASYNC109 - the message says what was still open
        """Returns when nothing has happened for the idle time; TimeoutError when that does not come.

        Counts turns of the loop, not seconds: a handler that blocks the loop must not look like silence.
        """
        deadline, still, beats = time.monotonic() + timeout, 0, self._beats
        while still < self._ticks:
            if time.monotonic() > deadline:
                open_ends = f"{self._unconfirmed()} updates unconfirmed, {self._under_way} requests under way"
                raise TimeoutError(f"not quiet after {timeout} s: {open_ends}")
            await asyncio.sleep(TICK)
            busy = self._unconfirmed() or self._under_way or beats != self._beats
            still, beats = 0 if busy else still + 1, self._beats

    async def wait_for(self, predicate: Callable[[], object], timeout: float, what: str) -> None:  # noqa: ASYNC109 - as above
        """Returns when the predicate holds; TimeoutError, naming what did not come, when it does not in time."""
        deadline = time.monotonic() + timeout
        while not predicate():
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {what} after {timeout} s")
            await asyncio.sleep(TICK)
