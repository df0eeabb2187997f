"""/help: every command with a line."""

from collections.abc import Sequence

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import texts


def command(others: Sequence[Command]) -> Command:
    """The command that lists the others and itself."""

    async def run(ask: Ask) -> None:
        await ask.answer(texts.help_text((each.name, each.help) for each in (*others, itself)))

    itself = Command("help", "what I do and how to read me", run)
    return itself
