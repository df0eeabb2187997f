"""/subscribe: a digest at a time, on some days, in a time zone, in one line."""

from bot.commands import scheduling
from bot.commands.base import Command
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Sets up what the words ask for, or says how to write it."""
    await scheduling.subscribe(ask, ask.words)


COMMAND = Command("subscribe", later("a daily digest, such as /subscribe 08:00"), run, "digests", "admins")
