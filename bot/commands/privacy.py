"""/privacy: what is kept, who sees it, what leaves the machine."""

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import texts


async def run(ask: Ask) -> None:
    """Answers with the privacy text."""
    await ask.answer(texts.PRIVACY)


COMMAND = Command("privacy", "what I keep, and who sees it", run)
