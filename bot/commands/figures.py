"""/figures [words]: figures, each with what it counts and who says so."""

from bot.commands.base import Command, show_list
from bot.requests import Ask


async def run(ask: Ask) -> None:
    """Answers with the list's first page."""
    await show_list(ask, "figures")


COMMAND = Command("figures", "figures with who says so [words]", run)
