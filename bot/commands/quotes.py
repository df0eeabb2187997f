"""/quotes [name, words or #story]: statements, each with who said it."""

from bot.commands.base import Command, show_list
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Answers with the list's first page."""
    await show_list(ask, "quotes")


COMMAND = Command("quotes", later("statements with who said them [name, words or #story]"), run)
