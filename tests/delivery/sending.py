"""The sending half of the bot as a process of its own, with the real limiter, courier and posting; benches kill it.

python -m tests.delivery.sending DATABASE_URL API_URL TOKEN [--rate 25] [--lease SECONDS]

It says "ready" on its standard output when it begins to send, and ends at SIGTERM as the bot does. Imports are what
sending needs: it is started hundreds of times.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from datetime import UTC, datetime, timedelta

from telegram.ext import ApplicationBuilder

from bot.limiter import Limiter
from bot.posting import Posting
from bot.services.courier import Courier, courier, hands_for, ledger, on_duty
from storage.database import Database

READ_TIMEOUT = 30.0


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


async def send(given: argparse.Namespace) -> None:
    """Sends what is in the outbox until it is told to end."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = await Database.open(given.database)
    limiter = Limiter(given.rate)
    builder = ApplicationBuilder().token(given.token).base_url(f"{given.url}/bot").rate_limiter(limiter)
    builder = builder.read_timeout(READ_TIMEOUT).connection_pool_size(limiter.connections)
    async with builder.build() as app:
        print("ready", flush=True)
        sender = Posting(app.bot, limiter, now)
        async with on_duty(Courier(database, sender, now, hands=hands_for(given.rate))):
            await stop.wait()
    await database.close()


def shorten(seconds: float) -> None:
    """Leases that run out soon, so that what a killed process left is not waited for by the minute."""
    courier.LEASE = ledger.SENDING = timedelta(seconds=seconds)
    courier.IDLE = seconds / 2


def main() -> None:
    """Reads the command line and sends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("--rate", type=int, default=25)
    parser.add_argument("--lease", type=float)
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    if given.lease:
        shorten(given.lease)
    asyncio.run(send(given))


if __name__ == "__main__":
    main()
