"""What each due subscription gets, decided without looking anything up: of which edition, under which head, when next.

due, now -> the group that is told the same | the head of its letter | the next due time, and when it may be sent
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.services import clock
from bot.services.speaking import ENGLISH
from bot.services.terms import NOBODYS, Watch
from storage.types import DigestLength, Doubt, Due, Rule, Subscription, Taste
from storage.types.zones import offset

LATE = timedelta(minutes=15)
"""A digest that is composed so long after it was due says so."""
AWRY = timedelta(days=31)
"""What came so long ago is new where the last digest was composed at a time that is still to come; what was told is
remembered, so that more than the rarest rule leaves out costs nothing."""


@dataclass(frozen=True, slots=True)
class Group:
    """On what the content of a digest depends: all that are of one group are told the same.

    `chat` is whose documents are told, None where it sees the public ones only: the chat in which the digest was set
    up. `memory` is what the one that gets it was told before, by any digest. What came after `since` is new; None
    before the first digest, to which everything is. `watch` is what is followed and muted where it was set up.
    """

    topics: tuple[str, ...]
    length: DigestLength
    chat: int | None
    memory: int | None
    since: datetime | None
    watch: Watch = NOBODYS

    @classmethod
    def of(
        cls, taste: Taste, *, chat: int | None, memory: int | None, since: datetime | None, watch: Watch = NOBODYS
    ) -> Group:
        """Topics that differ in spaces and in order only are the same, and so are terms of different chats."""
        topics = {" ".join(topic.split()) for topic in taste.topics}
        return cls(tuple(sorted(filter(None, topics))), taste.length, chat, memory, since, watch.shared())


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the content: `due` in the zone of those who get it, `place` what they call that zone.

    `missed` are the digests that should have come since `due`; `doubts` are told to one chat alone. `language` is the
    one that the chat is spoken to in.
    """

    due: datetime
    place: str
    late: bool = False
    missed: int = 0
    doubts: tuple[Doubt, ...] = ()
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Plan:
    """A due subscription, its group and head; when its digest may be sent and the next one is due."""

    due: Due
    group: Group
    head: Head
    sent_from: datetime
    next_due: datetime


def plan(due: Due, now: datetime, language: str = ENGLISH, watch: Watch = NOBODYS) -> Plan:
    """Decides for one that is due by now; `language` is its chat's, `watch` what is followed and muted at its home.

    Raises ValueError for one that is paused, or whose rule is none.
    """
    subscription = due.subscription
    rule, moment = subscription.rule, subscription.due
    if moment is None:
        raise ValueError(f"subscription {subscription.id} is paused")
    chat = subscription.keeper if due.own else None
    group = Group.of(subscription.taste, chat=chat, memory=due.memory, since=since(subscription, now), watch=watch)
    head, sent_from, next_due = _times(rule, moment, now)
    return Plan(due, group, _addressed(head, due, language), sent_from, next_due)


def later(planned: Plan, now: datetime) -> Plan:
    """The same at a later moment: whether it is late, when it may be sent and the next one is due."""
    due = planned.due
    moment = due.subscription.due
    if moment is None:
        raise ValueError(f"subscription {due.subscription.id} is paused")
    head, sent_from, next_due = _times(due.subscription.rule, moment, now)
    head = _addressed(head, due, planned.head.language)
    return replace(planned, head=head, sent_from=sent_from, next_due=next_due)


def _addressed(head: Head, due: Due, language: str) -> Head:
    """The head of one chat's letter; most have one that thousands share."""
    own = due.doubts or language != head.language
    return replace(head, doubts=due.doubts, language=language) if own else head


def since(subscription: Subscription, now: datetime) -> datetime | None:
    """From when on all is new to it; a moment that is still to come was noted by a clock that was wrong."""
    moment = subscription.looked
    return now - AWRY if moment and moment > now else moment


@lru_cache(maxsize=1024)
def _times(rule: Rule, moment: datetime, now: datetime) -> tuple[Head, datetime, datetime]:
    """The head without doubts, when it may be sent and the next due time: thousands have one rule."""
    late = now - moment > LATE
    missed = clock.missed(rule, moment, now) if late else 0
    head = Head(clock.local(rule, moment), place(rule), late, missed)
    return head, clock.after_quiet(rule, now), clock.next_due(rule, max(moment, now))


def place(rule: Rule) -> str:
    """What people call a zone: `Buenos Aires` for America/Argentina/Buenos_Aires, `UTC+2` for Etc/GMT-2."""
    return offset(rule.zone) or rule.zone.rpartition("/")[2].replace("_", " ")
