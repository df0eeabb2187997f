"""Keeping what was read: once, under who brought it, in the place of what it is a newer version of.

reading -> known to the chat? -> the version that the chat has of the same page or forward
        -> document that supersedes it + who brought it + the job to understand it + the page is looked at again,
           for the caller's transaction
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.services import links
from bot.services.pages import is_newer
from bot.services.understanding import KIND
from bot.services.watching import watch
from sources.base import Reading
from storage import analyses, documents, jobs, sources
from storage.session import Session
from summarizer.analyse import RECIPE
from summarizer.types import Document


@dataclass(frozen=True, slots=True)
class Kept:
    """The document under which a text is known to the chat; `new` is False where it was so before.

    `replaced` is the version whose place it takes.
    """

    document: Document
    new: bool
    replaced: Document | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How a text came to a chat: `kind` and what people are told of its `origin`; `forward` recognises a forward.

    `message` is the message of the chat which holds the text.
    """

    kind: str | None = None
    origin: str | None = None
    forward: str | None = None
    message: int | None = None


DIRECT = Way()
STATED = ("publisher", "byline", "published")


async def keep(session: Session, reading: Reading, chat: int | None, now: datetime, way: Way = DIRECT) -> Kept:
    """Keeps the document and who brought it; nothing is added where that chat sees it already. Raises StorageError.

    A newer version takes the place of the old one for this chat alone: what a chat brings changes nothing for others.
    """
    document = reading.document
    if await documents.find(session, chat, document.key):
        await watch(session, reading, now)
        return Kept(document, new=False)
    earlier = await _earlier(session, reading, chat, way.forward)
    same = earlier is not None and (earlier.text, earlier.title) == (document.text, document.title)
    if earlier and same and (way.forward or not _states_more(earlier, document)):
        return Kept(earlier, new=False)  # by another link to the page, or as another hand forwarded it
    replaced = earlier if earlier and not same and (way.forward or _is_newer(earlier, document)) else None
    before = earlier.key if earlier and (same or replaced) else None
    await documents.add(session, document, raw=reading.raw, now=now, supersedes=before, chat=chat)
    name, kind = reading.name or document.title or "", way.kind or reading.kind
    about = {"origin": way.origin, "forward": way.forward}
    await sources.add(session, document.key, chat=chat, kind=kind, name=name, now=now, message=way.message, **about)
    await stand(session, document.key, chat, now)
    await watch(session, reading, now)
    return Kept(document, new=True, replaced=replaced)


async def stand(session: Session, key: str, chat: int | None, now: datetime) -> None:
    """Have a kept document understood, in the caller's transaction, unless it is already; a chat waits in its own line.

    Whoever does it finds the job by itself: nobody needs to be woken for it not to be lost.
    """
    if not await analyses.is_understood(session, key, RECIPE):
        await jobs.put(session, KIND, key, chat or 0, now)


def _states_more(earlier: Document, document: Document) -> bool:
    """Whether a page says of itself all that was known of it and more, as after a feed that brought its words alone."""
    stated = [(getattr(earlier, name), getattr(document, name)) for name in STATED]
    return any(new and not old for old, new in stated) and all(new or not old for old, new in stated)


def _is_newer(earlier: Document, document: Document) -> bool:
    return document.url is not None and is_newer(earlier, document, links.page(document.url))


async def _earlier(session: Session, reading: Reading, chat: int | None, forward: str | None) -> Document | None:
    """What the chat has of the same forward or page; what was not fetched may state any address."""
    if forward is not None and chat is not None:
        key = await sources.forwarded(session, chat, forward)
        return await documents.find(session, chat, key) if key else None
    url = reading.document.url
    return await stored_page(session, chat, url) if reading.asked and url else None


async def stored_page(session: Session, chat: int | None, url: str) -> Document | None:
    """The document that the chat sees of the page at an address, the newest of several."""
    stored, page = await documents.addresses(session, chat, links.host_of(url)), links.page(url)
    key = next((key for key, address in stored if links.page(address) == page), None)
    return await documents.find(session, chat, key) if key else None
