"""Stories as a chat reads them: the newest ones, one in its course with what is new in it, and a wrong join undone.

    chat                 -> storage -> the newest stories, each with how many sources it has and when the last one came
    chat, number         -> storage -> its newest documents -> course: told in order, and what the last ones brought
    chat, number, moment -> storage -> what it had, what it got -> developments | gate

What is computed runs in a thread, between sessions.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from storage import analyses, documents, stories
from storage.database import Database
from summarizer.course import Course, Offered, checked, course, outline
from summarizer.developments import Developments, developments
from summarizer.types import Analysis, Document

LISTED = 10
"""Stories that a list offers."""
NAMING = 5
"""Documents that a story's title is looked for in."""
TOLD = 16
"""The most documents of a story that are told, and compared for what is new: the newest ones."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was taken out of a story, and the number of the story that it is now."""

    document: Document
    number: int


async def newest(database: Database, chat: int | None, *, limit: int = LISTED) -> tuple[Offered, ...]:
    """The stories of what the chat sees, those with the newest documents first."""
    async with database.session(readonly=True) as session:
        seen = await stories.visible(session, chat, limit=limit, first=NAMING)
        groups = await stories.together(session, chat, [story.documents[0].key for story in seen])
        keys = {group.number: group.keys for group in groups}
        last = [keys[story.number][0] for story in seen]
        came = await documents.arrivals(session, chat, last)
        found = [await documents.get(session, key) for key in last]
    return tuple(
        Offered(story, len(keys[story.number]), document, came[document.key])
        for story, document in zip(seen, found, strict=True)
        if document is not None
    )


async def told(database: Database, chat: int | None, number: int) -> Course | None:
    """The story of a number in its course; None when the chat has none. Raises GateError."""
    async with database.session(readonly=True) as session:
        story = await stories.of(session, chat, number)
        if story is None:
            return None
        keys = [document.key for document in story.documents[:TOLD]]
        came = await documents.arrivals(session, chat, keys)
        read = await analyses.load(session, keys)
    return await asyncio.to_thread(partial(course, story, came, read, most=TOLD))


async def listed(database: Database, chat: int | None, number: int) -> Course | None:
    """The same documents under the same numbers, without what they brought."""
    async with database.session(readonly=True) as session:
        story = await stories.of(session, chat, number)
        if story is None:
            return None
        came = await documents.arrivals(session, chat, [document.key for document in story.documents[:TOLD]])
    return outline(story, came, most=TOLD)


async def since(database: Database, chat: int | None, number: int, moment: datetime) -> Developments | None:
    """What a story has brought after a moment that it had not before; None when the chat has no such story.

    Of each side the newest documents are compared, `TOLD` at most. Raises GateError.
    """
    async with database.session(readonly=True) as session:
        story = await stories.of(session, chat, number)
        if story is None:
            return None
        keys = [document.key for document in story.documents]
        came = await documents.arrivals(session, chat, keys)
        had = await analyses.load(session, [key for key in keys if came[key] <= moment][:TOLD])
        got = await analyses.load(session, [key for key in keys if came[key] > moment][:TOLD])
    return await asyncio.to_thread(_compared, had, got)


async def split(database: Database, chat: int | None, number: int, key: str) -> Taken | None:
    """Take a document out of a story, for this chat alone (None: for everybody); None where it cannot be.

    It is then a story of its own; by themselves the two do not come together again.
    """
    async with database.session() as session:
        document = await documents.find(session, chat, key)
        new = await stories.split(session, chat, key, number) if document else None
    return Taken(document, new) if document and new is not None else None


async def put_back(database: Database, chat: int | None, number: int, key: str) -> Document | None:
    """Undo a split: the document is of the story again; None where nobody has taken it out of there."""
    async with database.session() as session:
        document = await documents.find(session, chat, key)
        done = document is not None and await stories.put_back(session, chat, key, number)
    return document if done else None


def _compared(had: tuple[Analysis, ...], got: tuple[Analysis, ...]) -> Developments:
    return checked(developments(had, got), [analysis.document for analysis in (*had, *got)])
