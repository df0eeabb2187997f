"""What a chat was told by digests, as composing needs it: of which texts, and which words.

memory -> editions -> passages -> the analyses of their documents, a few at a time -> Past
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage import analyses, digests
from storage.database import Database
from summarizer.telling.passages import Passage
from summarizer.telling.past import NOTHING, Past
from summarizer.types import Analysis

SLICE = 4
"""Documents that are loaded at a time: answers to people go on between."""
REMEMBERED = 200
"""Documents of which it is remembered what was told, those of the latest digests."""
KEPT = 400
"""Documents of which is kept what is known of them, while many memories are looked into."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was told: of which documents, by their keys, which passages of them, and the words."""

    keys: frozenset[str] = frozenset()
    told: frozenset[Passage] = frozenset()
    past: Past = NOTHING


class Memories:
    """Memories of a database. What is known of documents is kept until `forget`: groups were told much the same."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Analysis] = {}

    async def of(self, memory: int | None) -> Memory:
        """What stands in a memory; empty for None."""
        if memory is None:
            return Memory()
        async with self._database.session(readonly=True) as session:
            editions = await digests.memory(session, memory)
        told = [Passage(each.kind, each.key, each.start, each.end) for edition in editions for each in edition.told]
        known = await self._analyses(tuple(dict.fromkeys(passage.key for passage in told))[:REMEMBERED])
        past = await asyncio.to_thread(Past.of, known, told)
        return Memory(frozenset(passage.key for passage in told), frozenset(told), past)

    def forget(self) -> None:
        """Lets go of what is known of documents."""
        self._known.clear()

    async def _analyses(self, keys: Sequence[str]) -> tuple[Analysis, ...]:
        mine = {key: self._known[key] for key in keys if key in self._known}  # a preview may let go of some meanwhile
        for found in await load(self._database, [key for key in keys if key not in mine]):
            mine[found.document.key] = replace(found, vectors=None)  # the largest part, and not looked at
        self._known |= mine
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return tuple(mine.values())


async def load(database: Database, keys: Sequence[str]) -> tuple[Analysis, ...]:
    """The stored analyses of these documents, in the order of the keys; one without is left out."""
    found: list[Analysis] = []
    for at in range(0, len(keys), SLICE):
        async with database.session(readonly=True) as session:
            found += await analyses.load(session, keys[at : at + SLICE])
    return tuple(found)
