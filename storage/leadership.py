"""Who alone may do a thing: poll Telegram for a bot, send digests. Held as long as its process lives, and no longer.

PostgreSQL: an advisory lock of a connection of its own, which the server gives back as soon as that breaks.
SQLite: a lock on a file beside the database, which the system gives back with the process.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Leadership:
    """One duty of one database. `held` says whether it is ours now; it is never said of two processes at once."""

    def __init__(self, url: str, duty: str) -> None:
        self._url, self._duty = url, duty

    @property
    def held(self) -> bool:
        """Whether the duty is ours, as of the last look; whoever finds it lost stops at once."""
        raise NotImplementedError

    async def take(self) -> bool:
        """Takes the duty if nobody has it; False where another process has. Raises StorageError."""
        raise NotImplementedError

    async def keep(self) -> None:
        """Returns when the duty is lost, at most 5 s after the connection broke; looks every few seconds."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Gives the duty back."""
        raise NotImplementedError
