"""Where the bot is asked without being there: inline mode (`@bot words` in any chat) and guest mode (a mention of it).

What somebody asks for is answered from storage and neither kept nor logged. In inline mode whoever asks sees their own
sources besides the public ones, and nobody else does; everybody reads what a guest answers, so that is public.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    Update,
    User,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.context import Context
from bot.requests import text_of
from bot.sender import NO_PREVIEW, entities, keyboard
from bot.services import offers
from bot.services.claims import claimed
from bot.services.speaking import language
from bot.views import inline as views
from bot.views import links
from bot.views.inline import Card
from bot.views.language import speaking
from bot.views.rich import Rich
from storage.types.offers import Offer
from summarizer.errors import StorageError, VerbatimError

log = logging.getLogger(__name__)

PAGE: Final = 20
"""Results that one answer holds: Telegram takes 50, and clients ask for more when somebody turns to the last ones."""
CACHE: Final = 10
"""Seconds in which Telegram may give the same answer to the same person: who takes a letter back asks nothing anew, and
what was removed, corrected or forgotten is not offered any longer."""
ANSWER = "answer"


Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def answering(context: Context) -> Handler:
    """What `@bot words` is answered by."""

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.inline_query:
            await answer(context, update.inline_query)

    return handler


def visiting(context: Context) -> Handler:
    """What a mention is answered by in a chat that the bot is not in."""

    async def handler(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.guest_message:
            await be_guest(context, update.guest_message)

    return handler


async def answer(context: Context, query: InlineQuery) -> None:
    """A page of results; without any the button above them says why."""
    async with _spoken(context, query.from_user):
        try:
            await _answer(context, query)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked is not left waiting
            _note("inline.failed", error)
            await _send(query, (), views.later_label())


async def _answer(context: Context, query: InlineQuery) -> None:
    found = await _found(context, query.from_user.id, query.query)
    first = int(query.offset) if re.fullmatch(r"[1-9]\d{0,3}", query.offset, re.ASCII) else 0
    shown = found[first : first + PAGE]
    bot = query.get_bot().username
    cards = await asyncio.to_thread(lambda: [views.card(offer, bot) for offer in shown])
    more = str(first + PAGE) if len(found) > first + PAGE else ""
    await _send(query, cards, views.opening_label() if found else views.nothing_label(), more)


async def _found(context: Context, person: int, words: str) -> tuple[Offer, ...]:
    """What the words ask for; what a button to share one thing puts there is that thing alone."""
    link = links.read(words.strip())
    if link and link.kind == "passage":
        one = await offers.at(context.database, person, link.mark, link.start)
        return (one,) if one else ()
    return await offers.offered(context.answers, person, words)


async def _send(query: InlineQuery, cards: Sequence[Card], label: str, more: str = "", *, cache: int = CACHE) -> None:
    try:
        await query.answer(
            [_article(card) for card in cards],
            cache_time=cache,
            is_personal=True,
            next_offset=more or None,  # the library would send "" as "[]"
            button=InlineQueryResultsButton(label, start_parameter=links.OPENED),
        )
    except TelegramError as error:  # most often it comes too late: they have typed on, and asked anew
        log.info("inline.unanswered error=%s", error)


async def be_guest(context: Context, message: Message) -> None:
    """One answer where the bot is mentioned in a chat that it is not in: what public sources have on it."""
    if message.from_user is None or message.guest_query_id is None:
        return
    async with _spoken(context, message.from_user):
        try:
            card = await _told(context, message, message.from_user.id)
        except Exception as error:  # noqa: BLE001 - as above; nothing else of us is ever said in that chat
            _note("guest.failed", error)
            card = _plain(views.not_now())
        await _reply(message, card)


async def put_off(query: InlineQuery, label: str) -> None:
    """No results, and nothing that Telegram keeps; the button says why."""
    await _send(query, (), label, cache=0)


async def reply(message: Message, words: Rich) -> None:
    """The one answer to a mention, in these words."""
    await _reply(message, _plain(words))


async def _reply(message: Message, card: Card) -> None:
    try:
        await message.answer_guest_query(_article(card))
    except TelegramError as error:
        log.info("guest.unanswered error=%s", error)


def _note(line: str, error: Exception) -> None:
    """What was asked for is not logged."""
    if isinstance(error, VerbatimError):
        log.warning("%s error=%s detail=%s", line, type(error).__name__, error.detail)
    else:
        log.error("%s", line, exc_info=error)


async def _told(context: Context, message: Message, person: int) -> Card:
    if not await context.access.admits(person):
        return _plain(views.closed())
    bot = message.get_bot().username
    words = asked(message, bot)
    if not words:
        return _plain(views.how_to_ask(bot))
    found = await claimed(context.answers, words)
    if found is None:
        return _plain(views.not_found())
    return await asyncio.to_thread(views.card, found, bot)


def asked(message: Message, bot: str) -> str:
    """What is said besides the bot's name; where that is nothing, what the message answers."""
    words = " ".join(re.sub(rf"(?<!\w)(/\w+)?@{re.escape(bot)}\b", " ", text_of(message), flags=re.IGNORECASE).split())
    if words or message.reply_to_message is None:
        return words
    return message.quote.text if message.quote else text_of(message.reply_to_message)


def _plain(words: Rich) -> Card:
    return Card(ANSWER, words.text[: views.TOLD], "", words, ())


def _article(card: Card) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        card.message.text, entities=entities(card.message), link_preview_options=NO_PREVIEW
    )
    rows = keyboard(card.rows)
    return InlineQueryResultArticle(card.id, card.title, content, reply_markup=rows, description=card.description)


@asynccontextmanager
async def _spoken(context: Context, person: User) -> AsyncIterator[None]:
    """In the language of whoever asks."""
    try:
        async with context.database.session(readonly=True) as session:
            code = await language(session, person.id, person=person.language_code)
    except StorageError:  # what is asked will tell
        code = person.language_code or ""
    with speaking(code):
        yield
