"""Digests on their way: what is due is claimed, as much as there are free hands, and each hand sends one message.

    wake, or the next is due -> claim: the first message of each chat -> a hand each: see errand.py -> its chat's next
    each minute: what was being sent when a process died -> uncertain

What is due stands in rows: a lost wake-up loses nothing, and a chat in trouble holds up its own messages only. Where
other processes write what is to be sent, none of which can wake it, it looks every two seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.services.courier.decide import Decision, Trouble
from bot.services.courier.errand import Errand
from bot.services.courier.ledger import SENDING, Ledger
from bot.services.courier.road import Road
from bot.services.courier.sending import Notice, Sender
from bot.services.speaking import languages
from storage import chats, outbox, subscriptions
from storage.database import Database
from storage.session import Session
from storage.types import Delivery, Receipt
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

HANDS, MOST_HANDS = 40, 1000
LEASE = timedelta(minutes=2)
"""So long a claimed message is this courier's: several times as long as one waits for its turn."""
IDLE = 60.0
"""The most seconds without a look; also how often what a dead process left is looked for."""
LOOK = 2.0
"""The same where other processes write what is to be sent: nobody wakes this one for it."""
GATHER = 0.05
"""Seconds after something happened in which more is let happen, so that one claim is for several hands."""
BUSY = 1.0
"""Seconds before a look is repeated for which there was no reason to be seen, and before a storage is asked again."""

