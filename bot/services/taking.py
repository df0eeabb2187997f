"""Taking in one item of what was sent: a link, a text, a file, a list of feeds or of links.

    link -> Finder -> article -> kept | feed -> followed | front page with feeds -> IsFeed: the choice is a person's
    text, file -> readers -> kept | a file of nothing but links -> pieces of their own, as far as the limits go
    .opml, in a file or behind a link -> feeds followed

What is kept is written together with what becomes of the item, before it is understood: whoever resumes goes on there.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, cast

from bot.services import failures
from bot.services.intake import Intake
from bot.services.keeping import DIRECT, Way, stored_page
from bot.services.limits import Refusal
from bot.services.outcomes import Word, understood, write, write_failure, write_list
from bot.services.retold import refuse_retold
from bot.services.sent import Item, Sent
from bot.services.understanding import StillWaitingError
from sources.base import IsFeed, LinkAlone, Reading, Ref, Retold, Unsupported, UnsupportedSource
from sources.finding import Found, FoundArticle, FoundFeed, FoundFront
from sources.sandbox import SandboxDown
from sources.web.links import only_links
from storage import arrivals, documents
from storage.database import Database
from storage.session import Session
from storage.types import ArrivalState, Batch
from summarizer.errors import AnalysisError, SourceError
from summarizer.types import Analysis, Document

if TYPE_CHECKING:
    from bot.services.feeds import Feeds
    from sources.feeds.feed import FeedLink

log = logging.getLogger(__name__)

PATIENCE = timedelta(days=1)
"""After so long without its turn a text is told as kept."""
LISTED = 1_000
"""Links of one file that are read; the limits say how many of them now."""
LIST_BYTES = 200_000
FILES = 2
"""Files of all chats that are held at once, from their download until the sandbox has read them."""
FROM_FILE = 1_000
"""Where the positions begin of the links that a file held: those of a message are below."""
OPML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<opml\b", re.IGNORECASE | re.DOTALL
)
Fetch = Callable[[Sent], Awaitable[bytes]]
"""Hands out the bytes of a file. Raises SourceError."""
Room = Callable[[Session, Batch, int], Awaitable[tuple[int, Refusal | None]]]
"""How many things more may be of a batch, and what is said of the others."""


class Finding(Protocol):
    """What looks behind a link: `sources.finding.Finder`."""

    async def find(self, url: str) -> Found:
        """Raises SourceError."""
        ...


class Lists(Protocol):
    """What reads lists of feeds: `sources.sandbox.Sandbox`."""

    async def opml(self, data: bytes) -> tuple[FeedLink, ...]:
        """Raises SourceError."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A document that is kept and still to be understood, and what is noted of its item then."""

    document: Document
    outcome: str


