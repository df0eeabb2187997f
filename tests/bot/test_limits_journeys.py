"""What people meet at the limits: a disk that takes nothing, a line before them, nobody to read, a chat that floods."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel import func, select

from bot.playground import Message, Person
from storage import arrivals, documents, jobs, sources
from storage.database import Database
from storage.rows import ArrivalRow, BatchRow, DocumentRow, JobRow
from summarizer.types import Analysis, Document
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running
from tests.bot.news import Desk, Here, desk  # noqa: F401 - a fixture
from tests.databases import new_sqlite
from tests.storage.disks import Disk, failing

TEXT = (
    "Ferry of Ness sails again\n\nThe ferry of Ness sailed again on Tuesday after a storm that cost $2.1 million.\n\n"
    "“We waited for calm water, and so did everybody,” said Captain Ida Holm. “The line is open.”\n\n"
    "At least 80 people were on board, according to the harbour.\n"
)
FULL = "I cannot store anything just now: the disk is full. Nothing of what you sent was taken in; send it again later."
CLOSED = FULL.replace("the disk is full", "my store can only be read")
FULL_IN_UKRAINIAN = "Зараз не можу нічого зберегти: на диску немає місця. З надісланого нічого не додано;"
SECONDS = 60.0


@pytest.fixture(params=["sqlite", "postgresql"])
def placed(request: pytest.FixtureRequest, desk: Desk) -> Desk:  # noqa: F811 - pytest's way
    """The desk, on each database."""
    if request.param == "sqlite":
        desk.changed["database_url"] = new_sqlite(desk.folder / "limits.db")
    else:
        desk.changed["database_url"] = request.getfixturevalue("new_postgres")(migrated=True)
    return desk


class Gated(Here):
    """Understands as many documents as it is let, in the order in which they come; `order` are their first words."""

    let = asyncio.Semaphore(0)
    order: list[str] = []  # noqa: RUF012 - one list for a test, which the fixture empties

    async def analyse(self, document: Document) -> Analysis:
        await self.let.acquire()
        self.order.append(document.text[:40])
        return await super().analyse(document)


@pytest.fixture
def gate(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> type[Gated]:  # noqa: ARG001, F811 - its analyst is set first
    """Nothing is understood until it is let."""
    Gated.let, Gated.order = asyncio.Semaphore(0), []
    monkeypatch.setattr("bot.app.Analyst", Gated)
    monkeypatch.setattr("bot.commands.counting.SOON", 0.1)
    monkeypatch.setattr("bot.commands.counting.BETWEEN", 0.2)
    return Gated


def ann(bot: Running) -> Person:
    return bot.telegram.user(7, "Ann")


def ben(bot: Running) -> Person:
    return bot.telegram.user(8, "Ben")


def texts(bot: Running, chat: int) -> list[str]:
    return [message.text for message in bot.telegram.messages(chat)]


async def until(done: Callable[[], Awaitable[object]]) -> None:
    """Waits until that holds."""
    async with asyncio.timeout(SECONDS):
        while not await done():  # noqa: ASYNC110 - rows tell nobody
            await asyncio.sleep(0.02)


async def count(database: Database, *tables: type) -> list[int]:
    async with database.session(readonly=True) as session:
        return [(await session.exec(select(func.count()).select_from(table))).one() for table in tables]


LACKS: tuple[tuple[Disk, str], ...] = ("full", FULL), ("read-only", CLOSED)


async def test_a_disk_that_takes_nothing(placed: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Who asks is answered as ever, who sends something is told why not and what to do; afterwards it is taken in."""
    caplog.set_level(logging.WARNING)
    async with placed.run() as bot:
        await ask(ann(bot), ARTICLE)
        kept = await count(bot.context.database, DocumentRow, BatchRow, ArrivalRow, JobRow)
        for disk, words in LACKS:
            async with failing(bot.context.database, disk):
                assert whole(await ask(ann(bot), TEXT)) == words
                assert "The bridge over the Wye reopened" in whole(await ask(ann(bot), "/brief"))
                for command in ("/quotes", "/figures"):
                    assert "Bridge over the Wye reopens" in whole(await ask(ann(bot), command)), command
                assert await count(bot.context.database, DocumentRow, BatchRow, ArrivalRow, JobRow) == kept
        assert whole(await ask(ann(bot), TEXT)).startswith("Taken in: Ferry of Ness sails again")
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert sum("storage.refuses" in line for line in caplog.messages) >= 1


async def test_a_full_disk_is_told_in_ukrainian(desk: Desk) -> None:  # noqa: F811 - pytest's way
    """In the language of whoever sent something."""
    async with desk.run() as bot:
        olha = bot.telegram.user(9, "Olha", language="uk")
        async with failing(bot.context.database, "full"):
            assert whole(await ask(olha, TEXT)).startswith(FULL_IN_UKRAINIAN)


