"""Understanding documents in a process of its own, so that no model and no long computation meets the event loop.

    document -> pickle -> [ analysis process: summarizer.analyse ] -> Analysis

The process starts with the first document, carries the models, and ends after a while without work: the bot
itself never imports torch. It is told to die when one document takes too long, and ended when it outgrows its memory;
a new one then takes its place.
See docs/decisions/0002-analysis-in-a-process.md.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Literal, TypeVar

from bot.services.pulse import Pulse
from bot.services.resident import MEGABYTE, resident
from summarizer.errors import AnalysisError, ModelError
from summarizer.statements.tagged import Tagger
from summarizer.types import Analysis, Document, Embedder, Vectors

log = logging.getLogger(__name__)

LOOK = 0.5
"""Seconds between two looks at the memory of a process at work, where it has a ceiling."""

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an analysis process loads: the embedder's name ("none": no model at all) and folder; seconds a document."""

    embedder: str
    model_path: str | None = None
    timeout: int = 120
    threads: int | None = None
    """For the model; None: all cores. Several processes get one each, or they would fight over the cores."""
    megabytes: int = 0
    """The memory at which the process is ended, models included; 0: no ceiling. Needs Linux."""


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The unit vector of some words, shape (dimensions,), and the model that made it."""

    model: str
    vector: Vectors


_recipe: Recipe
_embedder: Embedder | None = None
_tagger: Tagger | None = None


def start_worker(recipe: Recipe) -> None:
    """Runs once in every analysis process: loads the models; what is missing is done by rules, and the log says so."""
    global _recipe, _embedder, _tagger  # noqa: PLW0603 - a worker process holds its models for its life
    _recipe = recipe
    # The terminal's Ctrl-C goes to the whole process group; the parent decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    from summarizer.analyse import analyse  # noqa: PLC0415 - loads the pipeline in the worker only

    analyse(Document.make("What is loaded at first use counts against no document's time."), None)
    if recipe.embedder == "none":
        return
    from summarizer.backends import load, load_tagger  # noqa: PLC0415 - only a worker may pay for a model

    try:
        _embedder = load(recipe.embedder, recipe.model_path, threads=recipe.threads)
    except ModelError as error:
        log.warning("model.missing embedder=%s detail=%s", recipe.embedder, error.detail)
    try:
        _tagger = load_tagger(threads=recipe.threads)
    except ModelError as error:
        log.warning("tagger.missing detail=%s", error.detail)


def end_with_parent() -> None:
    """Waits in a thread of a worker: a parent that was killed closes nothing, and its workers would stay for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def work(document: Document) -> Analysis:
    """Runs in an analysis process. The alarm (Unix) ends the process itself: a stuck pattern heeds nothing less."""
    from summarizer.analyse import analyse  # noqa: PLC0415 - as above

    signal.alarm(_recipe.timeout)
    try:
        return analyse(document, _embedder, _tagger)
    finally:
        signal.alarm(0)


def embed(words: str) -> Meaning | None:
    """Runs in an analysis process; None where it has no model. Raises ModelError."""
    if _embedder is None:
        return None
    signal.alarm(_recipe.timeout)
    try:
        return Meaning(_embedder.name, _embedder.encode([words])[0])
    finally:
        signal.alarm(0)