@dataclass(frozen=True, slots=True)
class FeedList:
    """What a file of feeds names."""

    links: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class Taker:
    """Takes items in, for the chat of their batch."""

    database: Database
    intake: Intake
    finder: Finding
    lists: Lists
    feeds: Feeds
    _files: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FILES), compare=False)

    async def take(self, item: Item, batch: Batch, fetch: Fetch, room: Room) -> None:
        """One item, from where it is to its end; what cannot be had is an end as well.

        Raises StorageError and SandboxDown, which are nothing about the item: it waits for another time.
        """
        try:
            held = await self._held(item) or await self._read(item, batch, fetch, room)
        except SandboxDown:
            raise
        except SourceError as error:
            await self.finish(item, write_failure(error))
            return
        if held is not None:
            await self._understand(item, batch, held)

    async def finish(self, item: Item, outcome: str, key: str | None = None) -> None:
        """Notes what became of an item: it is done. Raises StorageError."""
        async with self.database.session() as session:
            await _note(session, item, outcome, key, "done")

    async def _held(self, item: Item) -> Held | None:
        """What a former process kept of the item and did not come to understand."""
        key, outcome = item.lead.document_key, item.lead.outcome
        if key is None or outcome is None:
            return None
        async with self.database.session(readonly=True) as session:
            document = await documents.get(session, key)
        return Held(document, outcome) if document else None

    async def _read(self, item: Item, batch: Batch, fetch: Fetch, room: Room) -> Held | None:
        """What is kept of it; None where nothing is left to understand."""
        sent = item.sent
        if sent.fault is not None:
            await self._faulty(item, sent.fault)
            return None
        if sent.url is not None:
            return await self._link(item, batch, sent.url)
        if sent.file is not None:
            return await self._file(item, batch, fetch, room)
        return await self._keep(item, batch, await self.intake.read(Ref(text=sent.text or "", origin=sent.origin)))

    async def _faulty(self, item: Item, fault: str) -> None:
        if fault == "own":
            raise Retold("")
        if fault != "short":
            raise UnsupportedSource(cast(Unsupported, fault), item.sent.name)
        await self.finish(item, write("short"))

    async def _link(self, item: Item, batch: Batch, url: str) -> Held | None:
        try:
            found = await self.finder.find(url)
        except SandboxDown:
            raise
        except SourceError as error:
            if held := await self._stale(item, batch, url, error):
                return held
            raise
        match found:
            case FoundArticle():
                await asyncio.to_thread(refuse_retold, found.reading)
                return await self._keep(item, batch, found.reading)
            case FoundFeed():
                await self._follow(item, batch, found)
                return None
            case FoundFront(listed=True):
                await self._follow_all(item, batch, found.feeds)
                return None
            case FoundFront():
                raise IsFeed(url, tuple(link.url for link in found.feeds))

    async def _stale(self, item: Item, batch: Batch, url: str, error: SourceError) -> Held | None:
        """A page that the chat has and that cannot be had again just now is told as it was read."""
        async with self.database.session() as session:
            known = await stored_page(session, await arrivals.chat_of(session, batch), url)
            if known is None:
                return None
            outcome = write_failure(error, "stale")
            await _note(session, item, outcome, known.key)
        return Held(known, outcome)

    async def _follow(self, item: Item, batch: Batch, found: FoundFeed) -> None:
        followed = await self.feeds.follow(found, chat=await self._chat(batch), person=batch.person)
        feed = followed.following.feed
        counts = {"documents": len(followed.documents), "unread": followed.unread}
        await self.finish(
            item, write("followed", feed={"title": feed.title or feed.url, "new": followed.new, **counts})
        )

    async def _file(self, item: Item, batch: Batch, fetch: Fetch, room: Room) -> Held | None:
        async with self._files:
            opened = await self._open(item.sent, await fetch(item.sent))
        match opened:
            case Reading():
                return await self._keep(item, batch, opened)
            case FeedList(links):
                await self._follow_all(item, batch, links)
            case (url,):
                return await self._link(item, batch, url)
            case _:
                await self._expand(item, batch, opened, room)
        return None

    async def _open(self, sent: Sent, data: bytes) -> Reading | FeedList | tuple[str, ...]:
        """What a file holds: a text, a list of feeds, or nothing but links."""
        if sent.kind == "opml" or OPML.match(data):
            return FeedList(await self.lists.opml(data))
        if links := _links_in(data):
            return links
        try:
            return await self.intake.read(Ref(data=data, name=sent.name, mime=sent.mime, origin=sent.origin))
        except LinkAlone as alone:
            return (alone.url,)

    async def _follow_all(self, item: Item, batch: Batch, links: tuple[FeedLink, ...]) -> None:
        many = await self.feeds.follow_many(links, chat=await self._chat(batch), person=batch.person)
        new = sum(each.new for each in many.followed)
        counts = {"new": new, "known": len(many.followed) - new}
        unseen = sum(each.failure is not None for each in many.followed)
        refused = [(link.title or link.url, failures.pack(error)) for link, error in many.refused]
        await self.finish(item, write("feeds", feeds={**counts, "unseen": unseen, "refused": refused}))

    async def _expand(self, item: Item, batch: Batch, links: tuple[str, ...], room: Room) -> None:
        """The links of a file become pieces of the batch: each is kept, taken in and told by itself."""
        few = links[:LISTED]
        async with self.database.session() as session:
            allowed, left = await room(session, batch, len(few))
            if left_out := len(links) - allowed:
                left = replace(left, left_out=left_out) if left else Refusal(left_out, LISTED, "file")
                left = replace(left, first=links[allowed])
            sent = [Sent("link", url=url) for url in few[:allowed]]
            pieces = [(item.lead.message, FROM_FILE + at, each.kind, each.pack()) for at, each in enumerate(sent)]
            await arrivals.extend(session, batch, pieces)
            await _note(session, item, write_list(left), None, "done")

    async def _keep(self, item: Item, batch: Batch, reading: Reading) -> Held:
        """Kept, and in the same transaction noted as what: known, new, or newer than what the chat had."""
        sent = item.sent
        way = Way("forward", sent.forwarded, sent.forward) if sent.forwarded else DIRECT
        if sent.text is not None and sent.url is None and sent.file is None:
            way = replace(way, message=sent.message or item.lead.message)
        async with self.database.session() as session:
            kept = await self.intake.keep(session, reading, await arrivals.chat_of(session, batch), way)
            word: Word = "changed" if kept.replaced else "taken" if kept.new else "known"
            outcome = write(word, **({"old": kept.replaced.key} if kept.replaced else {}))
            await _note(session, item, outcome, kept.document.key)
        return Held(kept.document, outcome)

    async def _understand(self, item: Item, batch: Batch, held: Held) -> None:
        document = held.document
        try:
            analysis = await self._patiently(document)
        except AnalysisError as error:
            log.warning("analysis.failed document=%s detail=%s", document.key, error.detail)
            await self.finish(item, write("kept"), document.key)
            return
        async with self.database.session() as session:
            chat = await arrivals.chat_of(session, batch)
            outcome = await understood(session, held.outcome, document, analysis, chat)
            await _note(session, item, outcome, document.key, "done")

    async def _patiently(self, document: Document) -> Analysis:
        """Where only its turn has not come it is waited for on: its sender was told that it will be told here.

        Raises AnalysisError, also when a day has passed.
        """
        until = self.intake.now() + PATIENCE
        while True:
            try:
                return await self.intake.understand(document)
            except StillWaitingError as error:
                if self.intake.now() > until:
                    raise
                log.warning("arrival.waits detail=%s", error.detail)

    async def _chat(self, batch: Batch) -> int:
        """Where a batch belongs now: its group may have become a supergroup while this was read."""
        async with self.database.session(readonly=True) as session:
            return (await arrivals.found(session, batch)).chat


async def _note(session: Session, item: Item, outcome: str, key: str | None, state: ArrivalState = "waiting") -> None:
    """The first piece carries what becomes of an item; the others have done their part with it."""
    first, *others = item.pieces
    await arrivals.finish(session, first, state, outcome=outcome, document_key=key)
    for piece in others if state != "waiting" else ():
        await arrivals.finish(session, piece, state, outcome=write("part"), document_key=None)


def _links_in(data: bytes) -> tuple[str, ...]:
    """The links of a file that holds several and hardly a word besides."""
    if len(data) > LIST_BYTES or b"\0" in data or b"://" not in data:
        return ()
    links = only_links(data.decode("utf-8-sig", "replace"))
    return links if len(links) > 1 else ()
