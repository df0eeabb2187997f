"""The sandbox: what a page does to its parser stays in a process that can be ended."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sources.base import EmptySource, Origin, TooLarge, Unparsable, UnsupportedSource
from sources.feeds.feed import Entry, Feed
from sources.sandbox import Sandbox, SandboxDown, child
from sources.sandbox.limits import resident
from tests.sources.sandbox.rogue import FORGE, SWELL, TASKS

TEXT = "The town is empty now, the mayor said on Monday."
ENDING = ("hang", "wait", "defy", "scribble", "fork", "fork_away", "crash", "leave")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """As the product has it."""
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def rogue_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that also do what a parser under attack might do."""
    monkeypatch.setattr(child, "WORKER", "tests.sources.sandbox.rogue")


@pytest.fixture(scope="module")
def kept() -> Iterator[Sandbox]:
    sandbox = Sandbox(seconds=1, memory_megabytes=250)
    yield sandbox
    sandbox.close()


@pytest.fixture
def rogue(rogue_worker: None, kept: Sandbox) -> Sandbox:  # noqa: ARG001 - what its children are
    """One sandbox for all tests that need such a child: it replaces those that they end."""
    return kept


async def do(sandbox: Sandbox, name: str, *arguments: object) -> str:
    return await sandbox._run(TASKS[name], "page.html", *arguments)


async def refused(sandbox: Sandbox, name: str, *arguments: object) -> Unparsable:
    """The error about the page; a sandbox that is down would be another."""
    with pytest.raises(Unparsable) as caught:
        await do(sandbox, name, *arguments)
    assert type(caught.value) is Unparsable
    return caught.value


def pids(sandbox: Sandbox) -> list[int]:
    return [child.pid for child in sandbox._children]


def lives(pid: int) -> bool:
    """Whether a process is there, or any that it has forked and that stayed with it."""
    with suppress(FileNotFoundError, ProcessLookupError):  # one that ends while it is looked at
        for stat in Path("/proc").glob("[0-9]*/stat"):
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(group) == pid and state != "Z":
                return True
    return False


async def ends(pid: int) -> bool:
    """Whether it is gone within two seconds: who is killed takes a moment to go, on a busy machine a longer one."""
    for _ in range(40):
        if not lives(pid):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_bytes_become_what_they_are(sandbox: Sandbox) -> None:
    """A page, a feed, a list of feeds and a text cross over and come back as the dataclasses that they are."""
    page = f"<!doctype html><html><body><article><h1>A town</h1><p>{TEXT}</p></article></body></html>".encode()
    reading = await sandbox.read(page, origin=Origin(publisher="The Daily"), url="https://a.example/x")
    assert (reading.document.publisher, reading.document.text[-len(TEXT) :], reading.kind) == (
        "The Daily",
        TEXT,
        "html",
    )
    rss = b'<rss version="2.0"><channel><title>News</title><item><title>A town</title></item></channel></rss>'
    feed = await sandbox.feed(rss, url="https://a.example/rss")
    assert isinstance(feed, Feed)
    assert [entry.title for entry in feed.entries] == ["A town"]
    links = await sandbox.opml(b'<opml version="2.0"><body><outline xmlUrl="https://a.example/rss"/></body></opml>')
    assert [link.url for link in links] == ["https://a.example/rss"]
    head = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss">'
    named = await sandbox.feeds_of(head, "https://a.example/")
    assert [link.url for link in named] == ["https://a.example/rss"]
    entry = Entry("e1-x", "1", title="A town", link="https://a.example/x", html=f"<p>{TEXT * 3}</p>")
    assert (await sandbox.entry(entry, feed)).document.publisher == "News"


async def test_a_page_that_says_it_is_of_a_later_year_has_no_date(sandbox: Sandbox) -> None:
    """The clock is the child's: nothing that is read was published in the future."""
    page = b'<html><head><meta property="article:published_time" content="2099-01-01"></head><body><article><p>%s</p>'
    reading = await sandbox.read(page % (b"The town hall opened again on Monday, the mayor said. " * 9))
    assert reading.document.published is None


