"""The analysis process, as it really is: started, killed, rested and closed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import pytest

from bot.services import analyst as module
from bot.services.analyst import Analyst, Recipe
from bot.services.resident import resident
from summarizer import backends
from summarizer.errors import AnalysisError, ModelError
from summarizer.statements.tagged import Tagger
from summarizer.types import Analysis, Document
from tests.bot.services.fragile import work

RULES = Recipe("none")
SHORT = Document.make("“It is safe now,” the mayor said on Monday. At least 120 people crossed the bridge.")
DEADLY = Document.make("DEADLY")
SLOW = Document.make("SLOW")


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that some texts break."""
    monkeypatch.setattr(module, "work", work)


@contextmanager
def opened(recipe: Recipe = RULES, *, idle: float = 300) -> Iterator[Analyst]:
    """An analyst that leaves no process behind."""
    analyst = Analyst(recipe, idle=idle)
    try:
        yield analyst
    finally:
        analyst.close()


async def workers(count: int) -> list[int]:
    """The pids of the analysis processes, once there are so many."""
    deadline = time.monotonic() + 10
    while len(found := [child.pid for child in active_children() if child.pid]) != count:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.05)
    return found


@pytest.mark.usefixtures("fragile")
async def test_a_document_that_kills_the_process_is_an_error_of_that_document_alone() -> None:
    """The one it worked on fails; those that wait behind it and those that come later are understood."""
    with opened() as analyst:
        lost, waiting = await asyncio.gather(analyst.analyse(DEADLY), analyst.analyse(SHORT), return_exceptions=True)
        assert isinstance(lost, AnalysisError)
        assert lost.detail == f"the analysis process ended over document {DEADLY.key}"
        assert isinstance(waiting, Analysis)
        assert (await analyst.analyse(SHORT)).statements == waiting.statements


@pytest.mark.usefixtures("fragile")
async def test_a_document_that_takes_too_long_is_given_up() -> None:
    """After the recipe's timeout the process dies, and nobody waits for the rest of the work."""
    with opened(Recipe("none", timeout=2)) as analyst:
        with pytest.raises(AnalysisError):
            await asyncio.wait_for(analyst.analyse(SLOW), 30)
        assert (await analyst.analyse(SHORT)).language == "en"


async def test_a_process_killed_at_rest_costs_no_document() -> None:
    """The machine took the memory back between two documents: the second one is understood all the same."""
    with opened() as analyst:
        await analyst.analyse(SHORT)
        (pid,) = await workers(1)
        os.kill(pid, signal.SIGKILL)
        await workers(0)
        assert (await analyst.analyse(SHORT)).figures


async def test_without_work_the_process_gives_its_memory_back() -> None:
    """It ends after the idle time, and starts again for the next document."""
    with opened(idle=0.2) as analyst:
        await analyst.analyse(SHORT)
        await workers(0)
        assert (await analyst.analyse(SHORT)).sentences


CEILING = Recipe("none", megabytes=300)
VAST, VAST_AND_SLOW = Document.make("VAST: “It is safe now,” the mayor said."), Document.make("VAST, and SLOW")
needs_linux = pytest.mark.skipif(resident(os.getpid()) is None, reason="nobody says how much memory a process has")


@needs_linux
@pytest.mark.usefixtures("fragile")
async def test_a_document_that_eats_memory_is_given_up() -> None:
    """Above its ceiling the process is ended in the middle of it; that document fails, and the next is understood."""
    with opened(CEILING) as analyst:
        await analyst.analyse(SHORT)
        (before,) = await workers(1)
        with pytest.raises(AnalysisError, match=r"memory ran up to \d+ MB, over 300 MB, document"):
            await asyncio.wait_for(analyst.analyse(VAST_AND_SLOW), 60)
        assert (await analyst.analyse(SHORT)).figures
        assert await workers(1) != [before]


