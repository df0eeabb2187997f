"""Stories as a chat reads them: the newest ones, one in its course with what is new in it, and a wrong join undone.

    chat                 -> storage -> the newest stories, each with how many sources it has and when the last one came
    chat, number, moment -> storage -> its newest documents -> course: told in order, and what the last ones brought,
                                                               or those that came after the moment

What is computed runs in a thread, between sessions, and is kept: the same documents give the same to everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.services.kept import Kept
from storage import analyses, documents, stories
from storage.database import Database
from summarizer.stories.course import Course, Offered, course, outline
from summarizer.types import Document

LISTED = 10
"""Stories that a list offers."""
TOLD = 16
"""The most documents of a story that are told: the newest ones."""
COMPARED = 48
"""The most documents of a story among which is looked for what was known: the newest ones."""
COURSES: Kept[Course] = Kept()


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was taken out of a story, and the number of the story that it is now."""

    document: Document
    number: int


async def newest(database: Database, chat: int | None, *, limit: int = LISTED) -> tuple[Offered, ...]:
    """The stories of what the chat sees, those with the newest documents first."""
    async with database.session(readonly=True) as session:
        seen = await stories.visible(session, chat, limit=limit, first=stories.NAMING)
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


async def told(database: Database, chat: int | None, number: int, moment: datetime | None = None) -> Course | None:
    """The story of a number in its course; None when the chat has none. Raises GateError.

    With a moment, what came after it, and what of that is new; else what the last source brought.
    """
    async with database.session(readonly=True) as session:
        story = await stories.of(session, chat, number)
        if story is None:
            return None
        keys = [document.key for document in story.documents]
        came = await documents.arrivals(session, chat, keys)
        read = await analyses.load(session, keys[:COMPARED])
    understood = (tuple((each.document.key, each.recipe, each.backend) for each in read),)
    key = story.number, story.title, tuple(keys), tuple(came[key] for key in keys), understood, moment
    return await COURSES.get(key, partial(course, story, came, read, most=TOLD, since=moment))


async def listed(database: Database, chat: int | None, number: int) -> Course | None:
    """The same documents under the same numbers, without what they brought."""
    async with database.session(readonly=True) as session:
        story = await stories.of(session, chat, number)
        if story is None:
            return None
        came = await documents.arrivals(session, chat, [document.key for document in story.documents])
    return outline(story, came, most=TOLD)


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
