"""/add, and texts and files sent without a command: a source is taken in and briefed."""

from telegram import Message

from bot.commands.base import Command
from bot.commands.telling import tell_stored, tell_taken
from bot.requests import SHORT, Ask, is_file, is_ours, link_of, ref_of
from bot.services.wanted import EVERYTHING, Wanted
from bot.views import texts
from bot.views.errors import explain
from summarizer.errors import SourceError


async def run(ask: Ask) -> None:
    """Takes in the text after the command, the file it comes with, or the message that it answers."""
    if not await ask.may_change():
        await ask.answer(texts.ADMINS_ONLY)
        return
    given = ask.message if is_file(ask.message) or ask.words else ask.replied
    if given and is_ours(given):
        await ask.answer(texts.OWN_TEXT)
        return
    async with ask.busy():
        await _take_in(ask, given)


async def captioned(ask: Ask) -> None:
    """A file whose caption is /add, or /add@bot with our name."""
    command = (ask.message.caption or "").split()[0]
    if "@" not in command or ask.names_us(command):
        await run(ask)


async def incoming(ask: Ask) -> None:
    """A text or a file in a private chat, without a command; a link alone is a page that may be stored already."""
    if link := link_of(ask.message):
        await tell_stored(ask, Wanted(url=link), "briefing")
    elif not is_file(ask.message) and len(ask.words) < SHORT:
        await ask.answer(texts.TOO_SHORT)
    else:
        await run(ask)


async def _take_in(ask: Ask, given: Message | None) -> None:
    try:
        ref = await ref_of(given, ask.context.settings.max_file_megabytes * 1_000_000) if given else None
        taken = await ask.context.intake.take_in(ref, ask.chat) if ref else None
    except SourceError as error:
        await ask.answer(explain(error))
        return
    if taken is None:
        await ask.answer(texts.HOW_TO_ADD)
        return
    await tell_taken(ask, EVERYTHING, "briefing", taken)


COMMAND = Command("add", "take in a text or a file", run)
