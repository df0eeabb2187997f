"""Understanding a text without keeping it: reading is for everybody, adding sources is not.

    ref -> sources.read, none of our own answers -> known to the chat: its stored analysis
                                                 -> not too long: the analyst

A chat has one turn at a time, from the reading to the briefing that is made of it. Nothing is stored. Why a limit and
turns: every member of a group may ask, and there is one analysis process for all.

Whatever is read to be told at once, kept or not, is in a queue of its person and of its chat: a slow site holds up who
asked for it, and nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal
from weakref import WeakValueDictionary

from bot.services.intake import Intake
from sources.base import Ref, TooLarge
from storage import documents
from summarizer.types import Analysis

MOST_CHARACTERS = 40_000
"""A long report: what is more takes the others' time, and is for those who may add it."""


AT_ONCE, WAITING = {"person": 2, "chat": 4}, {"person": 4, "chat": 12}
"""What is read at once for one person and in one chat, and how many more may wait for that."""
Room = Literal["room", "full", "still full"]
"""Whether something may be read; "still full" where that was said already since there was room last."""


class _Queue:
    """What one person, or one chat, has being read."""

    __slots__ = ("__weakref__", "inside", "most", "slots", "told")

    def __init__(self, who: Literal["person", "chat"]) -> None:
        self.slots, self.most = asyncio.Semaphore(AT_ONCE[who]), AT_ONCE[who] + WAITING[who]
        self.inside, self.told = 0, False

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        self.inside += 1
        try:
            async with self.slots:
                yield
        finally:
            self.inside, self.told = self.inside - 1, False


@dataclass(frozen=True, slots=True)
class Glanced:
    """A text as it was understood; `stored` when the chat had it already, and it is told as its source."""

    analysis: Analysis
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Glances:
    """Looks at texts on behalf of chats, for each at one after the other."""

    _turns: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary, compare=False)
    _people: WeakValueDictionary[int, _Queue] = field(default_factory=WeakValueDictionary, compare=False)
    _chats: WeakValueDictionary[int, _Queue] = field(default_factory=WeakValueDictionary, compare=False)

    @asynccontextmanager
    async def reading(self, chat: int, person: int | None) -> AsyncIterator[Room]:
        """Held from the reading to the answer; what has no room is not waited for. A chat may speak as itself."""
        of_chat = self._chats.setdefault(chat, _Queue("chat"))
        of_person = of_chat if person is None else self._people.setdefault(person, _Queue("person"))
        full = [queue for queue in {of_person, of_chat} if queue.inside >= queue.most]
        if full:
            told = all(queue.told for queue in full)
            for queue in full:
                queue.told = True
            yield "still full" if told else "full"
        elif of_person is of_chat:
            async with of_chat.turn():
                yield "room"
        else:
            async with of_person.turn(), of_chat.turn():
                yield "room"

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
