"""What a check says of the database and of who works on it, each thing with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.operations.checkup import Finding, Looked, findings, look, unsafe
from storage import processes
from storage.database import Database
from storage.ground import Ground
from storage.search import COMPARED
from storage.types import Line, Process, Role
from tests.bot.conftest import settings
from tests.postgres import NewDatabase

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LITE, POSTGRES = Ground("SQLite", "3", 1), Ground("PostgreSQL", "18.4", 35_000_000, "0.8.1", NOW)
CALM = Looked(4, POSTGRES, (), Line(0, 0, None), NOW, timedelta(seconds=0.1))


def process(role: Role, *kinds: str) -> Process:
    return Process(f"{role}-{kinds}", role, kinds, "a", 1, "0", NOW, NOW)


async def said(folder: Path, looked: Looked, subject: str) -> list[Finding]:
    """The lines about one subject, and about no other."""
    return [each for each in await findings(settings(folder), looked) if each.text.startswith(f"{subject}: ")]


async def test_a_server_whose_clock_goes_wrong(tmp_path: Path) -> None:
    """Two seconds are enough to have two processes believe in one lease."""
    (well,) = await said(tmp_path, CALM, "server")
    assert well == Finding("server: PostgreSQL 18.4, 35 MB; its clock goes as ours", good=True)
    skewed = replace(POSTGRES, clock=NOW - timedelta(seconds=5))
    (wrong,) = await said(tmp_path, replace(CALM, ground=skewed), "server")
    assert not wrong.good
    assert "its clock is 5 s from ours" in wrong.text


async def test_a_slow_answer_is_no_wrong_clock(tmp_path: Path) -> None:
    """As much as the question took is forgiven."""
    slow = replace(CALM, ground=replace(POSTGRES, clock=NOW - timedelta(seconds=5)), took=timedelta(seconds=4))
    assert [each.good for each in await said(tmp_path, slow, "server")] == [True]


@pytest.mark.parametrize(("found", "how"), [("", "CREATE EXTENSION vector"), (None, "install it on the server")])
async def test_pgvector_that_is_not_there_is_advice(tmp_path: Path, found: str | None, how: str) -> None:
    """It is no problem, and it says what is missing without it and how to have it."""
    (note,) = await said(tmp_path, replace(CALM, ground=replace(POSTGRES, vectors=found)), "pgvector")
    assert note.good
    assert note.note
    assert f"{COMPARED:,} newest" in note.text
    assert how in note.text


class Usage(NamedTuple):
    """As the system says it, in bytes."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("usage", "good"),
    [
        (Usage(10**12, 0, 2 * 10**11), True),
        (Usage(10**12, 0, 10**10), False),
        (Usage(5 * 10**9, 0, 9 * 10**8), False),
    ],
)
async def test_little_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usage: Usage, *, good: bool) -> None:
    """Below a gigabyte or a tenth of the disk it is time to make some."""
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    (found,) = await said(tmp_path, replace(CALM, ground=LITE), "disk")
    assert found.good is good
    assert ("Make room" in found.text) is not good


@pytest.mark.parametrize(
    ("alive", "missing"),
    [
        ((process("all"),), []),
        ((process("bot"), process("sender"), process("worker", "fetch", "understand", "compose")), []),
        ((process("bot"), process("sender")), ["workers"] * 3),
        ((process("bot"), process("sender"), process("worker", "understand")), ["workers"] * 2),
        ((process("bot"), process("worker", "fetch", "understand", "compose")), ["sender"]),
        ((process("sender"), process("worker", "fetch", "understand", "compose")), ["bot"]),
    ],
)
async def test_roles_that_nobody_has(tmp_path: Path, alive: Sequence[Process], missing: list[str]) -> None:
    """Each with the command that starts it."""
    found = await findings(settings(tmp_path), replace(CALM, alive=tuple(alive)))
    wrong = [each for each in found if not each.good and not each.text.startswith("disk")]
    assert [each.text.partition(":")[0] for each in wrong] == missing
    assert all(": verbatim " in each.text for each in wrong)


async def test_who_is_alive_is_counted_by_role(tmp_path: Path) -> None:
    """In words that fit their number."""
    alive = (process("all"), process("worker"), process("worker"))
    (found,) = await said(tmp_path, replace(CALM, alive=alive), "processes")
    assert found.text == "processes: 1 process in role all, 2 workers"


@pytest.mark.parametrize(("minutes", "good"), [(14, True), (16, False)])
async def test_documents_that_wait(tmp_path: Path, minutes: int, *, good: bool) -> None:
    """A quarter of an hour is too long."""
    waiting = Line(12, 1, NOW - timedelta(minutes=minutes))
    (found,) = await said(tmp_path, replace(CALM, line=waiting), "queue")
    assert found.good is good
    assert f"12 documents to be understood, the oldest for {minutes} min" in found.text


OWN, OPEN = ("127.0.0.1", "::1", "localhost", "10.1.2.3"), ("0.0.0.0", "8.8.8.8")  # noqa: S104 - what is warned of


@pytest.mark.parametrize(("listens", "open_"), [*((own, False) for own in OWN), *((wide, True) for wide in OPEN)])
def test_a_port_that_others_reach(tmp_path: Path, listens: str, *, open_: bool) -> None:
    """It says how much there is of everything, and to nobody whom it concerns."""
    found = list(unsafe(settings(tmp_path, operations_listen=listens, operations_port=9090)))
    assert [each.note for each in found] == [True] * open_
    assert not list(unsafe(settings(tmp_path, operations_listen=listens)))


async def test_a_real_server_is_looked_at(tmp_path: Path, new_postgres: NewDatabase) -> None:
    """Its version, its clock, and the processes that beat on it."""
    database = await Database.open(new_postgres(migrated=True))
    now = datetime.now(UTC)
    async with database.session() as session:
        await processes.beat(session, replace(process("worker", "understand"), started=now, seen=now))
    looked = await look(database)
    await database.close()
    assert looked.ground.kind == "PostgreSQL"
    assert looked.ground.bytes > 1_000_000
    assert [each.role for each in looked.alive] == ["worker"]
    (server,) = await said(tmp_path, looked, "server")
    assert server.good
