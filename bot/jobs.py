"""The tick: asks the database what is due, and hands it on. What is due stands in rows; a lost wake-up loses nothing.

    every 15 seconds: free hands -> feeds that are due, leased -> Feeds.poll -> one that ended: its followers are told
                                 -> pages that are due, leased -> Pages.check

A tick starts what it may and returns: a slow site holds up its own feed only, and no failure leaves its own task.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services.feeds import Feeds
from bot.services.pages import Pages
from bot.services.polling import LEASE
from bot.teller import Told
from storage import pages
from storage.database import Database
from storage.types import FeedState, Following, PageState
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

SECONDS = 15
"""Between two ticks."""
HANDS = 4
"""Feeds and pages that are worked on side by side: each may keep a process busy with parsing and understanding."""
AGAIN = timedelta(minutes=5)
"""After so long a follower is told who could not be told now."""


class Jobs:
    """What the bot does by itself, in one event loop; without feeds or without pages where the operator wants none."""

    def __init__(
        self,
        database: Database,
        feeds: Feeds | None,
        pages: Pages | None,
        tell: Callable[[Following], Awaitable[Told]],
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._feeds = feeds
        self._pages = pages
        self._tell = tell
        self._now = now
        self._running: set[asyncio.Task[None]] = set()

    async def tick(self) -> None:
        """Starts what is due, as far as hands are free. Never raises: the next tick tries again."""
        try:
            for state in await self._due_feeds(HANDS - len(self._running)):
                self._start(self._feed(state), f"feed={state.id}")
            for page in await self._due_pages(HANDS - len(self._running)):
                self._start(self._page(page), "page")
        except StorageError as error:
            log.warning("tick.failed detail=%s", error.detail)

    async def settled(self) -> None:
        """Waits for all that was started."""
        while self._running:
            await asyncio.wait(self._running)

    async def close(self) -> None:
        """Ends what is under way; it is due again when its lease has run out."""
        for task in self._running:
            task.cancel()
        await self.settled()

    async def _due_feeds(self, free: int) -> tuple[FeedState, ...]:
        if free <= 0 or self._feeds is None:
            return ()
        return await self._feeds.claim_due(self._now(), limit=free)

    async def _due_pages(self, free: int) -> tuple[PageState, ...]:
        if free <= 0 or self._pages is None:
            return ()
        async with self._database.session() as session:
            return await pages.claim_due(session, self._now(), until=self._now() + LEASE, limit=free)

    async def _feed(self, state: FeedState) -> None:
        look = await self._feeds.poll(state.id) if self._feeds else None
        if self._feeds and look and look.ended:
            await self._tell_all(self._feeds, state.id)

    async def _tell_all(self, service: Feeds, feed: int) -> None:
        """Each follower once: noted as soon as it went out, so that a crash loses none and repeats at most the last."""
        left = False
        for following in await service.untold(feed):
            if await self._tell(following) == "not now":
                left = True
            else:
                await service.told(following)
        await service.settle(feed, later=AGAIN if left else None)
        log.info("feed.ended feed=%d left=%s", feed, left)

    async def _page(self, page: PageState) -> None:
        if self._pages:
            await self._pages.check(page)

    def _start(self, work: Coroutine[Any, Any, None], what: str) -> None:
        task = asyncio.create_task(_guarded(work, what))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


@asynccontextmanager
async def ticking(jobs: Jobs, *, seconds: float = SECONDS) -> AsyncIterator[None]:
    """Ticks from now on until the end; then what is under way is ended as well."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is skipped is no news
    scheduler = AsyncIOScheduler(timezone=UTC)
    every = {"seconds": seconds, "coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler.add_job(jobs.tick, "interval", next_run_time=datetime.now(UTC), **every)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await jobs.close()


async def _guarded(work: Coroutine[Any, Any, None], what: str) -> None:
    """Nobody awaits this task: its failure is logged here, and its row is due again after its lease."""
    try:
        await work
    except StorageError as error:
        log.warning("job.failed %s detail=%s", what, error.detail)
    except Exception:  # whatever one feed does, the others go on
        log.exception("job.crashed %s", what)
