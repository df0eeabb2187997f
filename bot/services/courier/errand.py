"""One message, from its claim to what became of it.

claimed -> its turn, or given back after a while -> quiet hours? still wanted? -> 'sending' on the disk
        -> request -> receipt -> decide -> on the disk, however often that has to be tried
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.services import clock
from bot.services.courier.decide import Decision, decide
from bot.services.courier.ledger import Ledger
from bot.services.courier.sending import Sender
from storage.types import Delivery, Receipt, Rule, Settled
from summarizer.errors import StorageError

PATIENCE = timedelta(seconds=30)
"""So long a message waits for its turn; then another has its hand, and it is due again after as long."""
Clock = Callable[[], datetime]


class Veto(Exception):  # noqa: N818 - no error: the word for what `before` says to a sender
    """The message is not to be sent now; `until` is when it may be, None where another decides."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("not now")
        self.until = until


@dataclass(slots=True, eq=False)
class Errand:
    """A claimed message in a hand; `rule` knows its quiet hours, None where its subscription is gone.

    `under_way` from the moment at which it is being marked: whoever stops it after that leaves it uncertain. `lease` is
    what it is marked with: after a stall another may have begun it, of whom what is written here says nothing.
    """

    delivery: Delivery
    rule: Rule | None
    under_way: bool = False
    began: float = field(default=float("-inf"))
    lease: datetime | None = None

    async def run(
        self, sender: Sender, ledger: Ledger, now: Clock, *, repeat: bool, closing: Callable[[], bool]
    ) -> tuple[Receipt, Decision] | None:
        """Sends it and writes what became of it; None where it was given back unsent."""
        try:
            receipt = await self._sent(sender, ledger, now, closing)
        except Veto as veto:
            await ledger.give_back(self.delivery, veto.until)
            return None
        except StorageError:  # 'sending' could not be written, or may have been without our knowing
            settled = Settled(self.delivery.id, "pending", due=now(), lease=self.lease)
            await ledger.settle(Decision(self.delivery, settled))
            return None
        decision = self._out_of_quiet(decide(self.delivery, receipt, now(), repeat=repeat))
        decision = self._signed(decision)
        await ledger.settle(decision)
        return receipt, decision

    async def _sent(self, sender: Sender, ledger: Ledger, now: Clock, closing: Callable[[], bool]) -> Receipt:
        """What became of it. Raises Veto where it is not its turn, StorageError where it could not be marked."""

        async def before() -> None:
            if closing():
                raise Veto
            if (until := self._after_quiet(now())) > now():
                raise Veto(until)
            waiting.reschedule(None)
            self.under_way, self.began = True, asyncio.get_running_loop().time()
            self.lease = ledger.lease()
            if not await ledger.begin(self.delivery, self.lease):
                raise Veto

        try:
            async with asyncio.timeout(PATIENCE.total_seconds()) as waiting:
                return await sender.send(self.delivery, before)
        except TimeoutError:
            if not waiting.expired():
                raise
            raise Veto(now() + PATIENCE) from None

    def _signed(self, decision: Decision) -> Decision:
        """The same, with what `begin` wrote of it."""
        tries = self.delivery.tries + 1
        return replace(decision, settled=replace(decision.settled, lease=self.lease, tries=tries))

    def _after_quiet(self, moment: datetime) -> datetime:
        return moment if self.rule is None else clock.after_quiet(self.rule, moment)

    def _out_of_quiet(self, decision: Decision) -> Decision:
        """The same, with its next try after the quiet hours that it would fall into."""
        due = decision.settled.due
        return (
            decision
            if due is None
            else replace(decision, settled=replace(decision.settled, due=self._after_quiet(due)))
        )
