"""The composition root: everything is put together here and nowhere else.

Settings -> Database, readers, Analyst, Scribe, Painter -> Intake, Answers -> Context -> the library's Application
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import seeds
from bot.context import Context
from bot.gathering import Gathering
from bot.services.access import Access
from bot.services.analyst import Analyst, Recipe
from bot.services.analysts import Analysts
from bot.services.answers import Answers, Lengths
from bot.services.arrivals import Arrivals
from bot.services.digests import Digests
from bot.services.feeds import Feeds, Rules
from bot.services.health import Pulse
from bot.services.heart import Heart, this_process
from bot.services.intake import Intake, Work
from bot.services.limits import Limits
from bot.services.noting import Noting
from bot.services.pages import Pages
from bot.services.painter import Painter
from bot.services.pen import WritingModel
from bot.services.retention import Retention
from bot.services.searching import Searching
from bot.services.subscribing import Subscriptions
from bot.services.taking import Taker
from bot.services.terms import Terms
from bot.services.understanding import Messenger
from bot.services.writer import Scribe
from bot.settings import Settings
from bot.views.digest import letter
from bot.views.painted import paint
from sources import default_readers
from sources.base import Reading
from sources.finding import Finder
from sources.sandbox import Sandbox
from sources.web.client import Web
from storage import processes
from storage.database import Database
from storage.session import StorageBusyError
from storage.types import Process, Role

if TYPE_CHECKING:
    from bot.dispatch import Bot
    from bot.jobs import Jobs

log = logging.getLogger(__name__)

BUSY_SECONDS = 30
"""Pause before a storage that is busy or out of reach is asked again to go on with what is left to understand."""


def now() -> datetime:
    """The clock; everything below is told the time."""
    return datetime.now(UTC)


def first_sources() -> tuple[Reading, ...]:
    """What an empty store begins with."""
    return seeds.load()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run takes from outside: the clock, the first sources, the chance that spreads its looks at feeds."""

    clock: Callable[[], datetime] = now
    first: Callable[[], tuple[Reading, ...]] = first_sources
    chance: Callable[[], float] = random.random  # spreads load, protects nothing


AS_EVER = Surroundings()
Turning = Callable[["Context", "Jobs"], AbstractAsyncContextManager[None]]
"""What has the jobs tick while the block runs."""


def recipe(settings: Settings, *, threads: int | None = None) -> Recipe:
    """What an analysis process loads under these settings; `threads` for its model, None for all cores."""
    return Recipe(
        settings.embedder, settings.model_path, settings.analysis_timeout, threads, settings.analysis_megabytes
    )


def limits(settings: Settings) -> Limits:
    """How much people may send under these settings."""
    person, chat = (settings.person_per_hour, settings.person_per_day), (settings.chat_per_hour, settings.chat_per_day)
    return Limits.make(person=person, chat=chat, pending=settings.chat_pending)


def writing_model(settings: Settings) -> WritingModel | None:
    """The model that rewrites briefings under these settings, or None."""
    model = settings.summary_model
    return WritingModel(model, settings.summary_device, settings.summary_timeout) if model else None


@asynccontextmanager
async def services(
    settings: Settings, around: Surroundings = AS_EVER, process: Process | None = None, pulse: Pulse | None = None
) -> AsyncIterator[Context]:
    """The services over an open database with its first sources in it. Raises StorageError."""
    clock, process = around.clock, process or this_process("all")
    database, understands = await Database.open(settings.database_url), hands(settings, process)
    loaded, idle = recipe(settings), settings.analysis_idle
    pulse = pulse or Pulse()
    one = understands < 2
    analyst = Analyst(loaded, idle=idle, pulse=pulse) if one else Analysts(loaded, understands, idle=idle, pulse=pulse)
    lengths = Lengths(
        settings.briefing_documents,
        settings.briefing_sentences,
        settings.briefing_statements,
        settings.briefing_figures,
    )
    sandbox, web = Sandbox(), Web(settings.policy, now=clock)
    finder = Finder(web, sandbox, clock)
    readers = default_readers(limit=settings.max_file_megabytes * 1_000_000, sandbox=sandbox, finder=finder)
    bells = AsyncExitStack()
    messenger = await bells.enter_async_context(_messenger(settings, process))
    work = Work(understands, messenger, settings.analysis_timeout, process.id)
    intake = Intake(database, readers, analyst, clock, work)
    rules = Rules(settings.feed_first_entries, settings.feed_entries, settings.feeds_per_chat)
    feeds = Feeds(database, finder, intake, rules, clock, around.chance)
    pages = Pages(database, finder, intake, clock)
    taker = Taker(database, intake, finder, sandbox, feeds)
    gathering = Gathering(Arrivals(database, taker, limits(settings), clock, process.id))
    painter, scribe = Painter(paint), Scribe(writing_model(settings), idle=settings.summary_idle)
    try:
        if process.role in {"all", "bot"} and await intake.plant(around.first):
            await intake.catch_up()  # so that the first question finds an answer
        answers = Answers(database, lengths, scribe)
        digests, subscribed = Digests(answers, letter, pulse), Subscriptions(database, clock, settings.digests_per_chat)
        access = Access(database, settings.access, settings.allowed_ids, settings.operator_ids, clock)
        yield Context(
            settings, database, intake, answers, painter, clock, finder, feeds, pages, gathering, digests, subscribed,
            access, Noting(database, clock), pulse, Retention(database, answers, settings.retention_days),
            Searching(database, analyst, clock), Terms(database, clock), process,
        )  # fmt: skip
    finally:
        await gathering.close()
        scribe.close()
        painter.close()
        analyst.close()
        await intake.close()
        await bells.aclose()
        await web.close()
        sandbox.close()
        await database.close()


