"""Briefings rewritten by a model that writes: one at a time, and a briefing goes out whatever happens to the model.

    briefing -> passages -> wait in line -> [ pen: a process with the model ] -> draft -> rewrite | verify -> briefing

What no model could write stays the sources' own sentences, and says why. The process starts with the first briefing
and ends after a while without work.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import PurePath

from bot.services.pen import LOADING, Loaded, Pen, Task, WritingModel
from summarizer.errors import GateError, ModelError
from summarizer.gate.verify import verify
from summarizer.types import Briefing, Excerpt
from summarizer.writing.rewriting import FEWEST, MOST, passages, rewrite, unwritten

log = logging.getLogger(__name__)

WAITING = 4
"""Briefings that may be at work or wait; whoever comes later gets the sources' own sentences at once."""
KEPT = 32
"""The last drafts, for whoever asks the same: a model writes the same again."""
PAUSE = 300
"""Seconds before a model that could not be loaded is tried again."""

BUSY = "it is busy with other briefings"
SLOW = "it took too long"
BROKEN = "it broke down"
ABSENT = "it could not be loaded"
COMING = "it is still being loaded"
STOPPED = "it was stopped"
UNSOUND = "what it wrote did not hold against the sources"


class Unwritten(Exception):  # noqa: N818 - no error: a briefing without a model's words is as good as any
    """Why there is no draft, as a clause about the model; it never leaves this module."""


class Scribe:
    """Has briefings rewritten by one model, one after the other; with None for a model they stay as they are."""

    def __init__(self, wanted: WritingModel | None, *, idle: float = 300) -> None:
        self._pen = Pen(wanted) if wanted else None
        self._idle = idle
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._drafts: dict[Task, str] = {}
        self._rest: asyncio.TimerHandle | None = None
        self._absent_until = 0.0
        self._closed = False

    @property
    def wants_writing(self) -> bool:
        """Whether briefings are to be rewritten, be the model there or not."""
        return self._pen is not None

    async def rewrite(self, briefing: Briefing, pool: Sequence[Excerpt] = ()) -> Briefing:
        """A verified briefing in the model's words, as far as its sources bear them out; verified again.

        `pool` are further sentences of its documents that the model may draw on. Nothing that goes wrong with a model
        is raised: the briefing then keeps the sources' sentences, and its `writing` says why.
        """
        given = passages(briefing, pool)
        if self._pen is None or briefing.writing is not None or not given:
            return briefing
        name = PurePath(self._pen.wanted.model).name
        task = Task(given, briefing.topic, min(max(len(briefing.sentences), FEWEST), MOST))
        try:
            draft = await self._draft(task, self._pen)
        except Unwritten as reason:
            return unwritten(briefing, name, str(reason))
        return await asyncio.to_thread(_held, briefing, draft, name, tuple(pool))

    async def loaded(self) -> Loaded:
        """The model, ready, however long that takes. Raises ModelError when it cannot be had or none is wanted."""
        if self._pen is None:
            raise ModelError("no model that writes is wanted")
        try:
            async with asyncio.timeout(LOADING):
                return await self._pen.ready()
        except TimeoutError as error:
            raise ModelError(f"{self._pen.wanted.model} was not loaded within {LOADING} seconds") from error
        except BrokenProcessPool as error:
            raise ModelError(f"the process ended that was to load {self._pen.wanted.model}") from error

    def forget(self) -> None:
        """Lets go of what was written: sources are gone that it was written of."""
        self._drafts.clear()

    def close(self) -> None:
        """Ends the process at once; who waits for it gets the sources' sentences."""
        self._closed = True
        self._put_down()

    async def _draft(self, task: Task, pen: Pen) -> str:
        """What the model writes, or wrote last time. Raises Unwritten."""
        if task in self._drafts:
            return self._drafts[task]
        if self._waiting >= WAITING:
            raise Unwritten(BUSY)
        self._waiting += 1
        try:
            async with asyncio.timeout(pen.wanted.timeout) as patience, self._turn:
                patience.reschedule(None)  # from here on it is the model that takes its time
                return self._drafts.get(task) or await self._kept(task, pen)
        except TimeoutError:
            raise Unwritten(BUSY) from None
        finally:
            self._waiting -= 1

    async def _kept(self, task: Task, pen: Pen) -> str:
        if self._rest:
            self._rest.cancel()
        try:
            await self._at_hand(pen)
            draft = await self._written(task, pen)
        finally:
            self._rest_later()
        while len(self._drafts) >= KEPT:
            del self._drafts[next(iter(self._drafts))]
        self._drafts[task] = draft
        return draft

    async def _at_hand(self, pen: Pen) -> None:
        """Waits for the model, not for ever: one that is being loaded goes on with it while briefings go out."""
        clock = asyncio.get_running_loop().time
        if self._closed:
            raise Unwritten(STOPPED)
        if clock() < self._absent_until:
            raise Unwritten(ABSENT)
        try:
            async with asyncio.timeout(pen.wanted.timeout):
                await pen.ready()
        except TimeoutError:
            raise Unwritten(COMING) from None
        except (ModelError, BrokenProcessPool) as error:
            detail = error.detail if isinstance(error, ModelError) else "the process ended"
            log.warning("writer.missing model=%s detail=%s", pen.wanted.model, detail)
            pen.drop()
            self._absent_until = clock() + PAUSE
            raise Unwritten(STOPPED if self._closed else ABSENT) from error

    async def _written(self, task: Task, pen: Pen) -> str:
        try:
            return await pen.write(task)
        except TimeoutError:
            log.warning("writing.slow model=%s seconds=%d", pen.wanted.model, pen.wanted.timeout)
            raise Unwritten(SLOW) from None
        except (ModelError, BrokenProcessPool) as error:
            detail = error.detail if isinstance(error, ModelError) else "the process ended"
            log.warning("writing.failed model=%s detail=%s", pen.wanted.model, detail)
            if isinstance(error, BrokenProcessPool):
                pen.drop()
            raise Unwritten(STOPPED if self._closed else BROKEN) from error

    def _rest_later(self) -> None:
        self._rest = asyncio.get_running_loop().call_later(self._idle, self._put_down)

    def _put_down(self) -> None:
        """Gives the model's memory back, or looks again later where it is only just coming."""
        if self._pen and self._pen.is_loading and not self._closed:
            self._rest_later()
        elif self._pen:
            self._pen.drop()


def _held(briefing: Briefing, draft: str, model: str, pool: tuple[Excerpt, ...]) -> Briefing:
    """The briefing with what can be kept of a draft, through the gate once more."""
    try:
        return verify(rewrite(briefing, draft, model=model, pool=pool))
    except GateError as error:
        log.warning("writing.refused model=%s pieces=%d", model, len(error.pieces))
        return unwritten(briefing, model, UNSOUND)
