"""The tick: asks the database what is due, and hands it on. What is due stands in rows; a lost wake-up loses nothing.

    every 5 seconds: texts that wait to be understood -> free hands are woken: see understanding.py
                digests, in a hand of their own -> those that are due are composed -> the courier is woken
                free hands -> feeds that are due, leased -> Feeds.poll -> one that ended: its followers are told
                what operators tell all chats, in a hand of its own: see announcing.py
                free hands for pages -> pages that are due, leased -> Pages.check
                each hour: due times are put right; each day: what is long past is forgotten
                what another process was answering that died: see commands/delivering.py
                each minute, where others look at feeds: of those that ended the followers are told

Of several processes one does what goes out by itself, and one composes: see bot/duties.py.

A tick starts what it may and returns. A slow site holds up its own feeds only: one of them is looked at at a time, and
no longer than a deadline. No failure leaves its own task.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.announcing import Announcing
from bot.services.access import Access
from bot.services.arrivals import Arrivals
from bot.services.courier import Shift
from bot.services.digests import Digests
from bot.services.feeds import Feeds
from bot.services.hands import Hands
from bot.services.health import Pulse
from bot.services.links import host_of
from bot.services.pages import Pages
from bot.services.polling import LEASE, Look
from bot.services.retention import Retention
from bot.services.understanding import Understanding
from bot.teller import Told
from storage import feeds, pages
from storage.database import Database
from storage.types import FeedState, Following, PageState
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

SECONDS = 5
"""Between two ticks."""
HANDS = 4
"""Feeds that are looked at side by side: each may keep a process busy with parsing and understanding."""
PAGE_HANDS = 2
"""Pages that are looked at beside them, also where feeds are always due."""
DEADLINE = timedelta(minutes=5)
"""So long a look takes at most, well below its lease; what was not read by then stays to be read."""
MEANWHILE = timedelta(minutes=1)
"""After so long a feed is due again whose host was being asked for another."""
AGAIN = timedelta(minutes=5)
"""After so long a follower is told who could not be told now."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def always() -> bool:
    """There is no other process."""
    return True


