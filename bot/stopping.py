"""Ctrl-C and SIGTERM: the first has a command end in order, within ten seconds; the second ends it at once."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

SECONDS = 10.0
"""In which a process is gone."""
IN_ORDER = 8.5
"""Seconds after which what has not ended by itself is cancelled."""
OVERDUE = 1
"""The exit status of what even then does not end: a thread that hangs."""


async def until_stopped(act: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Runs `act` until it ends, or is told to by the event that it gets; what it raises comes out."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        stop.set()
        last = threading.Timer(SECONDS, _overdue)
        last.daemon = True  # it waits for the interpreter's own end, never the other way round
        last.start()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked, number)
    acting, stopped = asyncio.create_task(act(stop)), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({acting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({acting}, timeout=IN_ORDER)
        if acting.done():
            acting.result()
            return
        log.warning("process.cancelled after=%.1f", IN_ORDER)
        acting.cancel()
        await asyncio.wait({acting})
        if not acting.cancelled() and (error := acting.exception()):
            log.warning("process.cancelled error=%s", type(error).__name__)  # what was torn apart there is no news
    finally:
        stopped.cancel()


def _overdue() -> None:
    log.error("process.overdue seconds=%d it is cut off; the next start goes on", SECONDS)
    os._exit(OVERDUE)
