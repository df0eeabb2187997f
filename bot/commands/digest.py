"""/digest: this chat's digests on a card: when they come, what they tell, and buttons to change that."""

from bot.commands.base import Command
from bot.commands.scheduling import show
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Shows the card; words behind it ask for a digest, as behind /subscribe."""
    await show(ask, ask.words)


COMMAND = Command("digest", later("news at set times: when, of what, how much"), run, "digests")
