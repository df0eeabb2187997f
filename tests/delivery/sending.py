"""The sending half of the bot as a process of its own, with the real limiter, courier and posting; benches kill it.

Imports are what sending needs, and are made once: the process forks from one that has them (see running.py), since it
is started hundreds of times.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from telegram.ext import ApplicationBuilder

from bot.limiter import Limiter
from bot.posting import Posting
from bot.services.courier import Courier, courier, hands_for, ledger, on_duty
from storage.database import Database

READ_TIMEOUT = 30.0
"""Seconds to wait for the answer to a send, as in the bot."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a process is to send, through which server, how fast; `lease` in seconds, None for the bot's own.

    With `repeat` what may not have arrived goes out once more, as with UNSURE_PARTS=repeat.
    """

    database: str
    api: str
    token: str
    rate: int
    lease: float | None
    log: str
    repeat: bool


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
        async with on_duty(Courier(database, sender, now, repeat=orders.repeat, hands=hands)):
            await stop.wait()
    await database.close()


def shorten(seconds: float) -> None:
    """Leases that run out soon, so that what a killed process left is not waited for by the minute."""
    courier.LEASE = ledger.SENDING = timedelta(seconds=seconds)
    courier.IDLE = seconds / 2
