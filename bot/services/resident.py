"""How much memory a process of ours has, as Linux says it; elsewhere nobody says it, and there is no ceiling."""

from __future__ import annotations

import os
from pathlib import Path

MEGABYTE = 1_000_000


def resident(pid: int) -> int | None:
    """Bytes of a process that are in memory; 0 where it has ended, None where this system does not say."""
    statm = Path(f"/proc/{pid}/statm")
    if not statm.parent.parent.joinpath("self").exists():
        return None
    try:
        pages = int(statm.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):  # ended between the look and the reading; Linux then gives no line
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
