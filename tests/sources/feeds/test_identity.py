"""An entry is recognised again, and two entries are never taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.feeds.draft import Draft
from sources.feeds.identity import identity_of, version_of
from tests.sources.feeds.reading import URL, item, parse, rss

SITE = "https://news.example"
PATH = "/2024/05/storm-cuts-off-villages"
TELLING = Draft(guid="1", link=f"{SITE}{PATH}", title="Storm cuts off villages")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a?utm_source=rss&r=0.17", "/a?r=0.99#xtor=RSS-1"),
        ("/world/europe-61011421", "/world/europe-61011421?at_medium=RSS"),
        ("/en/a-headline-71412345.html", "/en/the-headline-was-changed-71412345.html"),
        ("/article?id=17&sid=abc", "/article?sid=xyz&id=17"),
        ("/2024/05/storm-cuts-off-villages", "/2024/05/storm-cuts-off-villages/?ref=x"),
    ],
)
def test_a_changed_query_or_headline_in_the_address_is_the_same_entry(one: str, other: str) -> None:
    """Guids change as well; none of it makes the entry another."""
    first, second = (Draft(guid=link, link=SITE + link, title="Same") for link in (one, other))
    assert identity_of(first) == identity_of(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/article?id=17", "/article?id=18"),
        ("/live/war-in-europe-61011421#post-1", "/live/war-in-europe-61011421#post-2"),
        ("/1", "/2"),
        ("/20240505/news", "/20240506/news"),
        ("/2024/05/storm-cuts-off-villages", "/2024/06/storm-cuts-off-villages"),
        ("/world/europe-61011421", "/world/europe-61011422"),
        ("/us/storm-leaves-100000-without-power", "/world/rally-draws-100000-people"),
        ("/jobs/firm-cuts-1000000", "/health/vaccine-saves-1000000"),
        ("/business/markets-wrap-240331", "/sport/results-240331"),
        ("/morning-202403310600.html", "/sport-202403310600.html"),
        ("/briefing-31032024", "/sport-31032024"),
        ("/live/war-updates-today?page=with:block-66a1", "/live/war-updates-today?page=with:block-66b2"),
        ("/live/war-updates-today#block-660950d48f08c3d4", "/live/war-updates-today#block-660951118f08aaaa"),
        ("/watch?v=AAAAAAAAAAA", "/watch?v=BBBBBBBBBBB"),
        ("/index.php?article=first-long-story", "/index.php?article=second-long-story"),
        ("/story?uuid=0a1b-44", "/story?uuid=9f1b-45"),
    ],
)
def test_two_addresses_of_two_articles_are_two_entries(one: str, other: str) -> None:
    """Also under one title and without guids."""
    assert identity_of(Draft(link=SITE + one, title="x")) != identity_of(Draft(link=SITE + other, title="x"))


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_telling_address_is_the_entry_whatever_it_is_called(title: str, guid: str) -> None:
    """A publisher may rewrite the headline and make up guids: it is another version of the same entry."""
    again = replace(
        TELLING, title=title, guid=guid, link=f"http://www.news.example/2024/05/storm-cuts-off-villages?{1}"
    )
    assert identity_of(again) == identity_of(TELLING)


def test_entries_that_share_an_address_are_told_apart_by_their_titles() -> None:
    """Some feeds give the front page or a list as every entry's link."""
    feed = parse(rss(*(item(f"Advisory {i}", f"{SITE}/upcoming/", f"id-{i}") for i in range(5))))
    assert len(feed.entries) == len({entry.identity for entry in feed.entries}) == 5


def test_entries_without_a_link_are_told_apart_by_their_words() -> None:
    """The same words under another guid are the same entry."""
    one, other = Draft(guid="1", title="t", summary="one text"), Draft(guid="1", title="t", summary="another text")
    assert identity_of(one) != identity_of(other)
    assert identity_of(one) == identity_of(replace(one, guid="2"))


@pytest.mark.parametrize("name", ["r", "x", "token"])
@pytest.mark.parametrize("values", [("0.8444218515250481", "0.7579544029403025"), ("a8f3e21c9b7d", "b7d09e8f3e21")])
def test_what_looks_random_in_a_query_tells_apart_by_titles_alone(name: str, values: tuple[str, str]) -> None:
    """It may be new on every fetch; where titles differ too, they are two entries."""
    one, other = (Draft(link=f"{SITE}/list?{name}={value}", title="Same title") for value in values)
    assert identity_of(one) == identity_of(other)
    assert identity_of(one) != identity_of(replace(other, title="Another title"))


def test_next_weeks_roundup_is_another_entry() -> None:
    """One address and one title for all, and another day; an address that names an article needs no day."""
    first = Draft(link=f"{SITE}/weekly", title="Weekly roundup", published=datetime(2026, 5, 1, 8, tzinfo=UTC))
    assert identity_of(first) != identity_of(replace(first, published=datetime(2026, 5, 8, 8, tzinfo=UTC)))
    assert identity_of(first) == identity_of(replace(first, published=datetime(2026, 5, 1, 9, tzinfo=UTC)))
    assert identity_of(TELLING) == identity_of(replace(TELLING, published=first.published))


def test_new_guids_and_queries_on_every_fetch_bring_nothing_new() -> None:
    """Two fetches of a feed that makes up both: twenty entries, twenty identities, no new version."""
    first, second = (
        parse(rss(*(item(f"Title {i}", f"{SITE}/{i}?r=0.{i}{salt}", f"{i}{salt}") for i in range(20))))
        for salt in (1, 2)
    )
    assert [(e.identity, e.version) for e in first.entries] == [(e.identity, e.version) for e in second.entries]
    assert len(first.entries) == 20


def test_entries_of_one_guid_are_one_and_the_newest_stays() -> None:
    """RSS has a guid name one entry."""
    dates = ("1 Jan 2024 00:00 GMT", "3 Jan 2024 00:00 GMT", "2 Jan 2024 00:00 GMT")
    feed = parse(rss(*(item(f"x{i}", f"{SITE}/{i}", "same", date) for i, date in enumerate(dates))))
    assert [entry.title for entry in feed.entries] == ["x1"]


@pytest.mark.parametrize("guid", ["", "0", "null", "Undefined", f"{SITE}/", SITE, URL])
def test_a_guid_by_mistake_loses_nothing(guid: str) -> None:
    """A placeholder, a front page or the feed's own address under every entry is no guid."""
    feed = parse(rss(*(item(f"x{i}", f"{SITE}/{i}", guid) for i in range(3))))
    assert [entry.title for entry in feed.entries] == ["x0", "x1", "x2"]


def test_the_version_follows_the_words_alone() -> None:
    """New markup, spaces and quotation marks are no new version; a word, in the title or in the text, is one."""
    draft = Draft(title="Storm", content="<p>The “storm” came.</p>")
    assert version_of(draft) == version_of(
        replace(draft, title="Storm ", content='<div>The\n"storm" <b>came</b>.</div>')
    )
    assert version_of(draft) != version_of(replace(draft, content="<p>The storm left.</p>"))
    assert version_of(draft) != version_of(replace(draft, title="Storms"))
