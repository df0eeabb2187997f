"""A worker that also does what a parser under attack might do; the tests start it in the worker's place."""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from sources.base import FetchFailed, Reading
from sources.sandbox import tasks, worker
from sources.sandbox.frames import Result
from sources.sandbox.tasks import Task
from summarizer.types import Document


def hang() -> str:
    """Inside of C code, where no exception of Python's arrives."""
    return str(re.match(r"(a|a)+$", "a" * 60 + "b"))


def wait() -> str:
    while True:
        time.sleep(1)


def defy() -> str:
    """As code would that has taken the process over: the alarm is taken back."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    return wait()


def scribble() -> str:
    """Into every pipe that is open: the parent is told to expect four gigabytes."""
    for number in range(3, 16):
        with suppress(OSError):
            os.write(number, b"\xff" * 12)
    return wait()


def fork(*, away: bool = False) -> str:
    """In C, where no audit hook looks: what was forked keeps the line open, and may leave the session."""
    with suppress(OSError):
        if not ctypes.CDLL(None).fork():
            signal.setitimer(signal.ITIMER_REAL, 10)
            if away:
                os.setsid()
            time.sleep(10)
            os._exit(0)
    return wait()


def fork_away() -> str:
    return fork(away=True)


def hog() -> str:
    return str(len([bytes(10_000_000) + b"x" for _ in range(100)]))


def crash() -> str:
    os.abort()


def leave() -> str:
    os._exit(0)


def chat() -> str:
    sys.stdout.write("\0\0\0\1x" * 1000)
    sys.stdout.flush()
    os.write(1, b"\0\0\0\1x")
    os.write(2, b"a stranger's words")
    return "quiet"


def dial(port: int) -> str:
    return str(socket.create_connection(("127.0.0.1", port)))


def write(path: str) -> str:
    Path(path).write_text("x", "utf-8")
    return path


def tell() -> str:
    return json.dumps({"environment": dict(os.environ), "files": len(os.listdir("/proc/self/fd"))})


def surrogate() -> str:
    return "\ud83d"


def flood() -> str:
    return "x" * 40_000_000


def grow() -> str:
    KEPT.append(b"x" * 20_000_000)
    return str(len(KEPT))


def swell(_result: Reading) -> Result:
    """In place of an answer: as many small parts as a frame holds, each of them wrong."""
    return b'{"document":{"text":"x","key":"","headings":[' + b"0," * (MOST // 2 - 50) + b"0]}}", b""


def forge() -> Reading:
    return Reading(Document("A text under the key of another.", "v1-" + "0" * 32), "", "text")


def refuse() -> str:
    raise FetchFailed("private", "http://127.0.0.1/")


def stumble() -> str:
    raise KeyError("a stranger's words")


def echo(text: str, pause: float = 0) -> str:
    time.sleep(pause)
    return text


KEPT: list[bytes] = []
ENDINGS = (hang, wait, defy, scribble, fork, fork_away, hog, crash, leave, grow)
STRINGS = (*ENDINGS, chat, dial, write, tell, surrogate, flood, refuse, stumble, echo)
MOST = 3_000_000
FORGE = Task("forge", forge, Reading, MOST)
SWELL = Task("swell", forge, Reading, MOST)
object.__setattr__(SWELL, "dump", swell)
TASKS = {function.__name__: Task(function.__name__, function, str, MOST) for function in STRINGS}

if __name__ == "__main__":
    tasks.TASKS = (*tasks.TASKS, FORGE, SWELL, *TASKS.values())
    worker._warm_up = lambda: None  # many are started, and few of them read a page
    worker.main()
