"""/mute: what this chat does not want told; alone it shows what is followed and muted."""

from bot.commands import following
from bot.commands.base import Command
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Mutes what the words name."""
    await following.put(ask, "mute")


COMMAND = Command("mute", later("leave this out: words, speakers, publishers, stories"), run, "chat")
