"""What a change of the bot's own membership means for a chat's digests: they rest for a reason, or go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from storage.types import Pause

GONE: tuple[Pause, ...] = ("blocked", "removed", "gone")
"""Why digests rest whose chat the bot is not in: over with the first message that it gets from there."""
AWAY: tuple[Pause, ...] = (*GONE, "rights")
"""Why digests rest that nobody asked to rest: each ends when the bot may write again."""
OUT = frozenset({"left", "kicked"})


@dataclass(frozen=True, slots=True)
class Standing:
    """The bot in a chat, as Telegram says: its status, whether it is in, and whether it may write."""

    status: str
    inside: bool = True
    writes: bool = True


def presence(now: Standing, *, private: bool) -> Literal["blocked", "removed", "rights", "back"]:
    """Who has blocked the bot has "kicked" it; a restricted member may be out, or in and silent."""
    if now.status in OUT or not now.inside:
        return "blocked" if private else "removed"
    return "back" if now.writes else "rights"
