"""Kills the process that composes and sends digests at random instants, hundreds of times; then counts what arrived.

python -m tests.delivery.killing [--kills 200] [--chats 200] [--parts 3] [--rate 25] [--faults 0.3] [--lease 4]
                                 [--life 1.5] [--seed 1] [--seconds 900] [--server playground | BOTAPI_SIM.PY ...]

One process in ten is killed before it begins to work. The first one of each round, and half of the others that find
digests due, are killed within the time that composing takes; all others live for a random part of `--life` seconds
after it. The next one is started at once. Whenever little is left to be sent, everybody's next digest is due, with
something new to tell. After the last kill one process may finish. It writes to a scratch folder alone; the status is 1
where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.services.courier import hands_for
from tests.delivery import filling
from tests.delivery.flood import FIRST_CHAT, options, parts_of
from tests.delivery.rounds import Rounds, number
from tests.delivery.running import Room, Sending, room, settled
from tests.delivery.telegrams import Telegram, telegram
from tests.delivery.verdict import Part, Verdict, judge

BEFORE_READY = 0.1
"""The share of kills that hit a process which has not begun to send."""
START = 0.3
"""Seconds within which such a process is killed."""
LEASE = 4.0
"""Seconds after which what a killed process left counts as uncertain; well over what a slow answer takes, as in the
bot: else a message that is still under way is given up, and what comes after it may overtake it."""
LEFT_OVER = 120.0
"""Seconds that the last process gets, at most, to finish."""


COMPOSING = 0.4
"""Seconds in which a round is composed, more or less, until one was seen."""
LOOK = 0.03


@dataclass(frozen=True, slots=True)
class Killing:
    """What came of it: how many kills and rounds there were, and in how many seconds.

    `composing` of the kills hit a process that had not composed all that was due, `torn` of them one that had composed
    a part of it. `left` are the messages that were under way at a kill.
    """

    verdict: Verdict
    refused: int
    kills: int
    composing: int
    torn: int
    left: int
    rounds: int
    wall: float
    start: float
    done: bool

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.composing} while digests were due, {self.torn} with some of them composed; "
            f"{self.left} messages under way), {self.rounds} digests for everybody, {self.wall:.0f} s, a start takes "
            f"{self.start:.2f} s{'' if self.done else '; NOT SETTLED in time'}\n"
            f"refused (429) {self.refused}; {self.verdict}"
        )


@dataclass(frozen=True, slots=True)
class Life:
    """Of a process: seconds until it began, 0 where it never did; digests that were due at its end, of how many."""

    start: float
    due: int
    before: int


@dataclass
class Killer:
    """Starts and kills processes over one database."""

    here: Room
    server: Telegram
    given: argparse.Namespace
    rounds: Rounds
    die: Random
    lives: list[Life] = field(default_factory=list)
    left: set[Part] = field(default_factory=set)
    composing: float = COMPOSING
    hit: int = 0
    aimed: bool = False

    async def kill(self) -> None:
        """One life, from its start to its death, and what it left under way."""
        before = await self._refilled()
        sending = self._start()
        try:
            await self._live(sending, before)
        finally:
            await sending.kill()
        kept = await filling.kept(self.here.database, number)
        self.left |= {each.part for each in kept if each.state == "sending"}
        self.lives.append(Life(sending.started, await self.rounds.left(), before))

    async def finish(self) -> bool:
        """One process that is not killed; whether it got everything done."""
        sending = self._start()
        try:
            await sending.ready()
            done = await composed(self.rounds, LEFT_OVER / 2) and await settled(self.here.database, LEFT_OVER / 2)
            await sending.end()
        finally:
            await sending.kill()
        return done

    async def _refilled(self) -> int:
        """How many digests are due: everybody's, where less is left to send than a process may in its life.

        Not where one waits of which nothing was sent yet: it would give way to the next one.
        """
        left, kept = await self.rounds.left(), await filling.kept(self.here.database, number)
        waiting = {(each.part.chat, each.part.digest) for each in kept}
        waiting -= {(each.part.chat, each.part.digest) for each in kept if each.state != "pending"}
        few = await filling.open_ones(self.here.database) < 2 * self.given.rate * self.given.life
        if left or waiting or not few:
            return left
        await self.rounds.begin()
        return await self.rounds.left()

    async def _live(self, sending: Sending, due: int) -> None:
        if self.aimed and self.die.random() < BEFORE_READY:
            with suppress(TimeoutError):
                await asyncio.wait_for(sending.ready(), self.die.uniform(0, START))
            return
        await sending.ready()
        new, self.hit = len(self.rounds.begun) > self.hit, len(self.rounds.begun)
        if due and (new or self.die.random() < 0.5):
            if self.aimed:  # the first is hit at its beginning, however quick the machine is
                await asyncio.sleep(self.die.uniform(0, self.composing))
            self.aimed = True
            return
        begun = time.monotonic()
        await composed(self.rounds, LEFT_OVER)
        self.composing = time.monotonic() - begun if due else self.composing
        await asyncio.sleep(self.die.uniform(0, self.given.life))

    def _start(self) -> Sending:
        given = self.given
        return Sending.start(
            self.here, self.server.url, rate=given.rate, lease=given.lease, repeat=given.repeat, compose=given.parts
        )


async def killing(here: Room, server: Telegram, given: argparse.Namespace) -> Killing:
    """Kills as often as asked for, within the time given, then lets one process finish."""
    begun, die = time.monotonic(), Random(given.seed)  # noqa: S311 - a test's die
    chats = range(FIRST_CHAT, FIRST_CHAT + given.chats)
    rounds = Rounds(here.database, chats, Random(given.seed))  # noqa: S311 - makes texts
    await server.people(chats)
    await rounds.subscribe()
    if given.faults:
        await server.trouble(given.faults, given.seed)
    killer = Killer(here, server, given, rounds, die)
    while len(killer.lives) < given.kills and time.monotonic() < begun + given.seconds - LEFT_OVER:
        await killer.kill()
    done = await killer.finish()
    return await _result(killer, time.monotonic() - begun, done=done)


async def _result(killer: Killer, wall: float, *, done: bool) -> Killing:
    given, server, lives, rounds = killer.given, killer.server, killer.lives, killer.rounds
    kept = await filling.kept(killer.here.database, number)
    crowd = len(lives) * min(given.chats, hands_for(given.rate))
    unsure = min(len(killer.left), crowd) + await server.troubled()
    verdict = judge(kept, parts_of(await server.taken()), given.parts, due=rounds.due, unsure=unsure)
    hit = [life for life in lives if life.start and life.due]
    torn = sum(life.due < life.before for life in hit)
    starts = [life.start for life in lives if life.start]
    mean = sum(starts) / len(starts) if starts else 0.0
    left, begun = len(killer.left), len(rounds.begun)
    return Killing(verdict, await server.refused(), len(lives), len(hit), torn, left, begun, wall, mean, done)


async def composed(rounds: Rounds, seconds: float) -> bool:
    """Waits until no digest is due any more; False when that does not come in time."""
    deadline = time.monotonic() + seconds
    while await rounds.left():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(LOOK)
    return True


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
