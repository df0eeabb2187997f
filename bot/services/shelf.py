"""The sources of a list with their copies folded away: one article that ten papers print is one entry of ten.

sources that a chat sees -> storage: the shares -> groups of one article -> the fullest, and behind it the others
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.services import copies
from storage.database import Database
from storage.types import Source
from summarizer.types import Document

Shelved = tuple[Source, Document]
"""A source and the document that it is."""


async def folded(database: Database, chat: int | None, listed: Sequence[Shelved]) -> tuple[tuple[Shelved, ...], ...]:
    """Each article's sources, at least one, the fullest text first; articles in the order of their first source."""
    async with database.session(readonly=True) as session:
        groups = await copies.grouped(session, chat, [document for _, document in listed])
    by_key = {document.key: (source, document) for source, document in listed}
    fronts = ((group.fullest, *(d for d in group.documents if d != group.fullest)) for group in groups)
    return tuple(tuple(by_key[document.key] for document in documents) for documents in fronts)
