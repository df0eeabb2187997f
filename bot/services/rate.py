"""One rate for all processes of a bot: each message has its place in a row of the database before it is sent.

    an answer -> its place, and a wait until it
    a digest  -> one after the other -> its place, at a slower rate -> a wait until it

Digests ask for one place at a time (of paid ones for several), so that an answer never finds more than that before it,
and at a rate that leaves an eighth to answers. What Telegram says of the whole bot is told to the others in the same
row: no place is free before that pause is over.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from dataclasses import dataclass, field

from storage import budgets
from storage.database import Database, normalise
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

OF_DIGESTS = 7 / 8
"""The share of the rate that digests take at most; the rest is for answers."""
AT_A_TIME = 25
"""Times a second that a process asks for digests' places at most: where more go out, it takes several at a time."""
SILENCE = 5.0
"""Seconds that a database may take for a place; then it counts as away."""
LATE = 0.1
"""Seconds by which a place may be past: a late waking is made up for."""


def is_shared(url: str) -> bool:
    """Whether other processes may be at work on this database. Raises StorageError for an address that is none."""
    return normalise(url).get_backend_name() == "postgresql"


@dataclass(slots=True, eq=False)
class Lane:
    """What Telegram counts apart: `name` is its row, `rate` messages a second, of which digests take `digests`."""

    name: str
    rate: float
    digests: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    places: deque[float] = field(default_factory=deque)


class Rate:
    """The places of one bot's messages, by its number; `rate` is messages a second, `paid` those paid for.

    `silence` is how many seconds it waits for the database, each time.
    """

    def __init__(self, database: Database, bot: int, rate: float, paid: float, *, silence: float = SILENCE) -> None:
        self._database, self._silence = database, silence
        self._lanes = {
            False: Lane(f"messages:{bot}", rate, rate * OF_DIGESTS),
            True: Lane(f"paid:{bot}", paid, paid),  # nothing but digests
        }
        self._alone = False

    async def answer(self, patience: float) -> float:
        """Takes a place for an answer; how many seconds away it is, and none where that is more than its patience."""
        lane = self._lanes[False]
        return await self._reserve(lane, lane.rate, 1, patience)

    async def digest(self, patience: float, *, paid: bool) -> float:
        """Waits for a digest's place, one digest after the other; 0, or how many seconds away it is where that is more.

        Then none is taken.
        """
        lane = self._lanes[paid]
        async with lane.turn:
            now = asyncio.get_running_loop().time
            while lane.places and lane.places[0] < now() - LATE:
                lane.places.popleft()  # to use it now would be a burst
            if not lane.places:
                count = max(1, round(lane.digests / AT_A_TIME))
                wait = await self._reserve(lane, lane.digests, count, patience)
                if wait > patience:
                    return wait
                lane.places.extend(now() + wait + n / lane.digests for n in range(count))
            await asyncio.sleep(lane.places.popleft() - now())
        return 0.0

    async def rest(self, seconds: float) -> None:
        """Nothing of any process goes out for so long: Telegram wants it."""
        try:
            async with self._database.session() as session:
                for lane in self._lanes.values():
                    await budgets.rest(session, lane.name, time.time(), seconds=seconds)
        except StorageError as error:
            log.warning("rate.rest_untold detail=%s", error.detail)

    async def _reserve(self, lane: Lane, rate: float, count: int, within: float) -> float:
        """Seconds until the place; none to wait for where the database is away: our own rate holds all the same."""
        try:
            async with asyncio.timeout(self._silence), self._database.session() as session:
                wait = await budgets.reserve(session, lane.name, time.time(), cell=1 / rate, count=count, within=within)
        except (StorageError, TimeoutError) as error:
            if not self._alone:
                log.warning("rate.unshared detail=%s", getattr(error, "detail", "silence"))
            self._alone = True
            return 0.0
        self._alone = False
        return wait
