"""/forget: everything of this chat, after asking once; then it is looked whether anything is left."""

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import data
from bot.views.language import later
from bot.views.rich import plain


async def run(ask: Ask) -> None:
    """Asks whether to, and says what there is; in a group its admins alone."""
    if not await ask.may_change():
        await ask.answer(plain(data.admins_only()))
        return
    held = await ask.context.retention.holdings(ask.chat)
    access = ask.context.access
    leave = not access.is_open and ask.chat not in access.allowed
    await ask.answer(*data.asking(held, private=ask.private, leave=leave))


COMMAND = Command("forget", later("forget everything of this chat"), run, "chat", "admins")
