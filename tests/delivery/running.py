"""The bot's sending half as a process: started, watched, killed, ended."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database
from tests.databases import new_sqlite
from tests.delivery.filling import open_ones
from tests.delivery.telegrams import TOKEN

START_SECONDS = 30.0
END_SECONDS = 15.0
LOOK_SECONDS = 0.3


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
async def room(folder: Path) -> AsyncIterator[Room]:
    """An empty database in a folder, open here as well."""
    url = new_sqlite(folder / "verbatim.db")
    database = await Database.open(url)
    try:
        yield Room(folder, url, database)
    finally:
        await database.close()


class Sending:
    """One process that sends. `started` says how many seconds it took until it began to."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.started = 0.0

    @classmethod
    async def start(cls, room: Room, api: str, *, rate: int, lease: float | None = None) -> Sending:
        """Starts a process, which has not begun to send yet."""
        command = [sys.executable, "-m", "tests.delivery.sending", room.url, api, TOKEN, "--rate", str(rate)]
        command += ["--lease", str(lease)] if lease else []
        with room.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=log)
        return cls(process)

    async def ready(self) -> None:
        """Waits until it begins to send. RuntimeError when it ends before."""
        begun = time.monotonic()
        async with asyncio.timeout(START_SECONDS):
            if self._process.stdout is None or not await self._process.stdout.readline():
                raise RuntimeError("the sending process ended before it began")
        self.started = time.monotonic() - begun

    async def kill(self) -> None:
        """Kills it as `kill -9` does: nothing in it gets to do anything more."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def end(self) -> float:
        """Ends it as an operator does; how many seconds that took."""
        begun = time.monotonic()
        if self._process.returncode is None:
            self._process.terminate()
        async with asyncio.timeout(END_SECONDS):
            await self._process.wait()
        return time.monotonic() - begun


async def settled(database: Database, seconds: float) -> bool:
    """Waits until nothing is to be sent any more; False when that does not come in time."""
    deadline = time.monotonic() + seconds
    while await open_ones(database):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(LOOK_SECONDS)
    return True