@needs_linux
@pytest.mark.usefixtures("fragile")
async def test_a_process_that_has_grown_is_replaced_after_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it made stands: the memory that it did not give back is taken back with it."""
    monkeypatch.setattr(module, "LOOK", 60)  # so that nobody looks in the middle of it
    with opened(CEILING) as analyst:
        assert (await asyncio.wait_for(analyst.analyse(VAST), 60)).statements
        await workers(0)
        assert (await analyst.analyse(SHORT)).figures


@needs_linux
async def test_without_a_ceiling_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zero megabytes: a process has what it takes."""
    monkeypatch.setattr(module, "resident", None)
    with opened() as analyst:
        assert (await analyst.analyse(SHORT)).figures


async def test_without_its_embedder_a_document_is_understood_by_words_and_tagger(tmp_path: Path) -> None:
    """A folder that holds no model costs the vectors, not the statements."""
    with opened(Recipe("minilm", str(tmp_path))) as analyst:
        analysis = await analyst.analyse(SHORT)
    assert analysis.vectors is None
    assert analysis.backend == "words+tagger-1"
    assert [statement.text for statement in analysis.statements] == ["It is safe now"]


@pytest.mark.usefixtures("fragile")
async def test_a_failure_inside_the_process_is_an_analysis_error() -> None:
    """What the pipeline raises comes back as ours with its cause, and the process goes on."""
    with opened() as analyst:
        with pytest.raises(AnalysisError, match="ValueError over document") as caught:
            await analyst.analyse(Document.make("ODD"))
        assert isinstance(caught.value.__cause__, ValueError)
        before = await workers(1)
        await analyst.analyse(SHORT)
        assert await workers(1) == before


@pytest.mark.usefixtures("fragile")
async def test_closing_ends_the_work_at_once() -> None:
    """A stop does not wait for a long analysis: it is told so, and so is whoever waits behind it."""
    with opened() as analyst:
        tasks = [asyncio.create_task(analyst.analyse(document)) for document in (SLOW, SHORT)]
        await workers(1)
        analyst.close()
        results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)
        assert [type(result) for result in results] == [AnalysisError, AnalysisError]
        await workers(0)


def test_without_weights_statements_are_found_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tagger that cannot be loaded costs statements, not the document, and the analysis says so."""

    def missing(**_: object) -> Tagger:
        raise ModelError("no weights can be read")

    monkeypatch.setattr(module, "_recipe", RULES, raising=False)
    monkeypatch.setattr(module, "_tagger", None)
    monkeypatch.setattr(backends, "load_tagger", missing)
    before = signal.getsignal(signal.SIGINT)
    try:
        module.start_worker(Recipe("nonesuch"))
        analysis = module.work(SHORT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert analysis.backend == "words+rules"
    assert [statement.text for statement in analysis.statements] == ["It is safe now"]


def test_a_worker_loads_its_model_once_and_lifts_the_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker process does, done here where it can be watched: no alarm is left ticking after a document."""
    monkeypatch.setattr(module, "_recipe", RULES, raising=False)
    monkeypatch.setattr(module, "_tagger", None)
    before = signal.getsignal(signal.SIGINT)
    try:
        module.start_worker(Recipe("none", timeout=60))
        assert module.work(SHORT).backend == "words+rules"
        assert signal.alarm(0) == 0
        module.start_worker(Recipe("nonesuch"))
        assert module.work(SHORT).vectors is None
    finally:
        signal.signal(signal.SIGINT, before)


PARENT = """
import asyncio, sys, time
from multiprocessing import active_children
from bot.services.analyst import Analyst, Recipe
from bot.services.resident import resident
from summarizer.types import Document

async def main():
    analyst = Analyst(Recipe("none"))
    await analyst.analyse(Document.make("The mayor said on Monday that the bridge is open again."))
    print(active_children()[0].pid, flush=True)
    time.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path) -> None:
    """kill -9 of the bot: the analysis process, with the model's memory, ends by itself."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
