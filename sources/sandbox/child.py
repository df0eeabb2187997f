"""The parent's end of one child process: starts it, hands it a job, ends it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer

from sources.sandbox.frames import MOST_ANSWER, VERDICT, Verdict, read_frame, write_frame
from sources.sandbox.limits import Limits

WORKER = "sources.sandbox.worker"
START_SECONDS = 60
"""For the imports, on a machine that has other work."""
GRACE_SECONDS = 2
"""What the child's own alarm gets before we end it ourselves."""
MOST_VERDICT = 1_000_000


class ChildLostError(Exception):
    """The child has ended, or says what it must not; `begun` when that was while it worked on the job."""

    def __init__(self, *, begun: bool) -> None:
        super().__init__("while at work" if begun else "before it began")
        self.begun = begun


class Child:
    """One process that does one job after the other. Used by one thread at a time; `kill` by any."""

    def __init__(self, limits: Limits) -> None:
        """Starts the process; `wait` says when it is ready."""
        self._seconds = limits.seconds + GRACE_SECONDS
        command = [sys.executable, "-P", "-m", WORKER]
        settings = [limits.memory, limits.seconds, limits.idle, limits.jobs]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own numbers
            [*command, *map(str, settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Nothing of our environment: it holds the bot's token.
            env={
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PYTHONUTF8": "1",
                # A thread or an arena of malloc reserves memory that the limit would count.
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                "MALLOC_ARENA_MAX": "1",
            },
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("a child without pipes")
        self._jobs, self._answers = self._process.stdin, self._process.stdout

    def wait(self) -> None:
        """Returns when the imports are done. Raises ChildLostError."""
        with self._ended_after(START_SECONDS):
            self._next(0, begun=False)

    def ask(self, job: bytes) -> tuple[Verdict, bytes]:
        """The answer to a job. Raises ChildLostError; the child is then of no use any more."""
        with self._ended_after(self._seconds):
            try:
                write_frame(self._jobs, job)
            except OSError as error:
                raise ChildLostError(begun=False) from error
            self._next(0, begun=False)
            verdict = self._next(MOST_VERDICT, begun=True)
            result = self._next(MOST_ANSWER, begun=True)
        try:
            return VERDICT.validate_json(verdict), result
        except ValueError as error:
            raise ChildLostError(begun=True) from error

    def _next(self, most: int, *, begun: bool) -> bytes:
        try:
            return read_frame(self._answers, most)
        except (EOFError, OSError, ValueError) as error:
            raise ChildLostError(begun=begun) from error

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """A child that was taken over heeds no alarm of its own, and may neither read nor write."""
        timer = Timer(seconds, self.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # a kill under way would hit the next job

    def kill(self) -> None:
        """Ends the process at once; whoever waits for its answer gets ChildLostError."""
        self._process.kill()

    def end(self) -> None:
        """Ends the process and leaves nothing of it behind."""
        self._process.kill()
        self._process.wait()
        self._answers.close()
        # What stands unsent in the buffer has no reader any more.
        with suppress(OSError):
            self._jobs.close()

    @property
    def pid(self) -> int:
        return self._process.pid
