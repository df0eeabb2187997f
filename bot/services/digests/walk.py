"""One walk over all that is due: planned in full first, then composed group by group, written a few hundred at a time.

round: all that are due, one a chat -> plans by group -> those of most chats first
  -> edition | cannot be composed: put off -> letters -> write -> the next group
then a round of what is due after that, until nothing is
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfoNotFoundError

from bot.services.digests.editing import Editor
from bot.services.digests.planning import Group, Plan, later, plan
from bot.services.digests.press import Letter, Press, Printed
from bot.services.pulse import Pulse
from bot.services.speaking import ENGLISH, languages
from bot.services.terms import NOBODYS, Watch, watches
from storage import digests, subscriptions
from storage.database import Database
from storage.session import StorageBusyError
from storage.types import Due, Written
from summarizer.errors import VerbatimError

log = logging.getLogger(__name__)

BATCH = 500
"""Subscriptions that are looked at, or written, in one go: answers to people go on between."""
EDITIONS = 4
"""New editions after which what is composed is written: a crash costs no more than these."""
AGAIN = timedelta(minutes=10)
"""After so long it is tried again to compose what could not be composed."""
STEP = timedelta(minutes=1)
"""The walk's clock goes by steps: all that is written within one has the same head."""

Ready = list[tuple[Plan, Printed | None]]


class Walk:
    """Composes all that is due at one moment; `resting` outlives the walk."""

    def __init__(
        self,
        database: Database,
        editor: Editor,
        letter: Letter,
        resting: dict[int, datetime],
        now: datetime,
        pulse: Pulse,
    ) -> None:
        self._database = database
        self._press = Press(editor, letter, now)
        self._resting = resting
        self._now = now
        self._pulse = pulse
        self._began = monotonic()
        self._planned: set[int] = set()
        self._failed: set[Group] = set()

    async def run(self) -> int:
        """How many messages were written. Raises StorageError: what was written until then stays written."""
        messages = 0
        while groups := await self._groups():
            messages += await self._compose(groups)
        return messages

    async def _groups(self) -> dict[Group, list[Plan]]:
        """What is due and does not rest, of each chat the one that has been due longest: it tells first."""
        groups, chats, place = dict[Group, list[Plan]](), set[int](), None
        while True:
            async with self._database.session(readonly=True) as session:
                found, place = await subscriptions.all_due(session, self._now, after=place, limit=BATCH)
                spoken = await languages(session, [due.subscription.chat for due in found])
                watching = await watches(session, {due.subscription.keeper for due in found})
            plans = await asyncio.to_thread(self._plans, found, chats, spoken, watching)
            for each in plans:
                groups.setdefault(each.group, []).append(each)
            if place is None:
                return groups

    def _plans(
        self, found: Sequence[Due], chats: set[int], spoken: Mapping[int, str], watching: Mapping[int, Watch]
    ) -> list[Plan]:
        """What each gets, in its chat's language, of chats that have nothing planned yet, which are noted."""
        plans = list[Plan]()
        for due in found:
            subscription, seen = due.subscription, _seen(due)
            if subscription.chat in chats or self._rests(subscription.id) or seen in self._planned:
                continue
            try:
                watch = watching.get(subscription.keeper, NOBODYS)
                planned = plan(due, self._now, spoken.get(subscription.chat, ENGLISH), watch)
            except (ValueError, ZoneInfoNotFoundError):  # as where a zone was abolished
                log.error("digest.unfit subscription=%d", subscription.id)  # noqa: TRY400  (the rule is at fault)
                self._rest(due)
            else:
                chats.add(subscription.chat)
                self._planned.add(seen)
                plans.append(planned)
        return plans

    def _rests(self, subscription: int) -> bool:
        """Whether it waits to be tried again; not beyond the usual, should the clock have been set back meanwhile."""
        until = self._resting.get(subscription, self._now)
        return self._now < until <= self._now + AGAIN

    async def _compose(self, groups: dict[Group, list[Plan]]) -> int:
        messages, new, ready = 0, 0, Ready()
        for group in sorted(groups, key=lambda group: -len(groups[group])):
            new += not self._press.has(group)
            for some in _slices(groups.pop(group)):
                ready += await self._printed(group, some)
                if len(ready) >= BATCH or new >= EDITIONS:
                    messages, new, ready = messages + await self._write(ready), 0, Ready()
        return messages + await self._write(ready)

    async def _printed(self, group: Group, some: Sequence[Plan]) -> Ready:
        """Each with its edition, its letter made; None where nothing is sent. Without those that are tried again."""
        now = self._now + (timedelta(seconds=monotonic() - self._began) // STEP) * STEP
        plans = [later(each, now) for each in some]
        try:
            printed = None if group in self._failed else await self._press.edition(group)
            wanted = [each for each in plans if printed and (printed.made.news or each.due.subscription.taste.empty)]
            if printed:
                await self._press.letters(printed, [each.head for each in wanted])
        except StorageBusyError:
            raise
        except VerbatimError as error:
            log.warning("digest.refused error=%s detail=%s", type(error).__name__, error.detail)
            printed = None
        except Exception:  # whatever one group's sources do, the others get their digests
            log.exception("digest.crashed topics=%d", len(group.topics))
            printed = None
        if printed:
            told = frozenset(each.due.subscription.id for each in wanted)
            return [(each, printed if each.due.subscription.id in told else None) for each in plans]
        self._failed.add(group)
        for each in plans:
            self._rest(each.due)
        return []

    def _rest(self, due: Due) -> None:
        self._resting[due.subscription.id] = self._now + AGAIN

    async def _write(self, ready: Ready) -> int:
        if not ready:
            return 0
        async with self._database.session() as session:
            for printed in {id(printed): printed for _, printed in ready if printed}.values():
                await self._press.store(session, printed)
            messages = await digests.write(session, [_written(*each) for each in ready], self._now)
            await digests.drop_unused(session, _own_letters(ready))
        for each, _ in ready:
            self._resting.pop(each.due.subscription.id, None)
        self._pulse.count("late_digest", number=sum(each.head.late for each, printed in ready if printed))
        log.info("digests.written subscriptions=%d messages=%d", len(ready), messages)
        return messages


def _seen(due: Due) -> int:
    """All that a write holds it against. What a write passed over was changed: it is not due as it was before."""
    return hash((due.subscription.id, due.subscription.due, due.subscription.version, due.memory, due.replaces))


def _slices(plans: list[Plan]) -> Iterator[list[Plan]]:
    """So many at a time; what was given out is not kept."""
    plans.reverse()
    while plans:
        some = plans[: -BATCH - 1 : -1]
        del plans[-BATCH:]
        yield some


def _own_letters(ready: Ready) -> set[int]:
    """Letters of what chats have for themselves: the press keeps none of them, and nothing is left of one not sent.

    Its chat may have had everything forgotten meanwhile.
    """
    return {printed.stored[each.head] for each, printed in ready if printed and each.group.chat is not None}


def _written(each: Plan, printed: Printed | None) -> Written:
    letter = printed.stored[each.head] if printed else None
    return Written(each.due, letter, each.next_due, each.sent_from)
