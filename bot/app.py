"""The composition root: everything is put together here and nowhere else.

Settings -> Database, readers, Analyst, Scribe, Painter -> Intake, Answers -> Context -> the library's Application
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import seeds
from bot.context import Context
from bot.gathering import Gathering
from bot.services.access import Access
from bot.services.analyst import Analyst, Recipe
from bot.services.answers import Answers, Lengths
from bot.services.arrivals import Arrivals
from bot.services.broadcasting import Broadcasting
from bot.services.courier import Courier, hands_for, on_duty
from bot.services.digests import Digests
from bot.services.feeds import Feeds, Rules
from bot.services.health import Pulse
from bot.services.intake import Intake
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
from bot.services.writer import Scribe
from bot.settings import Settings
from bot.views.digest import letter
from bot.views.painted import paint
from sources import default_readers
from sources.base import Reading
from sources.finding import Finder
from sources.sandbox import Sandbox
from sources.web.client import Web
from storage.database import Database
from storage.session import StorageBusyError

if TYPE_CHECKING:
    from telegram.ext import ExtBot

    from bot.dispatch import Bot
    from bot.jobs import Jobs

log = logging.getLogger(__name__)

BUSY_SECONDS = 30
"""Pause before a storage that is busy or out of reach is asked again to go on with what is left to understand."""
LAST_ANSWERS = 3.0
"""Seconds in which answers still get their turn when the bot ends."""


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
    return Recipe(settings.embedder, settings.model_path, settings.analysis_timeout, threads)


def limits(settings: Settings) -> Limits:
    """How much people may send under these settings."""
    person, chat = (settings.person_per_hour, settings.person_per_day), (settings.chat_per_hour, settings.chat_per_day)
    return Limits.make(person=person, chat=chat, pending=settings.chat_pending)


def writing_model(settings: Settings) -> WritingModel | None:
    """The model that rewrites briefings under these settings, or None."""
    model = settings.summary_model
    return WritingModel(model, settings.summary_device, settings.summary_timeout) if model else None


@asynccontextmanager
async def services(settings: Settings, around: Surroundings = AS_EVER) -> AsyncIterator[Context]:
    """The services over an open database with its first sources in it. Raises StorageError."""
    clock = around.clock
    database = await Database.open(settings.database_url)
    analyst = Analyst(recipe(settings), idle=settings.analysis_idle)
    lengths = Lengths(
        settings.briefing_documents,
        settings.briefing_sentences,
        settings.briefing_statements,
        settings.briefing_figures,
    )
    sandbox, web = Sandbox(), Web(settings.policy, now=clock)
    finder = Finder(web, sandbox, clock)
    readers = default_readers(limit=settings.max_file_megabytes * 1_000_000, sandbox=sandbox, finder=finder)
    intake = Intake(database, readers, analyst, clock)
    rules = Rules(settings.feed_first_entries, settings.feed_entries, settings.feeds_per_chat)
    feeds = Feeds(database, finder, intake, rules, clock, around.chance)
    pages = Pages(database, finder, intake, clock)
    taker = Taker(database, intake, finder, sandbox, feeds)
    gathering = Gathering(Arrivals(database, taker, limits(settings), clock))
    painter, scribe = Painter(paint), Scribe(writing_model(settings), idle=settings.summary_idle)
    try:
        if await intake.plant(around.first):
            await intake.catch_up()  # so that the first question finds an answer
        answers = Answers(database, lengths, scribe)
        digests, subscribed = Digests(answers, letter), Subscriptions(database, clock, settings.digests_per_chat)
        access = Access(database, settings.access, settings.allowed_ids, settings.operator_ids, clock)
        yield Context(
            settings, database, intake, answers, painter, clock, finder, feeds, pages, gathering, digests, subscribed,
            access, Noting(database, clock), Pulse(), Retention(database, answers, settings.retention_days),
            Searching(database, analyst, clock), Terms(database, clock),
        )  # fmt: skip
    finally:
        await gathering.close()
        scribe.close()
        painter.close()
        analyst.close()
        await web.close()
        sandbox.close()
        await database.close()


async def run_bot(
    settings: Settings,
    token: str,
    stop: asyncio.Event,
    around: Surroundings = AS_EVER,
    turning: Turning | None = None,
) -> None:
    """Runs the bot until `stop` is set; a server that is away for a while is waited for.

    `turning` has its jobs tick where the clock is not the usual one.

    Raises SettingsError for a token that the server does not know.
    """
    from bot.dispatch import PollingAlarm, build, reach  # noqa: PLC0415 - the command line does without Telegram
    from bot.jobs import ticking  # noqa: PLC0415

    async with services(settings, around) as context:
        bot = build(context, token)
        if bot.updater is None or bot.post_init is None:
            raise ValueError("the bot was built without an updater or its first step")
        if not await reach(bot, stop):
            return
        async with bot:
            await bot.post_init(bot)
            await bot.start()
            await bot.updater.start_polling(
                bootstrap_retries=-1,
                allowed_updates=["message", "callback_query", "my_chat_member", "inline_query", "guest_message"],
                error_callback=PollingAlarm(),
            )
            log.info("bot.started name=%s", bot.bot.username)
            # What a crash left stored but not understood; people are answered meanwhile.
            catching_up = asyncio.create_task(catch_up(context.intake))
            courier = on_the_road(context, bot.bot)
            work = jobs(context, bot.bot, courier)
            async with on_duty(courier), turning(context, work) if turning else ticking(work):
                await stop.wait()
            catching_up.cancel()
            await bot.updater.stop()
            await context.gathering.close()
            # Who waits for an analysis is told that it was cut short: the end does not wait for it.
            context.intake.analyst.close()
            context.answers.scribe.close()
            context.painter.close()
            await ended(bot)


async def ended(bot: Bot) -> None:
    """Stops answering: answers have a moment for their turn, then those that still wait for it are let go unsent."""
    stopping = asyncio.create_task(bot.stop())
    await asyncio.wait({stopping}, timeout=LAST_ANSWERS)
    if bot.bot.rate_limiter:
        await bot.bot.rate_limiter.shutdown()
    await stopping


def on_the_road(context: Context, bot: ExtBot[Any]) -> Courier:
    """Who sends digests, under these settings."""
    from bot.limiter import Limiter  # noqa: PLC0415 - as in `run_bot`
    from bot.posting import Posting  # noqa: PLC0415 - as in `run_bot`

    if not isinstance(bot.rate_limiter, Limiter):
        raise TypeError("the bot was built without a limiter of ours")
    settings, posting = context.settings, Posting(bot, bot.rate_limiter, context.now, context.settings.paid_broadcast)
    repeat, hands = settings.unsure_parts == "repeat", hands_for(settings.messages_per_second)
    return Courier(context.database, posting, context.now, repeat=repeat, hands=hands)


def jobs(context: Context, bot: ExtBot[Any], courier: Courier) -> Jobs:
    """What the bot does by itself, under these settings."""
    from bot.announcing import Announcing  # noqa: PLC0415 - as in `run_bot`
    from bot.jobs import Jobs, Post  # noqa: PLC0415 - as in `run_bot`
    from bot.teller import Teller  # noqa: PLC0415

    settings, teller = context.settings, Teller(bot, context.database, context.now)
    feeds = context.feeds if settings.feed_polling else None
    pages = context.pages if settings.page_rechecks else None
    post = Post(context.digests, courier, context.gathering.arrivals, context.retention)
    announcing = Announcing(bot, Broadcasting(context.database, context.access, context.now))
    return Jobs(
        context.database, feeds, pages, teller, context.now, post,
        access=context.access, announcing=announcing, pulse=context.pulse,
    )  # fmt: skip


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
