"""Taking a source in: what a person sent becomes a stored, understood document.

    ref -> sources.read -> Reading, none of our own answers -> one transaction: document + who brought it (keeping)
        -> analyst -> Analysis -> one transaction: stored + its story -> what it is a copy of

What was read is stored before it is understood: a crash in between loses nothing, `catch_up` goes on at the
next start. A text that is known already, by its key, is neither stored nor understood twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from weakref import WeakValueDictionary

from bot.services import copies
from bot.services.analyst import Analyst
from bot.services.keeping import DIRECT, Kept, Way, keep
from bot.services.retold import refuse_retold
from sources import read
from sources.base import Reader, Reading, Ref
from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.session import Session, StorageBusyError
from summarizer.analyse import RECIPE, STAND_INS
from summarizer.errors import AnalysisError, StorageError
from summarizer.types import Analysis, Document

log = logging.getLogger(__name__)

CATCH_UP_BATCH = 20
T = TypeVar("T")


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
class Intake:
    """Takes sources in, for a chat or (chat None) for everybody."""

    database: Database
    readers: Sequence[Reader]
    analyst: Analyst
    now: Callable[[], datetime]
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary, compare=False)

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
        """The stored analysis, made now if there is none of this recipe; the document is then of a story.

        Who asks for the same text meanwhile waits for it.
        """
        async with self._turn(document.key):
            return await self._understood(document)

    def _turn(self, key: str) -> asyncio.Lock:
        return self._turns.setdefault(key, asyncio.Lock())

    async def _understood(self, document: Document) -> Analysis:
        async with self.database.session(readonly=True) as session:
            found = await analyses.load(session, (document.key,))
            placed = not await stories.is_waiting(session, document.key)
        current = next((analysis for analysis in found if analysis.recipe == RECIPE), None)
        if current is None:
            return await self._analyse(document)
        if not placed:
            async with self.database.session() as session:
                await stories.place(session, current)
        return current

    async def _analyse(self, document: Document) -> Analysis:
        analysis = await self.analyst.analyse(document)
        async with self.database.session() as session:
            await analyses.save(session, analysis, self.now())
            await stories.place(session, analysis)
        await copies.note(self.database, document)
        return analysis

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
        what is done stays done, and another call goes on.
        """
        await self._group()
        redo: tuple[str, ...] = STAND_INS if self.analyst.wants_model else ()
        failed: set[str] = set()
        understood = 0
        while keys := await self._pending(redo, failed):
            for key in keys:
                analysis = await _tried(key, self._understand_anew(key))
                if analysis is None:
                    failed.add(key)
                    continue
                understood += 1
                if missing := set(redo).intersection(analysis.backend.split("+")):
                    # Still not there: what was understood without it stays as it is.
                    redo = tuple(name for name in redo if name not in missing)
                    break
        return understood

    async def _pending(self, redo: tuple[str, ...], failed: set[str]) -> tuple[str, ...]:
        async with self.database.session(readonly=True) as session:
            keys = await analyses.pending(session, RECIPE, redo=redo, limit=CATCH_UP_BATCH + len(failed))
        return tuple(key for key in keys if key not in failed)

    async def _understand_anew(self, key: str) -> Analysis | None:
        async with self.database.session(readonly=True) as session:
            document = await documents.get(session, key)
        if document is None:
            return None
        async with self._turn(key):
            return await self._analyse(document)

    async def _group(self) -> None:
        failed: set[str] = set()
        while True:
            async with self.database.session(readonly=True) as session:
                waiting = await stories.waiting(session, limit=CATCH_UP_BATCH + len(failed))
            keys = [key for key in waiting if key not in failed]
            if not keys:
                return
            failed.update([key for key in keys if not await _tried(key, self._place(key))])

    async def _place(self, key: str) -> bool:
        async with self.database.session() as session:
            found = await analyses.load(session, (key,))
            for analysis in found:
                await stories.place(session, analysis)
        return bool(found)


async def _tried(key: str, attempt: Awaitable[T]) -> T | None:
    """What comes of it; None, and a line in the log, where this one document cannot be read or understood."""
    try:
        return await attempt
    except StorageBusyError:
        raise  # that is nothing about the document
    except (AnalysisError, StorageError) as error:
        log.warning("analysis.failed document=%s detail=%s", key, error.detail)
        return None
