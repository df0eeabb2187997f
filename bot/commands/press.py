"""Buttons below messages: opening a list, turning its page, its order or its speaker in place."""

from bot import sender
from bot.commands.base import NOUN, nothing_left, pages
from bot.requests import Press
from bot.views import texts
from bot.views.buttons import read
from storage import listings


async def run(press: Press) -> None:
    """Answers the press at once, then shows the page; a list of another chat is as unknown as one that is gone."""
    pressed = read(press.query.data or "")
    chat = press.message.chat_id
    async with press.context.database.session(readonly=True) as session:
        listing = await listings.get(session, pressed.listing, chat)
    if listing is None or pressed.action not in {"open", "page"} or pressed.kind not in NOUN:
        await press.query.answer(texts.STALE_BUTTON, show_alert=True)
        return
    await press.query.answer()
    shown = await pages(press.context, pressed.kind, chat, listing.query, pressed.choice)
    page = min(pressed.choice.page, len(shown) - 1)
    if not len(shown):
        await sender.reply(press.message, nothing_left(pressed.kind, pressed.choice))
    elif pressed.action == "open":
        await sender.reply(press.message, shown.page(page), shown.rows(pressed.kind, listing.id, page))
    else:
        await sender.edit(press.message, shown.page(page), shown.rows(pressed.kind, listing.id, page))
