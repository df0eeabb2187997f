"""Roles: what each does, what only one process may do, and what becomes of it when that process loses its database."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import inspect, text

from bot import duties
from bot.app import Surroundings, run_bot
from bot.playground import Playground
from bot.services.heart import MARK, Heart, this_process
from bot.services.pulse import Duty, Pulse
from bot.settings import Settings
from bot.views.errors import explain_to_operator
from storage import broadcasts, outbox, processes
from storage.database import Database, engine_of
from storage.leadership import Leadership
from storage.session import StorageBusyError
from storage.types import Process, Role
from summarizer.errors import DutyTakenError, SettingsError
from tests.bot.asking import ask
from tests.bot.conftest import settings
from tests.bot.services.mailing import waiting
from tests.bot.services.test_shift import break_locks
from tests.databases import new_sqlite
from tests.postgres import NewDatabase

BOT = 110201543
WEBHOOK = {"webhook_url": "https://bot.example.org", "webhook_token": "a-token-of-16-letters"}


@pytest.fixture
def shared(tmp_path: Path, new_postgres: NewDatabase) -> Settings:
    """Settings of processes over one PostgreSQL."""
    return settings(tmp_path, database_url=new_postgres(migrated=True))


@asynccontextmanager
async def running(given: Settings, telegram: Playground, role: Role) -> AsyncIterator[None]:
    """`verbatim run --role ...` in this loop, over an empty store."""
    stop, given = asyncio.Event(), given.model_copy(update={"telegram_api_url": telegram.url})
    task = asyncio.create_task(run_bot(given, telegram.token, stop, Surroundings(first=tuple), role=role))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def refusal(given: Settings, role: Role) -> str:
    """What a second process of this role is told, as the operator reads it."""
    with pytest.raises(DutyTakenError) as refused:
        await run_bot(given, f"{BOT}:AAanother", asyncio.Event(), role=role)
    return explain_to_operator(refused.value)


@pytest.mark.parametrize("role", ["all", "bot"])
async def test_a_second_poller_ends_and_says_what_to_do(shared: Settings, role: Role) -> None:
    """It names the process that polls, and the role in which this one could stand by."""
    first = this_process("all")
    heart = Heart(shared.database_url, first, lambda: datetime.now(UTC))
    async with duties.alone(shared, BOT, "all", asyncio.Event()), heart:
        told = await refusal(shared, role)
    assert told.startswith(
        "Another process polls Telegram for this bot, or takes its updates by a webhook, on this database, since "
    )
    assert f"(process {os.getpid()} on {first.host}): stop it" in told
    assert told.endswith("or start this one with --role sender to stand by.")


async def test_no_poller_comes_beside_instances_with_a_webhook(shared: Settings) -> None:
    """It would take their webhook away, and go on with what they have under way; none of them polls."""
    hooked, pulse = shared.model_copy(update=WEBHOOK), Pulse()
    async with duties.alone(hooked, BOT, "bot", asyncio.Event(), pulse):
        assert "takes its updates by a webhook" in await refusal(shared, "bot")
        assert "takes its updates by a webhook" in await refusal(shared, "all")
        assert pulse.duties == {"poll": False}
    async with duties.alone(shared, BOT, "bot", asyncio.Event()):
        assert "polls Telegram for this bot" in await refusal(hooked, "bot")


async def test_a_second_process_on_sqlite_ends(tmp_path: Path) -> None:
    """There is no role in which it could stand by, and none is named. It brings no database up to date."""
    given = settings(tmp_path / "new")
    async with duties.alone(given, BOT, "all", asyncio.Event()):
        assert (await refusal(given, "all")).endswith("on this database: stop it.")
        assert await version(given) is None  # it made no tables
    async with duties.alone(given, BOT, "all", asyncio.Event()):  # it is free again
        pass


async def version(given: Settings, to: str | None = None) -> str | None:
    """At which version a database is; None where it is empty. It is said to be at another one where that is named."""
    engine = engine_of(given.database_url)
    try:
        async with engine.begin() as connection:
            if not await connection.run_sync(lambda each: inspect(each).has_table("alembic_version")):
                return None
            if to is not None:
                await connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": to})
            return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
    finally:
        await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings over an empty database of each kind that is up to date."""
    if request.param == "sqlite":
        return settings(tmp_path, database_url=new_sqlite(tmp_path / "verbatim.db"))
    new: NewDatabase = request.getfixturevalue("new_postgres")
    return settings(tmp_path, database_url=new(migrated=True))


