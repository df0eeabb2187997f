"""A disk that is full, or that can only be read: nothing half stored, all that is stored is read, and it passes."""

from __future__ import annotations

import logging

import pytest

from bot.views.errors import explain, explain_to_operator
from storage import chats, documents
from storage.database import Database
from storage.session import StorageBusyError, StorageFullError
from storage.types import Chat
from tests.storage.disks import Disk, failing
from tests.storage.factory import NOW, report

DISKS = pytest.mark.parametrize("disk", ["full", "read-only"])
STORED, REFUSED = report(number="101"), report(number="102")


async def keep(db: Database, *several: str) -> None:
    """All of these documents in one transaction."""
    async with db.session() as session:
        for number in several:
            await documents.add(session, report(number=number), raw="", now=NOW)


async def kept(db: Database) -> list[bool]:
    async with db.session(readonly=True) as session:
        return [await documents.get(session, each.key) is not None for each in (STORED, REFUSED)]


@DISKS
async def test_what_is_stored_is_read_and_nothing_is_half_stored(db: Database, disk: Disk) -> None:
    """A transaction of several documents is refused as a whole, with a word of its own; readers notice nothing."""
    await keep(db, "101")
    async with failing(db, disk):
        with pytest.raises(StorageFullError) as caught:
            await keep(db, "102", "103")
        assert (caught.value.lack, caught.value.transient) == (disk, True)
        assert await kept(db) == [True, False]
    assert isinstance(caught.value, StorageBusyError)  # so that whoever waits for a busy storage waits for this one


@DISKS
async def test_it_works_again_by_itself(db: Database, disk: Disk) -> None:
    """As soon as there is room, over the same open database; and until then each try is refused anew."""
    async with failing(db, disk):
        for _ in range(3):
            with pytest.raises(StorageFullError):
                await keep(db, "102")
        assert db.lack == disk
    await keep(db, "102")
    assert await kept(db) == [False, True]
    assert db.lack is None


@DISKS
async def test_an_operator_is_told_once(
    db: Database, disk: Disk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for each of many writers, and not by readers; once more when it has been over for a while."""
    caplog.set_level(logging.WARNING, "storage.session")
    async with failing(db, disk):
        for _ in range(3):
            with pytest.raises(StorageFullError):
                await keep(db, "102")
            await kept(db)
    await keep(db, "102")
    monkeypatch.setattr("storage.session.OVER", 0)
    await keep(db, "101")
    await keep(db, "103")
    said = [line.split()[0] for line in caplog.messages if line.startswith("storage.")]
    assert said == ["storage.refuses", "storage.accepts"]


async def test_a_writer_who_promised_to_read_is_no_full_disk(db: Database) -> None:
    """That is a mistake of ours: it is not worth another try, and the database takes what others write."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - its class is what is looked at
        async with db.session(readonly=True) as session:
            await chats.touch(session, Chat(7, "private"), NOW)
    assert not isinstance(caught.value, StorageBusyError)
    assert db.lack is None


def test_a_person_is_told_what_it_is_and_what_to_do() -> None:
    """One sentence on why, one on what became of what was sent; nothing of files, tables or codes."""
    told = explain(StorageFullError("database or disk is full")).text.split(": ")
    assert told[0] == "I cannot store anything just now"
    assert told[1] == "the disk is full. Nothing of what you sent was taken in; send it again later."
    assert "can only be read" in explain(StorageFullError("attempt to write a readonly database", "read-only")).text
    assert "Make room" in explain_to_operator(StorageFullError("database or disk is full"))