async def test_errors_come_back_as_they_were_raised(sandbox: Sandbox) -> None:
    """The class and what can be acted on cross over; the rest of a child's exception does not."""
    with pytest.raises(EmptySource):
        await sandbox.text(" ", "text")
    with pytest.raises(UnsupportedSource) as unsupported:
        await sandbox.read(b"\x89PNG\r\n\x1a\n" + bytes(40), "a.txt")
    assert (unsupported.value.kind, unsupported.value.name) == ("image", "a.txt")
    with pytest.raises(TooLarge) as large:
        await sandbox.text("word " * 100_000, "text")
    assert (large.value.limit, large.value.unit) == (400_000, "characters")


@pytest.mark.parametrize("name", ENDING)
async def test_a_page_that_ends_its_child_is_unparsable_and_the_next_works(rogue: Sandbox, name: str) -> None:
    """A loop in C, a wait, a child that heeds no alarm or lies, a crash and an exit cost that page and no other."""
    started = time.monotonic()
    error = await refused(rogue, name)
    assert time.monotonic() - started < 10
    assert (error.name, error.transient) == ("page.html", False)
    assert (await rogue.text(TEXT, "text")).document.text == TEXT


async def test_what_a_child_forks_holds_nobody_up(rogue: Sandbox) -> None:
    """What stays with the child is ended with it; what has left keeps neither the next page nor closing waiting."""
    await do(rogue, "echo", "x")
    (pid,) = pids(rogue)
    await refused(rogue, "fork")
    assert await ends(pid)
    sandbox = Sandbox(seconds=60)
    await do(sandbox, "echo", "x")
    job = asyncio.create_task(do(sandbox, "fork_away"))
    await asyncio.sleep(0.3)
    started = time.monotonic()
    sandbox.close()
    assert time.monotonic() - started < 1
    with pytest.raises(SandboxDown):
        await job


async def test_memory_is_bounded(rogue: Sandbox) -> None:
    """A page that takes a gigabyte is stopped before it has a quarter of it, and its child is not used again."""
    await do(rogue, "echo", "x")
    before = pids(rogue)
    await refused(rogue, "hog")
    assert await do(rogue, "echo", "x") == "x"
    assert pids(rogue) != before


async def test_a_child_that_has_grown_is_replaced(rogue: Sandbox) -> None:
    """What one page leaves behind does not take the room of those after it."""
    counts = [await do(rogue, "grow") for _ in range(12)]
    assert counts[:2] == ["1", "2"]
    assert counts.count("1") > 1
    assert max(map(resident, pids(rogue)), default=0) < 250_000_000


