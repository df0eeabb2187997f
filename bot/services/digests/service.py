"""What is asked of digests: to compose what is due, to show what would come, to put due times right, to forget."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from bot.services import clock
from bot.services.answers import Answers
from bot.services.digests.editing import Editor
from bot.services.digests.planning import Group, since
from bot.services.digests.press import Letter
from bot.services.digests.walk import Walk
from bot.services.pulse import Pulse
from bot.services.terms import NOBODYS, watches
from storage import digests, memories, subscriptions
from storage.types import Rule, Subscription
from summarizer.telling.news import News

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)
"""So long letters and what became of them are kept."""
PRUNED = 5000
"""Digests that are thrown away in one transaction."""
BETWEEN = 0.2
"""Seconds between two such: who waits for SQLite's lock looks for it each 0.1 s, and would else never find it free."""

Shift = tuple[Rule, datetime, datetime]


class Digests:
    """Digests over a database; `letter` makes messages of what is told."""

    def __init__(self, answers: Answers, letter: Letter, pulse: Pulse | None = None) -> None:
        self._database = answers.database
        self._editor = Editor(answers)
        self._letter = letter
        self._pulse = pulse or Pulse()
        self._turn = asyncio.Lock()
        self._resting: dict[int, datetime] = {}
        self._previewed: set[int] = set()

    async def compose_due(self, now: datetime) -> int:
        """Composes until nothing is due, one walk at a time; how many messages were written down to be sent.

        What cannot be composed is logged, tried again some minutes later, and holds up nothing else. Raises
        StorageBusyError: what was written until then stays, the rest is still due.
        """
        async with self._turn:
            try:
                return await Walk(self._database, self._editor, self._letter, self._resting, now, self._pulse).run()
            finally:
                self._editor.rest()

    @contextmanager
    def previewing(self, chat: int) -> Iterator[bool]:
        """Whether a preview may be composed now: one at a time a chat, since each takes of the time of all others."""
        free = chat not in self._previewed
        self._previewed.add(chat)
        try:
            yield free
        finally:
            if free:
                self._previewed.discard(chat)

    async def preview(self, subscription: Subscription, now: datetime) -> News:
        """What its digest would tell now; it is not remembered. Raises GateError."""
        async with self._database.session(readonly=True) as session:
            memory = await memories.of_chat(session, subscription.chat) or None
            watch = (await watches(session, (subscription.keeper,))).get(subscription.keeper, NOBODYS)
        moment = since(subscription, now)
        group = Group.of(subscription.taste, chat=subscription.keeper, memory=memory, since=moment, watch=watch)
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
        """Throws away what was sent long ago, some at a time, so that others can write between; how many digests."""
        gone = some = await self._prune(now)
        while some == PRUNED:
            await asyncio.sleep(BETWEEN)
            gone += (some := await self._prune(now))
        return gone

    async def _prune(self, now: datetime) -> int:
        async with self._database.session() as session:
            return await digests.prune(session, now - KEPT, most=PRUNED)


def _shifts(stored: tuple[tuple[Rule, datetime], ...], now: datetime) -> tuple[Shift, ...]:
    ahead = ((rule, due) for rule, due in stored if due > now)
    found = ((rule, due, _next(rule, now)) for rule, due in ahead)
    return tuple((rule, old, new) for rule, old, new in found if new is not None and old != new)


def _next(rule: Rule, now: datetime) -> datetime | None:
    """None where the rule is none any more, as where a zone was abolished; the others are put right all the same."""
    try:
        return clock.next_due(rule, now)
    except (ValueError, ZoneInfoNotFoundError):
        log.warning("digests.unfit zone=%s", rule.zone)
        return None
