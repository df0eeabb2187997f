"""How much one person and one chat may send: counted in the database, so that a restart forgives nothing.

things that arrive -> those that fit into every limit, and what is said of the others: which limit, until when
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from storage import arrivals
from storage.session import Session

Who = Literal["person", "chat", "file"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEPS = 6
"""Halvings in the search for when there is room again: to about a minute of an hour, half an hour of a day."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was sent, and by whom; `person` None for a chat that speaks as itself."""

    chat: int
    person: int | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """The most things `within` a time that one person sends, or that one chat is sent."""

    who: Who
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Refusal:
    """How many things were left out, and why; `wait` is how long until there is room for one, None while the chat's
    earlier things are still being read: then as soon as they are done. Of one "file" no more than `most`
    are read. `first` names the first that was left out."""

    left_out: int
    most: int
    who: Who
    within: timedelta | None = None
    wait: timedelta | None = None
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an operator; `pending` is the most that a chat may have waiting to be read."""

    limits: tuple[Limit, ...]
    pending: int

    @classmethod
    def make(cls, *, person: tuple[int, int], chat: tuple[int, int], pending: int) -> Limits:
        """Of things an hour and a day."""
        counts: tuple[tuple[Who, tuple[int, int]], ...] = (("person", person), ("chat", chat))
        each = [
            Limit(who, most, within) for who, pair in counts for most, within in zip(pair, (HOUR, DAY), strict=True)
        ]
        return cls(tuple(each), pending)

    async def room(self, session: Session, place: Place, count: int, now: datetime) -> tuple[int, Refusal | None]:
        """How many of `count` things may come in now, and what to say of the rest."""
        waiting = await arrivals.count_waiting(session, place.chat)
        allowed, refusal = _within(count, self.pending - waiting, Refusal(0, self.pending, "chat"))
        for limit in self.limits:
            if limit.who == "person" and place.person is None:
                continue
            left = limit.most - await self._count(session, limit, place, now - limit.within)
            if left >= allowed:
                continue
            wait = await self._wait(session, limit, place, now) if left <= 0 else limit.within
            allowed, refusal = _within(count, left, Refusal(0, limit.most, limit.who, limit.within, wait))
        return allowed, refusal

    async def _count(self, session: Session, limit: Limit, place: Place, since: datetime) -> int:
        if limit.who == "person":
            return await arrivals.count_since(session, person=place.person, since=since)
        return await arrivals.count_since(session, chat=place.chat, since=since)

    async def _wait(self, session: Session, limit: Limit, place: Place, now: datetime) -> timedelta:
        """Until the limit has room: what was sent before then is too long ago to count."""

        async def is_full(wait: timedelta) -> bool:
            return await self._count(session, limit, place, now - limit.within + wait) >= limit.most

        return await _first(limit.within, is_full)


async def _first(longest: timedelta, is_full: Callable[[timedelta], Awaitable[bool]]) -> timedelta:
    low, high = timedelta(0), longest
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if await is_full(middle) else (low, middle)
    return high


def _within(count: int, left: int, refusal: Refusal) -> tuple[int, Refusal | None]:
    if left >= count:
        return count, None
    allowed = max(0, left)
    return allowed, Refusal(count - allowed, refusal.most, refusal.who, refusal.within, refusal.wait)
