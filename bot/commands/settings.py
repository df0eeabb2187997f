"""/settings: what this chat has chosen, on one card that is edited in place: language, time zone, length, keeping.

Reading is for everybody; in a group every press and every answer that changes something is an admin's.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from telegram import Chat, Location, Message, User
from telegram.error import BadRequest, TelegramError
from telegram.ext import filters

from bot import sender
from bot.commands.base import Command
from bot.context import Context
from bot.requests import SHORT, Ask, Press, is_file, linked_text
from bot.services import speaking, zones
from bot.services.preferring import DAYS, Preferring
from bot.services.subscribing import Question
from bot.services.suggesting import suggested
from bot.views import settings as views
from bot.views import texts
from bot.views.buttons import Rows
from bot.views.language import later, spoken, tr
from bot.views.language import say as shown
from bot.views.language import speaking as spoken_in
from bot.views.rich import Rich
from sources.web.links import links_in
from storage.types import Chat as Noted
from storage.types import ChatKind, Preferences

ALSO = ("digest", "follow", "sources", "privacy", "export")
"""Commands about other things that are a chat's to choose."""
FIELD = "settings"
"""What a typed answer is waited for in a private chat."""
NO_DIGEST = 0


async def run(ask: Ask) -> None:
    """Shows the card."""
    await ask.answer(*await _card(ask.context, ask.message.chat, _person(ask.message)))


async def press(press: Press) -> None:
    """A press of one of the card's buttons; somebody who may not is told so, by a note that only they see."""
    try:
        may = await press.may_change()
    except TelegramError:
        await press.query.answer(tr(texts.UNSURE_ADMIN), show_alert=True)
        return
    if not may:
        await press.query.answer(views.admins_only().text, show_alert=True)
        return
    action, value = views.read(press.query.data or "")
    context, chat, person = press.context, press.message.chat, press.query.from_user
    if action == "do":
        name, _, value = value.partition("=")
        if await _choose(context, chat, name, value) is None:
            await press.query.answer(views.stale(), show_alert=True)
            return
    elif action not in {"card", "done", *views.SCREENS}:
        await press.query.answer(views.stale(), show_alert=True)
        return
    await press.query.answer()
    with spoken_in(await _language(context, chat, person)):
        rich, rows = await _screen(context, chat, person, action)
        await sender.edit(press.message, rich, () if action == "done" else rows)
    if action == "zone" and chat.type == Chat.PRIVATE:
        await context.subscriptions.ask(chat.id, Question(FIELD, NO_DIGEST, press.message.message_id))


async def heard(ask: Ask) -> bool:
    """Whether a message was an answer to the card's question for a time zone, and was taken as one."""
    card = _asking(ask.message) or (await _asked(ask) if ask.private else None)
    if card is None:
        return False
    try:
        may = await ask.may_change()
    except TelegramError:
        await ask.answer(shown(texts.UNSURE_ADMIN))
        return True
    if not may:
        await ask.answer(views.admins_only())
        return True
    await _take(ask, card)
    return True


class Answered(filters.MessageFilter):
    """Words or a place in reply to the card's question for a time zone, and no command."""

    def filter(self, message: Message) -> bool:
        words = message.text and not message.text.startswith("/")
        return bool(words or _location(message)) and _asking(message) is not None


async def _take(ask: Ask, card: int) -> None:
    """The zone that was named; the card shows it, where it is still there."""
    place, words = _location(ask.message), (ask.message.text or "").strip()
    if place:
        zone = await asyncio.to_thread(zones.at, place.latitude, place.longitude)
        if zone is None:
            await ask.answer(views.no_zone_there())
            return
    else:
        found = await asyncio.to_thread(zones.find, words)
        if found.zone is None:
            near = ((each.name, each.country, each.zone) for each in (found.places or found.near)[:6])
            await ask.answer(*views.misread(words, near))
            return
        zone = found.zone
    await _choose(ask.context, ask.message.chat, "zone", zone)
    if ask.private:
        await ask.context.subscriptions.answered(ask.chat)
    await _show(ask, card, zone)


async def _show(ask: Ask, card: int, zone: str) -> None:
    """What was set is said in a line; the card shows it, where it is still there."""
    await ask.answer(views.zone_set(zone, ask.context.now()))
    old = Message(card, ask.message.date, ask.message.chat)
    old.set_bot(ask.message.get_bot())
    with suppress(BadRequest):  # it was deleted meanwhile
        await sender.edit(old, *await _card(ask.context, ask.message.chat, _person(ask.message)))


async def _screen(context: Context, chat: Chat, person: User | None, action: str) -> tuple[Rich, Rows]:
    chosen = await _preferring(context).of(chat.id)
    match action:
        case "language":
            return views.languages(chosen, spoken())
        case "zone":
            used = [each.rule.zone for each in await context.subscriptions.listed(chat.id)]
            near = suggested(person.language_code if person else None, context.now(), used)
            return views.zones(chosen, near, context.now())
        case "length":
            return views.lengths(chosen)
        case "retention":
            return views.retention(chosen, context.settings.retention_days, DAYS)
        case _:
            return await _card(context, chat, person)


async def _card(context: Context, chat: Chat, person: User | None) -> tuple[Rich, Rows]:
    chosen = await _preferring(context).of(chat.id)
    private = chat.type == Chat.PRIVATE
    with spoken_in(await _language(context, chat, person)):
        kept = context.settings.retention_days
        return views.card(chosen, context.now(), spoken=spoken(), kept=kept, private=private, also=ALSO)


async def _choose(context: Context, chat: Chat, name: str, value: str) -> Preferences | None:
    title = None if chat.type == Chat.PRIVATE else chat.title
    noted = Noted(chat.id, _kind(chat), title)
    return await _preferring(context).choose(noted, name, value)


def _kind(chat: Chat) -> ChatKind:
    return "private" if chat.type == Chat.PRIVATE else "group" if chat.type == Chat.GROUP else "supergroup"


async def _language(context: Context, chat: Chat, person: User | None) -> str:
    tag = person.language_code if person and chat.type == Chat.PRIVATE else None
    async with context.database.session(readonly=True) as session:
        return await speaking.language(session, chat.id, person=tag)


async def _asked(ask: Ask) -> int | None:
    """The card that waits for an answer, unless these words answer another message, or are a source."""
    message = ask.message
    if _location(message) is None:
        is_source = is_file(message) or message.forward_origin or len(message.text or "") >= SHORT
        if is_source or ask.replied or not message.text or links_in(linked_text(message)):
            return None
    question = await ask.context.subscriptions.asked(ask.chat)
    return question.card if question and question.field == FIELD else None


def _asking(message: Message) -> int | None:
    """The number of the message that asks for a zone, which this one replies to."""
    asked = message.reply_to_message
    if asked is None or asked.from_user is None or asked.from_user.id != message.get_bot().id or not asked.reply_markup:
        return None
    ways = {str(each.callback_data) for row in asked.reply_markup.inline_keyboard for each in row}
    return asked.message_id if f"{views.KIND}:card:{views.TYPED}" in ways else None


def _location(message: Message) -> Location | None:
    return None if message.forward_origin or message.venue else message.location


def _person(message: Message) -> User | None:
    return None if message.sender_chat else message.from_user


def _preferring(context: Context) -> Preferring:
    return Preferring(context.database, context.now)


COMMAND = Command("settings", later("language, time zone, length, how long things are kept"), run, "chat")
