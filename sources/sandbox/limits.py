"""What a child process may have: memory, files, time; set by the child for itself, never to be raised again."""

from __future__ import annotations

import logging
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

MEGABYTE = 1_000_000
OPEN_FILES = 32
"""Enough for imports and a file read in memory; a parser has no reason to open more."""
FORBIDDEN = tuple(
    "socket.connect socket.bind socket.sendto socket.getaddrinfo socket.gethostby subprocess. os.system os.exec "
    "os.posix_spawn os.fork os.kill os.remove os.rename os.rmdir os.mkdir os.truncate os.chmod os.link "
    "os.symlink".split()
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class Limits:
    """For one child: `memory` in bytes, everything together; `seconds` a job; `idle` seconds without one; `jobs`."""

    memory: int
    seconds: float
    idle: float
    jobs: int


def confine(limits: Limits) -> int | None:
    """Lowers everything that this process may have, once its imports are done. Returns the bytes that it may grow by.

    Memory is limited by what is written to (RLIMIT_DATA, since Linux 4.7 with all private mappings): the address
    space of a Python with numpy in it says nothing. None, and a line in the log, where the platform has no such limit.
    """
    sys.addaudithook(_refuse)
    if not sys.platform.startswith("linux"):
        log.warning("sandbox.unlimited platform=%s", sys.platform)
        return None
    import resource  # noqa: PLC0415 - Unix alone has it

    room = max(limits.memory - resident(), limits.memory // 4)
    for kind, most in (
        (resource.RLIMIT_DATA, data_size() + room),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),  # no fork and no thread; not for root, whom the kernel lets have them
    ):
        resource.setrlimit(kind, (most, most))
    return room


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook (PEP 578): a parser that wants the network, a process or a file to write gets an OSError.

    It binds Python code, the parsers' own conveniences above all; C code is bound by the limits alone.
    """
    writes = event == "open" and isinstance(arguments[-1], int) and arguments[-1] & WRITING
    if writes or event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} in the sandbox")


def data_size() -> int:
    """Bytes that this process may write to, as RLIMIT_DATA counts them."""
    return _statm()[5]


def resident(pid: int | str = "self") -> int:
    """Bytes of memory that a process has in use."""
    return _statm(pid)[1]


def _statm(pid: int | str = "self") -> tuple[int, ...]:
    pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()
    return tuple(int(count) * os.sysconf("SC_PAGE_SIZE") for count in pages)


def set_alarm(seconds: float) -> None:
    """Ends this process after the seconds, whatever it is doing, C code too; 0 takes the alarm back."""
    if hasattr(signal, "setitimer"):  # elsewhere the parent's own clock has to do
        signal.setitimer(signal.ITIMER_REAL, seconds)
