"""Kills the active one of two senders in mid-run, and measures how long nothing is sent until the other has taken over.

python -m tests.delivery.failover [--chats 500] [--parts 2] [--rate 25] [--lease 15] [--seconds 300] [--after 0.3]
                                  [--database postgresql://...] [--server playground | BOTAPI_SIM.PY ...]

Both are `verbatim run --role sender`, as processes over one PostgreSQL, a scratch one where none is named. The gap is
from the last message that Telegram took in of the one that was killed to the first of the other. What the killed one
had begun is uncertain when its lease has run out, and shows up in no other way. Status 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Surroundings, run_bot
from bot.context import Context
from bot.jobs import Jobs, ticking
from bot.settings import Settings
from tests.delivery import filling
from tests.delivery.flood import FIRST_CHAT, options, parts_of
from tests.delivery.running import Room, Sending, room, settled
from tests.delivery.sending import Orders, shorten
from tests.delivery.telegrams import Telegram, telegram
from tests.delivery.verdict import Verdict, judge
from tests.postgres import postgres

LEASE = 15.0
MOST_GAP = 15.0
"""Seconds within which the other one sends."""
LAST_WORDS = 0.3
"""Seconds after the kill in which Telegram may still take in what the killed one had handed to the network."""
LOOK = 0.05


@dataclass(frozen=True, slots=True)
class Failover:
    """What came of it; `gap` in seconds, `left` are the messages that were under way at the kill."""

    verdict: Verdict
    refused: int
    before: int
    left: int
    gap: float
    done: bool

    @property
    def kept(self) -> bool:
        """Whether every promise was."""
        return self.done and not self.verdict.broken and self.gap <= MOST_GAP

    def __str__(self) -> str:
        return (
            f"killed after {self.before} messages with {self.left} under way; gap {self.gap:.1f} s"
            f"{'' if self.done else '; NOT SETTLED in time'}\nrefused (429) {self.refused}; {self.verdict}"
        )


def sender(orders: Orders, ready: Callable[[str], None]) -> None:
    """One process: `verbatim run --role sender`, which says when it knows whether it sends or stands by."""
    os.dup2(os.open(orders.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 2)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(process)d %(name)s %(message)s", force=True)
    if orders.lease:
        shorten(orders.lease)
    asyncio.run(_run(orders, ready))


async def _run(orders: Orders, ready: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    given = Settings(
        _env_file=None, database_url=orders.database, telegram_api_url=orders.api, embedder="none",
        messages_per_second=orders.rate,
    )  # fmt: skip

    @asynccontextmanager
    async def turning(context: Context, jobs: Jobs) -> AsyncIterator[None]:
        await jobs.tick()  # puts due times right, and made ones never are
        await jobs.settled()
        ready("stands by" if context.pulse.standing_by else "sends")
        async with ticking(jobs):
            yield

    await run_bot(given, orders.token, stop, Surroundings(first=tuple), turning, role="sender")


async def failover(here: Room, server: Telegram, given: argparse.Namespace) -> Failover:
    """Starts two, fills the outbox, and kills the one that sends."""
    chats = range(FIRST_CHAT, FIRST_CHAT + given.chats)
    await server.people(chats)
    with ExitStack() as ends:
        active, other = await _both([_start(here, server, given, ends) for _ in range(2)])
        await filling.subscribe(here.database, chats)
        messages = await filling.compose(here.database, 0, given.parts, datetime.now(UTC))
        await _taken(server, given.after * messages, given.seconds)
        await active.kill()
        killed = time.time()
        left = sum(each.state == "sending" for each in await filling.kept(here.database))
        done = await settled(here.database, given.seconds)
        await other.end()
    return await _result(here, server, given, killed, left, done=done)


async def _both(started: list[Sending]) -> tuple[Sending, Sending]:
    """The one that sends, and the one that stands by."""
    said = {await each.heard(): each for each in started}
    if said.keys() != {"sends", "stands by"}:
        raise RuntimeError(f"of two senders one sends and one stands by, and not {sorted(said)}; see the log")
    return said["sends"], said["stands by"]


def _start(here: Room, server: Telegram, given: argparse.Namespace, ends: ExitStack) -> Sending:
    started = Sending.start(here, server.url, rate=given.rate, lease=given.lease, repeat=False, work=sender)
    ends.callback(started.stop)
    return started


async def _taken(server: Telegram, number: float, seconds: float) -> None:
    """Waits until so many messages were taken in."""
    async with asyncio.timeout(seconds):
        while len(await server.taken()) < number:  # noqa: ASYNC110 - another process sends, and tells nobody
            await asyncio.sleep(LOOK)


async def _result(
    here: Room, server: Telegram, given: argparse.Namespace, killed: float, left: int, *, done: bool
) -> Failover:
    taken = await server.taken()
    before = [each.at for each in taken if each.at <= killed + LAST_WORDS]
    after = [each.at for each in taken if each.at > killed + LAST_WORDS]
    due = {(FIRST_CHAT + place, 0) for place in range(given.chats)}
    verdict = judge(await filling.kept(here.database), parts_of(taken), given.parts, due=due, unsure=left)
    gap = min(after, default=float("inf")) - max(before, default=killed)
    return Failover(verdict, await server.refused(), len(before), left, gap, done)


def arguments() -> argparse.ArgumentParser:
    """What this bench is told."""
    parser = options(__doc__)
    parser.add_argument("--after", type=float, default=0.3, help="share of the messages after which it is killed")
    parser.set_defaults(chats=500, parts=2, lease=LEASE, seconds=300)
    return parser


async def main() -> int:
    """Runs it; 1 where a promise is broken."""
    given = arguments().parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = given.database or stack.enter_context(postgres())
        async with telegram(given.server, given.python) as server, room(Path(folder), url) as here:
            result = await failover(here, server, given)
            print(f"{given.chats} chats, {given.parts} parts, {given.rate} a second, {Path(given.server).name}")
            print(result)
            if not result.kept:
                print(here.log.read_text()[-5000:], file=sys.stderr)
    return int(not result.kept)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
