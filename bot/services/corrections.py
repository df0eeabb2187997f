"""Corrections: pages that a chat has read and that say something else now.

    chat, moment -> storage: what took the place of what -> both analyses -> corrections, where anything of substance is

What is computed runs in a thread, between sessions, and is kept: the same two versions give the same to everybody.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from functools import partial

from bot.services.kept import Kept
from storage import analyses, documents
from storage.database import Database
from summarizer.corrections import Correction, Corrections, corrections
from summarizer.types import Analysis, Document

MOST = 50
"""Changed pages that are compared at a time: the latest."""
FOUND: Kept[Corrections] = Kept()


def forget() -> None:
    """Lets go of what was computed: texts are gone that it was made of."""
    FOUND.clear()


async def since(database: Database, chat: int | None, moment: datetime) -> tuple[Correction, ...]:
    """What the pages that a chat sees say otherwise since then, the latest change last.

    The old text is the one that the chat had at that moment, or the first after it. What only grew is left out, and a
    text that is not understood yet: it is told when it is.
    """
    async with database.session(readonly=True) as session:
        pairs = (await documents.successors(session, chat, moment))[-MOST:]
        keys = {document.key for pair in pairs for document in pair}
        came = await documents.arrivals(session, chat, keys)
        read = {each.document.key: each for each in await analyses.load(session, tuple(keys))}
    return tuple([each async for each in _found(pairs, came, read)])


async def between(database: Database, chat: int | None, old: str, new: str) -> Correction | None:
    """What the new of two versions of a page says otherwise, by their keys; None where that is nothing of substance.

    None as well where one of them was never the chat's, or is not understood.
    """
    async with database.session(readonly=True) as session:
        came = await documents.arrivals(session, chat, (old, new))
        pair = [each for key in (old, new) if key in came and (each := await documents.get(session, key))]
        read = {each.document.key: each for each in await analyses.load(session, (old, new))}
    pairs = [(pair[0], pair[1])] if len(pair) > 1 else []
    return next(iter([each async for each in _found(pairs, came, read)]), None)


async def _found(
    pairs: Iterable[tuple[Document, Document]], came: dict[str, datetime], read: dict[str, Analysis]
) -> AsyncIterator[Correction]:
    for old, new in pairs:
        if old.key not in read or new.key not in read:
            continue
        known = tuple((each.document.key, each.recipe, each.backend) for each in (read[old.key], read[new.key]))
        found = await FOUND.get(known, partial(corrections, read[old.key], read[new.key]))
        if found:
            yield Correction(old, new, came[old.key], came[new.key], found)
