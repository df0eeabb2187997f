"""Searching: by command, and by the buttons below what was found."""

from __future__ import annotations

from bot import sender
from bot.commands.base import remember
from bot.context import Context
from bot.requests import Ask, Press
from bot.services.searching import Found
from bot.views import search as views
from bot.views.language import say
from bot.views.pages import Pages
from bot.views.rich import Rich
from bot.views.search import Turn
from bot.views.texts import NOTHING_STORED
from storage import listings


async def search(ask: Ask) -> None:
    """Answers with the first page of what the words find, or says why there is nothing."""
    found = await ask.context.searching.find(ask.chat, ask.words)
    if not found.question:
        await ask.answer(views.how_to())
    elif not found.hits:
        await ask.answer(await _why_nothing(ask.context, ask.chat, found, ask.words))
    else:
        listing = await remember(ask.context, ask.chat, ask.words)
        turn, shown = Turn(listing or "", mean=found.meant), _pages(ask.context, found, ask.words, None)
        await ask.answer(shown.page(0), views.rows(shown, turn) if listing else ())


async def turn(press: Press) -> None:
    """A press of a search's button: another page, or one sort of hits alone, in the message itself."""
    wanted, chat = views.read(press.query.data or ""), press.message.chat_id
    async with press.context.database.session(readonly=True) as session:
        listing = await listings.get(session, wanted.listing, chat)
    if listing is None:
        await press.query.answer(views.gone(), show_alert=True)
        return
    await press.query.answer()
    words = listing.query
    found = await press.context.searching.find(chat, words, sort=wanted.sort, mean=wanted.mean)
    if not found.hits:
        text = await _why_nothing(press.context, chat, found, words)
        await sender.edit(press.message, text, views.narrowing(wanted) if wanted.sort else ())
        return
    shown = _pages(press.context, found, words, wanted.sort)
    at = Turn(wanted.listing, min(wanted.page, len(shown) - 1), wanted.sort, wanted.mean)
    await sender.edit(press.message, shown.page(at.page), views.rows(shown, at))


def _pages(context: Context, found: Found, words: str, sort: views.Sort | None) -> Pages:
    size = context.settings.page_items
    since = found.since is not None
    notes = views.noted(found.hits, sought=found.question.sought, some=found.some, since=since)
    return views.pages(found.hits, words, size=size, older=found.older, sort=sort, notes=notes)


async def _why_nothing(context: Context, chat: int, found: Found, words: str) -> Rich:
    if found.faults:
        return views.faults(found.faults)
    if not await context.answers.sources(chat, ""):
        return say(NOTHING_STORED)
    return views.nothing(words, found.emptied, meant=found.meant, since=found.since, zone=found.zone)
