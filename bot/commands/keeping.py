"""What a chat has added and may remove or change: asking first, doing it, undoing it; by command and by button.

Every number of a button is looked up among what its chat sees, and only admins of a group get this far.
"""

from __future__ import annotations

import logging

from telegram import Message
from telegram.ext import filters

from bot import sender
from bot.commands.base import pages
from bot.requests import Ask, Press
from bot.services import removing
from bot.services.removing import Brought, Own
from bot.views import feeds as views
from bot.views import texts
from bot.views.buttons import NUMBER, Pressed, Rows, read
from bot.views.citations import headline
from bot.views.errors import explain
from bot.views.language import say, tr
from bot.views.rich import Rich
from sources.web.links import links_in
from storage.types import Following
from summarizer.errors import SourceError

log = logging.getLogger(__name__)


async def ask_whether(ask: Ask, number: int) -> tuple[Rich, Rows]:
    """Whether to remove what the number names, or why it cannot be removed."""
    found = await _find(ask, number)
    if found is None:
        return views.no_number(number), ()
    if _chat_of(found) != ask.chat:
        return say(views.NOT_YOURS), ()
    return views.confirming(_named(found), number, feed=isinstance(found, Following))


async def run(press: Press, pressed: Pressed) -> None:
    """A press of a button about one feed or source; somebody who may not is told so, by a note that only they see."""
    if not await press.may_change():
        await press.query.answer(tr(views.ADMINS_ONLY), show_alert=True)
        return
    ask = Ask(press.context, press.message)
    number = int(pressed.listing) if NUMBER.fullmatch(pressed.listing) else 0
    if pressed.action == "back":
        await press.query.answer()
        await _restore(ask, pressed.listing)
    elif (found := await _find(ask, number)) is None or _chat_of(found) != ask.chat:
        await press.query.answer(tr(views.OWN_BUTTON), show_alert=True)
    else:
        await press.query.answer()
        await _act(ask, pressed.action, number, found)


async def _act(ask: Ask, action: str, number: int, found: Own) -> None:
    match action, found:
        case "ask", _:
            await ask.answer(*views.confirming(_named(found), number, feed=isinstance(found, Following)))
        case "drop", _:
            await _remove(ask, number)
        case (("keep" | "leave"), _):
            await sender.edit(ask.message, say(views.KEPT))
        case "retry", Following():
            await _retry(ask, found)
        case "swap", Following():
            await ask.answer(*views.replacing(found))
        case _:
            await ask.answer(say(texts.CHOICE_GONE))


async def pick(press: Press, listing_words: str, page: int) -> None:
    """Which of a page of /sources to remove: those that this chat has added, a button each."""
    shown = await pages(press.context, "sources", press.message.chat_id, listing_words, read("").choice)
    choices = shown.removable(min(page, len(shown) - 1)) if len(shown) else ()
    rich, rows = views.picking(choices) if choices else (say(views.NOTHING_OWN), ())
    await sender.reply(press.message, rich, rows)


def replaced_by(message: Message) -> int | None:
    """The number of the feed that a message of ours asks to replace, which `message` answers; None: no such message."""
    asked = message.reply_to_message
    if asked is None or asked.from_user is None or asked.from_user.id != message.get_bot().id:
        return None
    rows = asked.reply_markup.inline_keyboard if asked.reply_markup else ()
    pressed = next((read(str(button.callback_data)) for row in rows for button in row), None)
    if pressed is None or (pressed.action, pressed.kind) != ("leave", views.KIND):
        return None
    return int(pressed.listing) if NUMBER.fullmatch(pressed.listing) else None


class Answered(filters.MessageFilter):
    """Messages that answer the question for a feed's new address, with /add before it or without."""

    def filter(self, message: Message) -> bool:
        text = message.text or ""
        return replaced_by(message) is not None and (not text.startswith("/") or text.startswith("/add"))


async def replace(ask: Ask) -> None:
    """An answer to the question for a feed's new address: it is followed in the place of the old one."""
    number, links = replaced_by(ask.message), links_in(ask.request)
    found = await _find(ask, number) if number else None
    if not await ask.may_change():
        await ask.answer(say(views.ADMINS_ONLY))
    elif not isinstance(found, Following) or found.chat != ask.chat:
        await ask.answer(say(views.GONE))
    elif not links:
        await ask.answer(*views.replacing(found))
    else:
        async with ask.busy():
            await _replace(ask, found, links[0])


async def _replace(ask: Ask, old: Following, link: str) -> None:
    try:
        followed = await ask.context.feeds.replace(old.id, link, chat=ask.chat)
    except SourceError as error:
        await ask.answer(explain(error))
        return
    if followed is None:
        await ask.answer(say(views.GONE))
        return
    await ask.answer(views.followed(followed.following, len(followed.documents), followed.unread, new=True))


async def _retry(ask: Ask, following: Following) -> None:
    async with ask.busy():
        look = await ask.context.feeds.retry(following.id, ask.chat)
    if look is None:
        await ask.answer(say(views.GONE))
        return
    await ask.answer(views.retried(look.state, len(look.documents), ask.context.now()))


async def _remove(ask: Ask, number: int) -> None:
    done = await removing.remove(ask.context.database, ask.chat, **_id(number), now=ask.context.now())
    if done is None:
        await sender.edit(ask.message, say(views.GONE))
        return
    removed, listing = done
    log.info("source.removed kind=%s", type(removed).__name__.lower())
    await sender.edit(ask.message, *views.removed(_named(removed), listing))


async def _restore(ask: Ask, listing: str) -> None:
    back = await removing.restore(ask.context.database, ask.chat, listing, ask.context.now())
    await sender.edit(ask.message, say(views.RESTORED if back else views.NOT_BACK))


async def _find(ask: Ask, number: int) -> Own | None:
    return await removing.find(ask.context.database, ask.chat, **_id(number))


def _id(number: int) -> dict[str, int | None]:
    feed, source = views.meant(number)
    return {"feed": feed, "source": source}


def _chat_of(found: Own) -> int | None:
    return found.source.chat if isinstance(found, Brought) else found.chat


def _named(found: Own) -> Rich:
    return headline(found.document) if isinstance(found, Brought) else views.name(found.feed)
