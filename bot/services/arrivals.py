"""What arrives in a chat: kept first, then taken in piece by piece, then reported once.

    pieces of a message -> limits -> one transaction: batch + pieces
        -> (when no more comes) items -> four at once in a chat: find | read -> one transaction: document + outcome
        -> understood -> outcome
        -> (when all are done) report -> marked as reported

Telegram takes a message for delivered before we have done anything about it: what a crash leaves open is in the
database, and `take_over` goes on with it. An item is never taken in twice: what became of it stands in its row.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4
from weakref import WeakValueDictionary

from bot.services import outcomes
from bot.services.heart import LEASE
from bot.services.limits import Limits, Place, Refusal
from bot.services.outcomes import Outcome, write
from bot.services.sent import Item, Sent, items_of
from bot.services.taking import Fetch, Taker
from storage import arrivals
from storage.database import Database
from storage.session import Session
from storage.types import Batch
from summarizer.errors import SourceError, StorageError

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Items of one chat that are taken in side by side: nobody's two hundred links hold up what another chat sends."""
TRIES = 3
"""What the whole process died over so often is left alone."""
KEPT = timedelta(days=2)
"""How long what arrived is kept after its report: the limits of a day count it."""
REST = timedelta(minutes=5)
"""After a mistake of ours nobody tries a batch for so long."""
Progress = Callable[[int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Noted:
    """What was kept of a message: its batch, None where nothing new came; what was left out over a limit."""

    batch: Batch | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Keeps and works off what people send."""

    database: Database
    taker: Taker
    limits: Limits
    now: Callable[[], datetime]
    owner: str = field(default_factory=lambda: uuid4().hex)
    """The process that works off what arrives here."""
    _here: set[int] = field(default_factory=set, compare=False)
    """Batches that somebody in this process sees to."""
    _stopped: asyncio.Event = field(default_factory=asyncio.Event, compare=False)
    _slots: WeakValueDictionary[int, asyncio.Semaphore] = field(default_factory=WeakValueDictionary, compare=False)

    async def note(self, place: Place, message: int, sent: Sequence[Sent], batch: Batch | None = None) -> Noted:
        """Keeps the pieces of a message, in a batch that is still open or in a new one. Raises StorageError.

        Of a message that came before nothing is left over a limit: it is kept already.
        """
        async with self.database.session() as session:
            if await arrivals.is_known(session, place.chat, message):
                return Noted(None)
            allowed, refusal = await self.limits.room(session, place, len(sent), self.now())
            refusal = refusal and replace(refusal, first=sent[allowed].label)
            items = [(message, position, each.kind, each.pack()) for position, each in enumerate(sent[:allowed])]
            if batch is not None and items and await arrivals.extend(session, batch, items):
                return Noted(batch, refusal)
            new = await arrivals.note(
                session,
                chat=place.chat,
                person=place.person,
                thread=place.thread,
                message=message,
                items=items,
                now=self.now(),
                owner=self.owner,
                until=self._until(),
            )
            if new:
                self._here.add(new.id)  # before it is there for `take_over`
        return Noted(new, refusal)

    async def items(self, batch: Batch) -> tuple[Item, ...]:
        """The items of a batch, in the order in which they were sent."""
        async with self.database.session(readonly=True) as session:
            return items_of(await arrivals.of_batch(session, batch))

    async def work(self, batch: Batch, fetch: Fetch, progress: Progress) -> None:
        """Takes in what waits, also what comes to light meanwhile; `progress` is told (done, all) after each item.

        `fetch` hands out the bytes of a file. Raises StorageError and SandboxDown: what is left then still waits; and
        CancelledError after `stop`.
        """
        worked: set[int] = set()
        while waiting := [item for item in await self._waiting(batch) if item.lead.id not in worked]:
            worked |= {item.lead.id for item in waiting}
            total = len(await self.items(batch))
            await self._each(batch, waiting, fetch, progress, total)
            if self._stopped.is_set():
                raise asyncio.CancelledError("what is left is for the next start")

    def stop(self) -> None:
        """Begins no further item: what is under way comes to its end, if it is let."""
        self._stopped.set()

    async def outcomes(self, batch: Batch, *, named: int) -> tuple[Outcome, ...]:
        """What became of each item: one alone with all that is told of it, of several the first `named` with documents.

        Raises StorageError, and WithdrawnError where the batch is there no more.
        """
        async with self.database.session(readonly=True) as session:
            batch = await arrivals.found(session, batch)
            found = [outcomes.read(item) for item in items_of(await arrivals.of_batch(session, batch))]
            single = sum(outcome.word != "list" for outcome in found) == 1
            for at in [at for at, outcome in enumerate(found) if outcome.item.lead.document_key][:named]:
                found[at] = await outcomes.load(session, found[at], batch.chat, whole=single)
        return tuple(outcome for outcome in found if outcome.word != "list" or outcome.left)

    async def current(self, batch: Batch) -> Batch:
        """The batch as it is now: its group may have become a supergroup."""
        async with self.database.session(readonly=True) as session:
            return await arrivals.get(session, batch.id) or batch

    async def counting(self, batch: Batch, message: int) -> None:
        """Notes which message counts the batch's progress."""
        async with self.database.session() as session:
            await arrivals.set_progress(session, batch, message)

    async def reported(self, batch: Batch) -> None:
        """Notes that the batch's report was sent: it is not sent again. What is long past is forgotten."""
        async with self.database.session() as session:
            await arrivals.report(session, batch, self.now())
        await self.prune()

    async def prune(self) -> int:
        """Forgets what was reported and is so old that no limit counts it; how many batches. Raises StorageError."""
        async with self.database.session() as session:
            return await arrivals.prune(session, self.now() - KEPT)

    async def give_up(self, batch: Batch) -> None:
        """Closes a batch that cannot be worked off or told: whatever it waits for is not tried again."""
        for item in await self._waiting(batch):
            await self._close(item)
        await self.reported(batch)

    async def take_over(self, *, alone: bool = False) -> tuple[Batch, ...]:
        """What nobody works off any more; now this process has it, for as long as its heart beats.

        `alone`: also what others have, since all of them are dead. Raises StorageError.
        """
        async with self.database.session() as session:
            here, until = frozenset(self._here), self._until()
            taken = await arrivals.take_over(session, self.owner, self.now(), until=until, alone=alone, here=here)
            self._here.update(batch.id for batch in taken)
        return taken

    async def leave(self, batch: Batch) -> None:
        """Nobody has a batch that could not be brought to its end; it is tried again later. Raises StorageError."""
        async with self.database.session() as session:
            await arrivals.leave(session, batch, self.owner, until=self.now() + REST)

    def left(self, batch: Batch) -> None:
        """Nobody in this process sees to it any more: what is open of it may be taken over."""
        self._here.discard(batch.id)

    async def hold(self, batch: Batch) -> bool:
        """Whether the batch is still this process's, and to be reported. Raises StorageError.

        It is another's where this process stood still for so long that it passed for dead.
        """
        async with self.database.session() as session:
            return await arrivals.hold(session, batch, self.owner, until=self._until())

    def _until(self) -> datetime:
        return self.now() + LEASE

    async def _waiting(self, batch: Batch) -> list[Item]:
        return [item for item in await self.items(batch) if item.lead.state == "waiting"]

    async def _each(self, batch: Batch, items: Sequence[Item], fetch: Fetch, progress: Progress, total: int) -> None:
        """Four workers share the items; a chat's turns go round among its batches."""
        slots = self._slots.setdefault(batch.chat, asyncio.Semaphore(AT_ONCE))
        left = iter(items)
        done = total - len(items)

        async def worker() -> None:
            nonlocal done
            for item in left:
                if self._stopped.is_set():
                    return
                async with slots:
                    await self._one(batch, item, fetch)
                done += 1
                await progress(done, total)

        # Whatever one of them ends with, the others come to their ends: a transaction that is cut off may stay open.
        ended = await asyncio.gather(*(worker() for _ in range(min(AT_ONCE, len(items)))), return_exceptions=True)
        for error in filter(None, ended):
            raise error

    async def _one(self, batch: Batch, item: Item, fetch: Fetch) -> None:
        """Whatever one item does, the others go on; a storage that fails is everybody's, and so is the sandbox.

        A try counts while it lasts: of what ends otherwise than with its process it is taken back.
        """
        if item.lead.tries >= TRIES:
            await self._close(item)
            return
        async with self.database.session() as session:
            await arrivals.tried(session, item.lead)
        try:
            await self.taker.take(item, batch, fetch, self._room)
        except (StorageError, SourceError, asyncio.CancelledError):
            await self._untried(item)
            raise
        except Exception:  # a mistake of ours over one item: logged, told, and the others go on
            log.exception("arrival.crashed batch=%d", batch.id)
            await self._close(item)

    async def _untried(self, item: Item) -> None:
        with suppress(StorageError):  # then it counts, which matters only after several
            async with self.database.session() as session:
                await arrivals.untried(session, item.lead)

    async def _close(self, item: Item) -> None:
        """Ends an item that is tried no more; what was kept of it is told as kept."""
        async with self.database.session(readonly=True) as session:
            lead = await arrivals.current(session, item.lead)
        await self.taker.finish(item, lead.outcome or write("crashed"), lead.document_key)

    async def _room(self, session: Session, batch: Batch, count: int) -> tuple[int, Refusal | None]:
        place = Place(await arrivals.chat_of(session, batch), batch.person, batch.thread)
        return await self.limits.room(session, place, count, self.now())
