"""One look at a feed: what is new in it becomes a source of everybody who follows it.

    feed -> web (validators byte for byte) -> 304 | sandbox -> Feed
         -> new entries noted, in one transaction -> the newest of them, what changed, what failed before:
            full text in the feed | its page -> Reading -> document + sources of all followers -> understood
         -> the feed's next turn

The feed's state is saved last: a crash before leaves it due after its lease with the validators that it had, so that
it hands out again what was not read. What is read twice is stored once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from bot.services import schedule, unread
from bot.services.retold import refuse_retold
from bot.services.unread import Wanted
from bot.services.watching import watch
from sources.base import FetchFailed, IsFeed, NoArticle, Reading
from sources.feeds.entry import told_of
from sources.feeds.feed import Entry, Feed
from sources.finding import FoundArticle, FoundFeed, FoundFront
from sources.sandbox import SandboxDown
from sources.web.fetched import NO_VALIDATORS, Fetched, Validators
from storage import documents, entries, feeds, sources
from storage.database import Database
from storage.types import FeedState, SeenEntry
from summarizer.errors import AnalysisError, SourceError
from summarizer.types import Document

if TYPE_CHECKING:
    from bot.services.intake import Intake
    from sources.finding import Finder

log = logging.getLogger(__name__)

FEED = "feed"
"""The kind of a source that a feed brought."""
LEASE = timedelta(minutes=15)
"""So long a look may take; then another process may think that this one died."""
SOON = timedelta(minutes=2)
"""After so long a feed is asked again that could not be read for a fault of our own."""
TRIES = 3
"""So often an entry's article is tried that could not be had for a passing reason."""
UNREADABLE = "parse"
"""Why a feed fails that was fetched and is none."""

