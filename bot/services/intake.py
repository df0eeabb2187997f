"""Taking a source in: what a person sent becomes a stored, understood document.

    ref -> sources.read -> Reading -> one transaction: document + who brought it
        -> analyst -> Analysis -> one transaction: stored + its story

What was read is stored before it is understood: a crash in between loses nothing, `catch_up` goes on at the
next start. A text that is known already, by its key, is neither stored nor understood twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.analyst import Analyst
from sources import read
from sources.base import Reader, Reading, Ref
from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.session import Session
from summarizer.analyse import RECIPE, STAND_INS
from summarizer.errors import AnalysisError
from summarizer.types import Analysis, Document

log = logging.getLogger(__name__)

CATCH_UP_BATCH = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """A source as it was taken in; `known` when this chat could see the same text before."""

    document: Document
    analysis: Analysis
    known: bool


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes sources in, for a chat or (chat None) for everybody."""

    database: Database
    readers: Sequence[Reader]
    analyst: Analyst
    now: Callable[[], datetime]

    async def take_in(self, ref: Ref, chat: int | None) -> Taken:
        """Reads, stores, understands. Raises SourceError, StorageError, AnalysisError (the text is then stored)."""
        reading = await read(ref, self.readers)
        new = await self.store(reading, chat)
        return Taken(reading.document, await self.understand(reading.document), known=not new)

    async def store(self, reading: Reading, chat: int | None) -> bool:
        """Keeps the document and who brought it; False, and nothing is added, when that chat sees it already."""
        async with self.database.session() as session:
            return await self._keep(session, reading, chat, reading.kind)

    async def _keep(self, session: Session, reading: Reading, chat: int | None, kind: str) -> bool:
        document, now = reading.document, self.now()
        if await documents.find(session, chat, document.key):
            return False
        await documents.add(session, document, raw=reading.raw, now=now)
        name = reading.name or document.title or ""
        await sources.add(session, document.key, chat=chat, kind=kind, name=name, now=now)
        return True

    async def understand(self, document: Document) -> Analysis:
        """The stored analysis, made now if there is none of this recipe; the document is then of a story."""
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
        return analysis

    async def plant(self, seeds: Callable[[], Iterable[Reading]]) -> bool:
        """Gives an empty database its first public sources, all or none; False when there are some."""
        async with self.database.session() as session:
            if await sources.count(session, None):
                return False
            for reading in seeds():
                await self._keep(session, reading, None, "seed")
        return True

    async def catch_up(self) -> int:
        """Understands what is stored and not understood, or was understood while a model was missing; oldest first.

        Returns how many were understood; one that fails waits for the next start and holds up nobody. What was
        understood and has no story, as under a program that knew of none, gets one first.
        """
        await self._group()
        redo: tuple[str, ...] = STAND_INS if self.analyst.wants_model else ()
        failed: set[str] = set()
        understood = 0
        while True:
            async with self.database.session(readonly=True) as session:
                waiting = await analyses.pending(session, RECIPE, redo=redo, limit=CATCH_UP_BATCH + len(failed))
            waiting = tuple(document for document in waiting if document.key not in failed)
            if not waiting:
                return understood
            for document in waiting:
                try:
                    analysis = await self._analyse(document)
                except AnalysisError as error:
                    failed.add(document.key)
                    log.warning("analysis.failed document=%s detail=%s", document.key, error.detail)
                    continue
                understood += 1
                if missing := set(redo).intersection(analysis.backend.split("+")):
                    # Still not there: what was understood without it stays as it is.
                    redo = tuple(name for name in redo if name not in missing)
                    break

    async def _group(self) -> None:
        while True:
            async with self.database.session() as session:
                keys = await stories.waiting(session, limit=CATCH_UP_BATCH)
                for analysis in await analyses.load(session, keys):
                    await stories.place(session, analysis)
            if not keys:
                return
