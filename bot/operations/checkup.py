"""What `verbatim check` says of the database and of whoever works on it: room, clock, processes, what waits, settings.

an open database -> what it stands on, who is alive, what waits: one transaction -> a line each, with what to do
"""

from __future__ import annotations

import asyncio
import ipaddress
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.settings import Settings
from storage import documents, ground, jobs, processes
from storage.database import Database, file_of
from storage.ground import Ground
from storage.types import Line, Process

LITTLE, FEW = 1_000_000_000, 0.1
"""Free bytes, and share of the disk, below which room should be made."""
SKEW = timedelta(seconds=2)
"""So far the server's clock may be from ours: leases and due times are compared between machines."""
LATE = timedelta(minutes=15)
"""So long a document may wait to be understood."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what there is to say of it, and whether it is good; a `note` says what could be better."""

    text: str
    good: bool
    note: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What one transaction found at `now`; the clock of the server was read no longer than `took` before that."""

    documents: int
    ground: Ground
    alive: tuple[Process, ...]
    line: Line
    now: datetime
    took: timedelta


async def look(database: Database) -> Looked:
    """Reads all there is to say. Raises StorageError."""
    async with database.session(readonly=True) as session:
        began = datetime.now(UTC)
        found = await ground.read(session)
        now = datetime.now(UTC)
        alive = await processes.there(session, now)
        line = await jobs.line(session, "understand", now)
        return Looked(await documents.count(session, None), found, alive, line, now, now - began)


async def findings(settings: Settings, looked: Looked) -> list[Finding]:
    """A line for each thing; what is unsafe last."""
    room = await asyncio.to_thread(_room, settings.database_url)
    return [
        Finding(f"database: open and up to date, {_many(looked.documents, 'public document')}", good=True),
        *_ground(looked),
        *([room] if room else []),
        _alive(looked.alive),
        *_missing(looked.alive),
        _line(looked.line, looked.now),
        *unsafe(settings),
    ]


def _ground(looked: Looked) -> Iterator[Finding]:
    found = looked.ground
    text = f"{found.kind} {found.version}, {_megabytes(found.bytes)}"
    if found.clock is None:
        yield Finding(f"server: {text}, on this machine", good=True)
        return
    skew = max(timedelta(), abs(found.clock - looked.now) - looked.took)
    if skew > SKEW:
        far = f"its clock is {skew.total_seconds():.0f} s from ours"
        yield Finding(f"server: {text}; {far}. Set both by a time server (timedatectl set-ntp true).", good=False)
    else:
        yield Finding(f"server: {text}; its clock goes as ours", good=True)
    if found.vectors:
        yield Finding(f"pgvector: {found.vectors}", good=True)
    else:
        how = "CREATE EXTENSION vector, as its owner" if found.vectors == "" else "install it on the server (pgvector)"
        lacks = "pgvector: not there; /search finds by meaning among the 4,000 newest texts alone, by words among all."
        yield Finding(f"{lacks} To have it: {how}, then start a process again.", good=True, note=True)


def _room(url: str) -> Finding | None:
    """What is free beside SQLite's file; of a server's disk nothing is known here."""
    file = file_of(url)
    if file is None:
        return None
    usage = shutil.disk_usage(next(folder for folder in (file.parent, *file.parents) if folder.exists()))
    text = f"disk: {_megabytes(usage.free)} free beside the database, {usage.free / usage.total:.0%} of it"
    if usage.free < LITTLE or usage.free < FEW * usage.total:
        return Finding(f"{text}. Make room: what cannot be written down is not taken in.", good=False)
    return Finding(text, good=True)


def _alive(alive: Sequence[Process]) -> Finding:
    if not alive:
        return Finding("processes: none runs on this database", good=True)
    roles = Counter(each.role for each in alive)
    names = (
        _many(number, "process") + " in role all" if role == "all" else _many(number, role)
        for role, number in roles.items()
    )
    return Finding(f"processes: {', '.join(names)}", good=True)


def _missing(alive: Sequence[Process]) -> Iterator[Finding]:
    """What nobody does, where roles are apart; a worker without kinds does all."""
    roles = {each.role for each in alive}
    if "all" in roles or not roles:
        return
    start = "verbatim worker --kinds fetch,understand,compose"
    done = {kind for each in alive if each.role == "worker" for kind in each.kinds}
    for kind, what in (("understand", "texts"), ("fetch", "feeds and pages"), ("compose", "digests")):
        if kind not in done:
            yield Finding(f"workers: nobody has --kinds {kind}, and {what} wait. Start one: {start}", good=False)
    if "sender" not in roles:
        yield Finding("sender: none, and digests wait. Start one: verbatim run --role sender", good=False)
    if "bot" not in roles:
        yield Finding("bot: none, and nobody is answered. Start one: verbatim run --role bot", good=False)


def _line(line: Line, now: datetime) -> Finding:
    if not line.waiting or line.oldest is None:
        return Finding(f"queue: no document waits to be understood, {line.under_way} under way", good=True)
    waits = now - line.oldest
    minutes = f"the oldest for {waits.total_seconds() / 60:.0f} min"
    text = f"queue: {_many(line.waiting, 'document')} to be understood, {minutes}"
    if waits > LATE:
        return Finding(
            f"{text}. Start the bot, or more workers; the log says analysis.failed where it fails.", good=False
        )
    return Finding(text, good=True)


def unsafe(settings: Settings) -> Iterator[Finding]:
    """Settings that work, and that others may use against whoever set them."""
    for name, listens, port in (
        ("OPERATIONS_LISTEN", settings.operations_listen, settings.operations_port),
        ("WEBHOOK_LISTEN", settings.webhook_listen, settings.webhook_port if settings.webhook_url else None),
    ):
        if port is not None and not _is_own(listens):
            why = "everybody who reaches this machine reaches it"
            yield Finding(
                f"{name}: {listens} is not of this network alone, and {why}. A firewall, or 127.0.0.1.",
                good=True,
                note=True,
            )


def _is_own(address: str) -> bool:
    """Whether an address is of this machine or of a private network; 0.0.0.0 is of every network there is."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address == "localhost"
    return not parsed.is_unspecified and (parsed.is_loopback or parsed.is_private)


def _many(number: int, thing: str) -> str:
    plural = "processes" if thing == "process" else f"{thing}s"
    return f"{number} {thing if number == 1 else plural}"


def _megabytes(number: int) -> str:
    return f"{number / 1e6:,.0f} MB"
