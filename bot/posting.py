"""Telegram's half of a delivery: a letter goes out when it is its turn, and whatever comes back becomes a receipt.

What Telegram surely did not take is told apart from what it may have: it knows no key by which it would recognise a
message that is sent twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.limiter import BotEndingError, Limiter, Turn
from bot.sender import NEVER_SENT, NO_PREVIEW, entities, keyboard, seconds
from bot.services.courier import Before, Notice
from bot.views import channels, notices
from bot.views.buttons import Rows
from bot.views.digest import rows_of
from bot.views.language import speaking
from bot.views.letters import language_of, unpack
from bot.views.rich import Rich
from storage.types import Delivery, Receipt, Refusal

log = logging.getLogger(__name__)

FORBIDDEN: tuple[tuple[str, Refusal], ...] = (
    ("deactivated", "gone"),
    ("deleted", "gone"),
    ("bots can't send messages to bots", "gone"),
    ("blocked by the user", "blocked"),
    ("can't initiate conversation", "blocked"),
    ("kicked", "removed"),
    ("not a member", "removed"),
)
"""What stands in the description of a 403, in lower case; what is none of these is a right that is missing."""
WRONG: tuple[tuple[str, Refusal], ...] = (
    ("thread not found", "topic"),
    ("topic_closed", "topic"),
    ("topic_deleted", "topic"),
    ("topic_id_invalid", "topic"),
    ("chat not found", "gone"),
    ("user not found", "gone"),
    ("peer_id_invalid", "gone"),
    ("chat_id_invalid", "gone"),
    ("channel_invalid", "gone"),
    ("group chat was deactivated", "gone"),
    ("group chat was deleted", "gone"),
    ("group chat was upgraded", "gone"),
    ("not enough rights", "rights"),
    ("no rights", "rights"),
    ("administrator rights", "rights"),
    ("chat_admin_required", "rights"),
    ("chat_write_forbidden", "rights"),
    ("chat_restricted", "rights"),
    ("chat_send_", "rights"),
    ("channel_private", "removed"),
    ("kicked", "removed"),
    ("not a member", "removed"),
    ("blocked by the user", "blocked"),
    ("user_is_blocked", "blocked"),
)
"""The same of a 400."""
UNFIT = (
    "entit",
    "too long",
    "too_long",
    "button",
    "reply_markup",
    "reply markup",
    "keyboard",
    "empty",
    "can't parse",
    "message text",
    "message_text",
    "text must be",
    "utf-8",
    "wrong http url",
    "url_invalid",
)
"""What stands in a 400 that blames the message itself; a reason that is not known is not the message's fault."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Posts with the running bot, whose limiter gives out the turns; `paid` is for paid broadcast."""

    bot: ExtBot[Any]
    limiter: Limiter
    now: Callable[[], datetime]
    paid: bool = False

    def paused(self) -> timedelta | None:
        """How long Telegram wants nothing at all, in any chat."""
        until = self.limiter.shut()
        return None if until is None else until - self.now()

    async def send(self, delivery: Delivery, before: Before) -> Receipt:
        """Sends a message of a digest, once; raises only what `before` raises.

        What Telegram cannot take with its marks and buttons goes out at once as plain text: the words are what counts.
        """
        try:
            rich, rows = _letter(delivery)
        except ValueError:
            await before()  # it counts as a try
            return Receipt("refused", refusal="unfit", word="unreadable letter")
        request = _Request(self, delivery, before)
        receipt = await request.made(rich, rows)
        if receipt.refusal != "unfit":
            return receipt
        log.warning("delivery.plain delivery=%d word=%s", delivery.id, receipt.word)
        return await request.made(Rich(rich.text), ())

    async def notice(self, person: int, notice: Notice) -> bool:
        """Tells a person, or a chat that sends its digests elsewhere, of a trouble, if Telegram takes it now."""
        with speaking(notice.language):
            rich = _worded(notice)
        try:
            await self.bot.send_message(
                person, rich.text, entities=entities(rich), link_preview_options=NO_PREVIEW, rate_limit_args=Turn()
            )
        except TelegramError as error:
            log.warning("notice.failed error=%s", type(error).__name__)
            return False
        return True


