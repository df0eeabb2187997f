"""What somebody is told whose things wait: behind how many others, and about how long."""

from __future__ import annotations

import math
from typing import Protocol

from bot.views.arrivals import progress
from bot.views.language import later, said, say, tr, trn
from bot.views.rich import Rich, join

NOBODY = later("Kept. Nobody is there to read it just now; it will be told here when it is.")
READING = later("It is being read now.")
MINUTE, HOUR = 60, 3600
FEW, FIVE, MANY = 10, 5, 50
"""Minutes: up to a few each is told, then in fives; more are an hour."""


class Waits(Protocol):
    """How far a batch is; `ahead` others come before what waits of it, all of which takes `seconds`."""

    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def ahead(self) -> int: ...
    @property
    def seconds(self) -> float: ...
    @property
    def is_long(self) -> bool:
        """Whether there is a wait behind others that is worth a word."""
        ...

    @property
    def is_lonely(self) -> bool:
        """Whether it waits for somebody to be there at all."""
        ...


def waiting(standing: Waits, left: float = 0.0, *, told: bool = False) -> Rich | None:
    """How a batch stands; None where there is nothing to say of it. `left`: the seconds that its own pace tells.

    Where a wait was `told` of, it is said as well that it is over.
    """
    if standing.is_lonely:
        return say(NOBODY)
    if standing.is_long and not standing.done:
        wait = about(max(standing.seconds, left))
        return said("Queued behind {n} other, {wait}.", "Queued behind {n} others, {wait}.", standing.ahead, wait=wait)
    if standing.total <= 1 or not standing.done:
        return say(READING) if told else None
    counted, seconds = progress(standing.done, standing.total), max(standing.seconds if standing.is_long else 0, left)
    if standing.done >= standing.total or seconds < MINUTE:
        return counted
    return join(" ", (counted, say("Still {wait}.", wait=about(seconds))))


def about(seconds: float) -> str:
    """A wait, rounded up to what can be promised: nobody knows it to the minute."""
    if seconds < MINUTE:
        return tr("less than a minute")
    minutes = math.ceil(seconds / MINUTE)
    if minutes <= FEW:
        return trn("about {n} minute", "about {n} minutes", minutes)
    if minutes <= MANY:
        return trn("about {n} minute", "about {n} minutes", FIVE * math.ceil(minutes / FIVE))
    hours = math.ceil(seconds / HOUR)
    return tr("about an hour") if hours == 1 else trn("about {n} hour", "about {n} hours", hours)
