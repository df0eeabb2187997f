"""/follow: what this chat wants told first; alone it shows what is followed and muted."""

from bot.commands import following
from bot.commands.base import Command
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Follows what the words name."""
    await following.put(ask, "follow")


COMMAND = Command("follow", later("tell this first: words, speakers, publishers, stories"), run, "chat")
