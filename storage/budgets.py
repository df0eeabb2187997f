"""One rate for all processes of a bot: each reserves its messages here before it sends them."""

from __future__ import annotations

from storage.session import Session


async def reserve(session: Session, name: str, now: float, *, cell: float, count: int) -> float:
    """Reserve `count` messages, `cell` seconds apart; seconds to wait before the first of them, 0 where it is free.

    The generic cell rate algorithm (ITU-T I.371) in one statement. On PostgreSQL the server's clock counts, since
    those of several machines differ; `now` is Unix seconds, for SQLite.
    """
    raise NotImplementedError
