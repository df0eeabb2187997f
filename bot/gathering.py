"""Messages in a row are one delivery: an album, a paste that Telegram cut, several forwards; and what works them off.

    message -> kept at once, in the batch of its sender -> quiet for a second, or five have passed -> work(batch)

Nothing here is needed after a crash: batches are in the database, and the next start goes on with those left open.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.services.arrivals import Arrivals, Noted
from bot.services.limits import Place, Refusal
from bot.services.sent import LONG_FORWARD, LONG_MESSAGE, Sent
from storage.types import Batch

log = logging.getLogger(__name__)

QUIET = 1.0
"""Seconds without a further message after which a delivery is whole."""
MOST_WAIT = 5.0
"""Seconds after which it is, whatever else comes."""
LAST_STEPS = 1.0
"""Seconds that work has to come to the end of what it is writing when the bot stops."""
Work = Callable[[Batch], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message: its id, what it holds, and its whole text for the case that it goes on with the one before."""

    message: int
    sent: tuple[Sent, ...]
    text: str = ""


@dataclass(slots=True)
class _Window:
    """A delivery that may still go on: its batch, the last text of it, and until when it waits for more."""

    turn: asyncio.Lock
    began: float
    until: float
    batch: Batch | None = None
    last: Sent | None = None
    refused: bool = False


class Gathering:
    """Keeps messages as they come and hands each delivery over once, when nothing follows any more."""

    def __init__(self, arrivals: Arrivals, *, quiet: float = QUIET, most: float = MOST_WAIT) -> None:
        self.arrivals = arrivals
        self.counted: set[int] = set()
        """Chats that have a count under way: one is enough for anybody."""
        self._quiet, self._most = quiet, most
        self._windows: dict[Place, _Window] = {}
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._coming: dict[Place, dict[int, asyncio.Event]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.Task[None]] = set()

    @contextmanager
    def coming(self, place: Place, message: int) -> Iterator[None]:
        """While it lasts, a message is on its way here that may go on in the next: that one is kept after it.

        Messages are handled side by side, and the second half of a paste could overtake the first on its way.
        """
        ended = self._coming.setdefault(place, {})[message] = asyncio.Event()
        try:
            yield
        finally:
            ended.set()
            del self._coming[place][message]
            if not self._coming[place]:
                del self._coming[place]

    async def add(self, place: Place, parcel: Parcel, work: Work, *, alone: bool = False) -> Refusal | None:
        """Keeps a message; `alone` where no other can belong to it. What is left out over a limit is said once.

        Raises StorageError: nothing was kept.
        """
        for number, ended in tuple(self._coming.get(place, {}).items()):
            if number < parcel.message:
                await ended.wait()
        turn = self._turns.setdefault(place, asyncio.Lock())
        async with turn:  # messages of one sender are kept in the order in which they came
            window = self._windows.get(place)
            sent = _continued(window.last if window else None, parcel)
            noted = await self.arrivals.note(place, parcel.message, sent, window.batch if window else None)
            if alone:
                if noted.batch:
                    self.start(work(noted.batch))
                return noted.refusal
            window = window or _Window(turn, self._now(), self._now())
            return self._wait(place, window, sent, noted, work)

    def start(self, work: Coroutine[None, None, None] | Awaitable[None]) -> None:
        """Has something done beside everything else, until `close`."""
        _hold(asyncio.ensure_future(_logged(work)), self._tasks)

    async def close(self) -> None:
        """Ends all work at once: what is not done or not reported is in the database, for the next start.

        It has a moment for what it is writing: a transaction that is cut off may keep others waiting.
        """
        self.arrivals.stop()
        for timer in tuple(self._timers):
            timer.cancel()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=LAST_STEPS)
        for task in (left := tuple(self._tasks)):
            task.cancel()
        if left:
            await asyncio.wait(left)

    def _wait(self, place: Place, window: _Window, sent: Sequence[Sent], noted: Noted, work: Work) -> Refusal | None:
        if place not in self._windows:
            if noted.batch is None and noted.refusal is None:
                return None  # an update that came twice
            self._windows[place] = window
            _hold(asyncio.create_task(_logged(self._close(place, window, work))), self._timers)
        window.until = min(self._now() + self._quiet, window.began + self._most)
        window.batch, window.last = noted.batch or window.batch, sent[-1] if sent else None
        told, window.refused = window.refused, window.refused or noted.refusal is not None
        return None if told else noted.refusal

    async def _close(self, place: Place, window: _Window, work: Work) -> None:
        """Waits until the delivery is whole, then hands it over; nothing is added to it any more."""
        while (left := window.until - self._now()) > 0:  # noqa: ASYNC110 - each message puts the end off
            await asyncio.sleep(left)
        async with window.turn:
            del self._windows[place]
        if window.batch:
            self.start(work(window.batch))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _continued(last: Sent | None, parcel: Parcel) -> tuple[Sent, ...]:
    """What a message holds; all of it is one more part of a long text that the message before began."""
    if last is None or last.text is None or not parcel.text or last.fault is not None:
        return parcel.sent
    first = parcel.sent[0] if parcel.sent else Sent("text")
    alike = last.forwarded == first.forwarded and not any(each.file for each in parcel.sent)
    if not alike or _units(last.text) < (LONG_FORWARD if last.forwarded else LONG_MESSAGE):
        return parcel.sent
    return (Sent("text", text=parcel.text, origin=first.origin, forwarded=first.forwarded, part=True),)


def may_go_on(text: str) -> bool:
    """Whether apps may have cut a text here, and the rest comes as the next message."""
    return _units(text) >= LONG_MESSAGE


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _hold(task: asyncio.Task[None], tasks: set[asyncio.Task[None]]) -> None:
    """The loop itself holds no task."""
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception:  # nobody awaits it: what is not logged here is never seen
        log.exception("arrivals.crashed")
