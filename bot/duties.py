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
from datetime import UTC, datetime, timedelta
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
from bot.services.pulse import Pulse
from bot.services.rate import is_shared
from bot.services.turns import Turn, taking_turns
from bot.settings import Settings
from bot.teller import Teller
from storage import outbox, processes
from storage.database import Database
from storage.leadership import Leadership
from storage.types import Process, Role
from summarizer.errors import DutyTakenError, SettingsError, StorageError

log = logging.getLogger(__name__)

COMPOSING = 5.0
"""Seconds between two looks whether composing is free: nobody waits for it as for a sender that died."""
AGAIN = 1.0
"""Seconds between two tries to have a lost duty back."""
SILENT = timedelta(minutes=1)
"""Who was not seen for so long is not there any more."""
UNDERSTANDS = "understand"


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

    One that need not be the only one has no such duty. Whether it is ours is noted in `pulse`. Raises DutyTakenError,
    also at the end where it was lost.
    """
    pulse = pulse or Pulse()
    if role == "sender" or (role == "bot" and settings.webhook_url):
        yield
        return
    async with Leadership(settings.database_url, f"poll:{bot}") as duty:
        if not await duty.take():
            raise DutyTakenError(await _taken(settings, _clock()))
        pulse.duties["poll"] = True
        guard = asyncio.create_task(_guarded(duty, stop, pulse))
        try:
            yield
        finally:
            pulse.duties["poll"] = False
            guard.cancel()
            await asyncio.wait([guard])
        if not guard.cancelled():
            guard.result()


async def _guarded(duty: Leadership, stop: asyncio.Event, pulse: Pulse) -> None:
    """Returns never; ends the bot, and raises DutyTakenError, where another process has its duty by now."""
    while True:
        await duty.keep()
        pulse.duties["poll"] = False
        log.warning("duty.lost duty=poll its connection broke")
        while True:
            try:
                if await duty.take():
                    pulse.duties["poll"] = True
                    log.info("duty.back duty=poll")
                    break
            except StorageError as error:
                log.warning("duty.waits duty=poll detail=%s", error.detail)
            else:
                stop.set()
                raise DutyTakenError("This process lost its database for a while, and another one polls by now.")
            await asyncio.sleep(AGAIN)


async def _taken(settings: Settings, now: datetime) -> str:
    """What to do about another process that polls, and which one it is, where that is known."""
    try:
        database = await Database.open(settings.database_url)
        try:
            async with database.session(readonly=True) as session:
                found = [each for each in await processes.alive(session, now - SILENT) if each.role in {"all", "bot"}]
        finally:
            await database.close()
    except StorageError:  # which of them it is can wait
        found = []
    stand_by = ", or start this one with --role sender to stand by" if is_shared(settings.database_url) else ""
    return f"Another process polls Telegram for this bot on this database{_since(found)}: stop it{stand_by}."


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


def _answering(context: Context, bot: ExtBot[Any]) -> Callable[[], Coroutine[Any, Any, None]] | None:
    """Goes on with what another process was answering that died; where there can be no other there is nothing to do."""
    return partial(delivering.take_over, context, bot) if is_shared(context.settings.database_url) else None


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
        found = await processes.alive(session, _clock() - SILENT)
    return not any(each.role == "all" or UNDERSTANDS in each.kinds for each in found)


async def warn(context: Context) -> None:
    """Says in the log where nobody understands what people send. A storage that is busy just now says nothing of it."""
    try:
        if await missing(context):
            log.warning("worker.none nobody understands what is sent: start verbatim worker --kinds understand")
    except StorageError as error:
        log.warning("worker.unknown detail=%s", error.detail)


def _clock() -> datetime:
    """Of the machine: heartbeats are not the bot's own time, which a demo may turn."""
    return datetime.now(UTC)
