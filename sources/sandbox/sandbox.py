"""Parsing what strangers made, in child processes that can be ended.

    bytes -> pickle -> [ child: task, under a deadline and a memory limit ] -> JSON -> Reading | Feed | SourceError

A child starts with the first job, does its imports once, and ends after a while without work, after many jobs, or
when it has grown. A page that takes too long or too much is Unparsable and costs a child; the next page gets
another. What comes back is data of known types and sizes. A child that a page has taken over, and that shows nothing
of it, can lie about that page and about those after it, and read them, until it has done its jobs; it runs nothing in
our process, and keeps nobody waiting beyond the deadline.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Lock
from typing import TypeVar

from pydantic import validate_call

from sources import base
from sources.base import DEFAULT_LIMIT, NOWHERE, Origin, Reading, ReadingKind, Unparsable
from sources.feeds.feed import Entry, Feed, FeedLink
from sources.front import Survey
from sources.sandbox.child import Child, ChildLostError
from sources.sandbox.frames import Result, Verdict
from sources.sandbox.limits import MEGABYTE, Limits
from sources.sandbox.tasks import ENTRY, FEED, FEEDS_OF, OPML, READ, SURVEY, TEXT, Task
from summarizer.errors import SourceError

log = logging.getLogger(__name__)

T = TypeVar("T")
RAISED = (
    base.EmptySource,
    base.TooLarge,
    base.UnsupportedSource,
    base.NoArticle,
    base.LinkAlone,
    base.Undecodable,
    base.Unparsable,
)
"""The errors that a task may raise; a child cannot make us raise another."""
ERRORS: dict[str, type[SourceError]] = {error.__name__: error for error in RAISED}


class SandboxDown(Unparsable):
    """No fault of the source: the sandbox was closed, or no child could be started. Trying again later can help."""

    transient = True


class Sandbox:
    """Does parsing jobs, `processes` at a time; everything else waits its turn. Used from any task and any thread."""

    def __init__(
        self,
        processes: int = 1,
        memory_megabytes: int = 300,
        seconds: float = 8,
        *,
        idle: float = 300,
        jobs: int = 200,
    ) -> None:
        self._limits = Limits(memory_megabytes * MEGABYTE, seconds, idle, jobs)
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="sandbox")
        self._children: set[Child] = set()
        self._free: list[Child] = []
        self._lock = Lock()
        self._closed = False
        # Whoever forgets to close it leaves no process behind.
        self._at_last = weakref.finalize(self, _end_all, self._children)

    async def read(
        self,
        data: bytes,
        name: str | None = None,
        mime: str | None = None,
        origin: Origin = NOWHERE,
        *,
        limit: int = DEFAULT_LIMIT,
        url: str | None = None,
    ) -> Reading:
        """A file or a page as a reading: see `sources.intake.read_bytes` for arguments and errors; Unparsable."""
        return await self._reading(READ, name, data, name, mime, origin, limit=limit, url=url)

    async def text(self, raw: str, kind: ReadingKind, name: str | None = None, origin: Origin = NOWHERE) -> Reading:
        """A text of a known kind as a reading: see `sources.intake.take_in`; Unparsable."""
        return await self._reading(TEXT, name, raw, kind, name, origin)

    async def entry(self, entry: Entry, feed: Feed) -> Reading:
        """What a feed itself gives of an entry: see `sources.feeds.entry.read_entry`; Unparsable."""
        return await self._reading(ENTRY, entry.link, entry, feed)

    async def feed(
        self,
        data: bytes,
        *,
        url: str,
        content_type: str | None = None,
        content_location: str | None = None,
        now: datetime | None = None,
    ) -> Feed:
        """A feed's entries: see `sources.feeds.parse.parse_feed`; Unparsable."""
        stated = {"content_type": content_type, "content_location": content_location, "now": now}
        return await self._run(FEED, url, data, url=url, **stated)

    async def feeds_of(self, data: bytes, url: str) -> tuple[FeedLink, ...]:
        """The feeds that a page names: see `sources.feeds.discovery.find_feeds`; Unparsable."""
        return await self._run(FEEDS_OF, url, data, url)

    async def survey(self, data: bytes, url: str, content_type: str | None, text: str) -> Survey:
        """What a page is beside its text: see `sources.front.survey`; Unparsable."""
        return await self._run(SURVEY, url, data, url, content_type, text)

    async def opml(self, data: bytes) -> tuple[FeedLink, ...]:
        """The feeds of an OPML list: see `sources.feeds.opml.read_opml`; Unparsable."""
        return await self._run(OPML, None, data)

    async def _reading(self, task: Task[Reading], name: str | None, *arguments: object, **named: object) -> Reading:
        reading = await self._run(task, name, *arguments, **named)
        if reading.document.key != reading.document.true_key:
            raise Unparsable(name)  # a document under another's key: no parser of ours says that
        return reading

    async def _run(self, task: Task[T], name: str | None, *arguments: object, **named: object) -> T:
        """Does the job in a child. A caller that goes away leaves its job to end by itself."""
        if self._closed:
            raise SandboxDown(name)
        job = partial(self._do, task, name, (task.name, arguments, named))
        return await asyncio.get_running_loop().run_in_executor(self._threads, job)

    def _do(self, task: Task[T], name: str | None, job: tuple[object, ...]) -> T:
        verdict, result = self._ask(pickle.dumps(job), task, name)
        if verdict.broken:
            log.warning("sandbox.broke task=%s error=%s", task.name, verdict.broken)
        try:
            if verdict.error is not None:
                raise error_of(verdict)
            return task.load(result)
        except ValueError as error:
            log.warning("sandbox.nonsense task=%s", task.name)
            raise Unparsable(name) from error

    def _ask(self, job: bytes, task: Task[T], name: str | None) -> tuple[Verdict, Result]:
        """One child's answer; a child that died at rest is no fault of this job, which gets another."""
        for _ in range(2):
            child, fresh = self._take(name)
            try:
                if fresh:
                    child.wait()
                verdict, result = child.ask(job, task.most)
            except ChildLostError as lost:
                self._end(child)
                if lost.begun and not self._closed:
                    log.warning("sandbox.ended task=%s bytes=%d", task.name, len(job))
                    raise Unparsable(name) from lost
            else:
                self._give_back(child, tired=verdict.tired)
                return verdict, result
        if not self._closed:
            log.error("sandbox.down task=%s", task.name)
        raise SandboxDown(name)

    def _take(self, name: str | None) -> tuple[Child, bool]:
        """A child that is free, or a new one (True), which is not ready yet."""
        with self._lock:
            if self._closed:
                raise SandboxDown(name)
            if self._free:
                return self._free.pop(), False
            child = Child(self._limits)
            self._children.add(child)
            return child, True

    def _give_back(self, child: Child, *, tired: bool) -> None:
        if tired:
            self._end(child)
            return
        with self._lock:
            self._free.append(child)

    def _end(self, child: Child) -> None:
        with self._lock:
            self._children.discard(child)
        child.end()

    def close(self) -> None:
        """Ends every child at once; who waits for one gets SandboxDown. Waits for nobody itself."""
        with self._lock:
            self._closed = True
            for child in self._children:
                child.kill()
        self._threads.shutdown(wait=False)
        self._at_last()


def error_of(verdict: Verdict) -> SourceError:
    """The error that the task raised, made anew. Raises ValueError where a task raises no such thing."""
    kind = ERRORS.get(verdict.error or "")
    if kind is None:
        raise ValueError(f"no error of a task: {verdict.error}")
    error = kind.__new__(kind)
    # The constructor checks what it is given against its own types.
    make: Callable[..., None] = validate_call(kind.__init__)
    make(error, **verdict.fields)
    return error


def _end_all(children: set[Child]) -> None:
    for child in tuple(children):
        child.end()
