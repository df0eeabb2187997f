"""Who is there says so itself; what the dead and the departed had is free."""

from __future__ import annotations

from dataclasses import replace

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
