"""`verbatim worker`: fetches, understands and composes for bots on other machines, over one PostgreSQL.

bells of the engine, and a look every few seconds -> what is due: rows, leased to this process
  understand: Understanding's own hands | fetch: Jobs, feeds and pages | compose: Digests, while the duty is ours
SIGTERM -> nothing new -> what is under way has some seconds -> the rest is free for others
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.stopping import until_stopped
from summarizer.errors import SettingsError, StorageError

if TYPE_CHECKING:
    from bot.context import Context
    from bot.engine import Heard
    from bot.jobs import Jobs
    from bot.settings import Settings

log = logging.getLogger(__name__)

KINDS = ("fetch", "understand", "compose")
LOOK = 3.0
"""Seconds between two looks for what is due and nobody was woken for."""
GRACE = 7.0
"""Seconds that what is under way has at the end; after ten the process is gone, whatever it did."""


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command()
    def worker(
        kinds: Annotated[
            str, typer.Option(help="What it does: fetch, understand, compose, or several with commas between.")
        ] = ",".join(KINDS),
        processes: Annotated[
            int | None, typer.Option("--processes", "-j", min=1, max=64, help="Analysis processes, as in the settings.")
        ] = None,
    ) -> None:
        """Fetch, understand and compose for bots on other machines; needs PostgreSQL, and no token."""
        from bot.logs import set_up  # noqa: PLC0415 - as in cli.py
        from bot.settings import read_settings  # noqa: PLC0415 - as in cli.py

        settings = read_settings()
        if processes:
            settings = settings.model_copy(update={"analysis_processes": processes})
        set_up(settings.log_level, settings.log_format)
        asyncio.run(until_stopped(lambda stop: work(settings, chosen(kinds), stop)))


def chosen(kinds: str) -> tuple[str, ...]:
    """The kinds that are named, each once. Raises SettingsError for any other word."""
    named = tuple(dict.fromkeys(filter(None, (kind.strip() for kind in kinds.split(",")))))
    wrong = [kind for kind in named if kind not in KINDS]
    if wrong or not named:
        raise SettingsError(f"--kinds: {', '.join(wrong) or 'nothing'} is none of {', '.join(KINDS)}")
    return named


async def work(settings: Settings, kinds: tuple[str, ...], stop: asyncio.Event) -> None:
    """Works until `stop` is set. Raises SettingsError on SQLite, StorageError where the database cannot be used."""
    from bot.app import AS_EVER, services  # noqa: PLC0415 - loads all that a bot is made of
    from bot.operations.server import serving  # noqa: PLC0415 - as above
    from bot.services.heart import Heart, this_process  # noqa: PLC0415 - as above
    from bot.services.rate import is_shared  # noqa: PLC0415 - as above

    if not is_shared(settings.database_url):
        raise SettingsError(
            "DATABASE_URL: verbatim worker needs PostgreSQL, and this is SQLite, which one process has for itself: "
            "more texts at once there with ANALYSIS_PROCESSES, or move first (verbatim migrate-db)"
        )
    process = this_process("worker", kinds)
    async with AsyncExitStack() as stack:
        context = await stack.enter_async_context(services(settings, AS_EVER, process))
        await stack.enter_async_context(Heart(settings.database_url, context.process, context.now, pulse=context.pulse))
        await stack.enter_async_context(serving(settings, context.database, context.pulse, "worker"))
        log.info("worker.started kinds=%s processes=%d", ",".join(kinds), context.intake.understanding.hands)
        async with at_work(context, kinds):
            await stop.wait()
            context.pulse.ending = True
        log.info("worker.ended")


@asynccontextmanager
async def at_work(context: Context, kinds: tuple[str, ...]) -> AsyncIterator[None]:
    """Hears bells and looks for itself while the block runs; then ends in order."""
    from bot.app import catch_up  # noqa: PLC0415 - loads all that a bot is made of
    from bot.engine import opened  # noqa: PLC0415 - only where there is one

    jobs = fetching(context)
    async with AsyncExitStack() as stack:
        heard: dict[str, Heard] = {}
        if "understand" in kinds:
            heard["understand"] = context.intake.understanding.lend
        if "fetch" in kinds:
            heard["fetch"] = jobs.tick
        if "compose" in kinds:
            heard["compose"] = await stack.enter_async_context(composing(context))
        engine = await stack.enter_async_context(opened(context.settings.database_url))
        looks = {**heard, "understand": context.intake.understanding.sweep}
        works = [engine.hear(heard), *(look(context, looks[kind]) for kind in kinds)]
        if "understand" in kinds:
            works.append(catch_up(context.intake))
        tasks = [asyncio.create_task(each) for each in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await asyncio.gather(rested(jobs), context.intake.understanding.close(GRACE))


async def rested(jobs: Jobs) -> None:
    """What is being looked at has a while; the rest is due again when its lease has run out."""
    try:
        async with asyncio.timeout(GRACE):
            await jobs.settled()
    except TimeoutError:
        await jobs.close()


def fetching(context: Context) -> Jobs:
    """Feeds and pages as the bot looks at them; of a feed that ended, whoever sends tells its followers."""
    from bot.jobs import Jobs  # noqa: PLC0415 - as above

    settings = context.settings
    feeds, pages = context.feeds if settings.feed_polling else None, context.pages if settings.page_rechecks else None
    return Jobs(
        context.database, feeds, pages, _tells_nobody, context.now,
        access=context.access, pulse=context.pulse, sends=lambda: False,
    )  # fmt: skip


async def _tells_nobody(_: object) -> Literal["not now"]:
    """A worker has no Telegram."""
    return "not now"


@asynccontextmanager
async def composing(context: Context) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """What composes that which is due, while this process is the one that does; the sender finds what is written."""
    from bot.services.turns import COMPOSING, Turn, taking_turns  # noqa: PLC0415 - as above
    from storage.leadership import Leadership  # noqa: PLC0415 - as above

    duty = Leadership(context.settings.database_url, "compose")
    turn, one = Turn(duty, "compose", context.pulse, each=COMPOSING), asyncio.Lock()

    async def compose() -> None:
        if turn.ours and not one.locked():
            async with one:
                await context.digests.compose_due(context.now())

    async with taking_turns(turn):
        yield compose


async def look(context: Context, act: Heard) -> None:
    """Finds every few seconds what is due of one kind; a database that is away is found again."""
    while True:
        try:
            context.pulse.ticked = context.now()
            await act()
        except StorageError as error:
            log.warning("worker.waits detail=%s", error.detail)
        except Exception:  # nobody awaits this task, and the next look may go well
            log.exception("worker.look_failed")
        await asyncio.sleep(LOOK)
