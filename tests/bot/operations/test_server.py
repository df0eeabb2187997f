"""What the port for an operator's machines answers: alive, ready, numbers; and never what it must not."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.operations import readings
from bot.operations.readings import Kept, Readings
from bot.operations.server import serving
from bot.services.pulse import Pulse
from storage.database import Database
from storage.gauges import Gauges
from storage.types import Role
from summarizer.errors import SettingsError, StorageError
from tests.bot.asking import ask
from tests.bot.conftest import Running, settings
from tests.databases import new_sqlite
from tests.postgres import NewDatabase


@asynccontextmanager
async def asking(
    folder: Path, database: Database, pulse: Pulse, caplog: pytest.LogCaptureFixture, role: Role = "all"
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the port that the process chose."""
    caplog.set_level(logging.INFO, "bot.operations")
    async with serving(settings(folder, operations_port=0), database, pulse, role):
        (port,) = re.findall(r"operations\.listening address=127\.0\.0\.1 port=(\d+)", caplog.text)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(new_sqlite(tmp_path / "verbatim.db"))
    yield opened
    await opened.close()


def values(text: str) -> dict[tuple[str, str], float]:
    """Samples by name and by the values of their labels."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {(sample.name, ",".join(sample.labels.values())): sample.value for sample in samples}


async def test_a_process_that_is_well(tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """Alive and ready, with numbers of its database and of itself."""
    pulse = Pulse(ticked=datetime.now(UTC), reached=True, duties={"send": True})
    pulse.count("update")
    pulse.count("sent", "message", 3)
    pulse.took("answer", 0.3)
    async with asking(tmp_path, database, pulse, caplog) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
        numbers = await client.get("/metrics")
    assert (alive.status_code, alive.text, ready.status_code, ready.text) == (200, "alive\n", 200, "ready\n")
    assert numbers.headers["content-type"].startswith("text/plain; version=")
    found = values(numbers.text)
    assert found["verbatim_database_up", ""] == 1
    assert found["verbatim_documents", ""] == found["verbatim_jobs", "waiting"] == 0
    assert found["verbatim_telegram_sent_total", "message"] == 3
    assert found["verbatim_updates_total", ""] == 1
    assert found["verbatim_answer_seconds_bucket", "0.25"] == 0
    assert found["verbatim_answer_seconds_bucket", "0.5"] == found["verbatim_answer_seconds_count", ""] == 1
    assert found["verbatim_leader", "send"] == 1
    assert found["verbatim_leader", "poll"] == 0
    assert found["verbatim_tick_age_seconds", ""] < 60


async def test_who_ticks_now_and_then_only_is_not_late(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker that composed once, in its turn, and a sender that stands by again."""
    pulse = Pulse(ticked=datetime.now(UTC) - timedelta(hours=1))
    async with asking(tmp_path, database, pulse, caplog, "worker") as client:
        assert (await client.get("/healthz")).status_code == 200
        assert ("verbatim_tick_age_seconds", "") not in values((await client.get("/metrics")).text)


