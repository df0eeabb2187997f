"""The half of the bot that composes and sends as a process of its own, all of it the real one; benches kill it.

Imports are what sending needs, and are made once: the process forks from one that has them (see running.py), since it
is started hundreds of times.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from telegram.ext import ApplicationBuilder

from bot.limiter import Limiter
from bot.posting import Posting
from bot.services.courier import Courier, courier, hands_for, ledger, on_duty
from bot.services.digests import Digests, walk
from storage.database import Database
from summarizer.errors import StorageError
from tests.delivery import rounds

READ_TIMEOUT = 30.0
"""Seconds to wait for the answer to a send, as in the bot."""
TICK = 0.2
"""Seconds after which it is looked again what is due."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a process is to send, through which server, how fast; `lease` in seconds, None for the bot's own.

    With `compose` it composes what is due as well, in so many messages each. With `repeat` what may not have arrived
    goes out once more, as with UNSURE_PARTS=repeat.
    """

    database: str
    api: str
    token: str
    rate: int
    lease: float | None
    log: str
    repeat: bool
    compose: int | None = None


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def run(orders: Orders, ready: Callable[[str], None]) -> None:
    """Sends what is in the outbox until SIGTERM, and says so when it begins; complaints go to the end of a file."""
    os.dup2(os.open(orders.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 2)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(process)d %(name)s %(message)s", force=True)
    if orders.lease:
        shorten(orders.lease)
    asyncio.run(send(orders, ready))


async def send(orders: Orders, ready: Callable[[str], None]) -> None:
    """As the bot does, without what answers people."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = await Database.open(orders.database)
    limiter = Limiter(orders.rate)
    builder = ApplicationBuilder().token(orders.token).base_url(f"{orders.api}/bot").rate_limiter(limiter)
    builder = builder.read_timeout(READ_TIMEOUT).connection_pool_size(limiter.connections)
    async with builder.build() as app:
        ready("ready")
        sender = Posting(app.bot, limiter, now)
        hands = hands_for(orders.rate)
        post = Courier(database, sender, now, repeat=orders.repeat, hands=hands)
        async with on_duty(post), composing(database, post, orders.compose):
            await stop.wait()
    await database.close()


@asynccontextmanager
async def composing(database: Database, courier: Courier, parts: int | None) -> AsyncIterator[None]:
    """Composes meanwhile, as the bot's tick does, only more often, and in a transaction for each edition."""
    walk.EDITIONS = 1
    task = asyncio.create_task(_compose(rounds.digests(database, parts), courier)) if parts else None
    yield
    if task:
        task.cancel()
        await asyncio.wait([task])


async def _compose(digests: Digests, courier: Courier) -> None:
    while True:
        try:
            if await digests.compose_due(now()):
                courier.wake()
        except StorageError as error:
            logging.getLogger(__name__).warning("composing.waits detail=%s", error.detail)
        await asyncio.sleep(TICK)


def shorten(seconds: float) -> None:
    """Leases that run out soon, so that what a killed process left is not waited for by the minute."""
    courier.LEASE = ledger.SENDING = timedelta(seconds=seconds)
    courier.IDLE = seconds / 2
