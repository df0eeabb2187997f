"""What the simulator needs of uvloop, where that is not installed."""

from asyncio import run

__all__ = ["run"]