def hands(settings: Settings, process: Process) -> int:
    """How many documents a process understands side by side: none where others do it."""
    by_itself = processes.understands(process)
    return settings.analysis_processes if by_itself else 0


@asynccontextmanager
async def _messenger(settings: Settings, process: Process) -> AsyncIterator[Messenger | None]:
    """What wakes other processes; None where this one does everything by itself."""
    if process.role == "all":
        yield None
        return
    from bot.engine import opened  # noqa: PLC0415 - only whoever has others to wake pays for it

    async with opened(settings.database_url) as engine:
        yield engine


async def run_bot(
    settings: Settings,
    token: str,
    stop: asyncio.Event,
    around: Surroundings = AS_EVER,
    turning: Turning | None = None,
    *,
    role: Role = "all",
) -> None:
    """Runs the bot, or the half of it that a role is, until `stop` is set; a server that is away is waited for.

    `turning` has its jobs tick where the clock is not the usual one.

    Raises SettingsError for a token that the server does not know, and for a role that this database cannot have;
    DutyTakenError where another process polls already, or another bot has this database.
    """
    from bot import duties  # noqa: PLC0415 - the command line does without Telegram
    from bot.dispatch import build, reach  # noqa: PLC0415 - as above
    from bot.operations.server import serving  # noqa: PLC0415 - as above

    duties.refuse(settings, role)
    pulse = Pulse()
    async with AsyncExitStack() as stack:
        number = bot_number(token)
        await stack.enter_async_context(duties.alone(settings, number, role, stop, pulse))
        context = await stack.enter_async_context(services(settings, around, this_process(role, bot=number), pulse))
        heart = Heart(settings.database_url, context.process, context.now, pulse=context.pulse)
        await stack.enter_async_context(heart)
        await duties.only_bot(context.database, number)
        await stack.enter_async_context(serving(settings, context.database, context.pulse, role))
        bot = build(context, token)
        if await reach(bot, stop):
            context.pulse.reached = True
            await (sending if role == "sender" else answering)(context, bot, stop, role, turning)


async def sending(context: Context, bot: Bot, stop: asyncio.Event, role: Role, turning: Turning | None) -> None:
    """Sends what goes out by itself, or stands by for it, until `stop` is set."""
    async with bot:
        log.info("bot.started name=%s role=%s", bot.bot.username, role)
        await working(context, bot, stop, role, turning)


async def answering(context: Context, bot: Bot, stop: asyncio.Event, role: Role, turning: Turning | None) -> None:
    """Takes updates and answers until `stop` is set; in role `all` it does everything else besides."""
    from bot.ending import end  # noqa: PLC0415 - as in `run_bot`
    from bot.webhook import receiving  # noqa: PLC0415 - as in `run_bot`

    if bot.post_init is None:
        raise ValueError("the bot was built without its first step")
    async with bot, AsyncExitStack() as stack:
        await bot.post_init(bot)
        if context.settings.webhook_url:
            await stack.enter_async_context(receiving(bot, context.settings, stop))
        await bot.start()
        if not context.settings.webhook_url:
            await polling(bot)
        log.info("bot.started name=%s role=%s", bot.bot.username, role)
        # What a crash left stored but not understood; people are answered meanwhile.
        catching_up = asyncio.create_task(after_start(context, role))
        await working(context, bot, stop, role, turning)
        catching_up.cancel()
        await end(context, bot)


async def polling(bot: Bot) -> None:
    """Fetches updates from now on."""
    from bot.dispatch import UPDATES, PollingAlarm  # noqa: PLC0415 - as in `run_bot`

    if bot.updater is None:
        raise ValueError("the bot was built without an updater")
    await bot.updater.start_polling(bootstrap_retries=-1, allowed_updates=UPDATES, error_callback=PollingAlarm())


async def working(context: Context, bot: Bot, stop: asyncio.Event, role: Role, turning: Turning | None) -> None:
    """Does what nobody has to ask for, as the role has it, until `stop` is set."""
    from bot.duties import on_duty  # noqa: PLC0415 - as in `run_bot`
    from bot.jobs import ticking  # noqa: PLC0415 - as in `run_bot`

    async with on_duty(context, bot.bot, role) as jobs, turning(context, jobs) if turning else ticking(jobs):
        await stop.wait()
        context.pulse.ending = True


async def after_start(context: Context, role: Role) -> None:
    """Where this process understands texts it goes on with what is left; else it says who is missing."""
    from bot.duties import warn  # noqa: PLC0415 - as in `run_bot`

    await (catch_up(context.intake) if role == "all" else warn(context))


def bot_number(token: str) -> int:
    """The number of a bot, which stands before its secret."""
    return int(token.partition(":")[0])


async def catch_up(intake: Intake, *, pause: float = BUSY_SECONDS) -> None:
    """Goes on with what is stored and not understood, again after a pause while the storage is busy.

    Nobody waits for it, so its failure is logged here.
    """
    while True:
        try:
            understood = await intake.catch_up()
        except StorageBusyError as error:
            log.warning("catch_up.waits detail=%s", error.detail)
            await asyncio.sleep(pause)
        except Exception:  # nobody awaits this task: what is not logged here is never seen, and the bot goes on
            log.exception("catch_up.failed")
            return
        else:
            log.info("catch_up.done understood=%d", understood)
            return
