"""What a chat was told by digests, as composing needs it: of which texts, and which words.

memory -> editions -> passages -> the analyses of their documents, a few at a time -> Past
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from storage import analyses, digests
from storage.database import Database
from summarizer.telling.passages import Passage
from summarizer.telling.past import NOTHING, Past
from summarizer.types import Analysis

SLICE = 4
"""Documents that are loaded at a time: answers to people go on between."""
REMEMBERED = 200
"""Documents of which it is remembered what was told, those of the latest digests."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was told: of which documents, by their keys, which passages of them, and the words."""

    keys: frozenset[str] = frozenset()
    told: frozenset[Passage] = frozenset()
    past: Past = NOTHING


async def remember(database: Database, memory: int | None) -> Memory:
    """What stands in a memory; empty for None."""
    if memory is None:
        return Memory()
    async with database.session(readonly=True) as session:
        editions = await digests.memory(session, memory)
    told = [passage for edition in editions for passage in edition.told]
    keys = tuple(dict.fromkeys(passage.key for passage in told))[:REMEMBERED]
    known = await load(database, keys)
    passages = [Passage(each.kind, each.key, each.start, each.end) for each in told]
    past = await asyncio.to_thread(Past.of, known, passages)
    return Memory(frozenset(passage.key for passage in told), frozenset(passages), past)


async def load(database: Database, keys: Sequence[str]) -> tuple[Analysis, ...]:
    """The stored analyses of these documents, in the order of the keys; one without is left out."""
    found: list[Analysis] = []
    for at in range(0, len(keys), SLICE):
        async with database.session(readonly=True) as session:
            found += await analyses.load(session, keys[at : at + SLICE])
    return tuple(found)
