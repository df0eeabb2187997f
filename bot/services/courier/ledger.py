"""What is written of messages on their way: the marks of several hands in one short transaction.

    begin, settle, give_back -> marks that wait -> one transaction -> each hand goes on
                                    ^ what comes meanwhile waits for the next one

A mark that is confirmed is on the disk. SQLite writes one transaction after the other and waits for the disk each
time, so that forty hands with one each would wait for one another (group commit: Gawlick and Kinkade, 1985).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.courier.decide import Decision
from storage import chats, outbox, subscriptions
from storage.database import Database
from storage.session import Session
from storage.types import Delivery
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

SENDING = timedelta(minutes=3)
"""After so long a message that was being sent counts as uncertain: twice as long as its requests can take."""
RETRIES = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before what could not be written is tried again; the last one for all that follow."""


@dataclass(frozen=True, slots=True)
class Begin:
    """A request for it is about to be made; `lease` says whose, and until when its answer is waited for."""

    delivery: int
    lease: datetime


@dataclass(frozen=True, slots=True)
class Back:
    """It is not asked for now: free for anybody, and its chat's messages not due before then."""

    delivery: Delivery
    until: datetime | None


Mark = Begin | Back | Decision


class Ledger:
    """Writes marks; each call returns when its mark is on the disk."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._waiting: list[tuple[Mark, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._lease: datetime | None = None

    def lease(self) -> datetime:
        """What to begin with now: the same for all that share a transaction, and nobody else's.

        Up to a second short of its time: the fraction is drawn by lot, since two processes may ask at one moment.
        """
        if self._lease is None:
            self._lease = self._now() + SENDING - timedelta(microseconds=secrets.randbelow(1_000_000))
        return self._lease

    async def begin(self, delivery: Delivery, lease: datetime) -> bool:
        """Notes that a request is about to be made; False where it is not wanted any more. Raises StorageError."""
        return await self._put(Begin(delivery.id, lease))

    async def give_back(self, delivery: Delivery, until: datetime | None = None) -> None:
        """Hands one back that was not asked for, due not before then."""
        await self._surely(Back(delivery, until))

    async def settle(self, decision: Decision) -> None:
        """Writes what became of a request."""
        await self._surely(decision)

    async def close(self, seconds: float) -> None:
        """Gives what is being written so many seconds; what is not written by then never is: another may send now."""
        if self._writer is None:
            return
        _, late = await asyncio.wait({self._writer}, timeout=max(0.0, seconds))
        if late:
            log.warning("ledger.dropped marks=%d", len(self._waiting))
            self._waiting.clear()
            self._writer.cancel()

    async def _surely(self, mark: Back | Decision) -> None:
        """Until it is written, however often that has to be tried; what fails is logged."""
        tried = 0
        while True:
            try:
                await self._put(mark)
            except StorageError:
                await asyncio.sleep(RETRIES[min(tried, len(RETRIES) - 1)])
                tried += 1
            else:
                return

    async def _put(self, mark: Mark) -> bool:
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((mark, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await written

    async def _write(self) -> None:
        while self._waiting:
            together, self._waiting, self._lease = self._waiting, [], None
            await self._together(together)

    async def _together(self, marks: Sequence[tuple[Mark, asyncio.Future[bool]]]) -> None:
        try:
            done = await self._commit([mark for mark, _ in marks])
        except Exception as error:  # noqa: BLE001 - whoever put the mark is told; nobody waits for this task
            await self._failed(marks, error)
        else:
            for (_, written), each in zip(marks, done, strict=True):
                if not written.done():  # its hand may have been stopped meanwhile
                    written.set_result(each)

    async def _failed(self, marks: Sequence[tuple[Mark, asyncio.Future[bool]]], error: Exception) -> None:
        """Each by itself, where one of several may be what cannot be written."""
        if len(marks) > 1 and not getattr(error, "transient", False):
            for each in marks:
                await self._together([each])
            return
        log.warning("ledger.failed marks=%d detail=%s", len(marks), getattr(error, "detail", type(error).__name__))
        for _, written in marks:
            if not written.done():
                written.set_exception(error)

    async def _commit(self, marks: Sequence[Mark]) -> list[bool]:
        """Writes them all, or raises; for each whether it may go on."""
        now = self._now()
        async with self._database.session() as session:
            begun = await _begin(session, [mark for mark in marks if isinstance(mark, Begin)], now)
            decisions = [mark for mark in marks if isinstance(mark, Decision)]
            if decisions:
                await outbox.settle(session, [decision.settled for decision in decisions], now)
            for decision in decisions:
                await _follow(session, decision)
            await _ease(session, decisions)
            await _hand_back(session, [mark for mark in marks if isinstance(mark, Back)])
        return [_taken(begun, mark.delivery) if isinstance(mark, Begin) else True for mark in marks]


async def _begin(session: Session, asked: Sequence[Begin], now: datetime) -> set[int]:
    begun = set[int]()
    for lease in {mark.lease for mark in asked}:  # one, but where a mark came late to its transaction
        ids = [mark.delivery for mark in asked if mark.lease == lease]
        begun |= await outbox.begin(session, ids, now, until=lease)
    return begun


def _taken(begun: set[int], delivery: int) -> bool:
    """Whether it was there to take, for one of those who ask."""
    was = delivery in begun
    begun.discard(delivery)
    return was


async def _follow(session: Session, decision: Decision) -> None:
    """What a decision means for more than its delivery."""
    if decision.pause:
        await subscriptions.pause_chat(session, decision.delivery.chat, decision.pause)
    if decision.unthread:
        await outbox.unthread(session, decision.delivery.id)
    if decision.moved is not None:
        await chats.migrate(session, decision.delivery.chat, decision.moved)


async def _ease(session: Session, decisions: Sequence[Decision]) -> None:
    """What is over is new trouble when it comes again."""
    for trouble in sorted({trouble for decision in decisions for trouble in decision.eased}):
        ended = [decision.delivery.subscription for decision in decisions if trouble in decision.eased]
        await subscriptions.ease(session, ended, trouble)


async def _hand_back(session: Session, backs: Sequence[Back]) -> None:
    if backs:
        await outbox.release(session, [back.delivery.id for back in backs])
    for back in backs:
        if back.until is not None:
            await outbox.put_off(session, back.delivery.chat, back.until)
