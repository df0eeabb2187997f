"""Which entries of a feed are to be read now: what is new, what changed, what could not be had before.

What one look does not take in waits for the next, which comes when it would anyway. Of what a feed has in a day no more
than DAILY is met and read: no feed keeps the process busy with itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sources.feeds.feed import Entry, Feed
from storage import entries
from storage.session import Session
from storage.types import FeedState, SeenEntry

OLD = "old"
"""Why an entry is not read that was there before anybody followed its feed."""
DAILY = 300
"""So many entries of a feed are read in a day at most, changed ones included: busy newsrooms publish fewer."""
KEPT = timedelta(days=90)
"""So long is remembered what was met of a feed and is not in it any more."""
LOST = "lost"
"""Why an entry is not read that had no address and left its feed before its turn came."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry that is to be read now, and what is known of it."""

    entry: Entry
    seen: SeenEntry


def of_today(state: FeedState, now: datetime) -> FeedState:
    """The feed with what was read of it since its day began; a day after that another one begins."""
    if state.taken_since is not None and state.taken_since <= now < state.taken_since + timedelta(days=1):
        return state
    return replace(state, taken=0, taken_since=now)


def first_of_each(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries without those that a feed repeats."""
    return tuple({entry.identity: entry for entry in reversed(found)}.values())[::-1]


async def tidy(session: Session, state: FeedState, feed: Feed, now: datetime) -> None:
    """Ends what cannot be read any more of a feed that was read, and forgets what is long over."""
    named = {entry.identity for entry in feed.entries}
    await entries.close(session, state.id, named=named, why=LOST)
    await entries.prune(session, state.id, named=named, before=now - KEPT)


async def choose(
    session: Session, state: FeedState, feed: Feed, *, first: int, most: int, now: datetime
) -> tuple[Wanted, ...]:
    """What is to be read now, newest first, `most` at once; what is new is noted as met before that.

    Of what is more than the feed may have in this day nothing is noted: it is new still at a later look. Of a feed that
    is looked at for the `first` time so many are read, and the others are old.
    """
    each_once, room = first_of_each(feed.entries), max(0, DAILY - state.taken)
    seen = await entries.seen(session, state.id, [entry.identity for entry in each_once])
    waiting = await entries.waiting(session, state.id, limit=DAILY)
    new = [entry for entry in each_once if entry.identity not in seen]
    looked = state.succeeded is not None
    for entry in new[: max(0, room - len(waiting))] if looked else new:
        old = not looked and len(seen) >= first
        seen[entry.identity] = noted = _met(entry, now, failure=OLD if old else None)
        await entries.note(session, state.id, noted)
    of_feed = [Wanted(entry, seen[entry.identity]) for entry in each_once if entry.identity in seen]
    here = {each.seen.identity for each in of_feed}
    gone = [Wanted(_entry_of(each), each) for each in waiting if each.identity not in here and each.link]
    return tuple([*filter(_is_wanted, of_feed), *gone][: min(most, room)])


def _met(entry: Entry, now: datetime, *, failure: str | None) -> SeenEntry:
    return SeenEntry(entry.identity, entry.version, entry.link, None, 0, failure, now)


def _entry_of(seen: SeenEntry) -> Entry:
    """An entry that its feed names no more, or that an unchanged feed did not send again: its page is left."""
    return Entry(seen.identity, seen.version, link=seen.link)


def _is_wanted(each: Wanted) -> bool:
    """Whether it was not read yet and is not given up, or has changed since."""
    if each.seen.document_key is None and each.seen.failure is None:
        return True
    return each.entry.version != each.seen.version and each.seen.failure != OLD
