"""Painting in a process of its own, one picture at a time: matplotlib never enters the bot's memory.

    chart -> pickle -> [ python -m bot.services.painter: paint(chart) ] -> PNG

The process lives for one picture. It is killed when it takes too long, when nobody waits for the picture any more,
and when the bot closes; it ends by itself when the bot is gone. So there is nothing to keep warm, to rest or to repair.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
import threading
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from summarizer.errors import PaintError

PATIENCE = 20
"""Seconds for one picture; it takes about two, and more where matplotlib lists its fonts for the first time."""

WATCHING = 0.5  # seconds
WAITING = 8
"""Pictures that may wait for each other: whoever comes later is told to try again."""
KEPT = 16
"""The last pictures, for whoever asks the same; a hundred kilobytes each."""
HOME = Path(__file__).parents[2]
"""Where our packages are: `python -m` looks where it is started, and somebody else's `bot` may lie there."""

Drawing = TypeVar("Drawing")


class Painter(Generic[Drawing]):
    """Has drawings painted by a function of a module, which is called in a process of its own."""

    def __init__(self, paint: Callable[[Drawing], bytes], *, patience: float = PATIENCE) -> None:
        self._paint = paint
        self._patience = patience
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._painted: dict[bytes, bytes] = {}
        self._process: Process | None = None
        self._closed = False

    async def paint(self, drawing: Drawing) -> bytes:
        """The picture. Raises PaintError when it failed, took too long or was cut short by `close`."""
        task = pickle.dumps((self._paint, drawing))
        if task in self._painted:
            return self._painted[task]
        if self._waiting >= WAITING:
            raise PaintError(f"{self._waiting} pictures are waiting already")
        self._waiting += 1
        try:
            async with self._turn:
                return self._painted.get(task) or await self._kept(task)
        finally:
            self._waiting -= 1

    async def _kept(self, task: bytes) -> bytes:
        if self._closed:
            raise PaintError("stopped before painting")
        try:
            picture = await self._picture(task)
        except TimeoutError as error:
            raise PaintError(f"no picture within {self._patience} seconds") from error
        except OSError as error:
            raise PaintError(f"no process to paint in: {type(error).__name__}") from error
        while len(self._painted) >= KEPT:
            del self._painted[next(iter(self._painted))]
        self._painted[task] = picture
        return picture

    async def _picture(self, task: bytes) -> bytes:
        command = (sys.executable, "-m", "bot.services.painter")
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=HOME)
        self._process = process
        if self._closed:  # while it was being started
            _kill(process)
        try:
            async with asyncio.timeout(self._patience):
                picture, complaint = await process.communicate(task)
        finally:
            status = await _ended(process)
            self._process = None
        if status != 0 or not picture:
            raise PaintError(f"the painting process ended with {status}: {_reason(complaint)}")
        return picture

    def close(self) -> None:
        """Ends the process at once; who waits for its picture is told so."""
        self._closed = True
        if self._process:
            _kill(self._process)


def _reason(complaint: bytes) -> str:
    """The kind of the error, which is all that `main` tells: a message may hold a source's words."""
    return complaint.decode("utf-8", "replace").strip().rpartition("\n")[2] or "no word"


async def _ended(process: Process) -> int:
    """Its status. Whatever happened, no process is left, and none unburied."""
    _kill(process)
    return await asyncio.shield(process.wait())


def _kill(process: Process) -> None:
    if process.returncode is None:
        process.kill()


def main() -> None:
    """Runs in the process: one task in, one picture out."""
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        paint, drawing = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent, over our own pipe
        sys.stdout.buffer.write(paint(drawing))
    except Exception as error:  # noqa: BLE001 - whatever it is, its kind alone is told
        sys.stderr.write(type(error).__name__)
        sys.exit(1)


def _end_with_parent(parent: int) -> None:
    """Nobody would end a stuck picture when the bot itself is killed: who loses his parent is given another one."""
    while os.getppid() == parent:
        time.sleep(WATCHING)
    os._exit(1)


if __name__ == "__main__":
    main()
