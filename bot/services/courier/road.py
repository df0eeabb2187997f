"""Whether Telegram can be reached just now: after some failures in a row one message at a time finds out.

    request -> receipt -> in order: as many as there are hands
                       -> unreachable, three times in a row; unsure, ten times: a pause, then one, a longer pause ...
                       -> the token is refused: a minute, then one

Without it an hour without network would try, and an hour of broken answers make uncertain, whatever waits.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.services.courier.decide import PAUSES
from storage.types import Receipt

log = logging.getLogger(__name__)

UNREACHED = 3
"""Requests in a row that did not reach Telegram."""
UNSURE = 10
"""Requests in a row whose answers were no answers: a third of them may be lost on a bad line without any pause."""
TOKEN_PAUSE = timedelta(minutes=1)


class Road:
    """Counts failures in a row. Moments are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._unreached = self._unsure = self._pauses = 0
        self._shut_until = self._shut_at = float("-inf")

    @property
    def open(self) -> bool:
        """Whether the last that was heard was in order."""
        return self._shut_at == float("-inf")

    def room(self, hands: int, busy: int, at: float) -> int:
        """How many more messages may be begun, of so many hands of which some are busy."""
        if self.open:
            return hands - busy
        return 0 if at < self._shut_until else max(0, 1 - busy)

    def wait(self, at: float) -> float:
        """Seconds until the next one may find out; 0 where it may now."""
        return 0.0 if self.open else max(0.0, self._shut_until - at)

    def note(self, receipt: Receipt, began: float, at: float) -> None:
        """A request that was begun then has ended now."""
        if receipt.refusal == "token":
            if self._shut(TOKEN_PAUSE, began, at):
                log.error("courier.shut the server refuses the bot's token: set TELEGRAM_BOT_TOKEN and start again")
        elif receipt.outcome == "later" and receipt.wait is None:
            self._failed(began, at, unreached=1, word=receipt.word)
        elif receipt.outcome == "uncertain":
            self._failed(began, at, unreached=0, word=receipt.word)
        else:
            self._reached()

    def _failed(self, began: float, at: float, *, unreached: int, word: str) -> None:
        self._unreached = self._unreached + 1 if unreached else 0
        self._unsure += 1
        if not self.open or self._unreached >= UNREACHED or self._unsure >= UNSURE:
            pause = PAUSES[min(self._pauses, len(PAUSES) - 1)]
            if self._shut(pause, began, at):
                log.warning("courier.shut seconds=%d reason=%s", pause.total_seconds(), word)

    def _shut(self, pause: timedelta, began: float, at: float) -> bool:
        """Whether it is shut by this: what was under way already when it was shut last says nothing new."""
        if began < self._shut_at:
            return False
        self._shut_at, self._shut_until = at, at + pause.total_seconds()
        self._pauses += 1
        return True

    def _reached(self) -> None:
        if not self.open:
            log.warning("courier.open pauses=%d", self._pauses)
        self._unreached = self._unsure = self._pauses = 0
        self._shut_until = self._shut_at = float("-inf")
