"""The parent's end of one child process: starts it, hands it a job, ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from threading import Lock

from sources.sandbox.frames import MOST_RAW, MOST_VERDICT, VERDICT, Result, Verdict
from sources.sandbox.limits import Limits
from sources.sandbox.wire import Wire

WORKER = "sources.sandbox.worker"
START_SECONDS = 60
"""For the imports, on a machine that has other work."""
GRACE_SECONDS = 2
"""What the child's own alarm gets before we end it ourselves."""
REAP_SECONDS = 1
"""A process that was killed is gone in a moment, unless the kernel waits for a disk."""


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
        self._lock = Lock()
        self._wire = Wire()
        command = [sys.executable, "-P", "-m", WORKER]
        settings = [limits.memory, limits.seconds, limits.idle, limits.jobs]
        with self._wire.theirs as theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, our own numbers
                [*command, *map(str, settings)],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                start_new_session=True,  # whomever it forks is ended with it
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

    def wait(self) -> None:
        """Returns when the imports are done. Raises ChildLostError."""
        self._next(0, time.monotonic() + START_SECONDS, begun=False)

    def ask(self, job: bytes, most: int) -> tuple[Verdict, Result]:
        """The answer to a job, its JSON of at most `most` bytes. Raises ChildLostError; the child is then to be ended.

        A child that was taken over heeds no alarm of its own, and may neither read nor write: the deadline is ours.
        """
        until = time.monotonic() + self._seconds
        try:
            self._wire.send(job, until)
        except OSError as error:
            raise ChildLostError(begun=False) from error
        self._next(0, until, begun=False)
        verdict = self._next(MOST_VERDICT, until, begun=True)
        result = self._next(most, until, begun=True)
        raw = self._next(MOST_RAW, until, begun=True)
        try:
            return VERDICT.validate_json(verdict), (result, raw)
        except ValueError as error:
            raise ChildLostError(begun=True) from error

    def _next(self, most: int, until: float, *, begun: bool) -> bytes:
        try:
            return self._wire.receive(most, until)
        except (EOFError, OSError, ValueError) as error:
            raise ChildLostError(begun=begun) from error

    def kill(self) -> None:
        """Ends the process and those that it has forked; whoever waits for its answer gets ChildLostError at once.

        One of those that has left the session lives on, by itself: nothing of ours waits for it.
        """
        with self._lock:
            # Once it is reaped its number may be another's.
            if self._process.returncode is None:
                with suppress(OSError):
                    os.killpg(self._process.pid, signal.SIGKILL)
        self._wire.end()

    def end(self) -> None:
        """Ends the process and leaves nothing of it behind, in a second at most."""
        self.kill()
        with self._lock, suppress(subprocess.TimeoutExpired):
            self._process.wait(REAP_SECONDS)
        self._wire.close()

    @property
    def pid(self) -> int:
        return self._process.pid
