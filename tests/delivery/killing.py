"""Kills the sending process at random instants, hundreds of times, while digests go out; then counts what arrived.

python -m tests.delivery.killing [--kills 200] [--chats 200] [--parts 3] [--rate 25] [--faults 0.3] [--lease 4]
                                 [--life 1.5] [--seed 1] [--seconds 900] [--server playground | BOTAPI_SIM.PY ...]

Each process lives for a random part of `--life` seconds from when it begins to send, one in ten is killed before it
does; the next one is started at once. Whenever little is left to be sent, everybody is written another digest. After
the last kill one process may finish. It writes to a scratch folder alone; the status is 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

from tests.delivery import filling
from tests.delivery.flood import FIRST_CHAT, options, parts_of
from tests.delivery.running import Room, Sending, room, settled
from tests.delivery.telegrams import Telegram, telegram
from tests.delivery.verdict import Verdict, judge

BEFORE_READY = 0.1
"""The share of kills that hit a process which has not begun to send."""
START = 0.3
"""Seconds within which such a process is killed."""
LEASE = 4.0
"""Seconds after which what a killed process left counts as uncertain; well over what a slow answer takes, as in the
bot: else a message that is still under way is given up, and what comes after it may overtake it."""
LEFT_OVER = 120.0
"""Seconds that the last process gets, at most, to finish."""


@dataclass(frozen=True, slots=True)
class Killing:
    """What came of it: how many kills and digests there were, and in how many seconds."""

    verdict: Verdict
    refused: int
    kills: int
    digests: int
    wall: float
    start: float
    done: bool

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.digests} digests for everybody, {self.wall:.0f} s, a start takes "
            f"{self.start:.2f} s{'' if self.done else '; NOT SETTLED in time'}\n"
            f"refused (429) {self.refused}; {self.verdict}"
        )


async def killing(here: Room, server: Telegram, given: argparse.Namespace) -> Killing:
    """Kills as often as asked for, within the time given, then lets one process finish."""
    begun, die = time.monotonic(), Random(given.seed)  # noqa: S311 - a test's die
    chats = range(FIRST_CHAT, FIRST_CHAT + given.chats)
    await server.people(chats)
    await filling.subscribe(here.database, chats)
    if given.faults:
        await server.trouble(given.faults, given.seed)
    numbers, starts = count(), list[float]()
    while len(starts) < given.kills and time.monotonic() < begun + given.seconds - LEFT_OVER:
        await _refill(here, given, numbers)
        starts.append(await _one_life(here, server, given, die))
    done = await _finish(here, server, given)
    verdict = judge(await filling.kept(here.database), parts_of(await server.taken()), given.parts)
    lived = [start for start in starts if start]
    mean = sum(lived) / len(lived) if lived else 0.0
    wall = time.monotonic() - begun
    return Killing(verdict, await server.refused(), len(starts), next(numbers), wall, mean, done)


async def _refill(here: Room, given: argparse.Namespace, numbers: Iterator[int]) -> None:
    """Another digest for everybody, where less is left than a process may send in its life."""
    if await filling.open_ones(here.database) < 2 * given.rate * given.life:
        await filling.compose(here.database, next(numbers), given.parts, datetime.now(UTC))


async def _one_life(here: Room, server: Telegram, given: argparse.Namespace, die: Random) -> float:
    """A process from its start to its death; the seconds until it began to send, 0 where it never did."""
    sending = Sending.start(here, server.url, rate=given.rate, lease=given.lease, repeat=given.repeat)
    try:
        if die.random() < BEFORE_READY:
            with suppress(TimeoutError):
                await asyncio.wait_for(sending.ready(), die.uniform(0, START))
        else:
            await sending.ready()
            await asyncio.sleep(die.uniform(0, given.life))
    finally:
        await sending.kill()
    return sending.started


async def _finish(here: Room, server: Telegram, given: argparse.Namespace) -> bool:
    sending = Sending.start(here, server.url, rate=given.rate, lease=given.lease, repeat=given.repeat)
    try:
        await sending.ready()
        done = await settled(here.database, LEFT_OVER)
        await sending.end()
    finally:
        await sending.kill()
    return done


def arguments() -> argparse.ArgumentParser:
    """What this bench is told."""
    parser = options(__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--life", type=float, default=1.5, help="seconds that a process sends, at most")
    parser.set_defaults(chats=200, lease=LEASE)
    return parser


async def main() -> int:
    """Runs it; 1 where a promise is broken."""
    given = arguments().parse_args()
    print(f"{given.chats} chats, {given.parts} parts, {given.rate} a second, faults {given.faults:.0%}, "
          f"lease {given.lease} s, seed {given.seed}, {Path(given.server).name}", flush=True)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        async with telegram(given.server, given.python) as server, room(Path(folder), given.database) as here:
            result = await killing(here, server, given)
            print(result)
            if result.verdict.broken:
                print(here.log.read_text()[-5000:], file=sys.stderr)
    return int(bool(result.verdict.broken or not result.done or result.kills < given.kills))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
