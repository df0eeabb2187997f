"""The demo's clock: it stands still, is put forward step by step, and in the end runs on by itself."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class Clock:
    """Tells the bot and the small Telegram one time. It never goes back."""

    def __init__(self, start: datetime) -> None:
        self._at = start
        self._running_since: float | None = None

    def __call__(self) -> datetime:
        """The moment it is."""
        gone = 0.0 if self._running_since is None else time.monotonic() - self._running_since
        return self._at + timedelta(seconds=gone)

    def unix(self) -> float:
        """The same in seconds since 1970."""
        return self().timestamp()

    def put(self, moment: datetime) -> None:
        """Puts it forward. ValueError for what is past."""
        if moment < self():
            raise ValueError(f"the clock stands at {self()} and does not go back to {moment}")
        self._at = moment

    def run_on(self) -> None:
        """From now on a second takes a second."""
        self._running_since = time.monotonic()
