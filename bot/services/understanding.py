"""Having documents understood, each once, by whichever process is free; the row of its job decides, not who was woken.

have: document -> its job stands -> whoever does it is woken -> [ own hand | another process ] -> Analysis
hand: claim, the fairest turn first -> Analyst -> one transaction: still ours? analysis + its story
                                                  -> copies -> job gone -> waiters
                                         failed -> the job is due again later, and after some tries given up

A hand starts when there is something to do and ends when nothing is left. A process with no hands of its own wakes
workers by a messenger, and looks at the database now and then: a wake-up that is lost or doubled does no harm.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

from bot.services import copies
from bot.services.analyst import Analyst
from bot.services.heart import LEASE
from bot.services.waiters import Waiters
from storage import analyses, documents, jobs, stories
from storage.database import Database
from storage.session import StorageBusyError
from storage.types import UNDERSTAND, Job
from summarizer.analyse import RECIPE
from summarizer.errors import AnalysisError, StorageError, VerbatimError
from summarizer.types import Analysis, Document

log = logging.getLogger(__name__)

KIND = UNDERSTAND
PAUSES = timedelta(seconds=30), timedelta(minutes=5)
"""Before a document that failed is tried again; after one try more it is given up."""
MOST_CLAIMS = 20
"""A document that was claimed so often, as one that brings whole processes down, is given up unread."""
SOON = timedelta(seconds=5)
"""A job is due again that a busy database kept from its end."""
FIRST_LOOK, LONGEST_LOOK = 0.2, 2.0
"""Seconds before the database is looked at for what others may have done, doubled up to the longest."""
EACH = 5.0
"""Seconds that one waits for every document which comes before one's own, besides the time for one's own."""


class StillWaitingError(AnalysisError):
    """Nothing is known against the document: its turn has not come, or nobody is there to understand it."""


@dataclass(frozen=True, slots=True)
class _Owed:
    """A job that could not be given back yet, and when it is due then; `counted` where it was a try."""

    job: Job
    due: datetime
    counted: bool = False


class Messenger(Protocol):
    """Wakes whoever may do the work, in other processes. Never raises: what is due is found without it, later."""

    async def wake(self, kind: str, refs: Sequence[str]) -> None:
        """There may be something to do for these rows."""


class Understanding:
    """Documents on their way to being understood, with `hands` of this process's own; `patience` is in seconds.

    With a `messenger` in place of hands it is for others to do, or for whoever calls `once`.
    """

    def __init__(
        self,
        database: Database,
        analyst: Analyst,
        now: Callable[[], datetime],
        *,
        hands: int = 1,
        owner: str | None = None,
        messenger: Messenger | None = None,
        patience: float = 120,
    ) -> None:
        self._database, self._analyst, self._now = database, analyst, now
        self._hands, self._messenger, self._patience = hands, messenger, patience
        self._owner = owner or uuid4().hex
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiters = Waiters()
        self._rings, self._ending = 0, False
        self._owed: dict[int, _Owed] = {}

    @property
    def hands(self) -> int:
        """How many documents this process understands side by side by itself."""
        return self._hands

    @property
    def owner(self) -> str:
        """The name under which this process holds jobs; whoever renews its leases needs it."""
        return self._owner

    async def have(self, keys: Sequence[str], *, known: str | None = None) -> list[Analysis | VerbatimError]:
        """What comes of having these documents understood, in this order; those without a job get public turns.

        What was understood by the recipe `known` stays as it is. A document that fails is an error in the list, told
        at its first failure; it is tried again later. Raises StorageBusyError where the jobs cannot be put.
        """
        waiters = [(key, self._waiters.add(key)) for key in keys]
        try:
            asked = await self._put(keys, known)
            await self.wake(asked)
            told = (self._told(key, waiter, at_once=key not in asked) for key, waiter in waiters)
            outcomes = await asyncio.gather(*told, return_exceptions=True)
        finally:
            for key, waiter in waiters:
                self._waiters.leave(key, waiter)
        return [_outcome(each) for each in outcomes]

    async def wake(self, keys: Sequence[str] = ()) -> None:
        """Has the own hands look for work, or somebody else's; returns at once."""
        if not self._hands:
            if self._messenger and keys:
                await self._messenger.wake(KIND, keys)
            return
        self._rings += 1
        while len(self._tasks) < self._hands:
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def sweep(self) -> None:
        """Wakes whoever does the work where a job is due that nobody has; a tick calls it. Raises StorageError."""
        if self._owed:
            await self._pay()
        async with self._database.session(readonly=True) as session:
            due = await jobs.due(session, KIND, self._now(), limit=max(self._hands, 1))
        if due:
            await self.wake(due)

    async def once(self) -> bool:
        """Understands one document, the one whose turn it is; False where none is due. Raises StorageError."""
        if self._closed or (job := await self._claimed()) is None:
            return False
        await self._do(job)
        return True

    async def lend(self) -> None:
        """Wakes a hand that is free, as soon as one is; until then whoever asks may ask somebody else instead."""
        while self._tasks and len(self._tasks) >= self._hands:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        await self.wake()

    async def settled(self) -> None:
        """Waits until the own hands have ended: for now nothing is left to do."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, grace: float = 0) -> None:
        """Begins nothing more; what is under way has `grace` seconds, then its jobs are free for others at once."""
        self._ending = True
        if self._tasks and grace:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await self.settled()

    @property
    def _closed(self) -> bool:
        return self._ending or self._analyst.state == "closed"

    async def _put(self, keys: Sequence[str], known: str | None) -> tuple[str, ...]:
        """Sees to it that the jobs stand; those that there are."""
        now, asked = self._now(), []
        async with self._database.session() as session:
            for key in keys:
                if known is not None and await analyses.is_understood(session, key, known):
                    continue  # by now
                asked.append(key)
                given_up = await jobs.failure(session, KIND, key)
                again = given_up is not None and not given_up.startswith(f"{RECIPE}: ")
                await jobs.put(session, KIND, key, 0, now, again=again)
                await jobs.hurry(session, KIND, key, now)
        return tuple(asked)

    async def _told(self, key: str, waiter: asyncio.Future[Analysis], *, at_once: bool) -> Analysis:
        """By a hand of this process at once, else by the database, a little later."""
        loop, pause, until = asyncio.get_running_loop(), 0.0 if at_once else FIRST_LOOK, None
        while not (await asyncio.wait({waiter}, timeout=pause))[0]:
            found = await self._found(key)
            if found is not None:
                return found
            if self._hands and self._closed:
                raise AnalysisError(f"stopped before document {key}")
            until = until or loop.time() + self._patience + EACH * await self._ahead(key)
            if loop.time() > until:
                raise StillWaitingError(f"document {key} is still waiting for its turn; it will have it")
            if self._hands:
                await self.wake()  # a lease may have run out meanwhile
            pause = min(max(2 * pause, FIRST_LOOK), LONGEST_LOOK)
        return waiter.result()

    async def _found(self, key: str) -> Analysis | None:
        """What another process made of it; None while it is being waited for. Raises AnalysisError, StorageError."""
        async with self._database.session(readonly=True) as session:
            stands, failure = await jobs.standing(session, KIND, key)
            found = () if stands else await analyses.load(session, (key,))
        if failure is not None:
            raise AnalysisError(failure)
        if stands:
            return None
        if not found:
            raise AnalysisError(f"document {key} was removed meanwhile")
        return found[0]

    async def _ahead(self, key: str) -> int:
        async with self._database.session(readonly=True) as session:
            return await jobs.ahead(session, KIND, (key,))

    async def _work(self) -> None:
        """A hand: one job after the other until none is left. Nobody awaits it."""
        while True:
            rings = self._rings
            try:
                if not await self.once() and rings == self._rings:
                    return
            except StorageError as error:  # whoever waits wakes a hand again, and so does the next tick
                log.warning("understanding.waits detail=%s", error.detail)
                return

    async def _claimed(self) -> Job | None:
        """A job of ours; where this is cut off meanwhile it is nobody's again: its lease would be renewed for ever."""
        claiming = asyncio.ensure_future(self._claim())
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            if job := await claiming:
                await self._give_back(job, self._now())
            raise

    async def _claim(self) -> Job | None:
        if self._owed:
            await self._pay()
        now = self._now()
        async with self._database.session() as session:
            claimed = await jobs.claim(session, KIND, now, owner=self._owner, until=now + LEASE, limit=1)
        return claimed[0] if claimed else None

    async def _do(self, job: Job) -> None:
        """One job; whoever waits for it here hears of it. Raises StorageError: the job is free again, or owed."""
        analysis = None
        try:
            if analysis := await self._kept(job):
                await self._finished(job, analysis.document)
        except asyncio.CancelledError:  # the end: whoever waits for it is cut off as well, and no try is counted
            self._waiters.cut(job.key)
            await asyncio.shield(self._give_back(job, self._now()))
            raise
        except StorageBusyError as error:
            self._waiters.tell(job.key, analysis or error)
            await self._give_back(job, self._now() + SOON)
            raise
        except VerbatimError as error:
            await self._failed(job, error, analysis)
        except Exception as error:  # whatever one document does to this process, the others go on
            log.exception("understanding.crashed document=%s", job.key)
            await self._failed(job, AnalysisError(f"{type(error).__name__} over document {job.key}"), analysis)
        else:
            if analysis:
                self._waiters.tell(job.key, analysis)

    async def _kept(self, job: Job) -> Analysis | None:
        """The document's analysis, stored; None where somebody else has the job by now, and nothing is stored."""
        if job.tries > MOST_CLAIMS:
            raise AnalysisError(f"document {job.key} was begun {MOST_CLAIMS} times and never ended")
        if stored := await self._stored(job):
            return stored
        analysis = await self._analyst.analyse(await self._document(job.key))
        async with self._database.session() as session:
            # Before the job: whoever throws the document away takes both in this order.
            await documents.number_of(session, job.key, lock=True)
            if not await jobs.hold(session, job, until=self._now() + LEASE):
                log.info("understanding.late document=%s", job.key)
                return None
            await analyses.save(session, analysis, self._now())
            await stories.place(session, analysis)
        return analysis

    async def _stored(self, job: Job) -> Analysis | None:
        """What a process kept for this job that died behind that: all but the copies is done."""
        async with self._database.session(readonly=True) as session:
            if not await jobs.is_kept(session, job, RECIPE):
                return None
            return next(iter(await analyses.load(session, (job.key,))), None)

    async def _finished(self, job: Job, document: Document) -> None:
        """Its copies are noted, and only then it is gone: an end in between loses nothing."""
        await copies.note(self._database, document)
        async with self._database.session() as session:
            await jobs.finish(session, job)

    async def _document(self, key: str) -> Document:
        async with self._database.session(readonly=True) as session:
            document = await documents.get(session, key)
        if document is None:
            raise AnalysisError(f"document {key} was removed meanwhile")
        return document

    async def _failed(self, job: Job, error: VerbatimError, analysis: Analysis | None) -> None:
        """Tells whoever waits, of what is kept already as that. Raises StorageError: the job is owed."""
        try:
            if self._closed:
                await self._give_back(job, self._now())
            else:
                log.info("understanding.failed document=%s tries=%d detail=%s", job.key, job.tries, error.detail)
                await self._later(job, error.detail)
        except StorageError as refused:
            # What cannot be written of this one, as its reason, counts as a try: it would be begun for ever.
            self._owed[job.id] = _Owed(job, self._now() + SOON, counted=not isinstance(refused, StorageBusyError))
            raise
        finally:
            self._waiters.tell(job.key, analysis or error)

    async def _later(self, job: Job, failure: str) -> None:
        async with self._database.session() as session:
            if job.tries > len(PAUSES):
                # With the recipe before it: another one may fare better, and tries again.
                await jobs.give_up(session, job, f"{RECIPE}: {failure}")
            else:
                await jobs.put_back(session, job, due=self._now() + PAUSES[job.tries - 1], failure=failure)

    async def _give_back(self, job: Job, due: datetime) -> None:
        """Free again, and no try of it: nothing was wrong with the document."""
        self._owed[job.id] = _Owed(job, due)
        await self._pay()

    async def _pay(self) -> None:
        """What a full disk kept from being given back is so later: its lease would be renewed for ever."""
        owed = tuple(self._owed.items())
        async with self._database.session() as session:
            for _, each in owed:
                await jobs.put_back(session, each.job, due=each.due, counted=each.counted)
        for number, _ in owed:
            self._owed.pop(number, None)


def _outcome(told: Analysis | BaseException) -> Analysis | VerbatimError:
    """A document's own error is told beside the others; anything else is nobody's fault but ours."""
    if isinstance(told, BaseException) and not isinstance(told, VerbatimError):
        raise told
    return told


async def one(outcomes: Awaitable[list[Analysis | VerbatimError]]) -> Analysis:
    """The only outcome there is; raises it where it is an error."""
    (outcome,) = await outcomes
    if isinstance(outcome, VerbatimError):
        raise outcome
    return outcome