@dataclass(slots=True)
class _Request:
    """One message, asked for once or, where it was refused, twice: `begun` from the first one on."""

    posting: Posting
    delivery: Delivery
    before: Before
    begun: bool = False

    async def made(self, rich: Rich, rows: Rows) -> Receipt:
        """What became of it. Before it is begun nothing can be uncertain, and what `before` raises goes through."""
        try:
            return Receipt("sent", message=(await self._send(rich, rows)).message_id)
        except TelegramError as error:
            receipt = receipt_of(error)
            return receipt if self.begun or receipt.outcome != "uncertain" else Receipt("later", word=receipt.word)
        except Exception as error:  # whatever the library makes of an answer, what was asked for is no longer sure
            if not self.begun:
                raise
            # An answer that says "ok" and holds no message: the library takes it apart without looking.
            return Receipt("uncertain", word=f"unreadable answer: {type(error).__name__}")

    async def _send(self, rich: Rich, rows: Rows) -> Message:
        delivery = self.delivery
        return await self.posting.bot.send_message(
            delivery.chat,
            rich.text,
            entities=entities(rich),
            message_thread_id=delivery.thread,
            disable_notification=delivery.silent or None,
            reply_markup=keyboard(rows),
            link_preview_options=NO_PREVIEW,
            allow_paid_broadcast=self.posting.paid or None,
            rate_limit_args=Turn(before=self._mark),
        )

    async def _mark(self) -> None:
        if not self.begun:
            await self.before()
            self.begun = True


def _letter(delivery: Delivery) -> tuple[Rich, Rows]:
    """The message and its buttons. Raises ValueError for content that is no letter."""
    rich = unpack(delivery.content)
    with speaking(language_of(delivery.content)):
        rich = notices.outside(rich) if delivery.outside and delivery.part == 1 else rich
        return notices.repeated(rich) if delivery.repeated else rich, rows_of(delivery)


def _worded(notice: Notice) -> Rich:
    if notice.routed:
        return channels.silent(notice.title) if notice.trouble == "rights" else channels.away(notice.title)
    return notices.topic(notice.title) if notice.trouble == "topic" else notices.rights(notice.title)


def receipt_of(error: TelegramError) -> Receipt:
    """What an error of python-telegram-bot 22.8 says of the message: in doubt that it may have arrived.

    BadRequest and TimedOut are NetworkErrors there, and descriptions change their case.
    """
    word = type(error).__name__
    match error:
        case RetryAfter():
            return Receipt("later", wait=timedelta(seconds=seconds(error.retry_after)), word=word)
        case ChatMigrated():
            return Receipt("refused", refusal="moved", moved=error.new_chat_id, word=word)
        case InvalidToken():
            return Receipt("refused", refusal="token", word=word)
        case BadRequest() | Forbidden() | Conflict() | BotEndingError():
            return _refused(error)
        case NetworkError():
            return _unheard(error)
        case _:
            return Receipt("uncertain", word=_short(error))


def _refused(error: BadRequest | Forbidden | Conflict | BotEndingError) -> Receipt:
    """A request that was answered with 400, 403 or 409, or that the bot itself did not make any more."""
    said = error.message.lower()
    # With no JSON in it the answer is a proxy's, and the request never got to Telegram.
    if isinstance(error, Conflict | BotEndingError) or isinstance(error.__cause__, TelegramError):
        return Receipt("later", word=_short(error))
    if isinstance(error, Forbidden):
        return Receipt("refused", refusal=_found(FORBIDDEN, said) or "rights", word=_short(error))
    unfit: Refusal | None = "unfit" if any(word in said for word in UNFIT) else None
    return Receipt("refused", refusal=_found(WRONG, said) or unfit, word=_short(error))


def _unheard(error: NetworkError) -> Receipt:
    """A request without Telegram's word for it: a broken connection, a reply that is none, an odd status."""
    cause, said = error.__cause__, error.message.lower()
    if isinstance(cause, NEVER_SENT):
        return Receipt("later", word=type(cause).__name__)
    if said.startswith("too many requests"):  # without saying for how long
        return Receipt("later", word="TooManyRequests")
    if said.startswith("request entity too large"):
        return Receipt("refused", refusal="unfit", word="TooLarge")
    return Receipt("uncertain", word=type(cause or error).__name__)


def _found(words: tuple[tuple[str, Refusal], ...], said: str) -> Refusal | None:
    return next((refusal for word, refusal in words if word in said), None)


def _short(error: TelegramError) -> str:
    """Telegram's description; no longer, since a proxy's page may stand there."""
    return error.message[:80]
