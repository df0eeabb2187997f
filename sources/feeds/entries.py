"""From what a feed's file says to its entries: each once, newest first, at most 200.

drafts | dates that can be | newest first | one of each guid | one of each identity | 200 | Entry
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from sources.feeds.addresses import is_of_one_site
from sources.feeds.draft import Draft, Drafts
from sources.feeds.feed import Entry
from sources.feeds.identity import guid_of, identity_of, version_of
from sources.feeds.teaser import is_teaser

MOST_ENTRIES = 200
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)  # clocks and zones that are wrong; what is dated later is a mistake


def entries_of(drafts: Iterable[Draft], url: str, places: frozenset[str], now: datetime | None) -> tuple[Entry, ...]:
    """The entries, newest first. Dates before 1990 and later than two days after `now` are unknown.

    `url` is where the feed was fetched from: of a page on another site its words are never more than a teaser.
    `places` are the addresses of the feed and of its site, which are no entry's guid.
    """
    ordered = newest_first(tuple(_dated(draft, now) for draft in drafts))
    told_apart = _once(_once(ordered, lambda draft: guid_of(draft, places)), identity_of)
    return tuple(_entry(draft, url) for draft in islice(told_apart, MOST_ENTRIES))


def _dated(draft: Draft, now: datetime | None) -> Draft:
    latest = LATEST if now is None else now + AHEAD
    return replace(draft, published=_possible(draft.published, latest), updated=_possible(draft.updated, latest))


def _possible(moment: datetime | None, latest: datetime) -> datetime | None:
    return moment if moment is not None and EARLIEST <= moment <= latest else None


def newest_first(drafts: Drafts) -> Drafts:
    """By the date of publication, else of the last change; an entry without a date stays behind the one before it."""
    dated: list[tuple[datetime, datetime, Draft]] = []
    before = LATEST
    for draft in drafts:
        before = draft.published or draft.updated or before
        dated.append((before, draft.updated or before, draft))
    return tuple(draft for _, _, draft in sorted(dated, key=lambda each: each[:2], reverse=True))


def _once(drafts: Iterable[Draft], key: Callable[[Draft], str | None]) -> Iterator[Draft]:
    met: set[str] = set()
    for draft in drafts:
        found = key(draft)
        if found is None or found not in met:
            yield draft
        if found is not None:
            met.add(found)


def _entry(draft: Draft, url: str) -> Entry:
    return Entry(
        identity=identity_of(draft),
        version=version_of(draft),
        title=draft.title,
        link=draft.link,
        byline=draft.byline,
        published=draft.published,
        updated=draft.updated,
        html=draft.html,
        teaser=is_teaser(draft) or (draft.link is not None and not is_of_one_site(draft.link, url)),
    )
