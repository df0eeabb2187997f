"""A copy as a process of its own, which tells each step on standard output, to be killed in the middle of it."""

from __future__ import annotations

import asyncio
import sys

from storage.moving import Progress, move


def tell(progress: Progress) -> None:
    """A line for each chunk."""
    print(f"{progress.doing} {progress.table}", flush=True)  # noqa: T201 - to whoever kills it


if __name__ == "__main__":
    asyncio.run(move(sys.argv[1], sys.argv[2], tell, rows=10))
