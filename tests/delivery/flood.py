"""Measures a digest in three parts that is due in a thousand private chats at the same minute, limits on.

python -m tests.delivery.flood [--chats 1000] [--parts 3] [--rate 25] [--faults 0.3] [--seed 1] [--seconds 900]
                               [--server playground | --server BOTAPI_SIM.PY --python PYTHON] [--lease SECONDS]
                               [--database postgresql://...] [--repeat]

Prints how many requests were refused for coming too fast, what was lost, doubled or uncertain, and how long it took
against what the rate allows. It writes to a scratch folder alone, and ends with status 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.delivery import filling
from tests.delivery.running import Room, Sending, room, settled
from tests.delivery.telegrams import Taken, Telegram, telegram
from tests.delivery.verdict import Part, Verdict, judge

FIRST_CHAT = 10_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Flood:
    """What a run measured: `wall` is from the first message that was taken in to the last, in seconds."""

    verdict: Verdict
    refused: int
    wall: float
    ideal: float
    start: float
    end: float
    done: bool

    def __str__(self) -> str:
        over = f"{100 * (self.wall / self.ideal - 1):+.1f} %" if self.ideal else "nothing to compare"
        return (
            f"refused (429) {self.refused}; {self.verdict}\n"
            f"wall {self.wall:.1f} s, messages / rate {self.ideal:.1f} s ({over}); ready in {self.start:.2f} s, "
            f"ended in {self.end:.2f} s{'' if self.done else '; NOT SETTLED in time'}"
        )


def options(about: str | None) -> argparse.ArgumentParser:
    """What all benches of this folder are told."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=1000)
    parser.add_argument("--parts", type=int, default=3)
    parser.add_argument("--rate", type=int, default=25, help="messages a second")
    parser.add_argument("--faults", type=float, default=0.0, help="share of messages that meet one")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--seconds", type=float, default=900, help="after so many the run ends, settled or not")
    parser.add_argument("--server", default="playground", help="playground, or the file of a simulator")
    parser.add_argument("--python", default=sys.executable, help="what runs the simulator")
    parser.add_argument("--database", help="an empty one: postgresql://...; SQLite in a scratch folder by default")
    parser.add_argument("--lease", type=float, help="seconds until what a process leaves counts as uncertain")
    parser.add_argument("--repeat", action="store_true", help="UNSURE_PARTS=repeat: doubles are to be expected")
    return parser


def parts_of(taken: tuple[Taken, ...]) -> list[Part]:
    """The messages of digests among what was taken in."""
    return [filling.read(each.chat, each.text) for each in taken if filling.HEAD.search(each.text)]


async def flood(here: Room, server: Telegram, given: argparse.Namespace) -> Flood:
    """Fills the outbox and lets one process send it."""
    chats = range(FIRST_CHAT, FIRST_CHAT + given.chats)
    await server.people(chats)
    await filling.subscribe(here.database, chats)
    messages = await filling.compose(here.database, 0, given.parts, datetime.now(UTC))
    if given.faults:
        await server.trouble(given.faults, given.seed)
    begun = time.monotonic()
    sending = Sending.start(here, server.url, rate=given.rate, lease=given.lease, repeat=given.repeat)
    try:
        await sending.ready()
        done = await settled(here.database, given.seconds - (time.monotonic() - begun))
        end = await sending.end()
    finally:
        await sending.kill()
    taken = await server.taken()
    due, unsure = {(chat, 0) for chat in chats}, await server.troubled()
    verdict = judge(await filling.kept(here.database), parts_of(taken), given.parts, due=due, unsure=unsure)
    wall = taken[-1].at - taken[0].at if taken else 0.0
    return Flood(verdict, await server.refused(), wall, messages / given.rate, sending.started, end, done)


async def main() -> int:
    """Runs it; 1 where a promise is broken."""
    given = options(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with telegram(given.server, given.python) as server, room(Path(folder), given.database) as here:
            result = await flood(here, server, given)
            print(f"{given.chats} chats, {given.parts} parts, {given.rate} a second, faults {given.faults:.0%}, "
                  f"seed {given.seed}, {Path(given.server).name}")  # fmt: skip
            print(result)
            if result.verdict.broken:
                print(here.log.read_text()[-3000:], file=sys.stderr)
    return int(bool(result.verdict.broken or not result.done))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
