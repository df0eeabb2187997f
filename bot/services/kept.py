"""What was computed last, for whoever asks the same again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last results by what they were made of; a key must name everything that the result depends on."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._results: dict[Hashable, T] = {}

    def clear(self) -> None:
        """Lets go of everything: what it was made of may be gone."""
        self._results.clear()

    async def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result that is kept under the key, else a new one, made in a thread; the oldest gives way."""
        if key not in self._results:
            made = await asyncio.to_thread(make)
            while len(self._results) >= self._most:
                del self._results[next(iter(self._results))]
            self._results[key] = made
        return self._results[key]
