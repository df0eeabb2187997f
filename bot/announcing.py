"""Telegram's half of a broadcast: its copies go out one after the other, behind answers and digests.

a tick -> what is confirmed -> copy after copy, each noted right before it is asked for -> how far it is, shown
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Message
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.limiter import Turn
from bot.posting import receipt_of
from bot.sender import NO_PREVIEW, entities, keyboard
from bot.services import speaking
from bot.services.broadcasting import Broadcasting
from bot.views import operators as views
from bot.views.language import speaking as spoken_in
from storage.types import Broadcast, Receipt

log = logging.getLogger(__name__)

EACH = 25
"""Copies after which it is shown how far a broadcast is: an edit is a request, too."""


@dataclass(frozen=True, slots=True)
class Announcing:
    """Sends what operators confirmed; `bot` is the running one, `sends` says whether it is still our turn."""

    bot: ExtBot[Any]
    service: Broadcasting
    sends: Callable[[], bool] = lambda: True

    async def work(self) -> None:
        """Sends all that waits, each copy once; what could not go out now is left to the next tick.

        Raises StorageError.
        """
        for broadcast in await self.service.under_way():
            after, sent = None, 0
            while (
                self.sends() and (after := await self.service.pass_on(broadcast, self._send, after=after)) is not None
            ):
                sent += 1
                if sent % EACH == 0:
                    await self._show(broadcast)
            finished = await self.service.finish(broadcast)
            if finished:
                log.info("broadcast.finished broadcast=%d", broadcast.id)
            if sent or finished:
                await self._show(broadcast)

    async def _send(self, broadcast: Broadcast, chat: int, begin: Callable[[], Awaitable[None]]) -> Receipt:
        begun = False

        async def before() -> None:
            nonlocal begun
            await begin()
            begun = True

        with spoken_in(await self._language(chat)):
            rich = views.announcement(broadcast.text)
        try:
            sent = await self._ask(chat, rich.text, rate_limit_args=Turn(before=before))
            return Receipt("sent", message=sent.message_id)
        except TelegramError as error:
            receipt = receipt_of(error)
            return receipt if begun or receipt.outcome != "uncertain" else Receipt("later", word=receipt.word)
        except Exception as error:  # an answer that the library cannot read, see `bot/posting.py`
            if not begun:
                raise
            return Receipt("uncertain", word=f"unreadable answer: {type(error).__name__}")

    async def _ask(self, chat: int, text: str, *, rate_limit_args: Turn) -> Message:
        return await self.bot.send_message(chat, text, link_preview_options=NO_PREVIEW, rate_limit_args=rate_limit_args)

    async def _show(self, broadcast: Broadcast) -> None:
        """How far it is; it may be stopped at any moment, also while that is on its way."""
        message = await self.service.watched(broadcast)
        if message is None:
            return
        finished = await self._is_over(broadcast)
        await self._edit(broadcast, message, finished=finished)
        if not finished and await self._is_over(broadcast):
            await self._edit(broadcast, message, finished=True)

    async def _is_over(self, broadcast: Broadcast) -> bool:
        kept = await self.service.get(broadcast.id)
        return kept is None or kept.finished is not None

    async def _edit(self, broadcast: Broadcast, message: int, *, finished: bool) -> None:
        counts = await self.service.counts(broadcast)
        with spoken_in(await self._language(broadcast.person)):
            rich, rows = views.progress(counts, finished=finished, broadcast=broadcast.id)
        try:
            await self.bot.edit_message_text(
                rich.text, broadcast.person, message, entities=entities(rich), reply_markup=keyboard(rows)
            )
        except TelegramError as error:  # it says nothing new, or was deleted: the rows count
            log.info("broadcast.unshown error=%s", type(error).__name__)

    async def _language(self, chat: int) -> str:
        async with self.service.database.session(readonly=True) as session:
            return await speaking.language(session, chat)
