"""Runs the demo: in the terminal from beginning to end, or on the playground's page, where it goes on afterwards."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.demo.clock import Clock
from bot.demo.show import KYIV, Show
from bot.demo.site import Site, serving
from bot.demo.stage import DemoSettings, Stage
from bot.demo.transcript import Transcript
from bot.demo.week import week
from bot.jobs import ticking
from bot.playground.web.cast import settle
from bot.playing import OPERATOR, opened

START = datetime(2022, 4, 4, 8, tzinfo=KYIV)
IDLE = 0.05
"""Seconds of silence after which the bot counts as quiet: whether it works on something is known besides."""
PAGE_PACE = 4.0
"""Seconds to read a step on the page, unless somebody says otherwise."""
GOES_ON = "The week is over. The playground goes on, and so does the clock: try what you like. Ctrl+C ends it."


@dataclass(frozen=True, slots=True)
class Manner:
    """How the demo is given: `pace` are seconds to read a step, `full` cuts no message, a `port` serves the page."""

    pace: float = 0.0
    full: bool = False
    port: int | None = None
    embedder: Literal["minilm", "none"] = "minilm"


async def play(stop: asyncio.Event, manner: Manner, write: Callable[[str], None]) -> None:
    """Gives the demo until it is over, on a page until `stop` is set; `write` gets the transcript, line by line."""
    async with staged(manner) as stage:
        paged = manner.port is not None
        if paged:
            write(f"Playground: {stage.telegram.page_url}")
        show = Show(stage, settle(stage.telegram), Transcript(write, manner.full), manner.pace)
        script = asyncio.create_task(_given(show))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({script, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await _ended(script)
        if paged and not stop.is_set():
            write(f"\n{GOES_ON}")
            stage.telegram.narrate(GOES_ON)
            await _goes_on(stage, stop)


@asynccontextmanager
async def staged(manner: Manner) -> AsyncIterator[Stage]:
    """The small Telegram, the site, and an empty store that goes away with the block; the bot does not run yet.

    Raises SettingsError for a port that is taken.
    """
    clock = Clock(START)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-demo-")))
        paged = manner.port is not None
        telegram = await opened(stack, manner.port or 0, clock=clock.unix, idle=IDLE, page=paged)
        site = await stack.enter_async_context(serving(Site()))
        settings = DemoSettings(
            database_url=f"sqlite:///{folder / 'demo.db'}",
            telegram_api_url=telegram.url,
            private_hosts=site.url.removeprefix("http://"),
            operators=OPERATOR,
            embedder=manner.embedder,
        )
        stage = Stage(telegram, site, clock, settings, paged)
        try:
            yield stage
        finally:
            await stage.stop()


async def _given(show: Show) -> None:
    await show.stage.start()
    await week(show)


async def _ended(script: asyncio.Task[None]) -> None:
    """What went wrong in it comes out; one that is to stop is not waited for."""
    if not script.done():
        script.cancel()
    with suppress(asyncio.CancelledError):
        await script


async def _goes_on(stage: Stage, stop: asyncio.Event) -> None:
    stage.clock.run_on()
    async with ticking(stage.jobs):
        await stop.wait()
