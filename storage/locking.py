"""Locks on files, which the system takes back with the process that holds them, however that ends."""

from __future__ import annotations

from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: nothing is locked there, and who starts two of a kind must know it
    fcntl = None  # type: ignore[assignment]  # a module, elsewhere


def lock(file: Path) -> IO[str] | None:
    """The file, made where it is missing, and locked until it is closed; None where another has it.

    It stays when the lock goes: others may wait on it. Raises OSError where it cannot be made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    opened = file.open("a", encoding="utf-8")
    try:
        if fcntl is not None:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        opened.close()
        return None
    except OSError:
        opened.close()
        raise
    return opened
