"""Who is there says so itself; what the dead and the departed had is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from storage import arrivals, documents, jobs, processes
from storage.session import Session
from storage.types import Process
from tests.storage.factory import NOW, later, report

BOT = Process("b", "bot", (), "one", 1, "0.1.0", NOW, NOW)
WORKER = Process("w", "worker", ("fetch", "understand"), "two", 1, "0.1.0", later(1), later(1))


async def test_who_was_seen_is_there(session: Session) -> None:
    """As it was at its first beat, but for when it was seen; who is silent is not."""
    for process in (WORKER, BOT, replace(BOT, seen=later(3)), replace(WORKER, seen=later(2), host="three")):
        await processes.beat(session, process)
    assert await processes.alive(session, later(2)) == (replace(BOT, seen=later(3)), replace(WORKER, seen=later(2)))
    assert [each.id for each in await processes.alive(session, later(3))] == ["b"]


async def test_who_understands_is_counted_by_role_and_kind(session: Session) -> None:
    """One that does everything, and workers of that kind; whoever was silent for a minute is not there."""
    fetches = replace(WORKER, id="f", kinds=("fetch",), seen=NOW)
    everything = replace(BOT, id="a", role="all")
    for process in (BOT, replace(WORKER, seen=NOW), fetches, everything):
        await processes.beat(session, process)
    assert {each.id for each in await processes.there(session, NOW)} == {"b", "w", "f", "a"}
    assert await processes.understanding(session, NOW) == 2
    await processes.beat(session, replace(everything, seen=NOW + processes.SILENT))
    assert await processes.understanding(session, NOW + processes.SILENT) == 2
    late = NOW + processes.SILENT + timedelta(seconds=1)
    assert [each.id for each in await processes.there(session, late)] == ["a"]


async def test_processes_of_another_bot_are_strangers(session: Session) -> None:
    """As long as they live; a worker is nobody's. Numbers of bots are large ones."""
    ours, theirs = 8_110_201_543, 8_110_201_544
    for process in (replace(BOT, bot=ours), replace(BOT, id="t", bot=theirs), WORKER):
        await processes.beat(session, process)
    assert [each.id for each in await processes.strangers(session, ours, NOW)] == ["t"]
    assert [each.id for each in await processes.strangers(session, theirs, NOW)] == ["b"]
    assert await processes.strangers(session, ours, later(2)) == ()


async def test_a_schema_without_bots_has_no_strangers(session: Session) -> None:
    """It is looked at before it is brought up to date."""
    for change in ("ALTER TABLE process DROP COLUMN bot", "DROP TABLE process"):
        await (await session.connection()).execute(text(change))
        assert await processes.strangers(session, 1, NOW) == ()


async def test_who_is_silent_for_a_day_is_known_no_more(session: Session) -> None:
    """Whoever beats next sweeps it out."""
    await processes.beat(session, BOT)
    await processes.beat(session, replace(WORKER, seen=later(24 * 60)))
    assert len(await processes.alive(session, NOW)) == 2
    await processes.beat(session, replace(WORKER, seen=later(24 * 60 + 1)))
    assert [each.id for each in await processes.alive(session, NOW)] == ["w"]


async def test_what_a_process_has_it_keeps_until_it_leaves(session: Session) -> None:
    """Jobs and batches: renewed together, and free at once when it ends."""
    await processes.beat(session, BOT)
    document = report()
    await documents.add(session, document, raw=document.text, now=NOW)
    await jobs.put(session, "understand", document.key, 7, NOW)
    await jobs.claim(session, "understand", NOW, owner="b", until=later(1), limit=1)
    about = {"chat": 7, "person": 7, "thread": None, "message": 1, "items": ((1, 0, "text", "{}"),)}
    batch = await arrivals.note(session, **about, now=NOW, owner="b", until=later(1))  # type: ignore[arg-type]  # one dict

    async def others(minute: int) -> tuple[int, int]:
        free = await jobs.due(session, "understand", later(minute), limit=9)
        return len(free), len(await arrivals.take_over(session, "o", later(minute), until=later(minute)))

    await processes.renew(session, "b", until=later(9))
    assert await others(8) == (0, 0)
    await processes.leave(session, "b")
    assert await others(8) == (1, 1)
    assert batch
    assert await processes.alive(session, NOW) == ()
