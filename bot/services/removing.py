"""Removing what a chat has added: found by its number or id, removed for that chat alone, and brought back.

number -> feed | source of this chat -> removed, and how to bring it back kept as a listing -> back
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from storage import documents, feeds, listings, sources
from storage.database import Database
from storage.session import Session
from storage.types import Following, Source
from summarizer.types import Document

REMOVED = "removed"
"""The kind of listing that says how to bring something back."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A source of a chat and the document that it is."""

    source: Source
    document: Document


Own = Following | Brought
"""What a chat has added and may remove."""


async def find(database: Database, chat: int, *, feed: int | None = None, source: int | None = None) -> Own | None:
    """What the chat sees under this id, also what is public; None where it sees no such thing."""
    async with database.session(readonly=True) as session:
        return await _find(session, chat, feed=feed, source=source)


async def remove(
    database: Database, chat: int, *, feed: int | None = None, source: int | None = None, now: datetime
) -> tuple[Own, str] | None:
    """Removes it, and gives it with the id under which `restore` brings it back; None where it is not this chat's."""
    async with database.session() as session:
        found = await _find(session, chat, feed=feed, source=source)
        if isinstance(found, Following):
            done = await feeds.unfollow(session, found.id, chat)
        else:
            done = found is not None and await sources.remove(session, found.source.id, chat)
        if found is None or not done:
            return None
        return found, await listings.create(session, chat, REMOVED, _packed(found), now)


async def restore(database: Database, chat: int, listing: str, now: datetime) -> bool:
    """Brings back what was removed from this chat; doing it twice is harmless. False for another chat's."""
    async with database.session() as session:
        kept = await listings.get(session, listing, chat)
        if kept is None or kept.kind != REMOVED:
            return False
        what = json.loads(kept.query)
        if "feed" in what:
            await feeds.follow(session, what.pop("feed"), chat=chat, now=now, **what)
        elif await documents.get(session, what["document_key"]) is not None:
            await sources.add(session, chat=chat, now=now, **what)
    return True


async def _find(session: Session, chat: int, *, feed: int | None, source: int | None) -> Own | None:
    if feed is not None:
        return await feeds.get_following(session, feed, chat)
    found = None if source is None else await sources.find(session, chat, source)
    document = await documents.get(session, found.document_key) if found else None
    return Brought(found, document) if found and document else None


def _packed(found: Own) -> str:
    if isinstance(found, Following):
        state = found.feed
        return json.dumps({"feed": state.url, "title": state.title, "site": state.site, "person": found.person})
    source = found.source
    about = {"document_key": source.document_key, "kind": source.kind, "name": source.name, "origin": source.origin}
    return json.dumps(about)
