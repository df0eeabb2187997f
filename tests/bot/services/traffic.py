"""Requests to a Telegram that counts as the stand-in does, in simulated time, each as long on its way as it is told."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Traffic:
    """Runs requests through a pacer; `granted` are theirs by the moment, `refused` those that Telegram did not take."""

    pacer: Pacer = field(default_factory=pacer)
    server: Flood = field(default_factory=Flood)
    granted: list[tuple[float, Sending]] = field(default_factory=list)
    refused: list[Sending] = field(default_factory=list)
    steps: int = 0

    def run(self, sendings: Iterable[Sending]) -> Traffic:
        """To the end, when nothing waits any more."""
        numbers = count()
        asked: dict[Request, Sending] = {}
        events = [(sending.at, next(numbers), "ask", sending, None) for sending in sendings]
        events.sort()
        while events:
            now, _, what, sending, request = heappop(events)
            self.steps += 1
            if what == "ask":
                request = Request(sending.chat, sending.lane, digest=sending.digest, until=math.inf)
                asked[request] = sending
                self.pacer.ask(request, now)
            elif what == "arrive":
                self._charge(sending, now)
            elif what == "leave" and sending.vetoed:
                self.pacer.unsent(request, now)
            elif what == "leave":
                self.pacer.sent(request, now)
                heappush(events, (now + sending.there, next(numbers), "arrive", sending, request))
                heappush(events, (now + sending.there + sending.back, next(numbers), "answer", sending, request))
            elif what == "answer":
                self.pacer.answered(request, now)
            for turn in self.pacer.grant(now):
                sent = asked.pop(turn)
                self.granted.append((now, sent))
                heappush(events, (now + sent.before, next(numbers), "leave", sent, turn))
            if asked and (moment := self.pacer.opens(now)) < math.inf and not any(e[0] <= moment for e in events[:1]):
                heappush(events, (moment, next(numbers), "wake", None, None))
        assert not asked
        return self

    def _charge(self, sending: Sending, now: float) -> None:
        edit = sending.lane == "edit"
        if self.server.charge(sending.chat, group=sending.chat < 0, edit=edit, now=now):
            self.refused.append(sending)
