"""The demo's stage: the real bot, the small Telegram, the site and the clock, and waiting until all is quiet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app import Surroundings, run_bot
from bot.context import Context
from bot.demo.clock import Clock
from bot.demo.site import Site
from bot.jobs import Jobs
from bot.playground import Playground
from bot.settings import Settings
from sources.web.policy import Policy
from storage import outbox
from storage.types import DeliveryState

STEP = timedelta(hours=1)
"""So far the clock is put at a time: the bot looks at its feed, its pages and its digests at each step by day."""
MORNING, NIGHT = 6, 22
"""Hours of Kyiv between which something may be due."""
OPEN: tuple[DeliveryState, ...] = ("pending", "sending")
PATIENCE = 120.0
"""Seconds that the bot may take over one step: its first text has the model loaded."""
PATIENCE_ON_PAGE = 20.0
"""There somebody may have taken the bot away, and nobody looks at a page that stands still for long."""


class DemoSettings(Settings):
    """The demo's own settings: nothing of the environment, and no pause before a site that is the demo's own."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    @property
    def policy(self) -> Policy:
        return replace(super().policy, pause=0.0)


@dataclass(slots=True)
class Stage:
    """What the script acts on. The bot runs between `start` and `stop`, as often as the script likes."""

    telegram: Playground
    site: Site
    clock: Clock
    settings: Settings
    paged: bool = False
    _context: Context | None = None
    _jobs: Jobs | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _on_duty: asyncio.Event = field(default_factory=asyncio.Event)
    _bot: asyncio.Task[None] | None = None

    @property
    def patience(self) -> float:
        """Seconds that the bot may take over one step."""
        return PATIENCE_ON_PAGE if self.paged else PATIENCE

    @property
    def context(self) -> Context:
        """The services of the running bot."""
        if self._context is None:
            raise RuntimeError("the bot does not run")
        return self._context

    @property
    def jobs(self) -> Jobs:
        """What the running bot does by itself."""
        if self._jobs is None:
            raise RuntimeError("the bot does not run")
        return self._jobs

    async def start(self) -> None:
        """Starts the bot on the database that it had before, as `verbatim run` would."""
        self._stop = asyncio.Event()
        around = Surroundings(self.clock, tuple, lambda: 0.0)
        self._bot = asyncio.create_task(run_bot(self.settings, self.telegram.token, self._stop, around, self._turning))
        begun = asyncio.create_task(self._begun())
        await asyncio.wait({self._bot, begun}, return_when=asyncio.FIRST_COMPLETED)
        if self._bot.done():
            begun.cancel()
            await self._bot  # raises why
        await begun
        await self.tick()

    async def _begun(self) -> None:
        """Returns when the bot fetches updates and has its duties: then a tick finds what is due."""
        async with asyncio.timeout(PATIENCE):
            await self.telegram.polling(PATIENCE)
            await self._on_duty.wait()

    async def stop(self) -> None:
        """Ends the bot in order."""
        self._stop.set()
        if self._bot:
            await self._bot
        self._bot = None

    @asynccontextmanager
    async def _turning(self, context: Context, jobs: Jobs) -> AsyncIterator[None]:
        self._context, self._jobs = context, jobs
        self._on_duty.set()
        try:
            yield
        finally:
            self._context = self._jobs = None
            self._on_duty.clear()
            await jobs.close()

    async def until(self, moment: datetime) -> None:
        """Puts the clock forward to a moment, step by step; the bot does what is due at each, if it runs."""
        while self.clock() + STEP < moment:
            self.clock.put(min(_next_step(self.clock()), moment))
            await self.tick()
        self.clock.put(moment)
        await self.tick()

    async def tick(self) -> None:
        """Has the bot look at what is due now, and waits until it is done."""
        if self._jobs:
            await self._jobs.tick()
            await self.calm()

    async def calm(self) -> None:
        """Waits until nothing is under way: no look, no digest, no answer.

        On a page somebody may keep the bot busy: there the week goes on when its patience is at an end.
        """
        try:
            async with asyncio.timeout(self.patience):
                while self._jobs and await self._waits(self._jobs):  # noqa: ASYNC110 - the courier tells nobody
                    await asyncio.sleep(0.02)
            await self.telegram.quiet(self.patience)
        except TimeoutError:
            if not self.paged:
                raise

    async def _waits(self, jobs: Jobs) -> bool:
        """Whether a message is still to be sent once the jobs are done."""
        await jobs.settled()
        async with self.context.database.session(readonly=True) as session:
            found = await outbox.counts(session)
        return any(found.get(state) for state in OPEN)


def _next_step(moment: datetime) -> datetime:
    """The next full hour; by night that of the morning."""
    past = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond) % STEP
    following = moment - past + STEP
    while not MORNING <= following.hour <= NIGHT:
        following += STEP
    return following
