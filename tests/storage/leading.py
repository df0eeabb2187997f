"""A process that takes a duty, says so, and keeps it until it is killed: `python -m tests.storage.leading URL DUTY`."""

from __future__ import annotations

import asyncio
import sys

from storage.leadership import Leadership


async def lead(url: str, duty: str) -> None:
    async with Leadership(url, duty) as leadership:
        sys.stdout.write("taken\n" if await leadership.take() else "refused\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(lead(*sys.argv[1:]))
