"""One rate for several processes: together they are never refused, and an answer does not wait behind digests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram.error import RetryAfter
from telegram.ext import ApplicationBuilder, ExtBot

from bot.limiter import Limiter, Turn
from bot.playground import Playground
from bot.services.rate import Rate
from storage import budgets
from storage.database import Database
from storage.session import StorageBusyError
from tests.databases import new_sqlite
from tests.delivery.running import FORKING
from tests.postgres import NewDatabase

RATE = 25
DIGESTS, SINGLY, AT_ONCE = 150, 20, 130


@asynccontextmanager
async def sending(url: str, api: str, token: str) -> AsyncIterator[ExtBot[Any]]:
    """A bot of a process that shares its rate."""
    database = await Database.open(url)
    limiter = Limiter(RATE, shared=Rate(database, 7, RATE, RATE))
    builder = ApplicationBuilder().token(token).base_url(f"{api}/bot").rate_limiter(limiter)
    async with builder.connection_pool_size(limiter.connections).build() as app:
        yield app.bot
    await database.close()


def digests(url: str, api: str, token: str, say: Callable[[str], None]) -> None:
    """What the other process does: as many digests as it can, each to a chat of its own."""

    async def run() -> None:
        async with sending(url, api, token) as bot:
            say("begins")
            await asyncio.gather(
                *(bot.send_message(1000 + n, "digest", rate_limit_args=Turn()) for n in range(DIGESTS))
            )
        say("done")

    asyncio.run(run())


async def test_two_processes_are_never_refused_and_answers_pass(new_postgres: NewDatabase) -> None:
    """One sends digests, another answers, singly and many at once: 300 messages, as fast as is allowed together."""
    url = new_postgres(migrated=True)
    async with Playground.start(limits=True) as telegram:
        for number in (*range(1000, 1000 + DIGESTS), *range(5000, 5000 + SINGLY + AT_ONCE)):
            telegram.user(number, f"Person {number}").user.started = True
        voice, mouth = FORKING.Pipe(duplex=False)
        process = FORKING.Process(target=digests, args=(url, telegram.url, telegram.token, mouth.send), daemon=True)
        process.start()
        mouth.close()
        try:
            assert await asyncio.to_thread(voice.recv) == "begins"
            waits = [await _answers(url, telegram, range(5000, 5000 + SINGLY))]
            before = len(_taken(telegram, 1000, DIGESTS))
            await _answers(url, telegram, range(5000 + SINGLY, 5000 + SINGLY + AT_ONCE), together=True)
            assert await asyncio.to_thread(voice.recv) == "done"
        finally:
            await asyncio.to_thread(process.join, 30)
            process.kill()
        assert [request.description for request in telegram.refused] == []
        assert len(_taken(telegram, 1000, DIGESTS)) == DIGESTS
        assert len(_taken(telegram, 5000, SINGLY + AT_ONCE)) == SINGLY + AT_ONCE
    assert 0 < before < DIGESTS  # they were under way all the while
    assert max(waits[0]) < 3, waits


async def _answers(url: str, telegram: Playground, chats: range, *, together: bool = False) -> list[float]:
    """Seconds that each answer took, from its asking to Telegram's word."""
    async with sending(url, telegram.url, telegram.token) as bot:

        async def answer(chat: int) -> float:
            begun = time.monotonic()
            await bot.send_message(chat, "answer")
            return time.monotonic() - begun

        if together:
            return list(await asyncio.gather(*map(answer, chats)))
        return [await answer(chat) for chat in chats]


def _taken(telegram: Playground, first: int, number: int) -> list[int]:
    kept = [event.chat for event in telegram.world.events if event.kind == "message"]
    return [chat for chat in kept if first <= chat < first + number]