class Jobs:
    """What the bot does by itself, in one event loop; without feeds or without pages where the operator wants none.

    `sends` says whether this process is the one that tells chats anything by itself. `ended` are the feeds of which
    followers are told that other processes found them to have ended; None where there is no other process.
    """

    def __init__(  # noqa: PLR0913 - all that a bot does by itself, by name
        self,
        database: Database,
        feeds: Feeds | None,
        pages: Pages | None,
        tell: Callable[[Following], Awaitable[Told]],
        now: Callable[[], datetime],
        post: Post | None = None,
        *,
        access: Access | None = None,
        announcing: Announcing | None = None,
        pulse: Pulse | None = None,
        sends: Callable[[], bool] = always,
        ended: Feeds | None = None,
        understanding: Understanding | None = None,
        answering: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        self._database = database
        self._feeds = feeds
        self._pages = pages
        self._tell = tell
        self._now = now
        self._post = post
        self._access, self._announcing, self._pulse = access, announcing, pulse or Pulse()
        self._sends, self._ended, self._understanding = sends, ended, understanding
        self._answering, self._taking = answering, Hands(1)
        self._swept: datetime | None = None
        self._one_end, self._claiming = asyncio.Lock(), asyncio.Lock()
        self._telling, self._sweeping, self._looking = Hands(1), Hands(1), Hands(1)
        self._looks, self._checks, self._composing = Hands(HANDS), Hands(PAGE_HANDS), Hands(1)

    async def tick(self) -> None:
        """Starts what is due, as far as hands are free. Never raises: the next tick tries again."""
        self._pulse.ticked = self._now()
        if self._announcing and self._telling.free and self._sends():
            self._telling.start(self._announcing.work(), "broadcast", "broadcast")
        if self._ended and self._sweeping.free and self._sends() and self._sweeps(self._now()):
            self._sweeping.start(self._tell_of_ends(self._ended), "ends", "ends")
        if self._understanding and self._looking.free:
            self._looking.start(self._understanding.sweep(), "understanding", "understanding")
        if self._answering and self._taking.free:
            self._taking.start(self._answering(), "arrivals", "arrivals")
        if self._post and self._composing.free:
            self._composing.start(self._post.digests_due(self._now()), "digests", "digests")
        try:
            async with self._claiming:  # ticks side by side, by a bell and by the clock, would each fill the same hands
                await self._claim()
        except StorageError as error:
            log.warning("tick.failed detail=%s", error.detail)

    async def _claim(self) -> None:
        """Has as many feeds and pages looked at as there are hands free."""
        for state in await self._due_feeds(self._looks.free):
            host = host_of(state.url)
            if host in self._looks.places:
                await self._put_off(state)
            else:
                self._looks.start(self._feed(state), f"feed={state.id}", host)
        for page in await self._due_pages(self._checks.free):
            self._checks.start(self._page(page), "page", host_of(page.asked))

    async def settled(self) -> None:
        """Waits for all that was started."""
        for hands in self._all:
            await hands.settled()

    async def close(self) -> None:
        """Ends what is under way; it is due again when its lease has run out."""
        for hands in self._all:
            hands.cancel()
        await self.settled()

    @property
    def _all(self) -> tuple[Hands, ...]:
        outward = self._composing, self._telling, self._sweeping, self._taking
        return self._looks, self._checks, self._looking, *outward

    def _sweeps(self, now: datetime) -> bool:
        """Whether it is time to."""
        if self._swept is not None and abs(now - self._swept) < MINUTE:
            return False
        self._swept = now
        return True

    async def _tell_of_ends(self, service: Feeds) -> None:
        for feed in await service.ended():
            await self._tell_all(service, feed)

    async def _due_feeds(self, free: int) -> tuple[FeedState, ...]:
        if free <= 0 or self._feeds is None:
            return ()
        return await self._feeds.claim_due(self._now(), limit=free)

    async def _due_pages(self, free: int) -> tuple[PageState, ...]:
        if free <= 0 or self._pages is None:
            return ()
        async with self._database.session() as session:
            return await pages.claim_due(session, self._now(), until=self._now() + LEASE, limit=free)

    async def _put_off(self, state: FeedState, later: timedelta = MEANWHILE) -> None:
        async with self._database.session() as session:
            await feeds.save(session, replace(state, due=self._now() + later))

    async def _feed(self, state: FeedState) -> None:
        if self._access and not await self._access.wants(state.id):
            await self._put_off(state, HOUR)
            return
        look = await self._look(self._feeds, state) if self._feeds else None
        if self._feeds and look and look.ended and self._sends():
            await self._tell_all(self._feeds, state.id)

    async def _look(self, service: Feeds, state: FeedState) -> Look | None:
        try:
            async with asyncio.timeout(DEADLINE.total_seconds()):
                return await service.poll(state.id)
        except TimeoutError:
            log.warning("feed.late feed=%d host=%s", state.id, host_of(state.url))
            await service.intake.catch_up()  # the entry over which time ran out may be stored and not understood
            return None

    async def _tell_all(self, service: Feeds, feed: int) -> None:
        """Each follower once: noted as soon as it went out, so that a crash loses none and repeats at most the last."""
        left = False
        async with self._one_end:  # found by a look and by a sweep it is told once
            for following in await service.untold(feed):
                if await self._tell(following) == "not now":
                    left = True
                else:
                    await service.told(following)
            await service.settle(feed, later=AGAIN if left else None)
        log.info("feed.ended feed=%d left=%s", feed, left)

    async def _page(self, page: PageState) -> None:
        if self._pages:
            async with asyncio.timeout(DEADLINE.total_seconds()):
                await self._pages.check(page)


@dataclass(slots=True)
class Post:
    """What is due of digests: composing them, and now and then putting the house in order, also at the start.

    Each where it is this process's turn, as `composes` and `tidies` say.
    """

    digests: Digests
    courier: Shift
    arrivals: Arrivals
    retention: Retention
    composes: Callable[[], bool] = always
    tidies: Callable[[], bool] = always
    _done: dict[str, datetime] = field(default_factory=dict)

    async def digests_due(self, now: datetime) -> None:
        """Composes what is due and has it sent. Raises StorageError; a house in disorder keeps no digest back."""
        try:
            if self.tidies():
                await self._now_and_then(HOUR, now, "realign", self._realign)
                await self._now_and_then(DAY, now, "prune", self._prune)
        finally:
            if self.composes():
                await self._compose(now)

    async def _compose(self, now: datetime) -> None:
        written = 1  # also what was written before a failure is to be sent
        try:
            written = await self.digests.compose_due(now)
        finally:
            if written:
                self.courier.wake()

    async def _now_and_then(
        self, every: timedelta, now: datetime, chore: str, work: Callable[[datetime], Awaitable[None]]
    ) -> None:
        """Does a chore where it is time to, also where the clock was put back; one that failed is due at once."""
        last = self._done.get(chore)
        if last is None or abs(now - last) >= every:
            await work(now)
            self._done[chore] = now

    async def _realign(self, now: datetime) -> None:
        await self.digests.realign(now)

    async def _prune(self, now: datetime) -> None:
        await self.digests.prune(now)
        await self.arrivals.prune()
        await self.retention.expire(now)


@asynccontextmanager
async def ticking(jobs: Jobs, *, seconds: float = SECONDS) -> AsyncIterator[None]:
    """Ticks from now on until the end; then what is under way is ended as well."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is skipped is no news
    scheduler = AsyncIOScheduler(timezone=UTC)
    every = {"seconds": seconds, "coalesce": True, "max_instances": 1, "misfire_grace_time": None}

    async def tick() -> None:
        with suppress(asyncio.CancelledError):  # the end, which APScheduler would log as an error with its stack
            await jobs.tick()

    scheduler.add_job(tick, "interval", next_run_time=datetime.now(UTC), **every)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await jobs.close()
