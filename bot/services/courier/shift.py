"""Who sends: of all processes of a database one, as long as that duty is its own; the others stand by.

Of a moment in which two believe that they have it nothing comes out twice: `outbox.begin` lets one of them ask.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.services.courier.courier import Courier, on_duty
from bot.services.turns import Turn, taking_turns


class Shift:
    """Sends with a courier of `hire` whenever it is our turn."""

    def __init__(self, turn: Turn, hire: Callable[[], Courier]) -> None:
        self._turn, self._hire = turn, hire
        self._courier: Courier | None = None

    @property
    def ours(self) -> bool:
        """Whether this process is the one that sends."""
        return self._turn.ours

    def wake(self) -> None:
        """Something may be due; where another process sends, that one finds it by itself."""
        if self._courier:
            self._courier.wake()

    def working(self) -> AbstractAsyncContextManager[None]:
        """Stands by or sends while the block runs; then what is under way comes to its end."""
        return taking_turns(self._turn, self._sending)

    @asynccontextmanager
    async def _sending(self) -> AsyncIterator[None]:
        self._courier = self._hire()
        try:
            async with on_duty(self._courier):
                yield
        finally:
            self._courier = None
