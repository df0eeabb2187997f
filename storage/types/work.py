"""What is to be done and who does it, where several processes share one database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

JobKind = Literal["understand"]
UNDERSTAND: Final[JobKind] = "understand"
Role = Literal["all", "bot", "sender", "worker"]


@dataclass(frozen=True, slots=True)
class Job:
    """One document that `owner` has to understand; `tries` counts the claims, this one included."""

    id: int
    kind: JobKind
    key: str
    tenant: int
    tries: int
    owner: str


@dataclass(frozen=True, slots=True)
class Line:
    """What waits: how many jobs, and since when the oldest of them; None where nothing does."""

    waiting: int
    under_way: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Process:
    """A process of this database, as its last heartbeat said.

    `kinds` is what a worker does; `bot` is the number of the bot whose process it is, None for a worker.
    """

    id: str
    role: Role
    kinds: tuple[str, ...]
    host: str
    pid: int
    version: str
    started: datetime
    seen: datetime
    bot: int | None = None
