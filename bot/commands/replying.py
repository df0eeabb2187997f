"""What people type or share in answer to a digest's card: read as what its screen asks for.

message -> which screen does it answer: the one it replies to | in a private chat the one that was opened just now
        -> its words, or the place that was shared -> an edit -> said in a line, and the card shows it
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace

from telegram import Chat, InlineKeyboardMarkup, Location, Message, ReplyKeyboardRemove
from telegram.error import BadRequest
from telegram.ext import filters

from bot import sender
from bot.commands import routing
from bot.commands.channels import named
from bot.commands.scheduling import Desk, Screen, allowed, answer
from bot.context import Context
from bot.requests import SHORT, Ask, is_file, linked_text
from bot.services import when, zones
from bot.services.asked import STORY
from bot.services.edits import LONGEST_TOPIC, MOST_TIMES, MOST_TOPICS, edited, read_quiet, with_topics, with_words
from bot.services.stories import listed as story_of
from bot.services.subscribing import Edit, Question
from bot.services.when import Fault, When
from bot.views import dialling, misread
from bot.views import subscriptions as views
from bot.views.channels import FIELD
from bot.views.dialling import NEW
from bot.views.language import say, tr
from bot.views.rich import Rich, chrome
from sources.web.links import links_in
from storage.types import Subscription
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

PIECES = re.compile(r"[,;\n]")
NO_CARD = 0
NOT_QUIET = frozenset("none no off never ні немає нема без ніколи вимкнути вимкни жодних".split())


def question_of(message: Message) -> Question | None:
    """What a message asks for that this one replies to; None where it replies to no card of ours."""
    asked = message.reply_to_message
    if asked is None or asked.from_user is None or asked.from_user.id != message.get_bot().id:
        return None
    field, digest = _field_of(asked.reply_markup)
    return Question(field, digest, asked.message_id) if field else None


def _field_of(markup: InlineKeyboardMarkup | None) -> tuple[str, int]:
    """The screen's own name is in its way back; below a card itself everything can be changed."""
    dials = [
        dialling.read(str(each.callback_data)) for row in (markup.inline_keyboard if markup else ()) for each in row
    ]
    for dial in filter(None, dials):
        named = dial.other if dial.action == "say" else dial.value
        if dial.action in {"card", "list", "say"} and (named == "card" or misread.is_typed(named)):
            return named, dial.digest
        if dial.action == "times":
            return "card", dial.digest
    return "", NEW


class Replied(filters.MessageFilter):
    """Words or a place in reply to a digest's card, and no command."""

    def filter(self, message: Message) -> bool:
        words = message.text and not message.text.startswith("/") and not _is_sent(message)
        return bool(words or _location(message)) and question_of(message) is not None


async def leave(context: Context, chat: Chat, card: int | None = None) -> None:
    """Somebody does something else in a private chat: but for the message `card`, nothing is waited for any more."""
    if chat.type != Chat.PRIVATE:
        return
    try:
        await context.subscriptions.answered(chat.id, but=card)
    except StorageError as error:  # no reason to leave undone what they want instead
        log.warning("digest.still_asked detail=%s", error.detail)


async def cancelled(ask: Ask) -> bool:
    """Ends what is waited for in a private chat, and says so; False where nothing is."""
    if not ask.private or await ask.context.subscriptions.asked(ask.chat) is None:
        return False
    await leave(ask.context, ask.message.chat)
    await ask.answer(say("All right. I wait for no answer any more; nothing was changed."))
    return True


async def heard(ask: Ask) -> bool:
    """Whether a message was an answer to a card, and was taken as one; a source never is."""
    desk = Desk.of(ask)
    if await routing.passed_on(ask, desk):
        return True
    if _location(ask.message) is None and (_is_sent(ask.message) or not ask.message.text):
        return False
    question = question_of(ask.message) or (await _asked(ask, desk) if desk.private else None)
    if question and not await _is_meant(ask, desk, question):
        return False
    if question and await allowed(ask):
        await _take(ask, desk, question)
    elif question is None and _location(ask.message):
        await ask.answer(say(views.LOCATION_UNASKED))
    return bool(question or _location(ask.message))


async def _is_meant(ask: Ask, desk: Desk, question: Question) -> bool:
    """In a group people talk below a card too: what they say there is an answer where it can be read as one."""
    if desk.private or question.field != "card" or _location(ask.message):
        return True
    said = await asyncio.to_thread(when.read, ask.message.text or "")
    return said != When() and not said.faults


async def _asked(ask: Ask, desk: Desk) -> Question | None:
    """What the chat was asked last, unless these words answer another message, or are a source.

    A location that nobody asked for can only mean its one digest; apps send one in reply to whatever offered the key.
    """
    asked = await desk.subscriptions.asked(desk.chat)
    if asked and asked.field == FIELD and named(ask.message.text or ""):  # also a link, which is a source otherwise
        return asked
    spoken = _location(ask.message) is None
    if spoken and (ask.replied or _is_source(ask.message)):
        return None
    if asked or spoken:
        return asked
    known = await desk.subscriptions.listed(desk.chat)
    return Question("zones", known[0].id, NO_CARD) if len(known) == 1 else None


async def _take(ask: Ask, desk: Desk, question: Question) -> None:
    digest = await desk.subscriptions.get(desk.chat, question.digest) if question.digest else None
    if question.digest and (digest is None or not desk.keeps(digest)):
        await _end(ask, desk, say(views.GONE))
    elif question.field == FIELD:
        await routing.typed(ask, desk, question.digest)
    elif digest and (refusal := await routing.refusal(desk, digest)):
        await _end(ask, desk, chrome(refusal))
    elif (ask.message.text or "").strip() in {views.CANCEL, tr(views.CANCEL)}:
        await _end(ask, desk, say(views.CANCELLED))
    elif (place := _location(ask.message)) and digest:
        await _placed(ask, desk, question, digest, place)
    else:
        screen = await applied(desk, question.field, ask.message.text or "", digest)
        await _tell(ask, desk, question, screen)