async def test_what_a_library_prints_is_no_answer(rogue: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    """Standard output belongs to the libraries, the answers go elsewhere, and strangers' words into no log."""
    assert await do(rogue, "chat") == "quiet"
    assert "stranger" not in "".join(capfd.readouterr())


async def test_a_parser_has_no_network_and_no_files(rogue: Sandbox, tmp_path: Path) -> None:
    """No address is dialled, not even on this machine, and nothing is written."""
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    async with server:
        await refused(rogue, "dial", server.sockets[0].getsockname()[1])
    await refused(rogue, "write", str(tmp_path / "x"))
    assert not await asyncio.to_thread(os.listdir, tmp_path)


@pytest.mark.usefixtures("rogue_worker")
async def test_a_child_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment, with the bot's token in it, stays with the parent, and so do its open files."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    sandboxed = Sandbox()
    try:
        told = json.loads(await do(sandboxed, "tell"))
    finally:
        sandboxed.close()
    assert "secret" not in str(told["environment"])
    assert told["files"] < 8


@pytest.mark.parametrize("name", ["surrogate", "flood", "refuse", "stumble"])
async def test_what_cannot_cross_is_unparsable(rogue: Sandbox, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Half a character, too much, an error that no parser raises: none reaches us, and the log names no content."""
    with caplog.at_level(logging.WARNING):
        await refused(rogue, name)
    assert "stranger" not in caplog.text
    assert caplog.records


async def test_a_document_under_anothers_key_is_refused(rogue: Sandbox) -> None:
    """A child that lies cannot put its text in the place of a known one."""
    with pytest.raises(Unparsable) as caught:
        await rogue._reading(FORGE, None)
    assert not caught.value.transient


async def test_an_answer_of_very_many_parts_costs_us_little(rogue: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """A child that lies sends a million wrong items where headings stand: refused, before each becomes an error."""
    await do(rogue, "echo", "x")
    before, started = resident(), time.monotonic()
    with pytest.raises(Unparsable):
        await rogue._reading(SWELL, None)
    assert time.monotonic() - started < 3
    assert resident() - before < 100_000_000
    assert "sandbox.nonsense" in caplog.text


@pytest.mark.usefixtures("rogue_worker")
async def test_many_tasks_share_few_children() -> None:
    """Jobs wait their turn, each gets its own answer, and no more children run than were asked for."""
    sandbox = Sandbox(processes=2)
    try:
        texts = [f"{TEXT} {n}" for n in range(40)]
        assert await asyncio.gather(*(do(sandbox, "echo", text) for text in texts)) == texts
        assert len(pids(sandbox)) == 2
    finally:
        sandbox.close()


async def test_a_caller_that_goes_away_takes_nobodys_answer(rogue: Sandbox) -> None:
    """After a cancelled job the next answer is the next job's."""
    gone = asyncio.create_task(do(rogue, "echo", "first", 0.3))
    await asyncio.sleep(0.1)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await do(rogue, "echo", "second") == "second"


async def test_a_child_that_died_at_rest_is_no_fault_of_the_page(rogue: Sandbox) -> None:
    """Killed for its memory between two pages: the next page gets a new one."""
    await do(rogue, "echo", "x")
    (pid,) = pids(rogue)
    os.kill(pid, signal.SIGKILL)
    assert await do(rogue, "echo", "y") == "y"
    assert pids(rogue) != [pid]


@pytest.mark.usefixtures("rogue_worker")
async def test_an_idle_child_ends_and_another_starts_when_wanted() -> None:
    """Memory is given back when nobody sends anything; nobody notices when somebody does again."""
    sandbox = Sandbox(idle=0.2)
    try:
        await do(sandbox, "echo", "x")
        (pid,) = pids(sandbox)
        await asyncio.sleep(0.6)
        assert not lives(pid)
        assert await do(sandbox, "echo", "y") == "y"
    finally:
        sandbox.close()


@pytest.mark.usefixtures("rogue_worker")
async def test_a_child_retires_after_its_jobs() -> None:
    """Whatever a library piles up in thousands of pages is gone with its process."""
    sandbox = Sandbox(jobs=2)
    try:
        seen = []
        for _ in range(4):
            await do(sandbox, "echo", "x")
            seen.extend(pids(sandbox))
        assert len(seen) == 2
        assert len(set(seen)) == 2
    finally:
        sandbox.close()


@pytest.mark.usefixtures("rogue_worker")
async def test_closing_cuts_work_short_as_no_fault_of_the_page() -> None:
    """Whoever waits is told that trying again can help, at once, and so is whoever comes later; no process is left."""
    sandbox = Sandbox(seconds=60)
    await sandbox.text(TEXT, "text")
    jobs = [asyncio.create_task(do(sandbox, "echo", "x", 60)) for _ in range(3)]
    await asyncio.sleep(0.2)
    left = pids(sandbox)
    started = time.monotonic()
    sandbox.close()
    told = await asyncio.gather(*jobs, return_exceptions=True)
    assert time.monotonic() - started < 1
    assert [type(error) for error in told] == [SandboxDown] * 3
    assert SandboxDown.transient
    with pytest.raises(SandboxDown):
        await sandbox.text(TEXT, "text")
    assert len(left) == 1
    assert not any(map(lives, left))


async def test_a_sandbox_that_nobody_holds_leaves_no_process() -> None:
    """Whoever forgets to close it does no harm."""
    sandbox = Sandbox()
    await sandbox.text(TEXT, "text")
    (pid,) = pids(sandbox)
    del sandbox
    async with asyncio.timeout(5):
        while lives(pid):  # the thread that did the job lets go of it a moment later
            gc.collect()
            await asyncio.sleep(0.01)


async def test_a_sandbox_that_cannot_start_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a child no page is judged: the operator's log has it, and the source can be tried again."""
    monkeypatch.setattr(child, "WORKER", "sources.sandbox.no_such_worker")
    with caplog.at_level(logging.ERROR), pytest.raises(SandboxDown) as caught:
        await Sandbox().text(TEXT, "text")
    assert caught.value.transient
    assert "sandbox.down" in caplog.text


def test_one_sandbox_serves_several_event_loops(sandbox: Sandbox) -> None:
    """The command line runs one loop after the other; children belong to none."""
    for _ in range(2):
        assert asyncio.run(sandbox.text(TEXT, "text")).document.text == TEXT
