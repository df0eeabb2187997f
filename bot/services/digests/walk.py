"""One walk over all that is due: a batch of subscriptions at a time, a transaction for every few editions.

batch, one subscription a chat -> plans -> by group, those whose edition is made first, then those of most chats
  -> edition -> letters | cannot be composed: put off -> write -> the next batch, until nothing is due
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from bot.services.digests.editing import Editor
from bot.services.digests.planning import Group, Plan, plan
from bot.services.digests.press import Letter, Press, Printed
from storage import digests, fresh, subscriptions
from storage.database import Database
from storage.session import StorageBusyError
from storage.types import Due, Written
from summarizer.errors import VerbatimError

log = logging.getLogger(__name__)

BATCH = 500
"""Subscriptions that are looked at in one go: answers to people go on between."""
EDITIONS = 4
"""New editions after which what is composed is written: a crash costs no more than these."""
AGAIN = timedelta(minutes=10)
"""After so long it is tried again to compose what could not be composed."""
MOST_RESTING = 4000
"""Subscriptions that are looked past at most."""

Seen = tuple[int, datetime | None, int, int | None]


class Walk:
    """Composes all that is due at one moment; `resting` outlives the walk."""

    def __init__(
        self, database: Database, editor: Editor, letter: Letter, resting: dict[int, datetime], now: datetime
    ) -> None:
        self._database = database
        self._press = Press(editor, letter, now)
        self._resting = resting
        self._now = now
        self._last: frozenset[Seen] = frozenset()
        self._stuck: list[Due] = []

    async def run(self) -> int:
        """How many messages were written. Raises StorageError: what was written until then stays written."""
        messages = 0
        while batch := (*await self._batch(), *await self._beside()):
            async with self._database.session(readonly=True) as session:
                looked = await fresh.looked(session, [due.subscription.id for due in batch])
            plans, unfit = await asyncio.to_thread(_planned, batch, looked, self._now)
            for due in unfit:
                log.error("digest.unfit subscription=%d", due.subscription.id)
                self._rest(due)
            messages += await self._compose(_grouped(plans))
        return messages

    async def _batch(self) -> tuple[Due, ...]:
        """What is due and does not rest. What a write passed over was changed: it is not due as it was before."""
        asleep = frozenset(filter(self._rests, self._resting))
        async with self._database.session(readonly=True) as session:
            found = await subscriptions.due(session, self._now, limit=BATCH + min(len(asleep), MOST_RESTING))
        batch = tuple(due for due in found if due.subscription.id not in asleep and _seen(due) not in self._last)
        self._last = frozenset(map(_seen, batch))
        return batch

    async def _beside(self) -> tuple[Due, ...]:
        """Another digest of each chat whose own could not be composed just now, where one is due."""
        stuck, self._stuck = self._stuck, []
        found: list[Due] = []
        for due in stuck:
            async with self._database.session(readonly=True) as session:
                own = await subscriptions.of_chat(session, due.subscription.chat)
            others = [each for each in own if each.due and each.due <= self._now and not self._rests(each.id)]
            found += [replace(due, subscription=others[0])] if others else []
        return tuple(found)

    def _rests(self, subscription: int) -> bool:
        """Whether it waits to be tried again; not beyond the usual, should the clock have been set back meanwhile."""
        until = self._resting.get(subscription, self._now)
        return self._now < until <= self._now + AGAIN

    async def _compose(self, groups: Mapping[Group, Sequence[Plan]]) -> int:
        messages, new, ready = 0, 0, list[tuple[Plan, Printed | None]]()
        for group in sorted(groups, key=lambda group: (not self._press.has(group), -len(groups[group]))):
            new += not self._press.has(group)
            ready += await self._printed(group, groups[group])
            if new == EDITIONS:
                messages, new, ready = messages + await self._write(ready), 0, []
        return messages + await self._write(ready)

    async def _printed(self, group: Group, plans: Sequence[Plan]) -> list[tuple[Plan, Printed | None]]:
        """Each with its edition, its letter made; None where nothing is sent. Without those that are tried again."""
        try:
            printed = await self._press.edition(group)
            wanted = [each for each in plans if printed.made.news or each.due.subscription.taste.empty]
            await self._press.letters(printed, [each.head for each in wanted])
        except StorageBusyError:
            raise
        except VerbatimError as error:
            log.warning("digest.refused error=%s detail=%s", type(error).__name__, error.detail)
        except Exception:  # whatever one group's sources do, the others get their digests
            log.exception("digest.crashed topics=%d", len(group.topics))
        else:
            told = frozenset(each.due.subscription.id for each in wanted)
            return [(each, printed if each.due.subscription.id in told else None) for each in plans]
        for each in plans:
            self._rest(each.due)
        return []

    def _rest(self, due: Due) -> None:
        self._resting[due.subscription.id] = self._now + AGAIN
        self._stuck.append(due)

    async def _write(self, ready: Sequence[tuple[Plan, Printed | None]]) -> int:
        if not ready:
            return 0
        async with self._database.session() as session:
            for printed in {id(printed): printed for _, printed in ready if printed}.values():
                await self._press.store(session, printed)
            messages = await digests.write(session, [_written(*each) for each in ready], self._now)
        for each, _ in ready:
            self._resting.pop(each.due.subscription.id, None)
        log.info("digests.written subscriptions=%d messages=%d", len(ready), messages)
        return messages


def _seen(due: Due) -> Seen:
    """All that a write holds it against."""
    return due.subscription.id, due.subscription.due, due.subscription.version, due.memory


def _planned(batch: Sequence[Due], looked: Mapping[int, datetime], now: datetime) -> tuple[list[Plan], list[Due]]:
    """What each gets; and those whose rule is none any more, as where a zone was abolished."""
    plans, unfit = list[Plan](), list[Due]()
    for due in batch:
        try:
            plans.append(plan(due, looked.get(due.subscription.id), now))
        except (ValueError, ZoneInfoNotFoundError):
            unfit.append(due)
    return plans, unfit


def _grouped(plans: Sequence[Plan]) -> Mapping[Group, Sequence[Plan]]:
    groups: dict[Group, list[Plan]] = defaultdict(list)
    for each in plans:
        groups[each.group].append(each)
    return groups


def _written(each: Plan, printed: Printed | None) -> Written:
    letter = printed.stored[each.head] if printed else None
    return Written(each.due, letter, each.next_due, each.sent_from)