async def _placed(ask: Ask, desk: Desk, question: Question, digest: Subscription, place: Location) -> None:
    """The zone of a place; its polygons take a moment to load."""
    zone = await asyncio.to_thread(zones.at, place.latitude, place.longitude)
    if zone is None:
        await _end(ask, desk, say(views.NO_ZONE_THERE))
        return
    screen = await _edited(desk, digest, lambda known: edited(known, "zone", zone))
    await _tell(ask, desk, question, screen)


async def _tell(ask: Ask, desk: Desk, question: Question, screen: Screen) -> None:
    """A change is said in a line and shown on the card; what could not be read is asked anew."""
    digest = await desk.subscriptions.get(desk.chat, screen.digest) if screen.field == "card" else None
    if digest is None or question.digest == NEW:
        await answer(ask, desk, screen)
        return
    await _end(ask, desk, views.set_to(digest, question.field, await desk.named(digest), desk.context.now()))
    if question.card == NO_CARD:
        return
    try:
        await sender.edit(_card(ask, question), screen.rich, screen.rows)
    except BadRequest:  # the card was deleted meanwhile: what was set is said all the same
        return


async def _end(ask: Ask, desk: Desk, rich: Rich) -> None:
    """Says what came of it, and waits no more; a keyboard that was opened for a location goes."""
    if desk.private:
        await desk.subscriptions.answered(desk.chat)
        entities = sender.entities(rich)
        await ask.message.reply_text(rich.text, entities=entities, reply_markup=ReplyKeyboardRemove())
    else:
        await ask.answer(rich)


def _card(ask: Ask, question: Question) -> Message:
    """The card, as far as editing it needs."""
    card = Message(question.card, ask.message.date, ask.message.chat)
    card.set_bot(ask.message.get_bot())
    return card


def _location(message: Message) -> Location | None:
    """Where somebody is; a place that they tell of, or that somebody else sent, is none."""
    return None if message.forward_origin or message.venue else message.location


def _is_sent(message: Message) -> bool:
    """Whether it is something to take in, also in reply to a card: a file, a forward."""
    return bool(is_file(message) or message.forward_origin)


def _is_source(message: Message) -> bool:
    """Whether it is something to take in, as it is without a card: a link or a text too."""
    return bool(_is_sent(message) or len(message.text or "") >= SHORT or links_in(linked_text(message)))


async def applied(desk: Desk, field: str, words: str, digest: Subscription | None) -> Screen:
    """The card after words were taken as an answer, or what is wrong with them. Without a digest they ask for one."""
    if digest is None:
        return await desk.wished(words)
    match field:
        case "zones":
            return await _zone(desk, words, digest)
        case "topics":
            return await _topics(desk, words, digest)
        case "quiets":
            return await _quiet(desk, words, digest)
        case _:
            return await _times(desk, field, words, digest)


async def _times(desk: Desk, field: str, words: str, digest: Subscription) -> Screen:
    """Times, and what may stand beside them: days, a zone, a length; below the card itself any of these."""
    said = await asyncio.to_thread(when.read, words)
    if said.faults:
        return await desk.misread(words, said.faults, field, digest)
    if not said.times and field != "card":
        return _anew(misread.how(field), field, digest)
    old = field.removeprefix(dialling.AT) if field.startswith(dialling.AT) else None
    if len(with_words(digest, said, old).rule.times) > MOST_TIMES:
        return _anew(say(views.ALL_TIMES), field, digest)
    return await _edited(desk, digest, lambda known: with_words(known, said, old))


async def _edited(desk: Desk, digest: Subscription, edit: Edit) -> Screen:
    kept = await desk.subscriptions.edit(desk.chat, digest.id, edit)
    return await desk.card(kept) if kept else Screen(say(views.GONE))


def _anew(rich: Rich, field: str, digest: Subscription) -> Screen:
    return Screen(rich, ((dialling.back(digest, field),),), field, digest.id)


async def _zone(desk: Desk, words: str, digest: Subscription) -> Screen:
    found = await asyncio.to_thread(zones.find, words)
    if found.zone is None:
        places = found.places or found.near
        fault = Fault("choice" if found.places else "zone", words.strip(), places=places)
        return await desk.misread(words, (fault,), "zones", digest)
    zone = found.zone
    return await _edited(desk, digest, lambda known: edited(known, "zone", zone))


async def _quiet(desk: Desk, words: str, digest: Subscription) -> Screen:
    none, hours = words.strip().casefold() in NOT_QUIET, read_quiet(words)
    if hours is None and not none:
        return _anew(misread.how("quiets"), "quiets", digest)
    return await _edited(desk, digest, lambda known: replace(known, rule=replace(known.rule, quiet=hours)))


async def _topics(desk: Desk, words: str, digest: Subscription) -> Screen:
    """One topic or several with commas between; a story's number must be one that the chat has."""
    named = [" ".join(each.split()) for each in PIECES.split(words)]
    for topic in named:
        found = STORY.match(topic)
        if found and await story_of(desk.context.database, desk.chat, int(found["number"])) is None:
            return _anew(misread.no_story(topic), "topics", digest)
    if any(len(topic) > LONGEST_TOPIC for topic in named):
        return _anew(misread.how("topics"), "topics", digest)
    if len({*digest.taste.topics, *filter(None, named)}) > MOST_TOPICS:
        return _anew(say(views.ALL_TOPICS), "topics", digest)
    return await _edited(desk, digest, lambda known: with_topics(known, named))
