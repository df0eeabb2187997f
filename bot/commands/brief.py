"""/brief [topic, #story or link]: what happened, who said what, the figures, the sources; also of what it answers."""

from bot.commands.base import Command
from bot.commands.telling import tell
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Answers with the whole briefing."""
    await tell(ask, "briefing")


COMMAND = Command("brief", later("what happened, who said what, the figures [topic, #story or link]"), run)
