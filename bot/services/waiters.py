"""Whoever waits in this process for a document to be understood, and how they are told what came of it.

waiter -> tell, by a hand of this process | cut, at the end -> leave
"""

from __future__ import annotations

import asyncio
from collections import defaultdict

from summarizer.errors import VerbatimError
from summarizer.types import Analysis

Waiter = asyncio.Future[Analysis]


class Waiters:
    """Those of one process, by the keys of documents."""

    def __init__(self) -> None:
        self._each: defaultdict[str, list[Waiter]] = defaultdict(list)

    def add(self, key: str) -> Waiter:
        """One more, who is to `leave` in the end."""
        waiter: Waiter = asyncio.get_running_loop().create_future()
        self._each[key].append(waiter)
        return waiter

    def leave(self, key: str, waiter: Waiter) -> None:
        """Waits no more, whether told or not."""
        self._each[key].remove(waiter)
        if not self._each[key]:
            del self._each[key]
        if waiter.done() and not waiter.cancelled():
            waiter.exception()  # looked at, so that asyncio does not complain of one that nobody came for

    def tell(self, key: str, outcome: Analysis | VerbatimError) -> None:
        """What came of a document."""
        for waiter in self._each.get(key, ()):
            if not waiter.done():
                waiter.set_exception(outcome) if isinstance(outcome, VerbatimError) else waiter.set_result(outcome)

    def cut(self, key: str) -> None:
        """The process ends: they are cancelled."""
        for waiter in self._each.get(key, ()):
            waiter.cancel()
