"""Where every error ends that nobody else handled: logged once, and told in one sentence to whoever asked.

an error -> a line in the log -> a press: answered | an inline query: an empty list | a message: a reply
"""

from __future__ import annotations

import logging
from contextlib import suppress

from telegram import CallbackQuery, Chat, Message, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot import sender
from bot.commands import inlining
from bot.limiter import BotEndingError
from bot.posting import receipt_of
from bot.requests import AdminsUnknownError
from bot.views import inline as views
from bot.views import texts
from bot.views.errors import explain
from bot.views.language import say
from bot.views.rich import Rich
from summarizer.errors import VerbatimError

log = logging.getLogger(__name__)

ALERT = 200
"""UTF-16 units of what is told on a press, in a window of its own."""
TOO_LATE = "query is too old"
"""Stands in the refusal of an answer to a press or an inline query that came too late."""


async def failed(update: object, telegram: ContextTypes.DEFAULT_TYPE) -> None:
    """What python-telegram-bot calls with an error of a handler."""
    if telegram.error:
        await tell(update if isinstance(update, Update) else None, telegram.error)


async def tell(update: Update | None, error: Exception) -> None:
    """Logs it, and tells whoever asked by this update. What Telegram refuses of that is a line in the log."""
    _note(error)
    words = _words(error)
    try:
        if update is None or update.guest_message:  # a guest's own handler answers whatever happens
            return
        if query := update.callback_query:
            await _answer(query, words, alert=isinstance(error, AdminsUnknownError))
        elif update.inline_query:
            await inlining.put_off(update.inline_query, views.later_label())
        elif update.message and words and update.message.chat.type != Chat.CHANNEL:
            await sender.reply(update.message, words)
    except TelegramError as refused:
        log.warning("telegram.untold error=%s", type(refused).__name__)


async def _answer(query: CallbackQuery, words: Rich | None, *, alert: bool) -> None:
    """Tells it where the button is, since nobody sees a second answer to a press; the press is not left turning."""
    told = not words
    if words and not alert and isinstance(query.message, Message) and query.message.chat.type != Chat.CHANNEL:
        with suppress(TelegramError):  # then it is told by the answer
            await sender.reply(query.message, words)
            told = True
    with suppress(TelegramError):  # it was answered before, or is too old
        await query.answer(None if told or not words else words.text[:ALERT], show_alert=not told)


def _words(error: Exception) -> Rich | None:
    """What is told; nothing where Telegram refused the answer itself, and another one would fare no better."""
    if isinstance(error, AdminsUnknownError):
        return say(texts.UNSURE_ADMIN)
    if isinstance(error, TelegramError):
        return say(texts.UNFIT) if receipt_of(error).refusal == "unfit" else None
    return explain(error)


def _note(error: Exception) -> None:
    if isinstance(error, AdminsUnknownError):
        log.warning("telegram.admins_unknown error=%s", error)
    elif isinstance(error, VerbatimError):
        log.error("request.failed error=%s detail=%s", type(error).__name__, error.detail)
    elif isinstance(error, Forbidden | RetryAfter | BotEndingError) or _is_shut_out(error):
        log.warning("telegram.refused error=%s", error)
    elif isinstance(error, NetworkError) and not isinstance(error, BadRequest):  # the line broke, or the end cut it off
        log.warning("telegram.unanswered error=%s", type(error).__name__)
    else:
        log.error("request.crashed", exc_info=error)


def _is_shut_out(error: Exception) -> bool:
    """Whether an answer has no place any more: too late, or its topic, chat or the right to write is gone."""
    if not isinstance(error, BadRequest):
        return False
    gone = receipt_of(error).refusal in {"topic", "gone", "rights", "removed", "blocked"}
    return gone or TOO_LATE in error.message.lower()
