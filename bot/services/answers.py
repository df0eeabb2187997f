"""Answers from what is stored: no network, no model, one short walk through the database each.

    chat, words -> storage: what this chat can see -> compose | gate     -> briefing
                                                   -> gate | corroborate, link -> lists

What is computed runs in a thread: a long text may take its time without holding up other answers.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial

from bot.services import figures, quotes
from bot.services.asked import ASKED, LISTED, words_of
from bot.services.comparing import Compared, compared
from bot.services.figures import Figures
from bot.services.kept import Kept
from bot.services.quotes import Quotes, holds
from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.matching import fold
from storage.types import Source
from summarizer.compose import compose
from summarizer.types import Analysis, Briefing, Comparison, Document, Story, Testimony
from summarizer.verify import verify

STORIES = 5
"""Stories that are offered for choosing."""
NAMING = 5
"""Documents that a story's title is looked for in: a story may have hundreds, and to offer it none need be read."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much a briefing tells."""

    documents: int = 8
    sentences: int = 4
    statements: int = 6
    figures: int = 9


@dataclass(frozen=True, slots=True)
class Answers:
    """What a chat can read."""

    database: Database
    lengths: Lengths
    _briefings: Kept[Briefing] = field(default_factory=Kept, compare=False, repr=False)
    _figures: Kept[Figures] = field(default_factory=Kept, compare=False, repr=False)
    _comparisons: Kept[Comparison] = field(default_factory=Kept, compare=False, repr=False)
    """The same documents, understood the same way, give the same to everybody who asks."""

    async def briefing(self, chat: int | None, topic: str = "") -> Briefing | None:
        """The newest documents that the chat sees, or those that hold every word of the topic; None if there are none.

        Raises GateError when a piece is not what its source says.
        """
        return await self._told(chat, topic, self.lengths)

    async def greeting(self, chat: int | None) -> Briefing | None:
        """A shorter one, for somebody who does not know yet what this is."""
        size = self.lengths
        fewer = replace(size, statements=(size.statements + 1) // 2, figures=(size.figures + 1) // 2)
        return await self._told(chat, "", fewer)

    async def summary(self, chat: int | None, topic: str) -> Briefing | None:
        """The same without lists of statements and figures, which the sentences then need not stay clear of."""
        return await self._told(chat, topic, replace(self.lengths, statements=0, figures=0))

    async def briefing_of(self, chat: int | None, key: str) -> Briefing | None:
        """A briefing of one document alone; None when the chat does not see it or it is not understood yet."""
        async with self.database.session(readonly=True) as session:
            seen = await documents.find(session, chat, key)
            told = await analyses.load(session, (key,)) if seen else ()
        return await asyncio.to_thread(_compose, told, None, self.lengths) if told else None

    async def quotes(self, chat: int | None, words: str, *, newest: bool = False) -> Quotes:
        """Statements of whom the words name, else those that hold every word: most important or newest first."""
        found = await quotes.find(self.database, chat, words)
        return await asyncio.to_thread(quotes.listed, found, newest=newest)

    async def people(self, chat: int | None, words: str) -> tuple[Testimony, ...]:
        """Whom somebody may mean who found nothing: a statement each; empty where the words are no name."""
        found = await quotes.of_nearest(self.database, chat, words)
        return await asyncio.to_thread(quotes.people, found)

    async def stories(self, chat: int | None) -> tuple[Story, ...]:
        """The newest stories of what the chat sees, to choose from: with their first documents only."""
        async with self.database.session(readonly=True) as session:
            return await stories.visible(session, chat, limit=STORIES, first=NAMING)

    async def figures(self, chat: int | None, words: str) -> Figures:
        """Questions that figures holding every word answer, with all answers of their story; most important first."""
        found = await figures.find(self.database, chat, words)
        return await self._figures.get(found.key, partial(figures.listed, found))

    async def compared(self, chat: int | None, words: str) -> Compared:
        """The sources of a story side by side, or why there is nothing to compare. Raises GateError."""
        return await compared(self.database, chat, words, self._comparisons)

    async def sources(self, chat: int | None, words: str) -> tuple[tuple[Source, Document], ...]:
        """What the chat sees, newest first; with words, those of them whose title, publisher or name hold them all."""
        async with self.database.session(readonly=True) as session:
            seen = await sources.visible(session, chat, limit=LISTED)
        wanted = fold(words[:ASKED])
        return tuple((s, document) for s, document in seen if not words or _describes(s, document, wanted))

    async def _told(self, chat: int | None, topic: str, size: Lengths) -> Briefing | None:
        told = await self._about(chat, topic)
        if not told:
            return None
        key = (*((a.document.key, a.recipe, a.backend) for a in told), topic, size)
        return await self._briefings.get(key, partial(_compose, told, topic or None, size))

    async def _about(self, chat: int | None, topic: str) -> tuple[Analysis, ...]:
        async with self.database.session(readonly=True) as session:
            seen = await documents.visible(session, chat, words=words_of(topic), limit=self.lengths.documents)
            return await analyses.load(session, tuple(document.key for document in seen))


def _compose(told: tuple[Analysis, ...], topic: str | None, size: Lengths) -> Briefing:
    return verify(
        compose(told, topic=topic, sentences=size.sentences, statements=size.statements, figures=size.figures)
    )


def _describes(source: Source, document: Document, wanted: str) -> bool:
    return holds(f"{source.name} {document.title or ''} {document.publisher or ''}", wanted)
