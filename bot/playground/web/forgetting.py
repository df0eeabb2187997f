"""What a playground with a page forgets, for it runs for days: whatever nobody can ask for any more."""

from __future__ import annotations

from bot.playground.web.files import carried
from bot.playground.world import ANSWER_SECONDS, World

MOST_EVENTS = 10_000
"""So many of the bot's deeds are kept for whoever looks back in code."""


def forget(world: World) -> None:
    """Drops answers that are past, queries that take none any more, files of no message, and the oldest deeds."""
    now = world.timer()
    for kept in [kept for kept, (until, _) in world.cached.items() if until <= now]:
        del world.cached[kept]
    for queries in (world.callbacks, world.queries, world.guests):
        for key in [key for key, waiting in queries.items() if now > waiting.asked_at + ANSWER_SECONDS]:
            del queries[key]
    messages = (raw for chat in world.chats.values() for raw in chat.messages.values())
    for key in world.files.keys() - {key for raw in messages for key in carried(raw)}:
        del world.files[key]
    del world.events[:-MOST_EVENTS]
