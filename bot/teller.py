"""Telling, over Telegram and once, whoever added a feed that it has ended.

Telegram knows no key by which it would recognise a message that is sent twice. So what may have gone out counts as
told; what surely did not is told later: `/sources` shows the feed's end to everybody in any case.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.limiter import Turn
from bot.sender import NEVER_SENT, NO_PREVIEW, entities, keyboard
from bot.services.speaking import language
from bot.views.feeds import ended, ended_rows
from bot.views.language import speaking
from storage import chats
from storage.database import Database
from storage.types import Following

log = logging.getLogger(__name__)

Told = Literal["told", "nobody", "not now"]
"""What came of it: it went out, or may have; there is nobody to tell any more; it surely did not go out."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells a chat; `bot` is the running one."""

    bot: ExtBot[Any]
    database: Database
    now: Callable[[], datetime]

    async def __call__(self, following: Following) -> Told:
        """Sends it, with buttons for what to do about it. Raises StorageError only."""
        if following.chat is None:
            return "nobody"
        try:
            await self._send(following.chat, following)
        except ChatMigrated as moved:  # its service message may never have reached us
            async with self.database.session() as session:
                await chats.migrate(session, following.chat, moved.new_chat_id)
            return "not now"
        except TelegramError as error:
            log.warning("feed.end_untold following=%d error=%s", following.id, type(error).__name__)
            return outcome(error)
        return "told"

    async def _send(self, chat: int, following: Following) -> None:
        async with self.database.session(readonly=True) as session:
            spoken = await language(session, chat)
        with speaking(spoken):
            rich, rows = ended(following, self.now()), ended_rows(following)
        await self.bot.send_message(
            chat,
            rich.text,
            entities=entities(rich),
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(rows),
            rate_limit_args=Turn(),
        )


def outcome(error: TelegramError) -> Told:
    """Whether a message that failed with this error may be there, can never be there, or is to be sent again."""
    if isinstance(error, Forbidden | BadRequest):
        return "nobody"
    cause = error.__cause__  # none, or another one, where a server answered: with a pause to keep, with a fault
    return "told" if isinstance(cause, httpx.HTTPError) and not isinstance(cause, NEVER_SENT) else "not now"
