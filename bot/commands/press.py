"""Buttons below messages: opening a list, turning its page in place."""

from bot import sender
from bot.commands.base import NOUN, nothing_left, pages
from bot.requests import Press
from bot.views import texts
from bot.views.buttons import turning
from storage import listings


async def run(press: Press) -> None:
    """Answers the press at once, then shows the page; a list of another chat is as unknown as one that is gone."""
    action, kind, name, number = (*(press.query.data or "").split(":"), "", "", "", "")[:4]
    chat = press.message.chat_id
    async with press.context.database.session(readonly=True) as session:
        listing = await listings.get(session, name, chat)
    if listing is None or action not in {"open", "page"} or kind not in NOUN:
        await press.query.answer(texts.STALE_BUTTON, show_alert=True)
        return
    await press.query.answer()
    shown = await pages(press.context, kind, chat, listing.query)
    if not len(shown):
        await sender.reply(press.message, nothing_left(kind))
    elif action == "open":
        await sender.reply(press.message, shown.page(0), turning(kind, name, 0, len(shown)))
    else:
        page = min(int(number) if number.isdecimal() else 0, len(shown) - 1)
        await sender.edit(press.message, shown.page(page), turning(kind, name, page, len(shown)))
