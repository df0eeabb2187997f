"""Trouble on demand: what a network and a busy server do to a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.playground.wire import Query

FaultKind = Literal["error", "error_after", "drop_before", "drop_after", "slow", "flood"]
"""`error`: 502 with an HTML body instead of acceptance, `error_after`: the same after it; `drop_before`, `drop_after`:
the connection breaks before or after acceptance; `slow`: accepted at once, answered late; `flood`: 429."""


@dataclass(slots=True)
class Fault:
    """One kind of trouble, for the next `times` requests that match, after `skip` of them went well.

    Without a method it spares getUpdates, whose timing no test can know.
    """

    kind: FaultKind
    method: str | None = None
    chat: int | None = None
    times: int = 1
    skip: int = 0
    seconds: float = 1.0

    def hits(self, query: Query) -> bool:
        """Whether this request is troubled; counts it if it matches."""
        method = query.method.lower()
        if method != (self.method.lower() if self.method else method) or (self.method is None and query.polls):
            return False
        if self.chat is not None and str(self.chat) != query.parameters.get("chat_id"):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return self.times >= 0
