"""/sources: which feeds I follow and how they are doing, what I have read, and what its pages state of themselves."""

from bot.commands.base import Command, show_list
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Answers with the list's first page."""
    await show_list(ask, "sources")


COMMAND = Command("sources", later("what I have read, and the feeds I follow"), run, "sources")