def pool(recipe: Recipe, processes: int) -> ProcessPoolExecutor:
    """A pool of fresh processes; "spawn", because a fork would copy the event loop and its open connections."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=start_worker, initargs=(recipe,))


class Analyst:
    """Hands documents to one analysis process, one after the other: when it dies, it is known over which."""

    def __init__(self, recipe: Recipe, *, idle: float = 300, pulse: Pulse | None = None) -> None:
        self._recipe = recipe
        self._idle = idle
        self._pulse = pulse or Pulse()
        self._pool: ProcessPoolExecutor | None = None
        self._turn = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None
        self._closed = False
        if recipe.megabytes and resident(os.getpid()) is None:
            log.warning("analysis.unlimited this system does not say how much memory a process has")

    @property
    def wants_model(self) -> bool:
        """Whether a model is to be used, be it there or not."""
        return self._recipe.embedder != "none"

    @property
    def state(self) -> Literal["running", "resting", "closed"]:
        """Whether the process is there; it rests after a while without work, and starts with the next document."""
        return "closed" if self._closed else "running" if self._pool else "resting"

    async def analyse(self, document: Document) -> Analysis:
        """The document's analysis. Raises AnalysisError when it failed, took too long or was cut short by `close`."""
        with self._pulse.timing("analysis"):
            return await self._run(work, document, f"document {document.key}")

    async def meaning(self, words: str) -> Meaning | None:
        """The vector of some words; None where there is no model. Raises AnalysisError as `analyse` does.

        It waits for its turn, and for the model where that is not loaded: whoever has no time for it asks beside.
        """
        if not self.wants_model:
            return None
        with self._pulse.timing("query"):
            return await self._run(embed, words, "a question")

    async def _run(self, task: Callable[[Given], Made], given: Given, over: str) -> Made:
        async with self._turn:
            if self._closed:
                raise AnalysisError(f"stopped before {over}")
            self._stay()
            try:
                return await self._watched(self._submit(task, given), over)
            except AnalysisError:
                raise
            except BrokenProcessPool as error:
                self._drop()
                raise AnalysisError(f"the analysis process ended over {over}") from error
            except Exception as error:  # whatever one text does to the pipeline, the others go on
                raise AnalysisError(f"{type(error).__name__} over {over}") from error
            finally:
                self._rest = asyncio.get_running_loop().call_later(self._idle, self._drop)

    async def _watched(self, made: Future[Made], over: str) -> Made:
        """What is made; where the process outgrows its memory meanwhile, that is the fault of what it is given.

        What it outgrew in the end is no fault of anything: the result stands, and the next starts anew.
        """
        result = asyncio.wrap_future(made)
        try:
            while not (await asyncio.wait({result}, timeout=LOOK if self._recipe.megabytes else None))[0]:
                if size := self._outgrown():
                    self._kill()
                    raise AnalysisError(f"memory ran up to {size} MB, over {self._recipe.megabytes} MB, {over}")
        finally:
            result.cancel()  # without effect where it is done
        if not result.cancelled() and result.exception() is None and self._outgrown():
            self._kill()
        return result.result()

    def _outgrown(self) -> int:
        """The megabytes of a process that has more than it may; 0 where it keeps to its ceiling."""
        if not self._recipe.megabytes:
            return 0
        size = max((resident(pid) or 0 for pid in self._processes()), default=0) // MEGABYTE
        if size <= self._recipe.megabytes:
            return 0
        log.warning("analysis.outgrown megabytes=%d ceiling=%d", size, self._recipe.megabytes)
        return size

    def close(self) -> None:
        """Ends the process at once; what it was doing is lost and is done again at the next start."""
        self._closed = True
        self._stay()
        self._kill()

    def _kill(self) -> None:
        for process in self._processes().values():
            process.kill()
        self._drop()

    def _processes(self) -> dict[int, BaseProcess]:
        # Nothing public ends a worker at work before Python 3.14, and the interpreter's exit would wait for it.
        return dict((self._pool and self._pool._processes) or {})  # noqa: SLF001 - see above

    def _stay(self) -> None:
        if self._rest:
            self._rest.cancel()

    def _submit(self, task: Callable[[Given], Made], given: Given) -> Future[Made]:
        """A process that died at rest, killed for its memory, is no fault of what is given: a new one takes over."""
        try:
            return self._ready().submit(task, given)
        except BrokenProcessPool:
            self._drop()
            return self._ready().submit(task, given)

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = pool(self._recipe, 1)
        return self._pool

    def _drop(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
