"""How old the newest source of an answer is, in one line that can be checked against the list of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.views.citations import day
from bot.views.language import tr, trn
from bot.views.rich import Rich, chrome, join
from summarizer.types import Document

JUST_NOW = timedelta(minutes=2)
AHEAD = timedelta(hours=14)
"""Where the day begins first it is so much later than in Greenwich: a page of tomorrow may be one of today."""
DAYS, MONTHS = 61, 24
"""Up to so many days are counted in days, up to so many months in months."""
MONTH, YEAR = 30.4375, 365.25


def with_age(
    blocks: Sequence[Rich],
    documents: Sequence[Document],
    arrivals: Mapping[str, datetime],
    now: datetime,
    lines: Iterable[Rich] = (),
) -> tuple[Rich, ...]:
    """A message's blocks with how old its newest source is right below the title, the first block, and `lines`.

    `arrivals` says by key when a document was brought. Raises ValueError for a time without a zone.
    """
    head = join("\n", (blocks[0], *lines, line(newest(documents, arrivals, now), now)))
    return (head, *blocks[1:])


@dataclass(frozen=True, slots=True)
class Newest:
    """What is known of how old some sources are.

    `published` is the newest date that one of them states, of those that are not in the future if there are any.
    `undated` sources state none, the last of them was `added` then (None: it is not kept). `ahead` counts those that
    are dated in the future.
    """

    published: datetime | None
    added: datetime | None
    undated: int
    ahead: int


def newest(documents: Sequence[Document], arrivals: Mapping[str, datetime], now: datetime) -> Newest:
    """What the documents state of their age; `arrivals` says by key when each was brought.

    Raises ValueError for a time without a zone: nobody could tell how long ago that is.
    """
    dates = [_aware(document.published) for document in documents if document.published]
    past = [date for date in dates if date - _aware(now) <= AHEAD]
    undated = [document.key for document in documents if not document.published]
    added = [_aware(arrivals[key]) for key in undated if key in arrivals]
    published = max(past or dates, default=None)
    return Newest(published, max(added, default=None), len(undated), len(dates) - len(past))


def line(age: Newest, now: datetime) -> Rich:
    """`Newest source: 3 May 2031, 2 days ago`, and what is known of the sources that state no date."""
    if age.published is None:
        return chrome(tr("Newest source: date not stated; {added}", added=_added(age, now)))
    when, ago = day(age.published), _since(age.published, now)
    if age.undated:
        dated = tr("Newest dated source: {day}, {ago}", day=when, ago=ago)
    else:
        dated = tr("Newest source: {day}, {ago}", day=when, ago=ago)
    ahead = age.ahead if age.published - now <= AHEAD else 0
    return chrome("; ".join(filter(None, (dated, _without_date(age, now), _in_future(ahead)))))


def since(moment: datetime, now: datetime) -> str:
    """How long ago something was done, in the largest unit that is full: `just now`, `1 hour ago`, `12 days ago`."""
    seconds = (_aware(now) - _aware(moment)).total_seconds()
    if seconds < JUST_NOW.total_seconds():
        return tr("just now")
    if seconds < 3600:
        return trn("{n} minute ago", "{n} minutes ago", int(seconds // 60))
    if seconds < 86_400:
        return trn("{n} hour ago", "{n} hours ago", int(seconds // 3600))
    return _days_ago(int(seconds // 86_400))


def _since(published: datetime, now: datetime) -> str:
    """A page states a day rather than a minute: what is told is the days between, on the page's own calendar."""
    if published - now > AHEAD:
        return tr("dated in the future")
    days = (now.astimezone(published.tzinfo).date() - published.date()).days
    return _days_ago(days) if days > 0 else tr("today")


def _days_ago(days: int) -> str:
    if days < DAYS:
        return trn("{n} day ago", "{n} days ago", days)
    if days < MONTHS * MONTH:
        return trn("{n} month ago", "{n} months ago", int(days // MONTH))
    return trn("{n} year ago", "{n} years ago", int(days // YEAR))


def _without_date(age: Newest, now: datetime) -> str:
    if age.undated < 2:
        return tr("1 source states no date, {added}", added=_added(age, now)) if age.undated else ""
    return trn(
        "{n} source states no date, the last {added}",
        "{n} sources state no date, the last {added}",
        age.undated,
        added=_added(age, now),
    )


def _in_future(ahead: int) -> str:
    if not ahead:
        return ""
    return trn("{n} source is dated in the future", "{n} sources are dated in the future", ahead)


def _added(age: Newest, now: datetime) -> str:
    return tr("added {ago}", ago=since(age.added, now)) if age.added else tr("read just now")


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"a time without a zone: {moment}")
    return moment
