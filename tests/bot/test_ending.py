"""Real processes that are told to end in the middle of everything: gone in time, nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot import stopping
from bot.playground import Playground
from storage.database import Database
from tests.delivery import filling
from tests.postgres import NewDatabase

ANN, BOB, EVE, DAN, READER = 7, 8, 9, 10, 20
SOON = 10.0
"""Seconds in which a process is gone, however busy it is."""
PATIENCE = 120.0
"""Seconds in which what was not answered is answered by the next start, on a busy machine too."""
SENTENCE = "The county said on Monday that the bridge over the Wye cost $3.{} million and is safe, as Ann Lee agreed. "


@dataclass(frozen=True, slots=True)
class Life:
    """A process of ours and the file with all that it complained of."""

    process: subprocess.Popen[bytes]
    log: Path

    async def end(self) -> None:
        """Asks it to end: it does, in time and in order, and leaves no stack in its log."""
        before = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = await asyncio.to_thread(self.process.wait, 30)
        assert (status, time.monotonic() - before < SOON) == (0, True), self.log.read_text()
        assert "Traceback" not in self.log.read_text(), self.log.read_text()


Start = Callable[..., Life]


@pytest.fixture
def start(quiet_environment: Path) -> Iterator[Start]:
    """Starts `verbatim run` with these settings; what still runs after the test is killed."""
    lives: list[Life] = []

    def begin(telegram: Playground, *arguments: str, **settings: str) -> Life:
        given = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "EMBEDDER": "none"}
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])} | given | settings
        log = quiet_environment / f"log{len(lives)}"
        command = [sys.executable, "-m", "bot", "run", *arguments]
        with log.open("wb") as err:
            process = subprocess.Popen(command, env=environment, cwd=quiet_environment, stderr=err)  # noqa: S603 - our own
        lives.append(Life(process, log))
        return lives[-1]

    yield begin
    for life in lives:
        life.process.kill()
        life.process.wait()
        sys.stderr.write(life.log.read_text())  # shown where the test failed


@asynccontextmanager
async def silence() -> AsyncIterator[tuple[str, list[str]]]:
    """The address of a site that answers nobody until it is let go, and what it was asked."""
    asked: list[str] = []

    async def wait(request: web.Request) -> web.Response:
        asked.append(request.path)
        await asyncio.sleep(60)
        return web.Response(status=503)

    app = web.Application()
    app.router.add_get("/{path:.*}", wait)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


async def fill(url: str, *chats: int, parts: int = 3) -> None:
    """A digest of so many messages waits to be sent to each chat."""
    database = await Database.open(url)
    try:
        await filling.subscribe(database, chats)
        await filling.compose(database, 0, parts, datetime.now(UTC))
    finally:
        await database.close()


def open_work(file: Path) -> int:
    """How many documents are still to be understood."""
    with closing(sqlite3.connect(file)) as database:
        count: int = database.execute("SELECT count(*) FROM job").fetchone()[0]
    return count


async def test_an_end_in_the_middle_of_everything(start: Start, seeded: Path, quiet_environment: Path) -> None:
    """Answers that wait, requests that hang, a long text, a slow site, digests: the next start goes on with them."""
    file = quiet_environment / "verbatim.db"
    shutil.copy(seeded, file)
    url = f"sqlite:///{file}"
    await fill(url, READER, READER + 1)
    async with Playground.start() as telegram, silence() as (site, asked):
        people = {number: telegram.user(number, f"Person {number}") for number in (ANN, BOB, EVE, DAN, READER, 21)}
        for number in (READER, READER + 1):
            people[number].user.started = True
        faults = [
            telegram.fault("slow", method="sendMessage", chat=READER, seconds=40),
            telegram.fault("flood", method="sendMessage", chat=BOB, seconds=20),
            telegram.fault("slow", method="sendMessage", chat=EVE, seconds=40),
        ]
        given = {"DATABASE_URL": url, "PRIVATE_HOSTS": "127.0.0.1:*"}
        first = start(telegram, **given)
        await telegram.polling(PATIENCE)
        await people[BOB].say("/help", more=True)
        await people[EVE].say("/help", more=True)
        await people[DAN].say(f"{site}/news", more=True)
        await telegram.wait_for(lambda: all(fault.hit for fault in faults) and asked, PATIENCE)
        long = "\n\n".join(SENTENCE.format(number) * 3 for number in range(200))
        uploading = asyncio.create_task(people[ANN].upload("long.txt", long.encode()))
        await telegram.wait_for(lambda: open_work(file), PATIENCE)
        uploading.cancel()
        await first.end()
        telegram.calm()

        def answered(number: int) -> bool:
            return bool(telegram.messages(number))

        second = start(telegram, **given)
        await telegram.wait_for(lambda: answered(ANN) and answered(READER + 1) and not open_work(file), PATIENCE)
        await telegram.wait_for(lambda: len(asked) > 1, PATIENCE)  # it reads on what Dan sent
        await second.end()
        assert set(telegram.accepted().values()) == {1}, telegram.accepted()
        assert len(telegram.messages(READER + 1)) == 3
    assert telegram.token not in first.log.read_text() + second.log.read_text()


async def test_each_role_ends(start: Start, new_postgres: NewDatabase) -> None:
    """One that answers and one that sends, both while Telegram lets them wait."""
    url = new_postgres(migrated=True)
    await fill(url, READER)
    async with Playground.start() as telegram:
        eve, reader = telegram.user(EVE, "Eve"), telegram.user(READER, "Reader")
        reader.user.started = True
        faults = [telegram.fault("slow", method="sendMessage", chat=chat, seconds=40) for chat in (EVE, READER)]
        lives = [start(telegram, "--role", role, DATABASE_URL=url) for role in ("bot", "sender")]
        await telegram.polling(PATIENCE)
        await eve.say("/help", more=True)
        await telegram.wait_for(lambda: all(fault.hit for fault in faults), PATIENCE)
        await asyncio.gather(*(life.end() for life in lives))
        assert set(telegram.accepted().values()) == {1}


async def test_the_second_signal_ends_it_at_once(start: Start) -> None:
    """Also one that waits for a Telegram that does not answer, and has not begun yet."""
    async with Playground.start() as telegram:
        fault = telegram.fault("slow_before", method="getMe", seconds=60)
        life = start(telegram)
        await telegram.wait_for(lambda: fault.hit, PATIENCE)
        life.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.3)
        assert life.process.poll() is None
        before = time.monotonic()
        life.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(life.process.wait, 30) == -signal.SIGTERM
        assert time.monotonic() - before < 5


async def test_what_does_not_hear_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that waits for something is given up in time, and what it opened is closed."""
    monkeypatch.setattr(stopping, "IN_ORDER", 0.05)
    monkeypatch.setattr(stopping, "_overdue", lambda: None)
    closed = []

    async def deaf(_: asyncio.Event) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(60)
        finally:
            closed.append(True)

    await asyncio.wait_for(stopping.until_stopped(deaf), 30)
    assert closed == [True]


def test_a_thread_that_hangs_is_cut_off(tmp_path: Path) -> None:
    """Nothing waits for it: the process says so in its log and is gone, with exit status 1."""
    script = tmp_path / "hang.py"
    script.write_text(
        "import asyncio, os, signal, time\n"
        "from bot import stopping\n"
        "stopping.SECONDS = 0.5\n"
        "async def act(stop):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    await stop.wait()\n"
        "    asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)\n"
        "asyncio.run(stopping.until_stopped(act))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=30)  # noqa: S603, PLW1510 - our own, and its status is looked at
    assert done.returncode == stopping.OVERDUE
    assert "process.overdue" in done.stderr
