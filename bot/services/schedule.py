"""When a feed is asked again, and when no more; when an article's page is looked at again. Decides, does nothing.

                after_success                      after_failure: passing (time-out, 5xx, no feed ...)
          ┌────────────────────────┐         ┌──────────────────────────────────────────────────────┐
          v                        │         │                                                      v
      [ healthy ] ── asked when due ──> an answer ── a failure ───────────────────────────────> [ failing ]
          ^                                  │                                                      │
          └───── after_success ──────────────│────────── an answer ─────────────────────────────────┤
                                             │ 410                  14 days and 8 failures, or three│times in a row
                                             v                      robots, a private address, no   v link
                                         [ ended: due None ] <──────────────────────────────────────┘
                                             │
                                             └── revived by a person ──> due now, failures 0

Healthy feeds are asked at an interval of their own, between 10 minutes and a day: halved when new entries came, a
quarter longer when none did, never shorter than the publisher asks (ttl, max-age). `chance` in [0, 1) spreads what
would otherwise fall due together. A permanent redirect changes the address and leaves the interval alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from storage.types import FeedState, PageState

SHORTEST: Final = timedelta(minutes=10)
LONGEST: Final = timedelta(days=1)
SOONER: Final = 0.5
LATER: Final = 1.25
SPREAD: Final = 0.1
"""A wait is made longer by up to so much of itself, never shorter."""

PATIENCE: Final = timedelta(days=14)
FEW: Final = 8
"""A feed is dead that failed for so long and so often: a machine that was off proves nothing."""

ENDING: Final = frozenset({"gone"})
"""Answers that waiting does not change; a person may still revive the feed."""
REFUSING: Final = frozenset({"robots", "private", "not a link"})
"""Answers that waiting seldom changes; but one wrong file or one wrong entry of a name server is soon mended."""
REFUSALS: Final = 3
"""So many of them in a row, hours apart, end a feed."""
BACK_OFF: Final[dict[str, timedelta]] = {
    "missing": timedelta(hours=2),  # a site that is being rebuilt comes back, but not in minutes
    "refused": timedelta(hours=2),
    "robots": timedelta(hours=4),
    "private": timedelta(hours=4),
    "not a link": timedelta(hours=4),
    "too large": timedelta(hours=6),
    "redirects": timedelta(hours=1),
    "parse": timedelta(hours=1),  # an error page in the feed's place, or a feed that is broken until somebody mends it
    "unknown host": timedelta(minutes=30),
}
"""The first wait by what went wrong, doubled with every failure in a row up to a day."""
USUAL: Final = timedelta(minutes=10)
"""The first wait of what passes by itself: time-outs, 5xx, busy, broken answers."""

SOONEST_LOOK: Final = timedelta(hours=1)
LATEST_LOOK: Final = timedelta(days=2)
AFTER_CHANGE: Final = 1.25
AFTER_NONE: Final = 2.0


def after_success(
    state: FeedState, *, now: datetime, new: bool, pause: timedelta | None, fresh: timedelta | None, chance: float
) -> FeedState:
    """A feed that answered: `new` whether with entries that were not there before, `pause` and `fresh` how long its
    publisher asks to wait (in the feed, by Cache-Control). Both are heeded up to a day: a max-age of a year is a slip.
    """
    interval = _between(SHORTEST, state.interval * (SOONER if new else LATER), LONGEST)
    wait = max(interval, *(min(asked, LONGEST) for asked in (pause, fresh) if asked), SHORTEST)
    return replace(
        state,
        interval=interval,
        due=now + _spread(wait, chance),
        asked=now,
        succeeded=now,
        changed=now if new else state.changed,
        failures=0,
        failing_since=None,
        failure=None,
        refusals=0,
    )


def after_failure(
    state: FeedState, *, now: datetime, why: str, retry_after: timedelta | None, chance: float
) -> FeedState:
    """A feed that could not be had, for a reason of `sources.base.Failure` or "parse". Asked no more (due None) where
    that ends it, else after a wait that grows with every failure in a row, and not before `retry_after` (RFC 9110,
    10.2.3), of which a day is heeded.
    """
    failed = replace(
        state,
        asked=now,
        failures=state.failures + 1,
        failing_since=state.failing_since or now,
        failure=why,
        refusals=state.refusals + 1 if why in REFUSING else 0,
        due=None,
    )
    if is_dead(failed, now):
        return failed
    wait = max(back_off(why, failed.failures), min(retry_after or timedelta(0), LONGEST))
    return replace(failed, due=now + _spread(wait, chance))


def back_off(why: str, failures: int) -> timedelta:
    """How long to wait after so many failures in a row, from 1: doubled each time, a day at most."""
    return min(BACK_OFF.get(why, USUAL) * (1 << min(failures - 1, 10)), LONGEST)


def is_dead(state: FeedState, now: datetime) -> bool:
    """Whether a feed is to be asked no more: it ended, refused, or failed for 14 days and at least 8 times in a row."""
    if not state.failures or state.failing_since is None:
        return False
    if state.failure in ENDING or state.refusals >= REFUSALS:
        return True
    return state.failures >= FEW and now - state.failing_since >= PATIENCE


def next_check(page: PageState, *, now: datetime, changed: bool, chance: float = 0.5) -> PageState:
    """A page that was looked at, or could not be had: the next look an hour later at first, then ever rarer.

    Every look lengthens the interval, by a quarter after a change and twofold otherwise, so that it comes to an end
    also for a page that changes all the time; after two days (due None) most articles are what they will be.
    """
    interval = max(page.interval * (AFTER_CHANGE if changed else AFTER_NONE), SOONEST_LOOK)
    due = None if interval > LATEST_LOOK else now + _spread(interval, chance)
    return replace(page, checked=now, interval=min(interval, LATEST_LOOK), due=due)


def _between(least: timedelta, wait: timedelta, most: timedelta) -> timedelta:
    return max(least, min(wait, most))


def _spread(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 + SPREAD * chance)
