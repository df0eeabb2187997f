"""/figures [words or #story]: what is counted, every answer, and who gives it."""

from bot.commands.base import Command, show_list
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Answers with the list's first page."""
    await show_list(ask, "figures")


COMMAND = Command("figures", later("figures by question, with who says so [words or #story]"), run)
