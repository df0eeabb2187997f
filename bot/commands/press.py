"""Pressing a button: opening a list, turning its page, its order or its speaker in place, proving, drawing."""

import asyncio
from contextlib import suppress

from telegram.constants import ChatAction
from telegram.error import NetworkError, TelegramError

from bot import sender
from bot.commands.base import NOUN, nothing_left, pages, show_comparison
from bot.requests import Ask, Press
from bot.views import texts
from bot.views.buttons import Pressed, read
from bot.views.chart import chart
from bot.views.chart_words import alt_text
from bot.views.evidence import evidence
from bot.views.pages import Pages
from bot.views.rich import parts
from storage import listings

COMPARISON = "compare"
ACTIONS = frozenset({"open", "page", "proof", "chart"})


async def run(press: Press) -> None:
    """Answers the press at once, then shows what it asks for; another chat's list is as unknown as one that is gone."""
    pressed = read(press.query.data or "")
    chat = press.message.chat_id
    async with press.context.database.session(readonly=True) as session:
        listing = await listings.get(session, pressed.listing, chat)
    if listing is None or pressed.action not in ACTIONS or pressed.kind not in {*NOUN, COMPARISON}:
        await press.query.answer(texts.STALE_BUTTON, show_alert=True)
        return
    await press.query.answer()
    if pressed.kind == COMPARISON:
        await show_comparison(Ask(press.context, press.message, listing.query))
        return
    shown = await pages(press.context, pressed.kind, chat, listing.query, pressed.choice)
    if not len(shown):
        await sender.reply(press.message, nothing_left(pressed.kind, pressed.choice))
        return
    match pressed.action:
        case "proof":
            await _prove(press, shown, min(pressed.choice.page, len(shown) - 1))
        case "chart":
            await _draw(press, shown, pressed.choice.by)
        case _:
            await _show(press, shown, pressed)


async def _show(press: Press, shown: Pages, pressed: Pressed) -> None:
    page = min(pressed.choice.page, len(shown) - 1)
    show = sender.reply if pressed.action == "open" else sender.edit
    await show(press.message, shown.page(page), shown.rows(pressed.kind, pressed.listing, page))


async def _prove(press: Press, shown: Pages, page: int) -> None:
    """Where everything on a page stands, in as many messages as that takes."""
    asked = shown.questions(page)
    if not asked:
        await sender.reply(press.message, texts.NO_EVIDENCE)
        return
    *first, last = parts(await asyncio.to_thread(evidence, asked))  # a long text is read for it
    for part in first:
        await sender.reply(press.message, part, quiet=True)
    await sender.reply(press.message, last)


async def _draw(press: Press, shown: Pages, mark: str) -> None:
    """A question as a picture; the question of an old button may have no answers to draw any more."""
    question = shown.marked(mark)
    drawn = chart(question) if question else None
    if drawn is None:
        await sender.reply(press.message, texts.NO_CHART)
        return
    with suppress(TelegramError):  # a sign of life, and no reason to lose the picture
        thread = press.message.message_thread_id if press.message.is_topic_message else None
        await press.message.chat.send_action(ChatAction.UPLOAD_PHOTO, message_thread_id=thread)
    words, picture = alt_text(drawn), await press.context.painter.paint(drawn)
    try:
        await sender.photo(press.message, picture, words)
    except NetworkError:  # or a group that allows no pictures: what there is to see stands in the caption
        await sender.reply(press.message, words)