async def test_a_pause_that_telegram_wants_reaches_the_other_process(new_postgres: NewDatabase) -> None:
    """No place of any process is free before it is over: a digest gives way at once, and says for how long."""
    url = new_postgres(migrated=True)
    databases = [await Database.open(url) for _ in range(2)]
    refused, other = (Rate(database, 7, RATE, RATE) for database in databases)
    await refused.rest(500)
    assert 400 < await other.digest(2, paid=False) <= 500
    assert 400 < await other.digest(2, paid=True) <= 500
    assert 400 < await other.answer(60) <= 500
    for database in databases:
        await database.close()


async def test_a_limiter_keeps_a_pause_of_another_process(tmp_path: Path) -> None:
    """A digest is put off for as long, nothing else is claimed meanwhile, and nothing is sent."""
    database = await Database.open(new_sqlite(tmp_path / "shared.db"))
    limiter = Limiter(RATE, shared=Rate(database, 7, RATE, RATE))
    await Rate(database, 7, RATE, RATE).rest(500)

    async def never() -> bool:
        raise AssertionError("this was sent")

    with pytest.raises(RetryAfter) as refused:
        await limiter.process_request(never, (), {}, "sendMessage", {"chat_id": 7}, Turn())
    assert 400 < refused.value._retry_after.total_seconds() <= 500
    assert limiter.shut() is not None
    await database.close()


async def test_a_database_that_is_away_stops_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The process keeps to its own rate meanwhile; the log says so once."""
    database = await Database.open(new_sqlite(tmp_path / "shared.db"))
    rate = Rate(database, 7, RATE, RATE)

    async def away(*_: object, **__: object) -> float:
        raise StorageBusyError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(budgets, "reserve", away)
        assert [await rate.answer(60) for _ in range(3)] == [0, 0, 0]
    assert caplog.text.count("rate.unshared detail=gone") == 1
    await database.close()


async def test_a_database_that_says_nothing_stops_no_answer(
    new_postgres: NewDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    """Another process holds the row and does not end: after a while the answer goes out by the process's own rate."""
    database = await Database.open(new_postgres(migrated=True))
    async with database.session() as holding:
        await budgets.reserve(holding, "messages:7", 0, cell=1, count=1)
        assert await Rate(database, 7, RATE, RATE, silence=0.1).answer(60) == 0
    assert caplog.text.count("rate.unshared detail=silence") == 1
    await database.close()


async def test_an_answer_that_cannot_wait_takes_no_place(tmp_path: Path) -> None:
    """Who asks a hundred times in vain keeps nobody from the place that he could not wait for."""
    database = await Database.open(new_sqlite(tmp_path / "shared.db"))
    rate = Rate(database, 7, 0.01, 0.01)
    assert await rate.answer(60) == 0
    assert [await rate.answer(60) > 60 for _ in range(100)] == [True] * 100
    assert await rate.answer(600) <= 100
    await database.close()


async def test_digests_leave_a_share_to_answers(tmp_path: Path) -> None:
    """Digest after digest, evenly at seven eighths of the rate; what an answer finds before it is one of them."""
    database = await Database.open(new_sqlite(tmp_path / "shared.db"))
    rate = Rate(database, 7, 40, 40)
    begun = time.monotonic()
    lines = [asyncio.create_task(rate.digest(2, paid=False)) for _ in range(36)]
    await asyncio.sleep(0.2)
    assert await rate.answer(60) <= 2 / 35
    assert await asyncio.gather(*lines) == [0] * 36
    assert time.monotonic() - begun >= 35 / 35
    await database.close()


async def test_paid_digests_take_several_places_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand a second are not asked for one by one."""
    database = await Database.open(new_sqlite(tmp_path / "shared.db"))
    rate, asked = Rate(database, 7, 25, 1000), list[int]()
    reserve = budgets.reserve

    async def counting(*given: Any, count: int, **named: Any) -> float:
        asked.append(count)
        return await reserve(*given, count=count, **named)

    monkeypatch.setattr(budgets, "reserve", counting)
    await asyncio.gather(*(rate.digest(2, paid=True) for _ in range(80)))
    assert set(asked) == {40}
    assert len(asked) < 10  # two, on a machine that is never late
    await database.close()
