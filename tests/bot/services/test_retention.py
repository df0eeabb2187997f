"""Retention: everything goes at once or is said not to, a few texts at a time, also after a crash."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services import corrections
from bot.services.answers import Answers, Lengths
from bot.services.retention import Retention
from storage import chats, documents, forgetting, orphans, sources
from storage.database import Database
from storage.session import StorageBusyError
from storage.types import Chat
from summarizer.errors import StorageError
from tests.databases import new_sqlite
from tests.storage.factory import NOW, report

CHAT = 7


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(new_sqlite(tmp_path / "kept.db"))
    yield opened
    await opened.close()


@pytest.fixture
def retention(database: Database, monkeypatch: pytest.MonkeyPatch) -> Retention:
    monkeypatch.setattr("bot.services.retention.BETWEEN", 0)
    monkeypatch.setattr("storage.orphans.AT_ONCE", 2)
    return Retention(database, Answers(database, Lengths()), days=30)


async def brought(database: Database, number: int) -> None:
    async with database.session() as session:
        for each in range(number):
            document = report(number=str(each + 1))
            await documents.add(session, document, raw="", now=NOW)
            await sources.add(session, document.key, chat=CHAT, kind="paste", name="", now=NOW)


async def left(database: Database) -> int:
    async with database.session(readonly=True) as session:
        return len(await orphans.found(session)) + await sources.count(session, CHAT)


async def test_many_texts_go_in_steps_that_all_are_counted(
    database: Database, retention: Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No transaction takes more than a few, and nothing computed of them is kept."""
    await brought(database, 5)
    steps, drop = list[int](), orphans.drop

    async def counted(session: Any, some: Any) -> int:
        steps.append(len(some))
        return await drop(session, some)

    monkeypatch.setattr("storage.orphans.drop", counted)
    await corrections.FOUND.get("known", lambda: None)  # type: ignore[arg-type, return-value]  # no coroutine is needed
    assert (await retention.forget(CHAT)).documents == 5
    assert steps == [2, 2, 1]
    assert await left(database) == 0
    assert await corrections.FOUND.get("known", lambda: "anew") == "anew"  # type: ignore[arg-type, return-value, comparison-overlap]  # as above
    corrections.forget()


async def test_what_a_crash_left_goes_with_what_is_old(
    database: Database, retention: Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chat has none of it from the first moment on; the texts go the next day."""
    await brought(database, 5)

    async def crash(*_: object) -> int:
        raise StorageBusyError("out of reach")

    with monkeypatch.context() as patch:
        patch.setattr("storage.orphans.drop", crash)
        with pytest.raises(StorageBusyError):
            await retention.forget(CHAT)
    async with database.session(readonly=True) as session:
        assert await sources.count(session, CHAT) == 0
        assert await forgetting.remaining(session, CHAT) == {}
    assert await left(database) == 5
    assert await retention.expire(NOW) == 0
    assert await left(database) == 0


async def test_what_is_old_goes_with_its_texts(database: Database, retention: Retention) -> None:
    """Not a day before."""
    await brought(database, 3)
    assert await retention.expire(NOW + timedelta(days=30)) == 0
    assert await retention.expire(NOW + timedelta(days=31)) == 3
    assert await left(database) == 0


async def test_what_comes_at_that_moment_goes_too(
    database: Database, retention: Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked in the same transaction; what is found is forgotten once more, and only then is it a failure."""
    forget, times, scrubbed = forgetting.forget, list[int](), list[int]()

    async def interrupted(session: Any, chat: int) -> Any:
        gone = await forget(session, chat)
        times.append(chat)
        if len(times) <= most:
            await chats.touch(session, Chat(chat, "private"), NOW)
        return gone

    async def scrub(_: Database) -> None:
        scrubbed.append(1)

    monkeypatch.setattr("storage.forgetting.forget", interrupted)
    monkeypatch.setattr(Database, "scrub", scrub)
    most = 1
    await brought(database, 1)
    assert await retention.forget(CHAT) == forgetting.Forgotten(sources=1, documents=1)
    assert len(times) == 2
    most = 99
    with pytest.raises(StorageError, match="chat 1"):
        await retention.forget(CHAT)
    assert len(scrubbed) == 2
