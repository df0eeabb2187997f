"""What each role does: `all` everything, `bot` answers, `sender` sends by itself; and what only one of them may do.

    all     updates + answers | "send": courier, broadcasts, chores | "compose": digests | feeds, pages
    bot     updates + answers |                                     |                    |
    sender                    | "send": courier, broadcasts, chores |                    |

Polling, sending and composing are duties that one process of a database has at a time (storage/leadership.py): a second
poller ends, a second sender stands by, and of composers whoever has the duty composes. docs/roles.md tells it all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

from telegram.ext import ExtBot

from bot.announcing import Announcing
from bot.commands import delivering
from bot.context import Context
from bot.jobs import Jobs, Post
from bot.limiter import Limiter
from bot.posting import Posting
from bot.services.broadcasting import Broadcasting
from bot.services.courier import LOOK, Courier, Shift, hands_for
from bot.services.heart import is_dead
from bot.services.pulse import Pulse
from bot.services.rate import is_shared
from bot.services.turns import COMPOSING, Turn, taking_turns
from bot.settings import Settings
from bot.teller import Teller
from storage import outbox, processes
from storage.database import Database, engine_of
from storage.leadership import Leadership
from storage.types import Process, Role
from summarizer.errors import DutyTakenError, SettingsError, StorageError

log = logging.getLogger(__name__)

AGAIN = 1.0
"""Seconds between two tries to have a lost duty back."""


def refuse(settings: Settings, role: Role) -> None:
    """Raises SettingsError where there cannot be such a role, StorageError for an address that is none."""
    if role != "all" and not is_shared(settings.database_url):
        raise SettingsError(
            f"DATABASE_URL: --role {role} needs PostgreSQL, and this is SQLite, which one process has for itself: "
            "leave --role out, or move first (verbatim migrate-db)"
        )


@asynccontextmanager
async def alone(
    settings: Settings, bot: int, role: Role, stop: asyncio.Event, pulse: Pulse | None = None
) -> AsyncIterator[None]:
    """Polls as the only one while the block runs; a process that loses this duty to another is told to `stop`.

    Instances with a webhook share the duty, so that nobody polls beside them: that would take their webhook away. A
    sender has none. Whether we poll is noted in `pulse`. Raises DutyTakenError,
    also at the end where it was lost, and in any role where another bot has this database. Whoever is refused has
    changed nothing in it: of another version, it would bring it up to date under the one that runs.
    """
    pulse = pulse or Pulse()
    if role == "sender":
        await _only_bot(settings, bot)
        yield
        return
    shared = role == "bot" and settings.webhook_url is not None
    async with Leadership(settings.database_url, f"poll:{bot}", shared=shared) as duty:
        if not await duty.take():
            raise DutyTakenError(await _taken(settings))
        await _only_bot(settings, bot)
        polls = settings.webhook_url is None
        pulse.duties["poll"] = polls
        guard = asyncio.create_task(_guarded(duty, stop, pulse, polls=polls))
        try:
            yield
        finally:
            pulse.duties["poll"] = False
            guard.cancel()
            await asyncio.wait([guard])
        if not guard.cancelled():
            guard.result()


async def only_bot(database: Database, bot: int) -> None:
    """Raises DutyTakenError where a living process of another bot is on this database.

    After the own first beat, so that of two that start at once at least one finds the other; both may end.
    """
    async with database.session(readonly=True) as session:
        found = await processes.strangers(session, bot, processes.clock())
    if living := [each for each in found if not is_dead(each)]:
        raise DutyTakenError(
            f"Another bot, number {living[0].bot}, has this database{_since(living)}, and one database is one bot's: "
            f"give this one, number {bot}, its own (DATABASE_URL), or stop the other one and start this a minute later."
        )


async def _only_bot(settings: Settings, bot: int) -> None:
    """The same before the database is brought up to date; one that cannot be read is for whoever opens it to tell."""
    try:
        async with _as_it_is(settings) as database:
            await only_bot(database, bot)
    except StorageError as error:
        log.info("duty.unknown detail=%s", error.detail)


@asynccontextmanager
async def _as_it_is(settings: Settings) -> AsyncIterator[Database]:
    """The database, which is not brought up to date: another process may be running on it as it is."""
    database = Database(engine_of(settings.database_url))
    try:
        yield database
    finally:
        await database.close()


async def _guarded(duty: Leadership, stop: asyncio.Event, pulse: Pulse, *, polls: bool = True) -> None:
    """Returns never; ends the bot, and raises DutyTakenError, where another process has its duty by now."""
    while True:
        await duty.keep()
        pulse.duties["poll"] = False
        log.warning("duty.lost duty=poll its connection broke")
        while True:
            try:
                if await duty.take():
                    pulse.duties["poll"] = polls
                    log.info("duty.back duty=poll")
                    break
            except StorageError as error:
                log.warning("duty.waits duty=poll detail=%s", error.detail)
            except Exception:  # nobody awaits this task: without it another one could poll, and this one not know
                log.exception("duty.failed duty=poll")
            else:
                stop.set()
                raise DutyTakenError("This process lost its database for a while, and another one polls by now.")
            await asyncio.sleep(AGAIN)


async def _taken(settings: Settings) -> str:
    """What to do about another process that polls, and which one it is, where that is known."""
    try:
        async with _as_it_is(settings) as database, database.session(readonly=True) as session:
            there = await processes.there(session, processes.clock())
            found = [each for each in there if each.role in {"all", "bot"}]
    except StorageError:  # which of them it is can wait
        found = []
    stand_by = ", or start this one with --role sender to stand by" if is_shared(settings.database_url) else ""
    taken = "polls Telegram for this bot, or takes its updates by a webhook,"
    return f"Another process {taken} on this database{_since(found)}: stop it{stand_by}."


def _since(found: list[Process]) -> str:
    if not found:
        return ""
    oldest = min(found, key=lambda process: process.started)
    return f", since {oldest.started:%Y-%m-%d %H:%M} UTC (process {oldest.pid} on {oldest.host})"


@asynccontextmanager
async def on_duty(context: Context, bot: ExtBot[Any], role: Role) -> AsyncIterator[Jobs]:
    """Has the duties of a role, or stands by for them, while the block runs; gives the jobs, which somebody ticks."""
    if role == "bot":
        yield Jobs(
            context.database,
            None,
            None,
            _teller(context, bot),
            context.now,
            pulse=context.pulse,
            answering=_answering(context, bot),
        )
        return
    url, pulse = context.settings.database_url, context.pulse
    turn = Turn(Leadership(url, "send"), "send", pulse, lambda: _inherit(context))
    shift = Shift(turn, lambda: courier(context, bot))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(shift.working())
        composes = never
        if role == "all":
            composing = Turn(Leadership(url, "compose"), "compose", pulse, each=COMPOSING)
            await stack.enter_async_context(taking_turns(composing))
            composes = lambda: composing.ours  # noqa: E731 - the duty may be lost at any time
        post = Post(context.digests, shift, context.gathering.arrivals, context.retention, composes, lambda: shift.ours)
        yield _jobs(context, bot, role, post, shift)


async def _inherit(context: Context) -> None:
    """What the last sender left: copies that it was sending may have arrived; what it did not begin is free at once."""
    await _broadcasting(context).recover()
    async with context.database.session() as session:
        freed = await outbox.unclaim(session)
    if freed:
        log.info("duty.inherited deliveries=%d", freed)


def _jobs(context: Context, bot: ExtBot[Any], role: Role, post: Post, shift: Shift) -> Jobs:
    """What goes out by itself, and in role `all` what comes in."""
    settings = context.settings
    return Jobs(
        context.database,
        context.feeds if role == "all" and settings.feed_polling else None,
        context.pages if role == "all" and settings.page_rechecks else None,
        _teller(context, bot),
        context.now,
        post,
        access=context.access,
        announcing=Announcing(bot, _broadcasting(context), lambda: shift.ours),
        pulse=context.pulse,
        sends=lambda: shift.ours,
        ended=context.feeds if is_shared(settings.database_url) else None,
        understanding=context.intake.understanding if role == "all" else None,
        answering=_answering(context, bot) if role == "all" else None,
    )


def _answering(context: Context, bot: ExtBot[Any]) -> Callable[[], Coroutine[Any, Any, None]]:
    """Goes on with what nobody answers any more: of a process that died, or after a mistake of this one."""
    return partial(delivering.take_over, context, bot)


def courier(context: Context, bot: ExtBot[Any]) -> Courier:
    """Who sends digests, under these settings."""
    if not isinstance(bot.rate_limiter, Limiter):
        raise TypeError("the bot was built without a limiter of ours")
    settings, posting = context.settings, Posting(bot, bot.rate_limiter, context.now, context.settings.paid_broadcast)
    return Courier(
        context.database,
        posting,
        context.now,
        repeat=settings.unsure_parts == "repeat",
        hands=hands_for(settings.messages_per_second),
        look=LOOK if is_shared(settings.database_url) else None,
    )


def never() -> bool:
    """It is for others to do."""
    return False


def _broadcasting(context: Context) -> Broadcasting:
    return Broadcasting(context.database, context.access, context.now)


def _teller(context: Context, bot: ExtBot[Any]) -> Teller:
    return Teller(bot, context.database, context.now)


async def missing(context: Context) -> bool:
    """Whether no living process understands what people send."""
    async with context.database.session(readonly=True) as session:
        return not await processes.understanding(session, processes.clock())


async def warn(context: Context) -> None:
    """Says in the log where nobody understands what people send. A storage that is busy just now says nothing of it."""
    try:
        if await missing(context):
            log.warning("worker.none nobody understands what is sent: start verbatim worker --kinds understand")
    except StorageError as error:
        log.warning("worker.unknown detail=%s", error.detail)
