"""The child process: reads a job, does it, writes the answer; ends when its parent does, or has no more work for it.

    job (pickle, from our parent) -> [ task, under alarm and limits ] -> verdict, result (JSON)

`python -m sources.sandbox.worker MEMORY SECONDS IDLE JOBS`
"""

from __future__ import annotations

import inspect
import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sources.base import NOWHERE, Unparsable
from sources.sandbox import frames, tasks
from sources.sandbox.frames import Result, Verdict, read_frame, write_frame
from sources.sandbox.limits import Limits, confine, data_size, set_alarm
from sources.sandbox.tasks import FEED, READ
from summarizer.errors import SourceError

MOST_JOB = 2**31
NOTHING: Result = (b"", b"")
PAGE = b"<!doctype html><title>T</title><article><h1>T</h1><p>The town is empty now, the mayor said on Monday.</p>"
RSS = b'<rss version="2.0"><channel><title>T</title><item><title>T</title></item></channel></rss>'


def main() -> None:
    """Serves jobs until standard input ends: with the parent, however that ended."""
    memory, seconds, idle, jobs = sys.argv[1:]
    limits = Limits(int(memory), float(seconds), float(idle), int(jobs))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C: the parent decides when we end
    source, sink, nowhere = _pipes()
    _warm_up()
    room = confine(limits)
    # What is printed from here on is about strangers' pages, and belongs in nobody's log.
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    write_frame(sink, b"")  # ready
    serve(source, sink, limits, room)


def _pipes() -> tuple[BinaryIO, BinaryIO, int]:
    """Our two ends, moved away from where a library that prints would write into an answer; and where nobody reads."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    return source, sink, nowhere


def _warm_up() -> None:
    """What is imported and compiled at first use counts against no page's time and memory."""
    with suppress(SourceError):
        READ.function(PAGE, None, "text/html", NOWHERE, limit=len(PAGE))
    with suppress(SourceError):
        FEED.function(RSS, url="")


def serve(source: BinaryIO, sink: BinaryIO, limits: Limits, room: int | None) -> None:
    """Job after job. Before each stands an empty frame: what dies before it, died of no job."""
    start = data_size() if room else 0
    for done in range(1, limits.jobs + 1):
        set_alarm(limits.idle)
        try:
            job = read_frame(source, MOST_JOB)
        except EOFError:
            return
        write_frame(sink, b"")
        set_alarm(limits.seconds)
        verdict, (result, raw) = work(job)
        set_alarm(0)
        grown = room is not None and data_size() - start > room // 2
        tired = verdict.tired or grown or done == limits.jobs
        write_frame(sink, frames.VERDICT.dump_json(Verdict(verdict.error, verdict.fields, verdict.broken, tired)))
        write_frame(sink, result)
        write_frame(sink, raw)
        if tired:
            return


def work(job: bytes) -> tuple[Verdict, Result]:
    """Does one job; whatever one page does to a parser, the child lives on if it can."""
    name, arguments, named = pickle.loads(job)  # noqa: S301 - our parent made it
    task = next(task for task in tasks.TASKS if task.name == name)
    try:
        return Verdict(), task.dump(task.function(*arguments, **named))
    except SourceError as error:
        return told(error), NOTHING
    except MemoryError as error:
        return Verdict("Unparsable", broken=where(error), tired=True), NOTHING
    except Exception as error:  # noqa: BLE001 - parsers break in every way there is; the log names it
        return Verdict("Unparsable", broken=where(error)), NOTHING


def told(error: SourceError) -> Verdict:
    """An error by its class and what it was made of: every branch keeps its arguments as attributes."""
    made_of = list(inspect.signature(type(error)).parameters)
    fields = {name: getattr(error, name) for name in made_of}
    cause = error.__cause__ if isinstance(error, Unparsable) else None
    return Verdict(type(error).__name__, fields, where(cause) if cause else None, isinstance(cause, MemoryError))


def where(error: BaseException) -> str:
    """The kind of an error and the line that raised it; its text may hold a stranger's."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}"


if __name__ == "__main__":
    main()
