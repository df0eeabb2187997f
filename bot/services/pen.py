"""A model that writes, in a process of its own: loaded once, killed when it takes too long, gone when it is dropped.

task -> pickle -> [ writing process: load once, then write ] -> draft
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Literal

from bot.services.analyst import end_with_parent
from summarizer.backends import LoadedWriter

WITHIN = 0.8
"""The share of its time after which a model stops by itself, so that what it wrote until then can be used."""
LOADING = 1800
"""Seconds for loading: the first time a model may have to be downloaded."""


@dataclass(frozen=True, slots=True)
class WritingModel:
    """What a writing process loads: a folder or the name of a model; `timeout` is in seconds a briefing."""

    model: str
    device: Literal["auto", "cpu", "cuda"] = "auto"
    timeout: int = 60
    threads: int | None = None
    """For the model; None: all cores."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model that is ready; `bytes` is what its weights take in memory."""

    name: str
    device: str
    parameters: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked to write."""

    passages: tuple[str, ...]
    topic: str | None
    sentences: int


_writer: LoadedWriter


def start_worker() -> None:
    """Runs once in every writing process. The terminal's Ctrl-C goes to the whole group; the parent decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()


def load(wanted: WritingModel) -> Loaded:
    """Runs in a writing process, first. Raises ModelError."""
    global _writer  # noqa: PLW0603 - a writing process holds its model for its life
    from summarizer.backends import load_writer  # noqa: PLC0415 - only this process may pay for a model

    _writer = load_writer(
        wanted.model, device=wanted.device, threads=wanted.threads, max_seconds=WITHIN * wanted.timeout
    )
    return Loaded(_writer.name, _writer.device, _writer.parameters, _writer.bytes)


def write(task: Task) -> str:
    """Runs in a writing process that has its model. Raises ModelError."""
    return _writer.write(task.passages, topic=task.topic, sentences=task.sentences)


class Pen:
    """One writing process, started when it is needed first."""

    def __init__(self, wanted: WritingModel) -> None:
        self.wanted = wanted
        self._pool: ProcessPoolExecutor | None = None
        self._loading: asyncio.Future[Loaded] | None = None
        self._limit: asyncio.TimerHandle | None = None

    @property
    def is_loading(self) -> bool:
        return self._loading is not None and not self._loading.done()

    async def ready(self) -> Loaded:
        """The model, loaded; whoever stops waiting does not stop the loading. A process killed at rest is started anew.

        Raises ModelError when it cannot be had, BrokenProcessPool when the process ended over it.
        """
        if self._loading is None or (self._loading.done() and not self._is_alive()):
            self.drop()
            context = multiprocessing.get_context("spawn")  # a fork would copy the event loop and its connections
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=start_worker)
            self._loading = asyncio.wrap_future(self._pool.submit(load, self.wanted))
            self._loading.add_done_callback(_heard)
            self._limit = asyncio.get_running_loop().call_later(LOADING, self._give_up)
        return await asyncio.shield(self._loading)

    async def write(self, task: Task) -> str:
        """What the model writes; call it one after the other, on a `ready` pen.

        Raises ModelError when the model fails, BrokenProcessPool when its process ends, TimeoutError when it takes too
        long: its process is then killed, as it is when nobody waits any more.
        """
        if self._pool is None:
            raise ValueError("a pen that is not ready cannot write")
        try:
            async with asyncio.timeout(self.wanted.timeout):
                return await asyncio.wrap_future(self._pool.submit(write, task))
        except (TimeoutError, asyncio.CancelledError):
            self.drop()
            raise

    def drop(self) -> None:
        """Ends the process at once and gives its memory back; the next `ready` starts another one."""
        if self._limit:
            self._limit.cancel()
        if self._pool:
            # Nothing public ends a worker at work before Python 3.14, and the interpreter's exit would wait for it.
            for process in (self._pool._processes or {}).values():  # noqa: SLF001
                process.kill()
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._loading = self._limit = None

    def _is_alive(self) -> bool:
        """Whether the model is there: loaded, in a process that nobody has killed."""
        if self._pool is None or self._loading is None or self._loading.cancelled() or self._loading.exception():
            return False
        return all(process.is_alive() for process in (self._pool._processes or {}).values())  # noqa: SLF001 - as above

    def _give_up(self) -> None:
        if self.is_loading:
            self.drop()


def _heard(loading: asyncio.Future[Loaded]) -> None:
    """Takes note of a failure that nobody may be waiting for any more; whoever comes next asks again."""
    if not loading.cancelled():
        loading.exception()
