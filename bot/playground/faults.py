"""Trouble on demand: what a network and a busy server do to a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from bot.playground.wire import ApiError, Query, flooded

FaultKind = Literal[
    "error",
    "error_after",
    "drop_before",
    "drop_after",
    "slow",
    "slow_before",
    "garbage",
    "garbage_before",
    "flood",
    "refuse",
]
"""`error`: an HTML body with `status` (502, 500, 504 ...) instead of acceptance, `error_after`: the same after it;
`drop_before`, `drop_after`: the connection breaks before or after acceptance; `slow`: accepted at once, answered late,
`slow_before`: accepted late, also where the bot has gone meanwhile; `garbage`: accepted, and answered with 200 and half
an object, `garbage_before`: not accepted, and answered so; `flood`: 429; `refuse`: `status` and `description` as given,
for whatever else Telegram may say."""
BEFORE = frozenset({"error", "drop_before", "garbage_before"})
DROPS = frozenset({"drop_before", "drop_after"})
ERRORS = frozenset({"error", "error_after"})
GARBAGE = frozenset({"garbage", "garbage_before"})


@dataclass(slots=True)
class Fault:
    """One kind of trouble, for the next `times` requests that match (-1: for all), after `skip` of them went well.

    With a `probability` only that share of them is hit, by a die of its own with that `seed`. Without a method it
    spares getUpdates, whose timing no test can know. `hit` counts the requests that it troubled.
    """

    kind: FaultKind
    method: str | None = None
    chat: int | None = None
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    status: int | None = None
    description: str = "Bad Request: CHAT_WRITE_FORBIDDEN"
    retry_after: int | None = None
    probability: float = 1.0
    seed: int = 0
    hit: int = 0
    _die: Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._die = Random(self.seed)  # noqa: S311 - a test's die, the same every time

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
        if self.times == 0 or self._die.random() >= self.probability:
            return False
        self.times -= 1
        self.hit += 1
        return True

    def refusal(self) -> ApiError | None:
        """What stands in the way of acceptance, if anything does."""
        if self.kind == "flood":
            return flooded(round(self.seconds) if self.retry_after is None else self.retry_after)
        if self.kind == "refuse":
            return ApiError(self.status or 400, self.description)
        return ApiError(self.status or 502, "Bad Gateway") if self.kind in BEFORE else None

    def wire(self) -> tuple[int, str, str] | None:
        """Status, body and content type that go out in place of the answer, if it is replaced."""
        if self.kind in ERRORS:
            status = self.status or 502
            return status, f"<html><h1>{status} Bad Gateway</h1></html>", "text/html"
        return (200, '{"ok":tru', "application/json") if self.kind in GARBAGE else None
