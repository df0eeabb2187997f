"""/export: this chat's data as JSON, statements and figures as tables, a briefing as a page to print."""

from bot.commands.base import Command, remember
from bot.commands.parting import FORMS, hand_out
from bot.requests import Ask
from bot.views import data
from bot.views.language import later
from bot.views.rich import plain


async def run(ask: Ask) -> None:
    """Offers the formats, or answers with the one that the first word names; in a group its admins alone."""
    if not await ask.may_change():
        await ask.answer(plain(data.admins_only()))
        return
    first, _, words = ask.words.partition(" ")
    if first.lower() in FORMS:
        await hand_out(ask, first.lower(), words.strip())
        return
    await ask.answer(*data.offer(await remember(ask.context, ask.chat, ask.words)))


COMMAND = Command("export", later("take along: a page, tables, or all data"), run, "chat", "admins")
