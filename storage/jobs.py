"""Jobs: documents that are to be understood, by whichever process is free; each by one at a time, in fair turns.

put, with the document -> claim, leased -> renew ... -> finish, with the analysis | put_back, later | give_up
                                        -> its process died: claimed again when the lease has run out
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from storage.session import Session
from storage.types import Job, JobKind, Line


async def put(session: Session, kind: JobKind, key: str, tenant: int, now: datetime) -> None:
    """Have a document understood, in the caller's transaction; nothing changes where it is asked for already.

    Its turn comes by start-time fair queuing (Goyal, Vin & Cheng 1996): behind what its tenant has waiting, and of
    different tenants in turns, so that a chat with 500 links does not hold up one with a single link.
    """
    raise NotImplementedError


async def claim(
    session: Session, kind: JobKind, now: datetime, *, owner: str, until: datetime, limit: int, key: str | None = None
) -> tuple[Job, ...]:
    """Jobs that are due and that nobody has, fairest turn first, or that of one document; no two get the same."""
    raise NotImplementedError


async def renew(session: Session, owner: str, *, until: datetime) -> None:
    """Keep all that a process has for longer: what it asks for again and again while it lives."""
    raise NotImplementedError


async def finish(session: Session, job: Job) -> bool:
    """It is done; in the transaction that keeps its result. False: it is another's by now, and nothing may be kept."""
    raise NotImplementedError


async def put_back(session: Session, job: Job, *, due: datetime, failure: str | None = None) -> None:
    """Nobody has it any more, and it is due then; where it is another's by now nothing happens."""
    raise NotImplementedError


async def give_up(session: Session, job: Job, failure: str) -> None:
    """It is not tried again until a program with another recipe puts it anew; `failure` says why, in a line."""
    raise NotImplementedError


async def failure(session: Session, kind: JobKind, key: str) -> str | None:
    """Why a document's job was given up; None where it was not."""
    raise NotImplementedError


async def line(session: Session, kind: JobKind, now: datetime) -> Line:
    """How much waits, for how long, and how much is under way."""
    raise NotImplementedError


async def ahead(session: Session, kind: JobKind, keys: Collection[str]) -> int:
    """How many jobs come before the last of these documents, those under way included; 0 where none of them waits."""
    raise NotImplementedError


async def due(session: Session, kind: JobKind, now: datetime, *, limit: int) -> Sequence[str]:
    """The keys of documents that may be claimed now, fairest turn first: what a sweep wakes workers for."""
    raise NotImplementedError
