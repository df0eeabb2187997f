"""Digests on their way: what is due is claimed, as much as there are free hands, and each hand sends one message.

    wake, or the next is due -> claim: the first message of each chat -> a hand each: see errand.py -> its chat's next
    each minute: what was being sent when a process died -> uncertain

What is due stands in rows: a lost wake-up loses nothing, and a chat in trouble holds up its own messages only.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from bot.services.courier.decide import Decision, Trouble
from bot.services.courier.errand import Errand
from bot.services.courier.ledger import Ledger
from bot.services.courier.road import Road
from bot.services.courier.sending import Notice, Sender
from storage import chats, outbox, subscriptions
from storage.database import Database
from storage.types import Delivery, Receipt
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

HANDS, MOST_HANDS = 40, 1000
LEASE = timedelta(minutes=2)
"""So long a claimed message is this courier's: several times as long as one waits for its turn."""
IDLE = 60.0
"""The most seconds without a look; also how often what a dead process left is looked for."""
GATHER = 0.05
"""Seconds after something happened in which more is let happen, so that one claim is for several hands."""
BUSY = 1.0
"""Seconds before a look is repeated for which there was no reason to be seen, and before a storage is asked again."""


def hands_for(rate: int) -> int:
    """How many messages are to be under way for so many in a second: each takes a second and a half at most."""
    return min(MOST_HANDS, max(HANDS, round(1.6 * rate)))


class Courier:
    """Sends what waits in the outbox, in one event loop."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        now: Callable[[], datetime],
        *,
        repeat: bool = False,
        hands: int = HANDS,
    ) -> None:
        self._database, self._sender, self._now = database, sender, now
        self._repeat, self._number = repeat, hands
        self._ledger, self._road = Ledger(database, now), Road()
        self._errands: dict[asyncio.Task[None], Errand] = {}
        self._woken, self._ended = asyncio.Event(), asyncio.Event()
        self._closing = False
        self._looked = float("-inf")

    async def run(self) -> None:
        """Sends until it is closed; no failure ends it."""
        self._ended.clear()
        try:
            while not self._closing:
                self._woken.clear()
                rest = await self._round()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), rest)
                    await asyncio.sleep(0 if self._closing else GATHER)
        finally:
            self._ended.set()

    def wake(self) -> None:
        """Something may be due now."""
        self._woken.set()

    async def close(self, seconds: float = 10) -> None:
        """Begins nothing more. What waits for its turn is handed back, a request under way may come to its end.

        What has not ended after so many seconds stays 'sending', and is uncertain when its lease has run out.
        """
        self._closing = True
        self.wake()
        waiting = {task: errand for task, errand in self._errands.items() if not errand.under_way}
        for task in waiting:
            task.cancel()
        back = asyncio.create_task(self._hand_back([errand.delivery for errand in waiting.values()]))
        _, left = await asyncio.wait({back, *self._errands}, timeout=seconds)
        for task in left:
            task.cancel()
        log.info("courier.closed handed_back=%d left=%d", len(waiting), len(left))

    async def settled(self) -> None:
        """Waits until no message is in a hand."""
        while self._errands:
            await asyncio.wait(self._errands)

    async def _round(self) -> float:
        """Starts what may be started; seconds until the next look, if nothing happens before."""
        try:
            await self._recover()
            return await self._start()
        except StorageError as error:
            log.warning("courier.waits detail=%s", error.detail)
        except Exception:  # nobody awaits this task: what is not logged here is never seen, and the rest goes on
            log.exception("courier.crashed")
        return 5 * BUSY
