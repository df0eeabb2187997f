"""Editions: what a group of chats is told by one digest, composed once, through the gate, a model's words if wanted.

    group -> memory -> the documents that came since, of its topics -> compose without what was told | gate -> a model
          -> stories of which it was told, and what came to them
          -> pages that it was told of, and that say something else now
          -> news, and the passages to be remembered
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.services import corrections, stories
from bot.services.answers import Answers, Lengths
from bot.services.choosing import Chosen, fitting, of_topics
from bot.services.digests.memories import Memory, load, remember
from bot.services.digests.planning import Group
from storage import fresh
from storage import stories as stored
from storage.types import Told
from summarizer.compose import compose
from summarizer.corrections import Correction
from summarizer.gate.verify import verify
from summarizer.stories.course import checked
from summarizer.stories.developments import developments
from summarizer.telling.news import Moved, News
from summarizer.telling.passages import Passage, is_empty, told_by
from summarizer.telling.past import Past
from summarizer.types import Analysis, Briefing, Document, Excerpt, Story, Written

FRESH = 2000
"""Documents since the last digest among which those of the topics are looked for: the latest."""
MOVED = 5
"""Stories that are told to have moved on."""
CORRECTED = 3
"""Corrected pages that are told."""
NOBODY = Memory()


@dataclass(frozen=True, slots=True)
class Made:
    """What is told, and what of it is to be remembered."""

    news: News
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Editor:
    """Composes editions of what `answers` are given from, at the same lengths."""

    answers: Answers

    async def edition(self, group: Group, now: datetime) -> Made:
        """What is new to a group by now. Raises GateError when a piece is not what its source says."""
        memory = await remember(self.answers.database, group.memory, now)
        new = await self._fresh(group, memory)
        size = self.answers.lengths.of("briefing", group.length)
        chosen = await self._chosen(group, new, size)
        keys = [document.key for document in await asyncio.to_thread(fitting, chosen, size.documents)]
        known = await load(self.answers.database, keys)
        composed = await asyncio.to_thread(_compose, known, chosen.words or None, size, memory.past) if known else None
        corrected, more = await self._corrected(group, memory, frozenset(d.key for d in chosen.documents))
        news = News(group.topics, memory.since, corrections=corrected, corrected=more)
        if composed is None:
            return Made(news, _told((), news))
        moved, further = await self._moved(group, memory, frozenset(new or ()), chosen)
        briefing = await self.answers.scribe.rewrite(composed)
        news = replace(news, briefing=briefing, moved=moved, further=further)
        return Made(news, _told(told_by(composed), news))