async def beats(given: Settings, process: Process) -> None:
    """A process is seen once."""
    database = Database(engine_of(given.database_url))
    async with database.session() as session:
        await processes.beat(session, process)
    await database.close()


@pytest.mark.parametrize("role", ["all", "bot", "sender"])
async def test_another_bot_is_refused(kept: Settings, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would answer people who do not know it; and it does not bring up to date what the other one runs on."""
    monkeypatch.setattr(duties, "refuse", lambda *_: None)  # of roles on SQLite nothing is asked here
    other = this_process("bot", bot=BOT + 1)
    await beats(kept, other)
    await version(kept, to="0008")
    for given in (kept, kept.model_copy(update=WEBHOOK)):
        told = await refusal(given, role)
        assert told.startswith(f"Another bot, number {BOT + 1}, has this database, since ")
        assert f"(process {os.getpid()} on {other.host}), and one database is one bot's" in told
    assert await version(kept) == "0008"


async def test_who_is_of_this_bot_or_silent_or_dead_is_in_nobody_s_way(kept: Settings) -> None:
    """A worker is of every bot; one that was killed here is not waited for, nor one that was not seen for a minute."""
    other = this_process("all", bot=BOT + 1)
    ago = other.seen - processes.SILENT - timedelta(seconds=1)
    for each in (
        this_process("sender", bot=BOT),
        this_process("worker", ("fetch",)),
        replace(other, id=other.id[:MARK] + "dead"),  # our number, and not ours
        replace(other, seen=ago),
    ):
        await beats(kept, each)
    async with duties.alone(kept, BOT, "all", asyncio.Event()):
        pass


async def test_of_two_bots_that_start_at_once_one_finds_the_other(kept: Settings) -> None:
    """Both looked before either was seen: it is looked again after the first beat."""
    async with AsyncExitStack() as stack:
        for number in (BOT, BOT + 1):
            await stack.enter_async_context(duties.alone(kept, number, "all", asyncio.Event()))
        for number in (BOT, BOT + 1):
            process = this_process("all", bot=number)
            await stack.enter_async_context(Heart(kept.database_url, process, lambda: datetime.now(UTC)))
        database = Database(engine_of(kept.database_url))
        stack.push_async_callback(database.close)
        for number in (BOT, BOT + 1):
            with pytest.raises(DutyTakenError, match="Another bot, number"):
                await duties.only_bot(database, number)


async def test_a_bot_that_comes_while_this_one_starts_is_found(
    shared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look after the first beat is one of the start, and nobody is answered before it."""
    other = this_process("all", bot=BOT + 1)

    async def comes(*_: object) -> None:
        await beats(shared, other)

    monkeypatch.setattr(duties, "_only_bot", comes)
    async with Playground.start() as telegram:
        told = await refusal(shared.model_copy(update={"telegram_api_url": telegram.url}), "all")
    assert told.startswith(f"Another bot, number {BOT + 1}, has this database")
    database = Database(engine_of(shared.database_url))
    async with database.session(readonly=True) as session:
        assert [each.id for each in await processes.there(session, processes.clock())] == [other.id]  # this one left
    await database.close()


@pytest.mark.parametrize("role", ["bot", "sender"])
async def test_a_role_that_sqlite_cannot_have_is_refused(tmp_path: Path, role: Role) -> None:
    """In a sentence that names the setting and the way out."""
    with pytest.raises(SettingsError, match=f"DATABASE_URL: --role {role} needs PostgreSQL"):
        await run_bot(settings(tmp_path), f"{BOT}:AAanother", asyncio.Event(), role=role)


async def test_with_a_webhook_several_may_answer(shared: Settings) -> None:
    """And nobody waits for a sender's turn at the door."""
    hooked = shared.model_copy(update=WEBHOOK)
    async with AsyncExitStack() as stack:
        for given, role in ((hooked, "bot"), (hooked, "bot"), (shared, "sender"), (shared, "sender")):
            await stack.enter_async_context(duties.alone(given, BOT, cast(Role, role), asyncio.Event()))


class Noted(Pulse):
    """A pulse that remembers whether polling was its process's own."""

    def __init__(self) -> None:
        super().__init__()
        self.had = had = list[bool]()

        class Duties(dict[Duty, bool]):
            def __setitem__(self, duty: Duty, ours: bool) -> None:
                had.append(ours)
                super().__setitem__(duty, ours)

        self.duties = Duties()


async def test_a_poller_whose_connection_broke_has_its_duty_back(
    shared: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """A database that was away for a moment ends no bot."""
    caplog.set_level("INFO")
    stop, pulse = asyncio.Event(), Noted()
    async with duties.alone(shared, BOT, "bot", stop, pulse), Leadership(shared.database_url, f"poll:{BOT}") as other:
        await break_locks(shared.database_url)
        async with asyncio.timeout(20):
            while "duty.back duty=poll" not in caplog.text:  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.02)
        assert not await other.take()
    assert not stop.is_set()
    assert pulse.had == [True, False, True, False]  # taken, lost, back, given back


@dataclass
class Lost:
    """A duty that is lost at once, cannot be asked for at first, and is another's then."""

    asked: int = 0
    answers: list[Exception | bool] = field(
        default_factory=lambda: [StorageBusyError("away"), ValueError("a mistake"), False]
    )

    async def keep(self) -> None:
        """Lost."""

    async def take(self) -> bool:
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_a_stale_poller_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one polls by now: this one stops, and says why. No error on the way to that keeps it from asking."""
    monkeypatch.setattr(duties, "AGAIN", 0)
    stop, lost = asyncio.Event(), Lost()
    with pytest.raises(DutyTakenError, match="another one polls by now"):
        await duties._guarded(cast(Leadership, lost), stop, pulse := Pulse(duties={"poll": True}))
    assert (stop.is_set(), lost.asked) == (True, 3)
    assert pulse.duties == {"poll": False}


async def test_the_bot_answers_and_the_sender_sends(shared: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """A digest that is due waits for the sender, who finds it by itself; nobody else is needed for an answer."""
    caplog.set_level("INFO")
    async with Playground.start() as telegram, AsyncExitStack() as stack:
        store = await Database.open(shared.database_url)
        stack.push_async_callback(store.close)
        ann, ben = telegram.user(7, "Ann"), telegram.user(8, "Ben")
        ben.user.started = True
        await stack.enter_async_context(running(shared, telegram, "bot"))
        await telegram.polling()
        await waiting(store, ben.id, ["one", "two"], now=datetime.now(UTC))
        assert "Verbatim" in (await ask(ann, "/start"))[0].text
        assert telegram.messages(ben.id) == ()
        await stack.enter_async_context(running(shared, telegram, "sender"))
        await telegram.wait_for(lambda: len(telegram.messages(ben.id)) == 2, timeout=30)
        await telegram.wait_for(lambda: "duty.taken duty=send" in caplog.text)
        await waiting(store, ann.id, ["three"], now=datetime.now(UTC))  # and nobody wakes the courier
        await telegram.wait_for(lambda: telegram.messages(ann.id)[-1].text == "three", timeout=30)
        assert "worker.none" in caplog.text
        assert "duty.taken duty=compose" not in caplog.text


async def test_everything_on_postgresql_stands_by_for_what_others_do(
    shared: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a sender and a composer are there already, role `all` answers, and says once that it stands by."""
    caplog.set_level("INFO")
    async with (
        Playground.start() as telegram,
        Leadership(shared.database_url, "send") as sends,
        Leadership(shared.database_url, "compose") as composes,
    ):
        assert await sends.take()
        assert await composes.take()
        async with running(shared, telegram, "all"):
            await telegram.polling()
            assert "Verbatim" in (await ask(telegram.user(7, "Ann"), "/start"))[0].text
            await telegram.wait_for(lambda: "duty.stands_by duty=compose" in caplog.text)
    assert caplog.text.count("duty.stands_by duty=send another process has it") == 1
    assert "duty.taken" not in caplog.text


async def test_what_a_dead_sender_had_claimed_goes_out_at_once(shared: Settings) -> None:
    """Its lease has minutes to run, and nobody waits for it; of a broadcast's copy that it was sending nobody knows."""
    async with Playground.start() as telegram, AsyncExitStack() as stack:
        store = await Database.open(shared.database_url)
        stack.push_async_callback(store.close)
        telegram.user(8, "Ben").user.started = True
        now = datetime.now(UTC)
        await waiting(store, 8, ["one"], now=now)
        async with store.session() as session:
            assert await outbox.claim(session, now, until=now + timedelta(minutes=2), limit=9)
            kept = await broadcasts.create(session, person=1, text="Hello", now=now)
            assert await broadcasts.confirm(session, kept.id, frozenset({9}), now)
            assert await broadcasts.begin(session, kept.id, 9)
        await stack.enter_async_context(running(shared, telegram, "sender"))
        await telegram.wait_for(lambda: telegram.messages(8), timeout=30)
        async with store.session(readonly=True) as session:
            assert await broadcasts.counts(session, kept.id) == {"uncertain": 1}