async def test_a_process_in_trouble(tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """503 with a sentence: a monitor restarts it or leaves it out, and a person reads why."""
    pulse = Pulse(ticked=datetime.now(UTC) - timedelta(hours=1), ending=True)
    async with asking(tmp_path, database, pulse, caplog) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
    assert alive.status_code == ready.status_code == 503
    assert re.fullmatch(r"the clockwork has not ticked for 36\d\d s: restart this process\n", alive.text)
    assert ready.text == "ending: it was told to stop\n"


async def test_a_sender_that_stands_by_is_ready(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """And says that it is not the one who sends."""
    async with asking(tmp_path, database, Pulse(standing_by=True), caplog, "sender") as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/readyz")).text == "standing by\n"


async def test_a_database_that_is_away(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not ready, and the numbers of the process come all the same."""

    def away(*_: object, **__: object) -> None:
        raise StorageError("connection refused")

    monkeypatch.setattr(database, "session", away)
    async with asking(tmp_path, database, Pulse(reached=True), caplog) as client:
        ready, numbers = await client.get("/readyz"), values((await client.get("/metrics")).text)
    assert ready.status_code == 503
    assert ready.text.startswith("the database does not answer")
    assert numbers["verbatim_database_up", ""] == 0
    assert numbers["process_resident_memory_bytes", ""] > 1_000_000
    assert ("verbatim_documents", "") not in numbers


async def test_a_disk_that_is_full(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who can store nothing takes no work, although the database answers."""
    monkeypatch.setattr(Database, "lack", "full")
    async with asking(tmp_path, database, Pulse(reached=True), caplog) as client:
        ready, alive = await client.get("/readyz"), await client.get("/healthz")
    assert (ready.status_code, ready.text) == (503, "nothing can be stored: the disk is full; make room\n")
    assert alive.status_code == 200


async def test_without_a_port_nothing_listens(tmp_path: Path, database: Database) -> None:
    """The default: no server, no task."""
    before = asyncio.all_tasks()
    async with serving(settings(tmp_path), database, Pulse(), "all"):
        assert asyncio.all_tasks() == before


async def test_a_port_that_is_taken_is_named(tmp_path: Path, database: Database) -> None:
    """With the setting to change."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = settings(tmp_path, operations_port=other.getsockname()[1])
        with pytest.raises(SettingsError, match=r"OPERATIONS_PORT: port \d+ of 127\.0\.0\.1 is taken"):
            async with serving(taken, database, Pulse(), "all"):
                pass


async def test_many_who_ask_are_one_look() -> None:
    """While a look is under way all wait for that one, and what it brought is kept."""
    looks, free = 0, asyncio.Event()

    async def look() -> int:
        nonlocal looks
        looks += 1
        await free.wait()
        return looks

    kept = Kept(look, 60, kept=60)
    asked = [asyncio.create_task(kept.answer()) for _ in range(20)]
    await asyncio.sleep(0)
    free.set()
    assert await asyncio.gather(*asked) == [1] * 20
    assert await kept.answer() == 1
    await kept.close()


async def test_a_look_that_takes_too_long_is_left_to_end() -> None:
    """Whoever asked goes on without it; no second look begins, and the next who asks gets what it brought."""
    looks, free = 0, asyncio.Event()

    async def look() -> int:
        nonlocal looks
        looks += 1
        await free.wait()
        return looks

    kept = Kept(look, 0.01, kept=60)
    assert await kept.answer() is None
    assert await kept.answer() is None
    free.set()
    for _ in range(100):
        if (answer := await kept.answer()) is not None:
            break
        await asyncio.sleep(0.05)
    assert answer == looks == 1
    await kept.close()


async def test_a_look_that_never_ends_is_left_and_a_new_one_begins() -> None:
    """A server that was cut off says nothing for ever, and answers again over another connection."""
    looks, never = 0, asyncio.Event()

    async def look() -> int:
        nonlocal looks
        looks += 1
        if looks == 1:
            await never.wait()
        return looks

    kept = Kept(look, 0.05, kept=60)
    async with asyncio.timeout(60):
        while (answer := await kept.answer()) is None:
            pass
    assert answer == looks == 2
    await kept.close()


async def test_a_server_that_is_cut_off_is_found_again(
    new_postgres: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connections that nobody hears of any more are given up by themselves, and the next look makes a new one."""
    monkeypatch.setattr(readings, "PATIENCE", 0.5)
    url = new_postgres(migrated=True)
    async with severable(url) as (cut, through):
        database = await Database.open(url)
        asked = Readings.of(database, lambda: datetime.now(UTC), through)
        asked.current._kept = asked.current._limit = 0.1
        async with asyncio.timeout(60):
            while not await asked.current.answer():  # noqa: ASYNC110 - as seen from outside
                await asyncio.sleep(0.05)
            cut()
            while await asked.current.answer():  # noqa: ASYNC110 - what is kept grows old
                await asyncio.sleep(0.05)
            while not await asked.current.answer():  # noqa: ASYNC110 - as seen from outside
                await asyncio.sleep(0.05)
        await asked.close()
        await database.close()


@asynccontextmanager
async def severable(url: str) -> AsyncIterator[tuple[Callable[[], None], str]]:
    """The address of a way to a server, and what cuts off all who came that way so far, without a word to anybody."""
    host = parse_qs(urlsplit(url).query)["host"][0]
    ways, tasks = list[asyncio.Event](), set[asyncio.Task[None]]()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, open_: asyncio.Event) -> None:
        while data := await reader.read(1 << 16):
            await open_.wait()
            writer.write(data)
        writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ways.append(open_ := asyncio.Event())
        open_.set()
        far_reader, far_writer = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.5432")
        tasks.update(
            (
                asyncio.create_task(carry(reader, far_writer, open_)),
                asyncio.create_task(carry(far_reader, writer, open_)),
            )
        )

    def cut() -> None:
        for way in ways:
            way.clear()

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    try:
        yield cut, f"postgresql://postgres@127.0.0.1:{server.sockets[0].getsockname()[1]}{urlsplit(url).path}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_is_kept_grows_old() -> None:
    """After that the database is asked again."""
    looks = 0

    async def look() -> int:
        nonlocal looks
        looks += 1
        return looks

    kept = Kept(look, 60, kept=0)
    assert [await kept.answer(), await kept.answer()] == [1, 2]


async def test_the_readings_are_of_a_real_database(database: Database) -> None:
    """Both looks, as the server asks for them."""
    asked = Readings.of(database, lambda: datetime.now(UTC), "sqlite://")
    assert isinstance(await asked.gauges.answer(), Gauges)
    assert await asked.current.answer() is True
    await asked.close()


async def test_what_the_bot_does_is_counted(bot: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Updates, answers and the seconds that they took, of a bot that runs."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, "/help")
    pulse = bot.context.pulse
    for _ in range(1200):  # an update is through a moment after its answer
        if sum(pulse.spans["answer"].buckets):
            break
        await asyncio.sleep(0.05)
    async with asking(tmp_path, bot.context.database, pulse, caplog) as client:
        found = values((await client.get("/metrics")).text)
        while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - as soon as a poll was answered
            await asyncio.sleep(0.1)
    assert found["verbatim_updates_total", ""] >= 1
    assert found["verbatim_telegram_sent_total", "message"] >= 1
    assert found["verbatim_answer_seconds_count", ""] >= 1
    assert found["verbatim_documents", ""] == 4
