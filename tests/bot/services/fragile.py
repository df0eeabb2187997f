"""Work for an analysis process that some texts break, as no text that we know of breaks the real one."""

from __future__ import annotations

import os
import signal
import time

from bot.services import analyst
from summarizer.types import Analysis, Document

_held: list[bytearray] = []


def work(document: Document) -> Analysis:
    """Understands a text, unless it says that it kills the process, takes minutes or much memory, or is too odd."""
    if "DEADLY" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "VAST" in document.text:
        held = bytearray(b"1" * 400_000_000)
        time.sleep(300 if "SLOW" in document.text else 0)
        _held.append(held)
    if "SLOW" in document.text:
        signal.alarm(analyst._recipe.timeout)
        time.sleep(300)
    if "ODD" in document.text:
        raise ValueError("a bug over this text")
    return analyst.work(document)
