"""Understanding a text without keeping it: reading is for everybody, adding sources is not.

    ref -> sources.read, none of our own answers -> known to the chat: its stored analysis
                                                 -> not too long: the analyst

A chat has one turn at a time, from the reading to the briefing that is made of it. Nothing is stored. Why a limit and
turns: every member of a group may ask, and there is one analysis process for all.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from bot.services.intake import Intake
from sources.base import Ref, TooLarge
from storage import documents
from summarizer.types import Analysis

MOST_CHARACTERS = 40_000
"""A long report: what is more takes the others' time, and is for those who may add it."""


@dataclass(frozen=True, slots=True)
class Glanced:
    """A text as it was understood; `stored` when the chat had it already, and it is told as its source."""

    analysis: Analysis
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Glances:
    """Looks at texts on behalf of chats, for each at one after the other."""

    _turns: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary, compare=False)

    def turn(self, chat: int) -> asyncio.Lock:
        """Held for all that is done for a chat's text, telling it included: that takes as long as reading it."""
        return self._turns.setdefault(chat, asyncio.Lock())

    async def look(self, intake: Intake, ref: Ref, chat: int) -> Glanced:
        """In the chat's turn. Raises SourceError (TooLarge for more than `MOST_CHARACTERS`) and AnalysisError."""
        document = (await intake.read(ref)).document
        async with intake.database.session(readonly=True) as session:
            stored = await documents.find(session, chat, document.key) is not None
        if stored:
            return Glanced(await intake.understand(document), stored=True)
        if len(document.text) > MOST_CHARACTERS:
            raise TooLarge(MOST_CHARACTERS, len(document.text), "characters")
        return Glanced(await intake.analyst.analyse(document))