Outcome = Document | Literal["known", "unread"]
"""What comes of reading an entry: a new document, what was known already, or nothing that can be read now."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of asking a feed: its state since, and the documents that it brought, newest first.

    `unread` counts entries whose article could not be had; `failure` is what was wrong with the feed itself, or None.
    `ended`: it is asked no more, and whoever follows it is to be told.
    """

    state: FeedState
    documents: tuple[Document, ...] = ()
    unread: int = 0
    failure: SourceError | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Poller:
    """Looks at feeds; `first` is how many entries of a new one are read, `most` how many a look."""

    database: Database
    finder: Finder
    intake: Intake
    first: int
    most: int
    now: Callable[[], datetime]
    chance: Callable[[], float]

    async def poll(self, feed: int) -> Look | None:
        """Asks a feed and takes in what is new; None where there is none. Raises StorageError only."""
        async with self.database.session(readonly=True) as session:
            state = await feeds.get(session, feed)
            waiting = await entries.waiting(session, feed, limit=unread.DAILY)
        if state is None:
            return None
        if schedule.is_dead(state, self.now()):
            return Look(state, ended=True)
        try:
            found = await self._ask(state, waiting)
        except SandboxDown as error:
            return await self._put_off(state, error)
        except SourceError as error:
            return await self._failed(state, error)
        return await self.look(state, found)

    async def look(self, state: FeedState, found: FoundFeed | Fetched) -> Look:
        """Takes in what is new of a feed that was fetched; `Fetched` alone: nothing has changed in it."""
        known = feed_of(state) if isinstance(found, Fetched) else found.feed
        if isinstance(found, FoundFeed):
            state = await self._moved(state, found)
            state = replace(state, title=known.title or state.title, site=known.site or state.site)
        async with self.database.session() as session:
            if isinstance(found, FoundFeed):
                await unread.tidy(session, state, known, self.now())
            state = unread.of_today(state, self.now())
            wanted = await unread.choose(session, state, known, first=self.first, most=self.most, now=self.now())
        state = replace(state, taken=state.taken + len(wanted))
        outcomes = [await self._take(state, known, each) for each in wanted]
        brought = tuple(each for each in outcomes if isinstance(each, Document))
        fetched = found.fetched if isinstance(found, FoundFeed) else found
        after = await self._succeeded(state, known, fetched, new=bool(brought))
        log.info("feed.read feed=%d new=%d unread=%d", state.id, len(brought), outcomes.count("unread"))
        return Look(after, brought, outcomes.count("unread"))

    async def _ask(self, state: FeedState, waiting: Sequence[SeenEntry]) -> FoundFeed | Fetched:
        """The feed; unconditionally where its own words are wanted of an entry that was not read yet."""
        again = any(entry.tries == 0 or entry.link is None for entry in waiting)
        validators = NO_VALIDATORS if again else Validators(state.etag, state.last_modified)
        found = await self.finder.refetch(state.url, validators, accept="feed")
        if isinstance(found, FoundFeed | Fetched):
            return found
        raise IsFeed(state.url, tuple(link.url for link in found.feeds) if isinstance(found, FoundFront) else ())

    async def _take(self, state: FeedState, feed: Feed, wanted: Wanted) -> Outcome:
        """The new document of an entry, or why there is none."""
        try:
            reading = await self._read(feed, wanted.entry)
            await asyncio.to_thread(refuse_retold, reading)
        except SourceError as error:
            await self._note_failure(state, wanted, error)
            return "unread"
        if not await self._store(state, wanted, reading):
            return "known"
        try:
            await self.intake.see_to(reading.document)
        except AnalysisError as error:  # stored, and tried again later
            log.warning("analysis.failed document=%s detail=%s", reading.document.key, error.detail)
        return reading.document

    async def _read(self, feed: Feed, entry: Entry) -> Reading:
        """An entry's own words, or where they are only the beginning, its page's."""
        if entry.html and not (entry.teaser and entry.link):
            return await self.finder.sandbox.entry(entry, feed)
        if entry.link is None:
            raise NoArticle("empty")
        found = await self.finder.find(entry.link, told_of(entry, feed))
        if not isinstance(found, FoundArticle):
            raise NoArticle("empty", entry.link)
        return found.reading

    async def _store(self, state: FeedState, wanted: Wanted, reading: Reading) -> bool:
        """Keeps the document, for all who follow the feed now; False, where the entry had the same before.

        What an entry said before is superseded for its followers alone: whoever has the old text by another way is
        not told otherwise by this feed.
        """
        document, before, now = reading.document, wanted.seen.document_key, self.now()
        noted = replace(wanted.seen, version=wanted.entry.version, document_key=document.key, failure=None, tries=0)
        async with self.database.session() as session:
            if await feeds.get(session, state.id) is None:
                return False  # nobody follows it any more
            await documents.add(session, document, raw=reading.raw, now=now)
            await entries.note(session, state.id, replace(noted, seen=now))
            if before == document.key:
                return False
            if before is not None:
                chats = {each.chat for each in await feeds.followers(session, state.id)}
                await documents.supersede(session, document.key, before, chats=chats, now=now)
            await sources.add_for_followers(session, document.key, state.id, kind=FEED, name=name_of(state), now=now)
            await watch(session, reading, now)
            await self.intake.stand(session, document)
        return True

    async def _note_failure(self, state: FeedState, wanted: Wanted, error: SourceError) -> None:
        """An entry that cannot be read: tried again while that may help, and then never."""
        if isinstance(error, SandboxDown):
            return  # it waits as it is
        tries = wanted.seen.tries + 1
        final = tries >= TRIES or not error.transient
        noted = replace(wanted.seen, tries=tries, failure=_why(error) if final else None, seen=self.now())
        if final:
            noted = replace(noted, version=wanted.entry.version)
        async with self.database.session() as session:
            await entries.note(session, state.id, noted)
        log.info("entry.unread feed=%d why=%s tries=%d final=%s", state.id, _why(error), tries, final)

    async def _moved(self, state: FeedState, found: FoundFeed) -> FeedState:
        """The feed under its new address, where the old one says that it moved for good."""
        moved = found.fetched.moved
        if moved is None or moved == state.url:
            return state
        async with self.database.session() as session:
            there = await feeds.move(session, state.id, moved)
        log.info("feed.moved feed=%d", there.id)
        return there

    async def _succeeded(self, state: FeedState, feed: Feed, fetched: Fetched, *, new: bool) -> FeedState:
        now = self.now()
        after = schedule.after_success(
            state, now=now, new=new, pause=feed.pause, fresh=fetched.fresh, chance=self.chance()
        )
        identities = {entry.identity for entry in feed.entries}
        async with self.database.session() as session:
            if not fetched.unchanged:
                # What was left for another day would not be sent again to whoever has this version.
                whole = len(await entries.seen(session, state.id, tuple(identities))) == len(identities)
                kept = fetched.validators if whole else NO_VALIDATORS
                after = replace(after, etag=kept.etag, last_modified=kept.last_modified)
            await feeds.save(session, after, since=state)
        return after

    async def _put_off(self, state: FeedState, error: SandboxDown) -> Look:
        """Nothing could be read just now, which is no fault of the feed's."""
        after = replace(state, due=self.now() + SOON)
        async with self.database.session() as session:
            await feeds.save(session, after, since=state)
        return Look(after, failure=error)

    async def _failed(self, state: FeedState, error: SourceError) -> Look:
        fetch = error if isinstance(error, FetchFailed) else None
        after = schedule.after_failure(
            state,
            now=self.now(),
            why=fetch.why if fetch else UNREADABLE,
            retry_after=fetch.retry_after if fetch else None,
            chance=self.chance(),
        )
        ended = schedule.is_dead(after, self.now())
        if ended:  # it stays due until its followers were told: that survives a crash
            after = replace(after, due=self.now() + LEASE)
        async with self.database.session() as session:
            await feeds.save(session, after, since=state)
        log.info("feed.failed feed=%d why=%s failures=%d", state.id, after.failure, after.failures)
        return Look(after, failure=error, ended=ended)


def name_of(state: FeedState) -> str:
    """What a feed is called: its title, else its address."""
    return state.title or state.url


def feed_of(state: FeedState) -> Feed:
    """A feed that has nothing new to say, as it is known."""
    return Feed(state.title, state.site, (), url=state.url)


def _why(error: SourceError) -> str:
    return error.why if isinstance(error, FetchFailed | NoArticle) else type(error).__name__
