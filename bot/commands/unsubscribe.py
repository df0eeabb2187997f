"""/unsubscribe: no more digests, or one less; what is deleted can be brought back."""

from bot.commands import scheduling
from bot.commands.base import Command
from bot.requests import Ask
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Ends the chat's digest; of several asks which."""
    await scheduling.unsubscribe(ask, ask.words)


COMMAND = Command("unsubscribe", later("end a digest of this chat"), run, "digests", "admins")
