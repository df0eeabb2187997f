"""Event loops in whose time a minute is over in a moment."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class _Skipping(selectors.DefaultSelector):
    """Where nothing is ready, the time that would be waited has passed; `steps` counts how often that was."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.steps = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        self.now += 0 if found else timeout or 0
        self.steps += 1
        return found


class Simulated(asyncio.SelectorEventLoop):
    """Nothing takes time but waiting, and that takes none. For what talks to nobody outside of the loop."""

    def __init__(self) -> None:
        self.skipping = _Skipping()
        super().__init__(self.skipping)

    def time(self) -> float:
        return self.skipping.now


class _Hurrying(selectors.DefaultSelector):
    def __init__(self, times: float) -> None:
        super().__init__()
        self._times = times

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout and timeout / self._times)


class Hurried(asyncio.SelectorEventLoop):
    """A clock that goes so many times as fast as others. For what talks over real sockets."""

    def __init__(self, times: float) -> None:
        self._times = times
        super().__init__(_Hurrying(times))

    def time(self) -> float:
        return time.monotonic() * self._times


def simulated(work: Coroutine[Any, Any, Result]) -> Result:
    """Runs it in simulated time."""
    with asyncio.Runner(loop_factory=Simulated) as runner:
        return runner.run(work)


def hurried(work: Coroutine[Any, Any, Result], *, times: float) -> Result:
    """Runs it so many times as fast as it would be."""
    with asyncio.Runner(loop_factory=lambda: Hurried(times)) as runner:
        return runner.run(work)
