"""The painting process, as it really is: started, timed out, killed, closed, orphaned."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.services import painter as module
from bot.services.painter import WAITING, Painter
from bot.views.chart import chart
from bot.views.painted import paint
from summarizer.errors import PaintError
from tests.bot.services.brush import brush
from tests.bot.views.answered import MIXED


async def pid_in(path: Path) -> int:
    """The pid of the process that a slow drawing keeps busy, once it is at it."""
    deadline = time.monotonic() + 20
    while not (pid := _noted(path)):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    return int(pid)


def _noted(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def is_gone(pid: int) -> bool:
    """Neither running nor a zombie."""
    return not Path(f"/proc/{pid}").exists()


async def test_a_chart_is_painted_in_a_process_of_its_own() -> None:
    """The same bytes as here, and no process left behind."""
    made = chart(MIXED)
    assert made
    assert await Painter(paint).paint(made) == paint(made)


async def test_two_drawings_at_once_are_painted_one_after_the_other(tmp_path: Path) -> None:
    """Each by its own process; the second one starts when the first one has ended."""
    painter = Painter(brush)
    first = asyncio.create_task(painter.paint(f"SLOW {tmp_path / 'pid'}"))
    pid = await pid_in(tmp_path / "pid")
    second = asyncio.create_task(painter.paint("a rose"))
    await asyncio.sleep(0.2)
    assert not second.done()
    os.kill(pid, 9)
    assert (await second).startswith(b"a rose by ")
    with pytest.raises(PaintError):
        await first


async def test_a_picture_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """Its process is killed and buried, and the next picture is painted."""
    painter = Painter(brush, patience=3)
    with pytest.raises(PaintError, match="no picture within 3 seconds"):
        await painter.paint(f"SLOW {tmp_path / 'pid'}")
    assert is_gone(await pid_in(tmp_path / "pid"))
    assert await painter.paint("a rose")


@pytest.mark.parametrize(
    ("drawing", "detail"),
    [
        ("DEADLY", "the painting process ended with -9: no word"),
        ("ODD", "the painting process ended with 1: ValueError"),
        ("EMPTY", "the painting process ended with 0: no word"),
    ],
)
async def test_a_process_that_gives_no_picture_is_an_error_without_a_source_s_words(drawing: str, detail: str) -> None:
    """The log learns what kind of failure it was, and nothing that stood in a page."""
    with pytest.raises(PaintError) as caught:
        await Painter(brush).paint(drawing)
    assert caught.value.detail == detail


async def test_nobody_waiting_ends_the_process(tmp_path: Path) -> None:
    """Whoever gives up takes the work along, and holds up nobody."""
    painter = Painter(brush)
    task = asyncio.create_task(painter.paint(f"SLOW {tmp_path / 'pid'}"))
    pid = await pid_in(tmp_path / "pid")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert is_gone(pid)
    assert await painter.paint("a rose")


async def test_closing_ends_the_work_at_once(tmp_path: Path) -> None:
    """Who waits for a picture is told so, and so is whoever waits behind."""
    painter = Painter(brush)
    tasks = [asyncio.create_task(painter.paint(drawing)) for drawing in (f"SLOW {tmp_path / 'pid'}", "a rose")]
    pid = await pid_in(tmp_path / "pid")
    painter.close()
    results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
    assert [type(result) for result in results] == [PaintError, PaintError]
    assert is_gone(pid)


async def test_a_machine_without_room_for_a_process_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """No memory, no process table, no Python: the bot says that it cannot paint, and goes on."""
    monkeypatch.setattr(sys, "executable", "/no/python/here")
    with pytest.raises(PaintError, match="no process to paint in: FileNotFoundError"):
        await Painter(brush).paint("a rose")


async def test_without_matplotlib_a_chart_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process that cannot import it says so, and the bot knows beforehand."""
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError('none here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = chart(MIXED)
    assert made
    with pytest.raises(PaintError, match="ended with 1: ModuleNotFoundError"):
        await Painter(paint).paint(made)


PARENT = """
import asyncio, sys
from bot.services.painter import WAITING, Painter
from tests.bot.services.brush import brush

asyncio.run(Painter(brush).paint("SLOW " + sys.argv[1]))
"""


async def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path) -> None:
    """kill -9 of the bot: a picture under way ends by itself."""
    command = (sys.executable, "-c", PARENT, str(tmp_path / "pid"))
    with subprocess.Popen(command, cwd=module.HOME) as parent:  # noqa: ASYNC220, S603 - our own, and it must not be awaited
        pid = await pid_in(tmp_path / "pid")
        parent.kill()
    deadline = time.monotonic() + 10
    while not is_gone(pid):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def test_closing_while_the_process_starts_ends_it_too(tmp_path: Path) -> None:
    """Whoever stops the bot does not wait for a picture that is just beginning."""
    painter = Painter(brush)
    task = asyncio.create_task(painter.paint(f"SLOW {tmp_path / 'pid'}"))
    await asyncio.sleep(0)  # it asks for its process now
    painter.close()
    with pytest.raises(PaintError):
        await asyncio.wait_for(task, 5)


async def test_the_same_picture_is_painted_once() -> None:
    """By one process, whoever asks: its answer names the process."""
    painter = Painter(brush)
    assert await painter.paint("a rose") == await painter.paint("a rose")
    assert await painter.paint("a rose") != await painter.paint("a tulip")


async def test_a_crowd_before_the_easel_is_told_to_come_back(tmp_path: Path) -> None:
    """Only so many pictures wait; the next one is refused at once."""
    painter = Painter(brush)
    slow = [asyncio.create_task(painter.paint(f"SLOW {tmp_path / str(n)}")) for n in range(WAITING)]
    await pid_in(tmp_path / "0")
    with pytest.raises(PaintError, match="waiting already"):
        await painter.paint("a rose")
    painter.close()
    assert all(isinstance(each, PaintError) for each in await asyncio.gather(*slow, return_exceptions=True))
