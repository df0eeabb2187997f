"""What a page states of itself: in which forms it is found, and that it cannot claim what is somebody else's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sources.base import Origin, Reading
from sources.formats.address import choose_address
from sources.formats.dates import read_date
from sources.intake import read_bytes, take_in

SAID = "The mayor said on Monday that the town is empty and that at least 400 people are missing from it."
OWN = "https://news.example.org/town?id=1"


def take(head: str = "", top: str = "") -> Reading:
    body = f"<article><h1>Town is empty</h1>{top}{f'<p>{SAID}</p>' * 4}</article>"
    return take_in(f"<html><head>{head}</head><body>{body}</body></html>", "html", url=OWN)


DATED = [
    '<meta property="article:published_time" content="2022-04-05T08:00:00+02:00">',
    '<meta name="parsely-pub-date" content="2022-04-05T06:00:00Z">',
    '<meta name="DC.date" content="2022-04-05">',
    '<meta name="date" content="Tue, 05 Apr 2022 06:00:00 GMT">',
    '<meta name="pubdate" content="April 5, 2022">',
    '<meta itemprop="datePublished" content="2022-04-05 06:00:00 UTC">',
    '<script type="application/ld+json">[{"@type": ["Report"], "headline":"T","datePublished":"2022-04-05"}]</script>',
    '<script type="application/ld+json">{"@type": "Article", "datePublished": "5 April 2022"}</script>',
]


@pytest.mark.parametrize("head", DATED)
def test_dates_are_found_in_the_forms_that_pages_use(head: str) -> None:
    """The day that the page states is the document's, whatever form states it."""
    published = take(head).document.published
    assert published is not None
    assert published.date() == datetime(2022, 4, 5, tzinfo=UTC).date()


def test_a_time_below_the_headline_is_the_articles() -> None:
    """Not one of a change, and not one within the text."""
    both = '<p>Updated <time datetime="2022-04-07">7 April</time>, <time datetime="2022-04-05">5 April</time></p>'
    assert take(top=both).document.published == read_date("2022-04-05")
    within = f'<p>{SAID} It began on <time datetime="2022-02-24">24 February</time>.</p>'
    assert take(top=within).document.published is None


def test_several_marked_dates_state_nothing() -> None:
    """A list of articles has many dates and is of none of them."""
    times = "".join(f'<span itemprop="datePublished" content="2022-04-0{day}">then</span>' for day in (5, 6))
    assert take(top=f"<div>{times}</div>").document.published is None


def test_the_last_change_is_told_apart() -> None:
    """When a page was changed is no date of publication."""
    reading = take('<meta property="article:modified_time" content="2022-04-07T10:00:00Z">')
    assert (reading.modified, reading.document.published) == (read_date("2022-04-07T10:00:00Z"), None)


def test_names_are_found_behind_their_references() -> None:
    """In a graph, the article points to its author and publisher."""
    graph = (
        '{"@graph": [{"@type": "Article", "headline": "T", "author": [{"@id": "#a"}, "https://example.org/john"], '
        '"publisher": {"@id": "#p"}}, {"@id": "#a", "name": "Jane Roe"}, {"@id": "#p", "name": "The Example"}]}'
    )
    document = take(f'<script type="application/ld+json">{graph}</script>').document
    assert (document.byline, document.publisher) == ("Jane Roe", "The Example")


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("https://www.example.org/town", OWN),
        ("https://news.example.org/town", "https://news.example.org/town"),
        ("http://m.news.example.org/town/hall", "http://m.news.example.org/town/hall"),
        ("https://news.example.org/neighbour", OWN),
        ("https://news.example.org/town/../neighbour", OWN),
        ("https://news.example.org/", OWN),
        ("/town", "https://news.example.org/town"),
        ("https://example.com/town", OWN),
        ("https://example.org.evil.example/town", OWN),
        ("https://www.example.org/", OWN),
        ("http://127.0.0.1/town", OWN),
        ("https://a:b@example.org/town", OWN),
        ("javascript:alert(1)", OWN),
        ("http://[", OWN),
        ("https://www.example.org/" + "a" * 3000, OWN),
        (None, OWN),
    ],
)
def test_a_page_cannot_claim_another_address(stated: str | None, told: str) -> None:
    """Its own canonical address counts on its own host and below its own first step only: others have theirs."""
    assert choose_address(stated, OWN) == told


def test_sites_under_a_shared_name_are_not_one_site() -> None:
    """Who rents a name at a host does not speak for the neighbours."""
    assert choose_address("https://b.github.io/x", "https://a.github.io/x") == "https://a.github.io/x"
    assert choose_address("https://b.co.uk/x", "https://a.co.uk/x") == "https://a.co.uk/x"


def test_base_is_not_followed() -> None:
    """A relative address is the fetched page's, whatever the page says."""
    head = '<base href="https://example.com/"><link rel="canonical" href="/town">'
    assert take(head).document.url == "https://news.example.org/town"


def test_what_the_way_states_fills_only_gaps() -> None:
    """The page's own title goes before the feed's; what the page does not state, the feed does."""
    page = f"<html><body><article><h1>Town is empty</h1>{f'<p>{SAID}</p>' * 4}</article></body></html>"
    when = datetime(2022, 4, 5, tzinfo=UTC)
    origin = Origin("Other", "The Example", "Jane Roe", "https://example.org/feed", when)
    document = read_bytes(page.encode(), None, "text/html", origin, limit=10_000).document
    assert (document.title, document.publisher, document.byline) == ("Town is empty", "The Example", "Jane Roe")
    assert (document.url, document.published) == ("https://example.org/feed", when)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("April 12, 2022", "2022-04-12"),
        ("12 April 2022", "2022-04-12"),
        ("Tuesday, April 12th, 2022 at 9:15 PM", "2022-04-12"),
        ("4 Apr 2022 10:23 BST", "2022-04-04T09:23:00+00:00"),
        ("9:15 p.m. EST, Apr. 4, 2022", "2022-04-04T23:59:59+00:00"),
        ("Mon, 4 Apr 2022 10:23:00 +0200", "2022-04-04T08:23:00+00:00"),
        ("04/05/2022", None),
        ("5.4.2022", None),
        ("31 April 2022", None),
        ("April 2022", None),
        ("112 April 2022", None),
        ("May 12, 2022 people came", None),
    ],
)
def test_dates_in_words_are_read_where_they_mean_one_day(stated: str, told: str | None) -> None:
    """A date that two countries read differently is none."""
    assert read_date(stated) == (datetime.fromisoformat(told).replace(tzinfo=UTC) if told else None)
