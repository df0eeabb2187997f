"""How far it is: what a copy tells whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Doing = Literal["copying", "comparing", "writing"]


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `all` rows (pages, where a file is written), and the table that it is at."""

    doing: Doing
    table: str
    done: int
    all: int


Told = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """For whom does not look."""