async def test_a_disk_that_fills_up_in_the_middle(
    placed: Desk, gate: type[Gated], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before is understood and told when there is room, once, and nobody has to send it again."""
    monkeypatch.setattr("bot.commands.delivering.AGAIN", 0.2)
    monkeypatch.setattr("bot.services.understanding.SOON", timedelta(0))
    async with placed.run() as bot:
        database = bot.context.database
        await ann(bot).say(TEXT)
        await until(lambda: _any(database, JobRow))
        async with failing(database, "full"):
            gate.let.release()
            await until(lambda: _refused(database))
            gate.let.release()
            await asyncio.sleep(0.5)
            assert texts(bot, 7) == []
            assert await count(database, JobRow) == [1]
        for _ in range(20):
            gate.let.release()
        await bot.telegram.wait_for(lambda: any(each.startswith("Taken in: Ferry") for each in texts(bot, 7)), SECONDS)
        await bot.telegram.quiet()
        assert sum(each.startswith("Taken in:") for each in texts(bot, 7)) == 1
        assert await count(database, JobRow, DocumentRow) == [0, 1]


async def _any(database: Database, table: type) -> bool:
    return (await count(database, table))[0] > 0


async def _refused(database: Database) -> bool:
    return database.lack is not None


async def test_one_text_is_read_long_before_forty_links(desk: Desk, gate: type[Gated]) -> None:  # noqa: F811 - pytest's way
    """Ben's comes when ten of Ann's are read: he is answered after a few more of hers, not after all."""
    async with desk.run() as bot:
        await ann(bot).say("\n".join(f"{desk.news.base}/a/{number}" for number in range(40)))
        await _let(gate, 10)
        await ben(bot).say(TEXT)
        await until(lambda: _waits(bot.context.database, 8))
        await _let(gate, 16)
        await bot.telegram.wait_for(lambda: any(each.startswith("Taken in: Ferry") for each in texts(bot, 8)), SECONDS)
        assert len(gate.order) <= 16
        assert await _left(bot.context.database, 7) > 20


async def _left(database: Database, chat: int) -> int:
    async with database.session(readonly=True) as session:
        return await arrivals.count_waiting(session, chat)


async def _let(gate: type[Gated], count: int) -> None:
    """Lets so many be understood in all, and waits until they are."""
    for _ in range(count - len(gate.order)):
        gate.let.release()

    async def done() -> bool:
        return len(gate.order) >= count

    await until(done)


async def _waits(database: Database, tenant: int) -> bool:
    async with database.session(readonly=True) as session:
        query = select(func.count()).select_from(JobRow).where(JobRow.tenant == tenant)
        return (await session.exec(query)).one() > 0


async def test_a_line_before_somebody_is_told_and_goes_away(placed: Desk, gate: type[Gated]) -> None:
    """Thirty others wait: so many are told, and about how long; when it is read, the answer stands alone."""
    async with placed.run() as bot:
        await others(bot, 30)
        await ben(bot).say(TEXT)
        await bot.telegram.wait_for(lambda: texts(bot, 8), SECONDS)
        (said,) = bot.telegram.messages(8)
        assert said.text == "Queued behind 30 others, about 2 minutes."
        for _ in range(40):
            gate.let.release()
        await bot.telegram.wait_for(lambda: any(each.startswith("Taken in: Ferry") for each in texts(bot, 8)), SECONDS)
        await bot.telegram.quiet()
        assert said.id not in _ids(bot.telegram.messages(8))


async def others(bot: Running, chats: int) -> None:
    """A text each of so many other chats, which waits."""
    now = bot.context.now()
    async with bot.context.database.session() as session:
        for chat in range(100, 100 + chats):
            text = Document.make(ARTICLE.replace("Wye", f"Wye {chat}"))
            await documents.add(session, text, raw="", now=now, chat=chat)
            await sources.add(session, text.key, chat=chat, kind="paste", name="", now=now)
            await jobs.put(session, "understand", text.key, chat, now)


async def _waits_on(caplog: pytest.LogCaptureFixture) -> bool:
    return any(line.startswith("arrival.waits") for line in caplog.messages)


async def test_where_nobody_is_there_it_is_kept_and_told_later(
    placed: Desk, gate: type[Gated], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A bot without a worker says so, waits for longer than it waits for one, and tells it when one has come."""
    monkeypatch.setattr("bot.app.hands", lambda *_: 0)
    monkeypatch.setattr("bot.services.understanding.EACH", 0.0)
    placed.changed["analysis_timeout"] = 1
    async with placed.run() as bot:
        await ben(bot).say(TEXT)
        await bot.telegram.wait_for(lambda: texts(bot, 8), SECONDS)
        (said,) = bot.telegram.messages(8)
        assert said.text == "Kept. Nobody is there to read it just now; it will be told here when it is."
        await until(lambda: _waits_on(caplog))  # so long one document is waited for, and longer
        assert _ids(bot.telegram.messages(8)) == [said.id]
        gate.let.release()
        assert await bot.context.intake.understanding.once()  # as a worker does it
        await bot.telegram.wait_for(lambda: any(each.startswith("Taken in: Ferry") for each in texts(bot, 8)), SECONDS)
        await bot.telegram.quiet()
        assert said.id not in _ids(bot.telegram.messages(8))


def _ids(messages: tuple[Message, ...]) -> list[int]:
    return [message.id for message in messages]
