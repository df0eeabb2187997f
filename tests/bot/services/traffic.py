"""Requests to a Telegram that counts as the stand-in does, in simulated time, each as long on its way as it is told."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count

from bot.playground.limits import Flood
from bot.services.meters import Flow
from bot.services.pacing import Lane, Pacer, Request


@dataclass(frozen=True, slots=True)
class Sending:
    """A request: when it is asked for, its chat, and how long it takes to be ready, to arrive, to be answered."""

    at: float
    chat: int
    digest: bool = False
    lane: Lane = "message"
    there: float = 0.0
    back: float = 0.0
    before: float = 0.0
    vetoed: bool = False


def pacer(rate: float = 25.0, *, at_once: int = 48, spare: int = 16) -> Pacer:
    """As the bot's."""
    return Pacer(
        {"message": Flow(rate, 30), "edit": Flow(rate, 30), "paid": Flow(rate, 1000)}, at_once=at_once, spare=spare
    )


Step = Callable[[float], None]


@dataclass(slots=True)
class Traffic:
    """Runs requests through a pacer; `granted` are theirs by the moment, `refused` those that Telegram did not take.

    In the stretches `held` nothing gets through, and all of it at their end.
    """

    pacer: Pacer = field(default_factory=pacer)
    server: Flood = field(default_factory=Flood)
    held: tuple[tuple[float, float], ...] = ()
    granted: list[tuple[float, Sending]] = field(default_factory=list)
    refused: list[Sending] = field(default_factory=list)
    _asked: dict[Request, Sending] = field(default_factory=dict)
    _steps: list[tuple[float, int, Step]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def run(self, sendings: Iterable[Sending]) -> Traffic:
        """To the end, when nothing waits any more."""
        for sending in sendings:
            self._at(sending.at, partial(self._ask, sending))
        while self._steps:
            now, _, step = heappop(self._steps)
            step(now)
            for request in self.pacer.grant(now):
                sending = self._asked.pop(request)
                self.granted.append((now, sending))
                self._at(now + sending.before, partial(self._leave, sending, request))
            following = self._steps[0][0] if self._steps else math.inf
            if self._asked and (moment := self.pacer.opens(now)) < following:
                self._at(moment, lambda _: None)
        assert not self._asked, "something waits for nothing"
        return self

    def _at(self, moment: float, step: Step) -> None:
        heappush(self._steps, (moment, next(self._numbers), step))

    def _ask(self, sending: Sending, now: float) -> None:
        request = Request(sending.chat, sending.lane, digest=sending.digest, until=math.inf)
        self._asked[request] = sending
        self.pacer.ask(request, now)

    def _leave(self, sending: Sending, request: Request, now: float) -> None:
        if sending.vetoed:
            self.pacer.unsent(request, now)
            return
        self.pacer.sent(request, now)
        arrives = max((end for begin, end in self.held if begin <= now < end), default=now) + sending.there
        self._at(arrives, partial(self._arrive, sending))
        self._at(arrives + sending.back, partial(self.pacer.answered, request))

    def _arrive(self, sending: Sending, now: float) -> None:
        edit = sending.lane == "edit"
        if self.server.charge(sending.chat, group=sending.chat < 0, edit=edit, now=now):
            self.refused.append(sending)
