"""Looking again at pages that were read: what a publisher corrects is a new document in the place of the old one.

page -> web (validators) -> 304 | sandbox -> Reading
     -> the same text: its next turn
     -> another text at the same address: one transaction: document that supersedes + everybody who had the old
     -> understood
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.services import links, schedule
from bot.services.polling import SOON
from bot.services.retold import refuse_retold
from sources.base import FetchFailed, NoArticle, Origin, Reading
from sources.finding import FoundArticle
from sources.sandbox import SandboxDown
from sources.web.fetched import Fetched, Validators
from storage import documents, pages, sources
from storage.database import Database
from storage.types import PageState
from summarizer.copies import containment, shingles
from summarizer.errors import AnalysisError, SourceError
from summarizer.types import Document

if TYPE_CHECKING:
    from bot.services.intake import Intake
    from sources.finding import Finder

log = logging.getLogger(__name__)

LINK = "link"
"""The kind of a source that is a page's newer version."""
LEAST = 0.5
"""A text that is shorter than so much of the one before it was cut, as by a paywall, and is no correction of it."""
ALIKE = 0.2
"""Of less that both have in common, they are two articles."""
OVER = frozenset({"gone", "missing", "private", "not a link", "robots"})
"""Why a page is looked at no more."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Looks again at pages, whoever brought them."""

    database: Database
    finder: Finder
    intake: Intake
    now: Callable[[], datetime]

    async def check(self, state: PageState) -> Document | None:
        """The page's new version, if it has one. Raises StorageError only."""
        async with self.database.session(readonly=True) as session:
            old = await documents.get(session, state.document_key)
        if old is None:
            await self._save(replace(state, due=None))
            return None
        try:
            fetched, reading = await self._read(state, old)
        except SourceError as error:
            await self._failed(state, error)
            return None
        if reading is None or not await asyncio.to_thread(is_newer, old, reading.document, state.url):
            await self._store(self._next(state, fetched, changed=False), old)
            return None
        await self._store(self._next(state, fetched, changed=True), old, reading)
        return await self._understood(reading.document)

    async def _read(self, state: PageState, old: Document) -> tuple[Fetched, Reading | None]:
        """The page as it is now; no reading where the server says that it has not changed."""
        found = await self.finder.refetch(state.asked, Validators(state.etag, state.last_modified))
        if isinstance(found, Fetched):
            return found, None
        if not isinstance(found, FoundArticle):
            raise NoArticle("empty", state.asked)
        await asyncio.to_thread(refuse_retold, found.reading)
        known = Origin(old.title, old.publisher, old.byline, old.url, old.published)
        return found.fetched, with_origin(found.reading, known)

    def _next(self, state: PageState, fetched: Fetched, *, changed: bool) -> PageState:
        after = schedule.next_check(replace(state, failures=0), now=self.now(), changed=changed)
        if fetched.unchanged:
            return after
        return replace(after, etag=fetched.validators.etag, last_modified=fetched.validators.last_modified)

    async def _failed(self, state: PageState, error: SourceError) -> None:
        """A page that is gone is looked at no more; what was read of it stays."""
        if isinstance(error, SandboxDown):
            await self._save(replace(state, due=self.now() + SOON))
            return
        why = error.why if isinstance(error, FetchFailed) else type(error).__name__
        after = schedule.next_check(replace(state, failures=state.failures + 1), now=self.now(), changed=False)
        await self._save(replace(after, due=None) if why in OVER else after)
        log.info("page.failed host=%s why=%s", links.host_of(state.asked), why)

    async def _save(self, state: PageState) -> None:
        async with self.database.session() as session:
            await pages.save(session, state)

    async def _store(self, after: PageState, old: Document, reading: Reading | None = None) -> None:
        """Whoever had any earlier version has the newest: the page itself says so, not a person or a feed."""
        newest, now = reading.document if reading else old, self.now()
        behind = await self._behind(after.url, newest)
        async with self.database.session() as session:
            if reading:
                await documents.add(session, newest, raw=reading.raw, now=now)
                await self.intake.stand(session, newest)
            for key in dict.fromkeys((old.key, *behind)):
                await sources.inherit(session, key, newest.key, kind=LINK, now=now)
            await pages.save(session, replace(after, document_key=newest.key))
        if reading or behind:
            log.info("page.changed host=%s document=%s", links.host_of(after.asked), newest.key)

    async def _behind(self, url: str, newest: Document) -> tuple[str, ...]:
        """What chats have fetched of the page at different times and what it says now is a newer version of."""
        async with self.database.session(readonly=True) as session:
            found = [await documents.get(session, key) for key in await pages.behind(session, url, newest.key)]
        stored = tuple(document for document in found if document)
        return await asyncio.to_thread(lambda: tuple(each.key for each in stored if is_newer(each, newest, url)))

    async def _understood(self, document: Document) -> Document:
        try:
            await self.intake.see_to(document)
        except AnalysisError as error:  # stored, and tried again later
            log.warning("analysis.failed document=%s detail=%s", document.key, error.detail)
        return document


def with_origin(reading: Reading, origin: Origin) -> Reading:
    """The same reading; what its page does not state of itself is as it was known before."""
    document = reading.document
    stated: Mapping[str, str | None] = {
        name: getattr(document, name) or getattr(origin, name) for name in ("title", "publisher", "byline", "url")
    }
    published = document.published or origin.published
    whole = Document.make(document.text, **stated, published=published, headings=document.headings)
    return replace(reading, document=whole)


def is_newer(old: Document, new: Document, url: str) -> bool:
    """Whether a text is a later version of the one that was read at that normalised address.

    It is not where nothing of it changed that a reader sees, where it was cut, and where another article, or another
    page by its own account, stands at the address now.
    """
    if new.url is None or links.page(new.url) != url or (new.text, new.title) == (old.text, old.title):
        return False
    if len(new.text) < LEAST * len(old.text):
        return False
    return containment(shingles(new.text), shingles(old.text)) >= ALIKE
