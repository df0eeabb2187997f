"""/privacy: what is kept, who sees it, what leaves the machine."""

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import data
from bot.views.language import later
from storage import chats


async def run(ask: Ask) -> None:
    """Answers with the privacy text."""
    async with ask.context.database.session(readonly=True) as session:
        chosen = (await chats.preferences(session, ask.chat)).retention
    days = ask.context.settings.retention_days if chosen is None else chosen
    await ask.answer(data.privacy(days))


COMMAND = Command("privacy", later("what I keep, and who sees it"), run, "chat")
