"""The processes of this database: who is there, and since when; a beat that stopped says who died."""

from __future__ import annotations

from datetime import datetime

from storage.session import Session
from storage.types import Process


async def beat(session: Session, process: Process) -> None:
    """It is there at `process.seen`; the first beat adds it."""
    raise NotImplementedError


async def leave(session: Session, process: str) -> None:
    """It ended in order: its row goes, and whatever it had leased is free at once."""
    raise NotImplementedError


async def alive(session: Session, since: datetime) -> tuple[Process, ...]:
    """Those that were seen since then, by role and start; the rows of those silent for a day go."""
    raise NotImplementedError
