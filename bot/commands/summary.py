"""/summary [topic, #story or link]: what happened, in a few sentences of the sources; also of what it answers."""

from bot.commands.base import Command
from bot.commands.telling import tell
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Answers with the sentences and their sources."""
    await tell(ask, "summary")


COMMAND = Command("summary", later("what happened, in a few sentences [topic, #story or link]"), run)
