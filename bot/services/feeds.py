"""Following feeds: who follows which, the first look at a new one, and what its followers can do about it.

    link -> Finder -> FoundFeed -> one transaction: feed + who follows it + what others have of it already
         -> polling -> its newest entries as sources of that chat

A feed is asked once for all who follow it. `bot/jobs.py` says when, `bot/services/polling.py` what a look does.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.services import schedule
from bot.services.asked import ASKED
from bot.services.polling import FEED, LEASE, Look, Poller, name_of
from bot.services.quotes import holds
from sources.base import FetchFailed, IsFeed, NoFeed, TooManyFeeds
from sources.feeds.feed import FeedLink
from sources.finding import FoundFeed, FoundFront
from storage import documents, entries, feeds, sources
from storage.database import Database
from storage.matching import fold
from storage.session import Session
from storage.types import FeedState, Following
from summarizer.errors import SourceError
from summarizer.types import Document

if TYPE_CHECKING:
    from bot.services.intake import Intake
    from sources.finding import Finder

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Feeds of a list that are tried side by side."""
MOST_LISTED = 1_000
"""Feeds of a chat that are listed; the limit of a chat is far below, what is public has none."""
Progress = Callable[[int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Rules:
    """How much is taken of feeds: entries of the `first` look, new `entries` a look, `feeds` that a chat may follow."""

    first: int = 5
    entries: int = 20
    feeds: int = 100


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that a chat follows now; `new` is False where it did before.

    `documents` are what the chat has of it at once, newest first; `unread` counts entries whose article could not be
    had yet. `failure` says why where a feed of a list could not be looked at this time and is tried again.
    """

    following: Following
    new: bool
    documents: tuple[Document, ...] = ()
    unread: int = 0
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """What came of a list of feeds: those that are followed now or were before, and those that could not be."""

    followed: tuple[Followed, ...]
    refused: tuple[tuple[FeedLink, SourceError], ...]


@dataclass(frozen=True, slots=True)
class Feeds:
    """Follows feeds for chats, or (chat None) for everybody; `chance` gives a number from 0 to 1: it spreads looks."""

    database: Database
    finder: Finder
    intake: Intake
    rules: Rules
    now: Callable[[], datetime]
    chance: Callable[[], float] = random.random  # spreads load, protects nothing
    poller: Poller = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        of_a_look = (self.rules.first, self.rules.entries)
        poller = Poller(self.database, self.finder, self.intake, *of_a_look, self.now, self.chance)
        object.__setattr__(self, "poller", poller)  # a frozen dataclass has no other way

    async def follow(self, found: FoundFeed | str, *, chat: int | None, person: int | None) -> Followed:
        """Follows a feed that was found, or the one at an address, and takes in its newest entries.

        Raises SourceError: FetchFailed, NoFeed, IsFeed (a page that names several: the choice is a person's),
        TooManyFeeds; StorageError.
        """
        found = await self._feed_at(found) if isinstance(found, str) else found
        following, new = await self._keep(found, chat=chat, person=person, leased=True)
        if not new:
            return Followed(following, new=False, documents=await self._newest(following))
        look = await self.poller.look(following.feed, found)
        return await self._followed(following, look)

    async def follow_many(
        self, links: Sequence[FeedLink], *, chat: int | None, person: int | None, progress: Progress | None = None
    ) -> Many:
        """Follows the feeds of a list; their first look is left to the next ticks. `progress` gets (done, all).

        A feed that cannot be reached just now is followed all the same; one that is none is refused. One address
        named twice is one feed. Raises StorageError.
        """
        wanted = tuple({link.url: link for link in links}.values())
        turns, done = asyncio.Semaphore(AT_ONCE), 0

        async def one(link: FeedLink) -> Followed | SourceError:
            nonlocal done
            async with turns:
                outcome = await self._follow_link(link, chat=chat, person=person)
            done += 1
            if progress:
                await progress(done, len(wanted))
            return outcome

        outcomes = await asyncio.gather(*map(one, wanted))
        each = tuple(zip(wanted, outcomes, strict=True))
        refused = tuple((link, outcome) for link, outcome in each if isinstance(outcome, SourceError))
        followed = tuple(outcome for outcome in outcomes if isinstance(outcome, Followed))
        await self.intake.ring("fetch", [str(each.following.feed.id) for each in followed if each.new])
        return Many(followed, refused)

    async def claim_due(self, now: datetime, *, limit: int = MOST_LISTED) -> tuple[FeedState, ...]:
        """Feeds that are due by then, leased to the caller for as long as a look may take."""
        async with self.database.session() as session:
            return await feeds.claim_due(session, now, until=now + LEASE, limit=limit)

    async def poll(self, feed: int) -> Look | None:
        """One look at a feed, whoever follows it; None where there is no such feed. Raises StorageError only."""
        return await self.poller.poll(feed)

    async def listed(self, chat: int | None, words: str = "") -> tuple[Following, ...]:
        """The feeds that a chat sees, its own and the public ones; with words, those whose title or address has all."""
        async with self.database.session(readonly=True) as session:
            found = await feeds.followed(session, chat, limit=MOST_LISTED)
        wanted = fold(words[:ASKED])
        return tuple(each for each in found if not words or holds(f"{each.feed.title or ''} {each.feed.url}", wanted))

    async def get(self, following: int, chat: int | None) -> Following | None:
        """What a chat follows under this id; None for another chat's."""
        async with self.database.session(readonly=True) as session:
            return await feeds.get_following(session, following, chat)

    async def ended(self) -> tuple[int, ...]:
        """Feeds that ended and are still asked, until their followers were told."""
        least = (schedule.FEW, schedule.REFUSALS, schedule.ENDING)
        async with self.database.session(readonly=True) as session:
            found = await feeds.failing(session, *least, limit=MOST_LISTED)
        return tuple(state.id for state in found if schedule.is_dead(state, self.now()))

    async def untold(self, feed: int) -> tuple[Following, ...]:
        """Who follows a feed that has ended and was not told so yet; what is public has nobody to tell."""
        async with self.database.session(readonly=True) as session:
            found = await feeds.untold(session, feed)
        return tuple(following for following in found if following.chat is not None)

    async def told(self, following: Following) -> None:
        """Notes that a follower was told, or that there is nobody to tell any more."""
        async with self.database.session() as session:
            await feeds.mark_told(session, (following.id,), self.now())

    async def settle(self, feed: int, *, later: timedelta | None = None) -> None:
        """Lets a feed that has ended rest, or has those who could not be told yet told `later`.

        Nothing is done where somebody has revived it meanwhile.
        """
        now = self.now()
        async with self.database.session() as session:
            state = await feeds.get(session, feed)
            if state is not None and schedule.is_dead(state, now):
                await feeds.save(session, replace(state, due=None if later is None else now + later))

    async def retry(self, following: int, chat: int | None) -> Look | None:
        """Asks a feed anew, also one that was given up; None where the following is not this chat's."""
        async with self.database.session() as session:
            found = await feeds.get_following(session, following, chat)
            if found is None:
                return None
            await feeds.revive(session, found.feed.id, self.now())
        return await self.poll(found.feed.id)

    async def replace(self, following: int, url: str, *, chat: int | None) -> Followed | None:
        """Follows the feed at another address in the place of this one; None where it is not this chat's.

        Raises SourceError as `follow` does, and leaves all as it was.
        """
        if await self.get(following, chat) is None:
            return None
        found = await self._feed_at(url)
        about = found.feed
        async with self.database.session() as session:
            changed = await feeds.replace(
                session, following, chat, found.url, title=about.title, site=about.site, now=self.now()
            )
            if changed is None:
                return None
            await self._backfill(session, changed)
            changed = await self._leased(session, changed)
        look = await self.poller.look(changed.feed, found)
        return await self._followed(changed, look)

    async def _followed(self, following: Following, look: Look) -> Followed:
        has = await self._newest(following)
        return Followed(replace(following, feed=look.state), new=True, documents=has, unread=look.unread)

    async def _follow_link(self, link: FeedLink, *, chat: int | None, person: int | None) -> Followed | SourceError:
        try:
            following, new = await self._keep(await self._feed_at(link.url), chat=chat, person=person, leased=False)
        except FetchFailed as error:
            return await self._follow_unseen(link, error, chat=chat, person=person) if error.transient else error
        except SourceError as error:
            return error
        return Followed(following, new=new)

    async def _follow_unseen(
        self, link: FeedLink, error: FetchFailed, *, chat: int | None, person: int | None
    ) -> Followed | SourceError:
        async with self.database.session() as session:
            known = await feeds.find_followed(session, chat, link.url)
            if known is None and await self._is_full(session, chat):
                return TooManyFeeds(self.rules.feeds)
            following = known or await feeds.follow(session, link.url, chat=chat, person=person, now=self.now())
        return Followed(following, new=known is None, failure=error.why)

    async def _feed_at(self, url: str) -> FoundFeed:
        """The feed at an address, or the only one that the page there names."""
        found = await self.finder.find(url)
        if isinstance(found, FoundFront) and len(found.feeds) == 1:
            found = await self.finder.find(found.feeds[0].url)
        match found:
            case FoundFeed():
                return found
            case FoundFront() if found.feeds:
                raise IsFeed(url, tuple(link.url for link in found.feeds))
            case _:
                raise NoFeed(url)

    async def _keep(
        self, found: FoundFeed, *, chat: int | None, person: int | None, leased: bool
    ) -> tuple[Following, bool]:
        """The following and whether it is new; a dead feed that answers again is asked again.

        `leased` keeps the tick off a new one for as long as a look at it may take.
        """
        url = found.url
        async with self.database.session() as session:
            known = await feeds.find_followed(session, chat, url)
            if known is not None:
                await self._wake(session, known)
                return known, False
            if await self._is_full(session, chat):
                raise TooManyFeeds(self.rules.feeds)
            following = await feeds.follow(
                session, url, chat=chat, person=person, title=found.feed.title, site=found.feed.site, now=self.now()
            )
            await self._wake(session, following)
            await self._backfill(session, following)
            return (await self._leased(session, following) if leased else following), True

    async def _wake(self, session: Session, following: Following) -> None:
        """A feed that has ended and answers after all is asked again."""
        if following.feed.due is None or schedule.is_dead(following.feed, self.now()):
            await feeds.revive(session, following.feed.id, self.now())

    async def _is_full(self, session: Session, chat: int | None) -> bool:
        """What is public counts for nobody, and whoever follows for everybody is an operator: no limit."""
        return chat is not None and await feeds.count_followed(session, chat) >= self.rules.feeds

    async def _backfill(self, session: Session, following: Following) -> None:
        """Gives a new follower what others have of the feed."""
        state, now = following.feed, self.now()
        for key in await entries.newest(session, state.id, limit=self.rules.first):
            await sources.add(session, key, chat=following.chat, kind=FEED, name=name_of(state), now=now)

    async def _leased(self, session: Session, following: Following) -> Following:
        leased = replace(following.feed, due=self.now() + LEASE)
        await feeds.save(session, leased)
        return replace(following, feed=leased)

    async def _newest(self, following: Following) -> tuple[Document, ...]:
        async with self.database.session(readonly=True) as session:
            keys = await entries.newest(session, following.feed.id, limit=self.rules.first)
            found = [await documents.find(session, following.chat, key) for key in keys]
        return tuple(document for document in found if document)
