"""Taking a source in: what a person sent becomes a stored, understood document.

    ref -> sources.read -> Reading, none of our own answers
        -> one transaction: document + who brought it + the job to understand it (keeping)
        -> whoever has a free hand understands it (understanding) -> Analysis

What was read is stored before it is understood: a crash in between loses nothing, its job stands. A text that is
known already, by its key, is neither stored nor understood twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.services.analyst import Analyst
from bot.services.keeping import DIRECT, Kept, Way, keep, stand
from bot.services.retold import refuse_retold
from bot.services.understanding import Messenger, Understanding, one
from sources import read
from sources.base import Reader, Reading, Ref
from storage import analyses, sources, stories
from storage.database import Database
from storage.session import Session, StorageBusyError
from summarizer.analyse import RECIPE, STAND_INS
from summarizer.errors import StorageError, VerbatimError
from summarizer.types import Analysis, Document

log = logging.getLogger(__name__)

CATCH_UP_BATCH = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """A source as it was taken in; `known` when this chat could see the same text before.

    `replaced` is the version of the same page or forward that the chat had.
    """

    document: Document
    analysis: Analysis
    known: bool
    replaced: Document | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Who understands what is kept: `hands` of this process, or others, whom `messenger` wakes.

    One waits `patience` seconds for a document, and longer where others come first. `owner` is this process.
    """

    hands: int = 1
    messenger: Messenger | None = None
    patience: float = 120
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes sources in, for a chat or (chat None) for everybody."""

    database: Database
    readers: Sequence[Reader]
    analyst: Analyst
    now: Callable[[], datetime]
    work: Work = Work()
    understanding: Understanding = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        work, made = self.work, (self.database, self.analyst, self.now)
        by = Understanding(*made, hands=work.hands, owner=work.owner, messenger=work.messenger, patience=work.patience)
        object.__setattr__(self, "understanding", by)  # a frozen dataclass has no other way

    async def take_in(self, ref: Ref, chat: int | None, way: Way = DIRECT) -> Taken:
        """Reads, stores, understands; `way` is how it came.

        Raises SourceError, StorageError, AnalysisError (the text is then stored).
        """
        reading = await self.read(ref)
        async with self.database.session() as session:
            kept = await self.keep(session, reading, chat, way)
        analysis = await self.understand(kept.document)
        return Taken(kept.document, analysis, known=not kept.new, replaced=kept.replaced)

    async def read(self, ref: Ref) -> Reading:
        """What was given, read and cleaned. Raises SourceError, also (Retold) for what we told before."""
        reading = await read(ref, self.readers)
        await asyncio.to_thread(refuse_retold, reading)
        return reading

    async def store(self, reading: Reading, chat: int | None) -> bool:
        """Keeps the document and who brought it; False, and nothing is added, when that chat sees it already."""
        async with self.database.session() as session:
            return (await self.keep(session, reading, chat)).new

    async def keep(self, session: Session, reading: Reading, chat: int | None, way: Way = DIRECT) -> Kept:
        """The same in the caller's transaction; `way` is how it came."""
        return await keep(session, reading, chat, self.now(), way)

    async def understand(self, document: Document) -> Analysis:
        """The stored analysis, or the one that is made for it now; the document is then of a story.

        Raises AnalysisError where it failed, or where whoever does it has no time for it for long: the document is
        kept, and it is tried again. Raises StorageError.
        """
        current = await self._current(document)
        return current if current is not None else await one(self.understanding.have((document.key,), known=RECIPE))

    async def see_to(self, document: Document) -> None:
        """As `understand`, for whoever needs no analysis: where others understand, nobody waits for them."""
        if self.understanding.hands:
            await self.understand(document)
        else:
            await self.understanding.wake((document.key,))

    async def stand(self, session: Session, document: Document) -> None:
        """Has a document understood that was kept in the caller's transaction for whoever follows a feed or a page."""
        await stand(session, document.key, None, self.now())

    async def ring(self, kind: str, refs: Sequence[str]) -> None:
        """Wakes other processes for rows that are due, where there are others; never raises, nothing depends on it."""
        if self.work.messenger and refs:
            await self.work.messenger.wake(kind, refs)

    async def close(self) -> None:
        """Ends what is under way; what it was about stays to be done."""
        await self.understanding.close()

    async def _current(self, document: Document) -> Analysis | None:
        async with self.database.session(readonly=True) as session:
            found = await analyses.load(session, (document.key,))
            placed = not await stories.is_waiting(session, document.key)
        current = next((analysis for analysis in found if analysis.recipe == RECIPE), None)
        if current is not None and not placed:
            async with self.database.session() as session:
                await stories.place(session, current)
        return current

    async def plant(self, seeds: Callable[[], Iterable[Reading]]) -> bool:
        """Gives an empty database its first public sources, all or none; False when there are some."""
        async with self.database.session() as session:
            if await sources.count(session, None):
                return False
            for reading in seeds():
                await self.keep(session, reading, None, Way("seed"))
        return True

    async def outdated(self) -> int:
        """How many documents were understood by an earlier recipe and not yet by this one."""
        async with self.database.session(readonly=True) as session:
            return await analyses.count_outdated(session, RECIPE)

    async def catch_up(self) -> int:
        """Understands what is stored and not understood, or was understood while a model was missing; oldest first.

        Returns how many were understood; one that fails waits for the next start and holds up nobody. What was
        understood and has no story, as under a program that knew of none, gets one first. Raises StorageBusyError:
        what is done stays done, and another call goes on. Where others understand it is theirs to do.
        """
        if not self.understanding.hands:
            return 0
        await self._group()
        redo: tuple[str, ...] = STAND_INS if self.analyst.wants_model else ()
        failed: set[str] = set()
        understood, sure = 0, not redo
        while keys := await self._pending(redo, failed):
            keys = keys if sure else keys[:1]  # the first shows which models are there
            for key, outcome in zip(keys, await self._understood(keys), strict=True):
                if outcome is None:
                    failed.add(key)
                    continue
                understood, sure = understood + 1, True
                # Still not there: what was understood without it stays as it is.
                missing = set(redo).intersection(outcome.backend.split("+"))
                redo = tuple(name for name in redo if name not in missing)
        return understood

    async def _pending(self, redo: tuple[str, ...], failed: set[str]) -> tuple[str, ...]:
        async with self.database.session(readonly=True) as session:
            keys = await analyses.pending(session, RECIPE, redo=redo, limit=CATCH_UP_BATCH + len(failed))
        return tuple(key for key in keys if key not in failed)[:CATCH_UP_BATCH]

    async def _understood(self, keys: Sequence[str]) -> list[Analysis | None]:
        outcomes = await self.understanding.have(keys)
        return [_logged(key, outcome) for key, outcome in zip(keys, outcomes, strict=True)]

    async def _group(self) -> None:
        failed: set[str] = set()
        while True:
            async with self.database.session(readonly=True) as session:
                waiting = await stories.waiting(session, limit=CATCH_UP_BATCH + len(failed))
            keys = [key for key in waiting if key not in failed]
            if not keys:
                return
            failed.update([key for key in keys if not await self._placed(key)])

    async def _placed(self, key: str) -> bool:
        try:
            async with self.database.session() as session:
                found = await analyses.load(session, (key,))
                for analysis in found:
                    await stories.place(session, analysis)
        except StorageBusyError:
            raise  # that is nothing about the document
        except StorageError as error:
            return _logged(key, error) is not None
        return bool(found)


def _logged(key: str, outcome: Analysis | VerbatimError) -> Analysis | None:
    """None, and a line in the log, where this one document cannot be read or understood; busy is nobody's fault."""
    if isinstance(outcome, StorageBusyError):
        raise outcome
    if isinstance(outcome, VerbatimError):
        log.warning("analysis.failed document=%s detail=%s", key, outcome.detail)
        return None
    return outcome
