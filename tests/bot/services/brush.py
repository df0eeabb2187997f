"""Painting that some drawings break, as no drawing that we know of breaks the real one."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path


def brush(drawing: str) -> bytes:
    """The drawing's letters, unless it says that it takes minutes, kills the process, fails or gives nothing."""
    if drawing.startswith("SLOW"):
        Path(drawing.removeprefix("SLOW ")).write_text(str(os.getpid()))
        time.sleep(300)
    if drawing == "DEADLY":
        os.kill(os.getpid(), signal.SIGKILL)
    if drawing == "ODD":
        raise ValueError("a bug over the words of a source")
    if drawing == "EMPTY":
        return b""
    print("a library that talks", file=sys.stderr)  # noqa: T201 - as libraries do
    return f"{drawing} by {os.getpid()}".encode()
