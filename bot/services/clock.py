"""When a digest is due: a rule in local time -> moments in UTC. Decides, and looks at no clock of its own.

    rule, after -> each local day from then on -> is it one of the rule's days? -> each time as a moment -> the next

A local time that the clock skips is read with the offset before the gap (02:30 becomes 03:30), one that comes twice is
the first of the two: RFC 5545, 3.3.5. Where the skipped hour is the last of its day (23:30 in Nuuk in March) that
reading falls on the day after, and that day would have two digests; so it is read with the offset after the gap
(22:30), and stays on its day. A day that the zone leaves out altogether (30 December 2011 in Apia) has no digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from storage.types.digests import Rule

DAY: Final = timedelta(days=1)
WEEK: Final = frozenset(range(1, 8))


def next_due(rule: Rule, after: datetime) -> datetime:
    """The first moment of the rule that is later than `after`, in UTC. Raises ValueError for a rule without times or
    days, ZoneInfoNotFoundError for a zone that is none.
    """
    return next(_occurrences(rule, after))


def missed(rule: Rule, since: datetime, until: datetime) -> int:
    """How many moments of the rule are later than `since` and not later than `until`. Raises as `next_due` does."""
    return sum(1 for _ in takewhile(lambda moment: moment <= until, _occurrences(rule, since)))


def local(rule: Rule, moment: datetime) -> datetime:
    """The moment as the clocks of the rule's zone show it."""
    return moment.astimezone(_zone(rule.zone))


def after_quiet(rule: Rule, moment: datetime) -> datetime:
    """The moment itself, or when the quiet hours end that it falls into, in UTC.

    A moment is in them by what the clock shows, from the first time to the second and without it; the same time twice
    means no quiet hours. Where the clock skips their end, they end when RFC 5545 reads it: up to an hour later.
    """
    if rule.quiet is None or not _silent(rule, rule.quiet, moment):
        return moment
    zone, (_, end) = _zone(rule.zone), rule.quiet
    today = moment.astimezone(zone).date()
    days, folds = (today, today + DAY, today + 2 * DAY), (end, end.replace(fold=1))
    ends = [_read(day, fold, zone) for day in days for fold in folds]
    return min(each for each in ends if each > moment and not _silent(rule, rule.quiet, each))


def _occurrences(rule: Rule, after: datetime) -> Iterator[datetime]:
    """The rule's moments later than `after`, in order and without end; times that fall together give one."""
    if not rule.times or WEEK.isdisjoint(rule.days):
        raise ValueError("a rule needs a time and a day")
    zone = _zone(rule.zone)
    day = after.astimezone(zone).date()
    while True:
        if day.isoweekday() in rule.days:
            moments = {_moment(day, each, zone) for each in rule.times}
            yield from sorted([moment for moment in moments if moment is not None and moment > after])
        day += DAY


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """When it is that time on that day, which may be off by a gap but not by a day; None where there is no such day."""
    moment = _read(day, at, zone)
    if moment.astimezone(zone).date() != day:
        moment = _read(day, at.replace(fold=1), zone)
    return moment if moment.astimezone(zone).date() == day else None


def _read(day: date, at: time, zone: ZoneInfo) -> datetime:
    """In UTC: of two such times the first, in a gap by the offset before it; with fold the second, by the one after."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def _silent(rule: Rule, quiet: tuple[time, time], moment: datetime) -> bool:
    """Whether the clock shows one of the quiet hours."""
    start, end = quiet
    shown = local(rule, moment).time()
    return start <= shown < end if start <= end else shown >= start or shown < end


@lru_cache(maxsize=1024)  # ZoneInfo itself keeps only eight that nobody holds; reading one again costs 100 us
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
