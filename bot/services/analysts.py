"""Several analysis processes side by side; each understands one document at a time."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from bot.services.analyst import Analyst, Given, Made, Recipe
from bot.services.pulse import Pulse


class Analysts(Analyst):
    """As one analyst to whoever asks; each process has its share of the cores, or they would fight over them."""

    def __init__(self, recipe: Recipe, processes: int, *, idle: float = 300, pulse: Pulse | None = None) -> None:
        super().__init__(recipe, idle=idle, pulse=pulse)
        share = replace(recipe, threads=max(1, (os.cpu_count() or 1) // processes))
        self._each = tuple(Analyst(share, idle=idle) for _ in range(processes))
        self._busy = [0] * processes

    @property
    def state(self) -> Literal["running", "resting", "closed"]:
        states = {each.state for each in self._each}
        return "closed" if "closed" in states else "running" if "running" in states else "resting"

    def close(self) -> None:
        for each in self._each:
            each.close()

    async def _run(self, task: Callable[[Given], Made], given: Given, over: str) -> Made:
        """By the one with least to do, of several the first: the others give their memory back after a while."""
        chosen = self._busy.index(min(self._busy))
        self._busy[chosen] += 1
        try:
            return await self._each[chosen]._run(task, given, over)  # noqa: SLF001 - one of its own kind
        finally:
            self._busy[chosen] -= 1
