"""What only one process may do at a time: it is ours as soon as nobody else has it, until it is lost or we end.

stand by, a look each second -> ours: work -> lost: the work is closed, stand by
                                           -> the end: the work is closed, the duty given back
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from bot.services.pulse import Duty, Pulse
from storage.leadership import Leadership
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

EACH = 1.0
"""Seconds between two looks whether a duty is free."""
COMPOSING = 5.0
"""The same of composing: nobody waits for it as for a sender that died."""

Work = Callable[[], AbstractAsyncContextManager[None]]


async def nothing() -> None:
    """There is nothing to begin with."""


class Turn:
    """One duty, called `name`, for whoever takes it in turns; `begin` is what has to be done first when it is ours."""

    def __init__(
        self,
        duty: Leadership,
        name: Duty,
        pulse: Pulse,
        begin: Callable[[], Awaitable[object]] = nothing,
        *,
        each: float = EACH,
    ) -> None:
        self.duty = duty
        self.name, self.each = name, each
        self._pulse, self._begin = pulse, begin
        self._begun = False
        self._said: str | None = None

    @property
    def ours(self) -> bool:
        """Whether this process may do it now."""
        return self._begun and self.duty.held

    async def look(self) -> None:
        """Takes it if it is free. Says once that another has it, and whenever something else is in the way."""
        why = await self._refused()
        if why is None:
            self._said, self._begun = None, True
            log.info("duty.taken duty=%s", self.name)
        elif why != self._said:
            self._said = why
            log.info("duty.stands_by duty=%s %s", self.name, why)
        self._note()

    async def stand_by(self) -> None:
        """Returns as soon as it is ours."""
        while not self._begun:
            await asyncio.sleep(self.each)
            await self.look()

    async def keep(self) -> None:
        """Returns when it is lost."""
        await self.duty.keep()
        self._begun = False
        self._note()
        log.warning("duty.lost duty=%s its connection broke; this process does it no more, and stands by", self.name)

    async def _refused(self) -> str | None:
        """Why it cannot be ours now; None where it is."""
        try:
            if not await self.duty.take():
                return "another process has it; this one takes over when that ends"
            await self._begin()
        except StorageError as error:
            return f"detail={error.detail}"
        return None

    def _note(self) -> None:
        self._pulse.duties[self.name] = self._begun
        if self.name == "send":
            self._pulse.standing_by = not self._begun


@asynccontextmanager
async def taking_turns(turn: Turn, work: Work = nullcontext) -> AsyncIterator[None]:
    """Works whenever it is our turn while the block runs; whether it is at once is known when the block begins."""
    async with turn.duty:
        await turn.look()
        task = asyncio.create_task(_in_turn(turn, work))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled():
                task.result()  # which raises what ended it


async def _in_turn(turn: Turn, work: Work) -> None:
    while True:
        try:
            await turn.stand_by()
            async with work():
                await turn.keep()
        except Exception:  # nobody awaits this task: what is not logged is never seen, and the next try may go well
            if _is_ending():
                raise
            log.exception("duty.failed duty=%s", turn.name)
            await asyncio.sleep(turn.each)


def _is_ending() -> bool:
    """Whether this task was told to end: the error came of that, and took the place of the cancellation."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