JUMP = 10.0
"""Seconds by which the time of day may run ahead of the seconds that passed."""


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
        look: float | None = None,
    ) -> None:
        self._database, self._sender, self._now = database, sender, now
        self._repeat, self._number, self._look = repeat, hands, look
        self._ledger, self._road = Ledger(database, now), Road()
        self._errands: dict[asyncio.Task[None], Errand] = {}
        self._woken = asyncio.Event()
        self._closing = False
        self._look_at = float("-inf")
        self._offset: float | None = None
        self._broken: str | None = None

    async def run(self) -> None:
        """Sends until it is closed; no failure ends it."""
        while not self._closing:
            self._woken.clear()
            rest = await self._round()
            with suppress(TimeoutError):  # not `wait_for`, which in Python 3.11 may swallow a cancellation
                async with asyncio.timeout(rest):
                    await self._woken.wait()
                await asyncio.sleep(0 if self._closing else GATHER)

    def wake(self) -> None:
        """Something may be due now."""
        self._woken.set()

    async def close(self, seconds: float = 1.5) -> None:
        """Begins nothing more. What waits for its turn is handed back, a request under way may come to its end.

        What has not ended after so many seconds stays 'sending', and is uncertain when its lease has run out.
        """
        self._closing = True
        self.wake()
        waiting = {task: errand for task, errand in self._errands.items() if not errand.under_way}
        for task in waiting:
            task.cancel()
        back = asyncio.create_task(self._hand_back([errand.delivery for errand in waiting.values()]))
        until = self._time() + seconds
        _, left = await asyncio.wait({back, *self._errands}, timeout=seconds)
        for task in left:
            task.cancel()
        await self._ledger.close(until - self._time())
        log.info("courier.closed handed_back=%d left=%d", len(waiting), len(left))

    async def _round(self) -> float:
        """Starts what may be started; seconds until the next look, if nothing happens before."""
        try:
            await self._recover()
            rest, self._broken = await self._start(), None
        except StorageError as error:
            new, self._broken = error.detail != self._broken, error.detail
            # What trying again does not help is a mistake of ours: where it was made is said once.
            log.warning("courier.waits detail=%s", error.detail, exc_info=new and not error.transient)
        except Exception:  # nobody awaits this task: what is not logged here is never seen, and the rest goes on
            log.exception("courier.crashed")
        else:
            return rest
        return 5 * BUSY

    async def _recover(self) -> None:
        """What was asked for and never settled; also at the start, and whatever the clock says meanwhile."""
        if self._jumped():
            self._look_at = self._time() + SENDING.total_seconds()
        if self._time() < self._look_at:
            return
        async with self._database.session() as session:
            recovered = await outbox.recover(session, self._now(), repeat=self._repeat)
        self._look_at = self._time() + IDLE
        if recovered:
            log.warning("courier.recovered deliveries=%d repeat=%s", recovered, self._repeat)

    def _jumped(self) -> bool:
        """Whether the time of day went ahead by itself: leases of requests under way then have run out too early."""
        offset, before = self._now().timestamp() - self._time(), self._offset
        self._offset = offset
        return before is not None and offset > before + JUMP

    async def _start(self) -> float:
        """Claims for the hands that are free; the next look is when one of them is free again, or more is due."""
        idle = self._look or IDLE
        if pause := self._sender.paused():
            return min(IDLE, max(BUSY, pause.total_seconds()))
        room = self._road.room(self._number, len(self._errands), self._time())
        if room <= 0:
            return self._road.wait(self._time()) or IDLE
        claimed, following = await self._claimed(room)
        if self._closing:
            await self._hand_back([errand.delivery for errand in claimed])
            return 0
        for errand in claimed:
            task = asyncio.create_task(self._run(errand))
            self._errands[task] = errand
            task.add_done_callback(self._free)
        if len(claimed) == room or following is None:
            return idle
        return min(idle, max(BUSY, (following - self._now()).total_seconds()))

    async def _claimed(self, room: int) -> tuple[list[Errand], datetime | None]:
        """As many as there is room for, and when something is due after that.

        One that is in a hand already is not ours to begin again: its lease ran out early, by a clock that jumped, or
        it was settled a moment ago. It is claimed at a later look.
        """
        held = {errand.delivery.id for errand in self._errands.values()}
        async with self._database.session() as session:
            now = self._now()
            found = await outbox.claim(session, now, until=now + LEASE, limit=room)
            if twice := [delivery.id for delivery in found if delivery.id in held]:
                await outbox.release(session, twice)
            errands = [await _errand(session, each) for each in found if each.id not in held]
            following = await outbox.next_due(session, now)
        return errands, now if twice else following

    async def _run(self, errand: Errand) -> None:
        """Nobody awaits this task: its failure is logged here, and its row is free when its lease has run out."""
        delivery = errand.delivery
        try:
            ended = await errand.run(
                self._sender, self._ledger, self._now, repeat=self._repeat, closing=lambda: self._closing
            )
            if ended is not None:
                self._note(errand, *ended)
                await self._tell(errand, ended[1])
        except StorageError as error:
            log.warning("delivery.waits delivery=%d detail=%s", delivery.id, error.detail)
        except Exception:  # whatever one message does, the others go on
            log.exception("delivery.crashed delivery=%d under_way=%s", delivery.id, errand.under_way)

    def _note(self, errand: Errand, receipt: Receipt, decision: Decision) -> None:
        if errand.under_way:
            self._road.note(receipt, errand.began, self._time())
        settled, chat = decision.settled, errand.delivery.chat
        if receipt.outcome != "sent":
            what = "dead" if settled.state == "dead" else receipt.outcome
            log.log(
                logging.ERROR if settled.state == "dead" else logging.WARNING,
                "delivery.%s delivery=%d chat=%d refusal=%s word=%s due=%s",
                what, settled.delivery, chat, receipt.refusal, receipt.word, settled.due,
            )  # fmt: skip

    async def _tell(self, errand: Errand, decision: Decision) -> None:
        """Of a trouble those who set up what has it: once, since it is noted before; in vain if that fails."""
        if decision.trouble is None and decision.pause is None:
            return
        delivery = errand.delivery
        async with self._database.session() as session:
            told = await _to_tell(session, decision)
            chat = await chats.get(session, delivery.chat)
            spoken = await languages(session, [each for each, _ in told])
        for each, notice in told:
            worded = replace(notice, title=chat.title if chat else None, language=spoken[each])
            heard = await self._sender.notice(each, worded)
            log.info("delivery.notice delivery=%d trouble=%s told=%s", delivery.id, notice.trouble, heard)

    async def _hand_back(self, deliveries: Sequence[Delivery]) -> None:
        if not deliveries:
            return
        try:
            async with self._database.session() as session:
                await outbox.release(session, [delivery.id for delivery in deliveries])
        except StorageError as error:
            log.warning("courier.not_handed_back deliveries=%d detail=%s", len(deliveries), error.detail)

    def _free(self, task: asyncio.Task[None]) -> None:
        del self._errands[task]
        self.wake()

    def _time(self) -> float:
        """Seconds of a clock that never goes back: pauses of our own know nothing of the time of day."""
        return asyncio.get_running_loop().time()


async def _to_tell(session: Session, decision: Decision) -> list[tuple[int, Notice]]:
    """Who set up what goes to the chat in person, and the chats that send theirs there, where all rest for it."""
    delivery, trouble, found = decision.delivery, decision.trouble, list[tuple[int, Notice]]()
    if trouble and delivery.home is None and await subscriptions.mark_told(session, delivery.subscription, trouble):
        subscription = await subscriptions.get(session, delivery.subscription, delivery.chat)
        if subscription and subscription.person is not None:
            found.append((subscription.person, Notice(trouble, delivery.chat, None)))
    if decision.pause:
        known: Trouble = trouble or "away"
        homes = await subscriptions.mark_routed(session, delivery.chat, known)
        found += [(home, Notice(known, delivery.chat, None, routed=True)) for home in homes]
    return found


async def _errand(session: Session, delivery: Delivery) -> Errand:
    subscription = await subscriptions.get(session, delivery.subscription, delivery.chat)
    return Errand(delivery, subscription.rule if subscription else None)


@asynccontextmanager
async def on_duty(courier: Courier) -> AsyncIterator[None]:
    """Sends while the block runs; then it is closed."""
    task = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        await courier.close()
        await task
