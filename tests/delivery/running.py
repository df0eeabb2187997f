"""The bot's sending half as a process: started, watched, killed, ended."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from storage.database import Database
from tests.databases import new_sqlite
from tests.delivery.filling import open_ones
from tests.delivery.sending import Orders, run
from tests.delivery.telegrams import TOKEN

START_SECONDS = 30.0
END_SECONDS = 15.0
LOOK_SECONDS = 0.3

Work = Callable[[Orders, Callable[[str], None]], None]
"""What a process does; it says a word when it begins."""

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["tests.delivery.sending", "tests.delivery.telegrams"])


@dataclass(frozen=True, slots=True)
class Room:
    """A folder with the database of a run, and what its processes complain of."""

    folder: Path
    url: str
    database: Database

    @property
    def log(self) -> Path:
        """What all processes of the run wrote to their standard error, one after the other."""
        return self.folder / "bot.log"


@asynccontextmanager
async def room(folder: Path, url: str | None = None) -> AsyncIterator[Room]:
    """A database, open here as well: the empty one at `url`, or else a new one in the folder."""
    url = url or new_sqlite(folder / "verbatim.db")
    database = await Database.open(url)
    try:
        yield Room(folder, url, database)
    finally:
        await database.close()


class Sending:
    """One process that sends. `started` says how many seconds it took until it began to."""

    def __init__(self, process: ForkServerProcess, voice: Connection) -> None:
        self._process = process
        self._voice = voice
        self.started = 0.0

    @classmethod
    def start(
        cls,
        room: Room,
        api: str,
        *,
        rate: int,
        lease: float | None,
        repeat: bool,
        compose: int | None = None,
        work: Work = run,
    ) -> Sending:
        """Starts a process, which has not begun to send yet; `work` is what it does."""
        orders = Orders(room.url, api, TOKEN, rate, lease, str(room.log), repeat, compose)
        voice, mouth = FORKING.Pipe(duplex=False)
        process = FORKING.Process(target=work, args=(orders, mouth.send), daemon=True)
        process.start()
        mouth.close()  # the process has its own; without ours, its end is the end of what it says
        return cls(process, voice)

    async def ready(self) -> None:
        """Waits until it begins to send. RuntimeError when it ends before, or does not in time."""
        if (said := await self.heard()) != "ready":
            raise RuntimeError(f"the sending process did not begin ({said!r}); see the log")

    async def heard(self) -> str:
        """What it says when it begins; nothing where it ends before, or does not begin in time."""
        begun = time.monotonic()
        try:
            heard = await asyncio.to_thread(self._voice.poll, START_SECONDS) and self._voice.recv()
        except EOFError:
            heard = ""
        self.started = time.monotonic() - begun
        return str(heard or "")

    async def kill(self) -> None:
        """Kills it as `kill -9` does: nothing in it gets to do anything more."""
        await asyncio.to_thread(self.stop)

    def stop(self) -> None:
        """The same, for whoever waits for nothing else; of one that has ended nothing is left."""
        self._process.kill()
        self._process.join()
        self._voice.close()

    async def end(self) -> float:
        """Ends it as an operator does; how many seconds that took."""
        begun = time.monotonic()
        self._process.terminate()
        await asyncio.to_thread(self._process.join, END_SECONDS)
        if self._process.exitcode is None:
            raise RuntimeError(f"the sending process did not end within {END_SECONDS:.0f} s")
        return time.monotonic() - begun


async def settled(database: Database, seconds: float) -> bool:
    """Waits until nothing is to be sent any more; False when that does not come in time."""
    deadline = time.monotonic() + seconds
    while await open_ones(database):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(LOOK_SECONDS)
    return True
