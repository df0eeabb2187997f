"""What is asked of digests: to compose what is due, to show what would come, to put due times right, to forget."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from bot.services import clock
from bot.services.answers import Answers
from bot.services.digests.editing import Editor
from bot.services.digests.planning import Group, since
from bot.services.digests.press import Letter
from bot.services.digests.walk import Walk
from storage import digests, fresh, memories, subscriptions
from storage.types import Rule, Subscription
from summarizer.telling.news import News

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)
"""So long letters and what became of them are kept."""

Shift = tuple[Rule, datetime, datetime]


class Digests:
    """Digests over a database; `letter` makes messages of what is told."""

    def __init__(self, answers: Answers, letter: Letter) -> None:
        self._database = answers.database
        self._editor = Editor(answers)
        self._letter = letter
        self._turn = asyncio.Lock()
        self._resting: dict[int, datetime] = {}

    async def compose_due(self, now: datetime) -> int:
        """Composes until nothing is due, one walk at a time; how many messages were written down to be sent.

        What cannot be composed is logged, tried again some minutes later, and holds up nothing else. Raises
        StorageBusyError: what was written until then stays, the rest is still due.
        """
        async with self._turn:
            try:
                return await Walk(self._database, self._editor, self._letter, self._resting, now).run()
            finally:
                self._editor.rest()

    async def preview(self, subscription: Subscription, now: datetime) -> News:
        """What its digest would tell now; it is not remembered. Raises GateError."""
        async with self._database.session() as session:
            known = await memories.lock(session, (subscription.chat,))
            looked = (await fresh.looked(session, (subscription.id,))).get(subscription.id)
        memory, moment = known.get(subscription.chat) or None, since(subscription, looked, now)
        group = Group.of(subscription.taste, chat=subscription.chat, memory=memory, since=moment)
        return (await self._editor.edition(group)).news

    async def realign(self, now: datetime) -> int:
        """Puts due times right that the rules no longer give: zones changed theirs, or the clock was wrong; how many.

        What is due by now stays: it is composed as what it is.
        """
        async with self._database.session(readonly=True) as session:
            stored = await subscriptions.rules(session)
        moved = 0
        for rule, old, new in await asyncio.to_thread(_shifts, stored, now):
            async with self._database.session() as session:
                moved += await subscriptions.realign(session, rule, old, new)
        if moved:
            log.info("digests.realigned subscriptions=%d", moved)
        return moved

    async def prune(self, now: datetime) -> int:
        """Throws away what was sent long ago; how many digests."""
        async with self._database.session() as session:
            return await digests.prune(session, now - KEPT)


def _shifts(stored: tuple[tuple[Rule, datetime], ...], now: datetime) -> tuple[Shift, ...]:
    ahead = ((rule, due) for rule, due in stored if due > now)
    found = ((rule, due, clock.next_due(rule, now)) for rule, due in ahead)
    return tuple((rule, old, new) for rule, old, new in found if old != new)
