"""What a process notes of itself while it runs, as plain numbers: who asks for them turns them into words or metrics.

Nothing here names a chat, a person, a text or an address.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Literal

Event = Literal["update", "sent", "refused", "late_digest"]
"""An update that came; a message that went out; a 429; a digest that was composed late."""
Span = Literal["answer", "analysis", "query"]
"""What takes seconds: an update until its handlers are through, a document, the words of a question."""
Duty = Literal["poll", "send", "compose"]

BOUNDS: dict[Span, tuple[float, ...]] = {
    "answer": (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    "analysis": (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120),
    "query": (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
}
"""Upper ends of the buckets of each span, in seconds; the last bucket has none."""


@dataclass(slots=True)
class Timings:
    """How often something took how long: `buckets` has a number for each bound, and one for what took longer."""

    bounds: tuple[float, ...]
    buckets: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.buckets = self.buckets or [0] * (len(self.bounds) + 1)

    def add(self, seconds: float) -> None:
        """Counts one that took so long; as long as a bound counts below it."""
        self.buckets[bisect_left(self.bounds, seconds)] += 1
        self.seconds += seconds


@dataclass(slots=True)
class Pulse:
    """How a process is, as it notes it itself. Each field has one writer; reading it is free at any time.

    `ticked`: when the clockwork ticked last, `beat`: when the heart's thread turned last, whatever its database did,
    `seen`: when the heart last wrote down that the process lives; None before the first. `reached`: Telegram knew our
    token at the start, and answered when it was asked for updates last. `refused`: it did not know our token when
    something was sent last. `standing_by`: another process has the duty of sending, and this one waits for it.
    `ending`: it was told to stop. `duties`: which of them this process has now, and False where it lost one.
    """

    ticked: datetime | None = None
    beat: datetime | None = None
    seen: datetime | None = None
    reached: bool = False
    refused: bool = False
    standing_by: bool = False
    ending: bool = False
    duties: dict[Duty, bool] = field(default_factory=dict)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    counts: Counter[tuple[Event, str]] = field(default_factory=Counter)
    spans: dict[Span, Timings] = field(default_factory=lambda: {span: Timings(ends) for span, ends in BOUNDS.items()})
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, event: Event, kind: str = "", number: int = 1) -> None:
        """Counts what happened; `kind` is one of few words. From any thread."""
        with self._lock:
            self.counts[event, kind] += number

    def took(self, span: Span, seconds: float) -> None:
        """Notes how long something took. From any thread."""
        with self._lock:
            self.spans[span].add(seconds)

    @contextmanager
    def timing(self, span: Span) -> Iterator[None]:
        """Notes how long the block takes, also where it fails."""
        began = monotonic()
        try:
            yield
        finally:
            self.took(span, monotonic() - began)
