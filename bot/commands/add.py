"""/add, and whatever is sent without a command in a private chat: kept at once, taken in, answered when it is done."""

import logging
from functools import partial

from telegram.error import TelegramError

from bot.commands.base import Command
from bot.commands.delivering import deliver
from bot.gathering import Parcel
from bot.limiter import ERRAND
from bot.requests import Ask, Press, is_file, place_of
from bot.unpacking import unpack
from bot.views import texts
from bot.views.arrivals import refused
from bot.views.buttons import read
from bot.views.errors import explain
from bot.views.feeds import followed
from bot.views.language import later, say, tr
from storage import listings
from summarizer.errors import SourceError

log = logging.getLogger(__name__)


async def run(ask: Ask) -> None:
    """Takes in the text or links after the command, the file it comes with, or the message that it answers."""
    try:
        allowed = await ask.may_change()
    except TelegramError as error:
        log.warning("telegram.admins_unknown error=%s", error)
        await ask.answer(say(texts.UNSURE_ADMIN))
        return
    if not allowed:
        await ask.answer(say(texts.ADMINS_ONLY))
        return
    given = ask.message if is_file(ask.message) or ask.words else ask.replied
    if given is None:
        await ask.answer(say(texts.HOW_TO_ADD))
        return
    await _receive(ask, unpack(given, under=ask.message.message_id))


async def captioned(ask: Ask) -> None:
    """A file whose caption is /add, or /add@bot with our name."""
    command = (ask.message.caption or "").split()[0]
    if "@" not in command or ask.names_us(command):
        await run(ask)


async def incoming(ask: Ask) -> None:
    """A text, a link, a file or a forward in a private chat, without a command."""
    await _receive(ask, unpack(ask.message))


async def _receive(ask: Ask, parcel: Parcel) -> None:
    """In a group the bot sees commands only: nothing that follows belongs to them."""
    work = partial(deliver, ask.context, ask.message.get_bot())
    refusal = await ask.context.gathering.add(place_of(ask.message), parcel, work, alone=not ask.private)
    if errand := ERRAND.get():
        errand.kept = True
    if refusal:
        await ask.answer(refused(refusal))


async def follow(press: Press) -> None:
    """A press of a button below a front page: the feed that it offered is followed."""
    chat = press.message.chat_id
    async with press.context.database.session(readonly=True) as session:
        listing = await listings.get(session, read(press.query.data or "").listing, chat)
    if listing is None or not await press.may_change():
        await press.query.answer(tr(texts.ADMINS_FOLLOW) if listing else tr(texts.STALE_BUTTON), show_alert=True)
        return
    await press.query.answer()
    ask = Ask(press.context, press.message)
    async with ask.busy():
        await _follow(ask, listing.query, press.query.from_user.id)


async def _follow(ask: Ask, url: str, person: int) -> None:
    try:
        done = await ask.context.feeds.follow(url, chat=ask.chat, person=person)
    except SourceError as error:
        await ask.answer(explain(error))
        return
    await ask.answer(followed(done.following, len(done.documents), done.unread, new=done.new))


COMMAND = Command("add", later("take in a link, a feed, a text or a file"), run, "sources", "admins")
