"""Measures how soon a person is answered while ten thousand messages of digests wait in the outbox.

python -m tests.delivery.latency [--chats 1000] [--parts 10] [--rate 25] [--asks 40] [--seed 1]
                                 [--server playground | --server BOTAPI_SIM.PY --python PYTHON]

The whole bot runs, over the first sources and without a model, and sends digests as fast as it may. A person in another
chat asks /quotes, again and again with pauses; each latency is from the question to the first message of the answer,
both as the server saw them. It writes to a scratch folder alone.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.delivery import filling
from tests.delivery.flood import FIRST_CHAT, options, parts_of
from tests.delivery.running import Room, room
from tests.delivery.telegrams import TOKEN, Telegram, telegram

PERSON = 77
START_SECONDS = 120.0
ANSWER_SECONDS = 30.0
END_SECONDS = 15.0
PAUSES = (1.0, 2.0)
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds until each answer, in order; and how many digest messages went out meanwhile, of how many that waited."""

    seconds: tuple[float, ...]
    waiting: int
    sent: int
    wall: float
    refused: int

    def at(self, share: float) -> float:
        """The latency that so large a share of all answers does not exceed (nearest rank)."""
        return sorted(self.seconds)[math.ceil(share * len(self.seconds)) - 1]

    def __str__(self) -> str:
        return (
            f"{len(self.seconds)} answers: p50 {self.at(0.5):.2f} s, p95 {self.at(0.95):.2f} s, "
            f"slowest {self.at(1):.2f} s\n{self.waiting} messages waited, {self.sent} of them went out meanwhile "
            f"({self.sent / self.wall:.1f} a second); refused (429) {self.refused}"
        )


@asynccontextmanager
async def whole_bot(here: Room, api: str, rate: int) -> AsyncIterator[None]:
    """The bot as an operator starts it, with nothing of this machine's settings, ended as an operator does."""
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api,
        "DATABASE_URL": here.url,
        "EMBEDDER": "none",
        "MESSAGES_PER_SECOND": str(rate),
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with here.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=here.folder, stderr=log,
            env=kept | settings | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    try:
        yield
        process.terminate()
        await asyncio.wait_for(process.wait(), END_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def latency(here: Room, server: Telegram, given: argparse.Namespace) -> Latency:
    """Fills the outbox, starts the bot, asks."""
    die = Random(given.seed)  # noqa: S311 - a test's die
    chats = range(FIRST_CHAT, FIRST_CHAT + given.chats)
    await server.people([*chats, PERSON])
    await filling.subscribe(here.database, chats)
    waiting = await filling.compose(here.database, 0, given.parts, datetime.now(UTC))
    async with whole_bot(here, server.url, given.rate):
        await server.polled(START_SECONDS)
        await _answered(server)  # the first answer reads the store for the first time
        before, begun = len(parts_of(await server.taken())), asyncio.get_running_loop().time()
        seconds: list[float] = []
        for _ in range(given.asks):
            await asyncio.sleep(die.uniform(*PAUSES))
            seconds.append(await _answered(server))
        sent = len(parts_of(await server.taken())) - before
        wall = asyncio.get_running_loop().time() - begun
        refused = await server.refused()
    return Latency(tuple(seconds), waiting, sent, wall, refused)


async def _answered(server: Telegram) -> float:
    asked = await server.ask(PERSON, "/quotes")
    return await server.answer(PERSON, asked, ANSWER_SECONDS) - asked


def arguments() -> argparse.ArgumentParser:
    """What this bench is told."""
    parser = options(__doc__)
    parser.add_argument("--asks", type=int, default=40)
    parser.set_defaults(parts=10)
    return parser


async def main() -> int:
    """Runs it; 1 where the bot did not send meanwhile, so that nothing was measured."""
    given = arguments().parse_args()
    print(f"{given.chats} chats, {given.parts} parts, {given.rate} a second, {Path(given.server).name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        async with telegram(given.server, given.python) as server, room(Path(folder), given.database) as here:
            try:
                result = await latency(here, server, given)
            except TimeoutError:
                print(here.log.read_text()[-3000:], file=sys.stderr)
                raise
    print(result)
    return int(not result.sent)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
