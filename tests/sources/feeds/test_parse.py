"""Feeds of every format, whole and broken, become entries."""

from __future__ import annotations

import builtins
import socket
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.base import EmptySource, TooLarge, Unparsable, UnsupportedSource
from sources.feeds.entries import AHEAD, EARLIEST
from summarizer.errors import SourceError
from tests.sources.feeds.reading import NOW, SAMPLES, item, parse, rss, sample


@pytest.mark.parametrize(
    ("name", "title", "links"),
    [
        ("rss091.xml", "Harbour Gazette", ["http://harbour.example/news/1.html", "http://harbour.example/news/2.html"]),
        ("rss10.xml", "Valley Wire", ["https://valley.example/a/100235", "https://valley.example/a/100234"]),
        ("atom10.xml", "Hill Notes", ["https://hill.example/blog/water-below-five-degrees"]),
        ("atom03.xml", "Old Atom", ["http://old.example/1"]),
        ("cdf.xml", "Channel", ["http://cdf.example/1"]),
        ("feed.json", "Json Journal", ["https://json.example/2024/one-story-of-today", None]),
        ("broken_nesting.xml", "Broken & bent", ["https://bent.example/1?a=1&b=2", "https://bent.example/2"]),
        ("broken_references.xml", "Says UTF-16, is UTF-8: café", ["https://ref.example/1"]),
        ("no_entries.xml", "Nothing yet", []),
        ("utf16.xml", "Wide", ["https://wide.example/1"]),
        ("windows1251.xml", "Новости", ["https://bridge.example/1"]),
    ],
)
def test_every_format_gives_its_title_and_links(name: str, title: str, links: list[str | None]) -> None:
    """Newest first, and a broken feed as far as it goes."""
    feed = sample(name)
    assert (feed.title, [entry.link for entry in feed.entries]) == (title, links)


def test_an_entry_of_rss_says_what_its_item_says() -> None:
    """Titles lose markup that was escaped twice, addresses are resolved, scripts are gone, the longer text is taken."""
    feed = sample("rss20.xml")
    first, second = feed.entries
    assert (feed.title, feed.site, feed.pause) == ("The Daily Post", "https://post.example/", timedelta(hours=1))
    assert first.title == "Storm & flood: 12 villages cut off"
    assert first.link == "https://host.example/2024/05/storm-cuts-off-twelve-villages/?utm_source=rss"
    assert (first.byline, second.byline) == ("Ben Reporter", "Cleo Desk")
    assert first.published == datetime(2024, 5, 5, 8, 30, tzinfo=UTC)
    assert "12 villages, the office" in first.html
    assert "alert" not in first.html
    assert 'href="https://host.example/map"' in first.html


def test_an_entry_of_atom_says_what_its_element_says() -> None:
    """Several authors are one byline, a less-than sign is no tag, dates are told in UTC."""
    entry = sample("atom10.xml").entries[0]
    assert (entry.title, entry.byline) == ("Water < 5 °C", "Dora Hill, Eli Vale")
    assert (entry.published, entry.updated) == (datetime(2024, 5, 30, 10, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC))
    assert "<em>cold</em>" in entry.html


def test_plain_text_is_escaped_into_html() -> None:
    """What a feed gives as plain text is shown as it stands there."""
    assert sample("atom03.xml").entries[0].html == "1 &lt; 2 holds"
    assert sample("feed.json").entries[1].html == "1 &lt; 2"


def test_json_feed_dates_and_authors() -> None:
    """RFC 3339 with its zone; what is no date is none, an author without a name is none."""
    first, second = sample("feed.json").entries
    assert (first.title, first.byline) == ("One story", "Fay Json")
    assert (first.published, second.published) == (datetime(2024, 1, 2, 8, 4, 5, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptySource),
        (b"  \n", EmptySource),
        (b"<!doctype html><html><head><title>t</title><link rel=x href=/></head><body>Hi.</body>", EmptySource),
        (b"Just some words & more.", EmptySource),
        (b'{"version": "2", "items": []}', EmptySource),
        (b"{" * 100_000, EmptySource),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), UnsupportedSource),
        (b"%PDF-1.7\n" + b"x" * 100, UnsupportedSource),
        (b"<rss>" + b"<x>y</x>" * 300_000, TooLarge),
        (b"<rss><channel><title>" + b"<b>" * 100_000, TooLarge),
        (b"<rss><channel><title>" + b"&lt;b&gt;" * 100_000, TooLarge),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(data: bytes, error: type[SourceError]) -> None:
    """A page, a text, a picture, other JSON: nothing of it becomes entries."""
    with pytest.raises(error):
        parse(data)


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE l [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
        b"<!DOCTYPE l [<!ENTITY a '" + b"A" * 50_000 + b"'>]><rss><channel>" + b"&a;" * 1_000 + b"</channel></rss>",
        b"<!DOCTYPE l [" + b"".join(b'<!ENTITY a%d "x">' % i for i in range(501)) + b"]><rss><channel/></rss>",
        b"<rss><channel><title " + b" ".join(b'a%d=">"' % i for i in range(1_001)) + b">t</title></channel></rss>",
    ],
    ids=["nested", "quadratic", "many", "attributes"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_bombs_are_refused_unopened(data: bytes, encoding: str) -> None:
    """In whatever encoding they come: entities that multiply, a tag of a thousand attributes."""
    with pytest.raises(Unparsable):
        parse(data.decode().encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><title>Selby Cou",
        b"<rss version='2.0'><channel><title>Selby Council</title><link>https://selby.example/</link>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Sel",
    ],
)
def test_a_feed_that_breaks_off_before_its_first_entry_is_not_read(data: bytes) -> None:
    """It would be taken for one that has nothing new; one that is whole and empty is read, well-formed or not."""
    with pytest.raises(Unparsable):
        parse(data)
    assert parse(b"<rss><channel><title>Selby & Leeds</title></channel></rss>").entries == ()
    assert parse(b"<rss><channel><title>Selby</title></channel></rss>").entries == ()


def test_a_feed_that_breaks_off_later_gives_what_it_has() -> None:
    """The entries above the cut."""
    whole = rss(item("First", "https://selby.example/1"), item("Second", "https://selby.example/2"))
    assert [entry.title for entry in parse(whole[: whole.index(b"Second")]).entries][:1] == ["First"]


def test_a_harmless_declaration_is_no_bomb() -> None:
    """Feeds declare an entity for a space or a prefix."""
    declared = b'<!DOCTYPE rss [<!ENTITY nbsp "&#160;">\n<!ENTITY co "The &amp; Co">]>\n'
    feed = parse(declared + rss("<title>a&nbsp;b</title>").split(b"?>")[1])
    assert [entry.title for entry in feed.entries] == ["a b"]


def test_nothing_is_opened_or_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that is an address or a path, or names files, makes no call to the system."""
    sample("rss20.xml")  # what is imported late is imported now

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("reached outside")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    outside = b'<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    feed = parse(outside + rss("<title>&x;</title><link>https://a.example/</link>").split(b"?>")[1])
    assert "root:" not in str(feed)
    for words in (b"http://127.0.0.1:9/feed", b"/etc/passwd"):
        with pytest.raises(EmptySource):
            parse(words)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://[x", "http://"]
)
def test_only_addresses_of_the_web_are_links(link: str) -> None:
    """The entry stays, its link does not."""
    entry = parse(rss(item("x", link))).entries[0]
    assert (entry.link, entry.teaser) == (None, False)


def test_a_guid_that_is_no_address_is_no_link() -> None:
    """RSS calls a guid a link unless it says otherwise; a token is none, an address is one."""
    made = parse(rss("<title>a</title><guid>token-17</guid>", "<title>b</title><guid>https://a.example/b</guid>"))
    assert [entry.link for entry in made.entries] == [None, "https://a.example/b"]


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "31/31/2022",
        "",
        "Wed, 25 Nov 2026 12:01:00 GMT",
    ],
)
def test_dates_that_cannot_be_are_unknown(date: str) -> None:
    """Too early, too late, none at all: the entry is kept without."""
    assert parse(rss(item("x", "https://a.example/1", date=date))).entries[0].published is None


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
@settings(max_examples=50, deadline=None)
def test_every_date_is_within_bounds(moment: datetime) -> None:
    """From 1990 to two days from now, exactly as stated, or unknown."""
    stated = moment.replace(tzinfo=UTC, microsecond=0)
    found = parse(rss(item("x", date=stated.strftime("%a, %d %b %Y %H:%M:%S GMT")))).entries[0].published
    assert found == (stated if EARLIEST <= stated <= NOW + AHEAD else None)


def test_of_many_entries_the_newest_are_kept() -> None:
    """200, whatever their order in the file; one without a date stays behind the one before it."""
    dated = [
        item(f"n{day}", f"https://a.example/{day}", date=f"{1 + day % 28} Jan {2000 + day // 28} 00:00 GMT")
        for day in range(400)
    ]
    entries = parse(rss(*dated, item("after", "https://a.example/x"))).entries
    assert [entry.title for entry in entries[:3]] == ["n399", "after", "n398"]
    assert len(entries) == 200


def test_of_an_endless_file_the_beginning_is_read() -> None:
    """Entries are taken whole from the first 2 MB; what is cut in the middle is not taken."""
    long = "<description>" + "word " * 20_000 + "</description>"
    entries = parse(rss(*(item(f"n{i}", f"https://a.example/{i}") + long for i in range(30)))).entries
    assert 15 <= len(entries) < 20
    assert {len(entry.html) for entry in entries} == {len("word " * 20_000) - 1}


@pytest.mark.parametrize("charset", ["punycode", "zlib_codec", "x-klingon", "utf-16", "cp037", "\u00df", ""])
def test_a_wrong_charset_harms_nothing(charset: str) -> None:
    """Neither in the declaration nor in the header: the file says in its bytes what it is in."""
    data = rss(item("café", "https://a.example/1"))
    declared = data.replace(b'"1.0"?', f'"1.0" encoding="{charset}"?'.encode())
    for feed in (parse(declared), parse(data, content_type=f"application/rss+xml; charset={charset}")):
        assert feed.entries[0].title == "café"


@given(st.binary(max_size=300), st.integers(0, 1200))
@settings(max_examples=80, deadline=None)
def test_junk_in_a_feed_never_escapes(junk: bytes, place: int) -> None:
    """A feed with anything in the middle is read or refused by name."""
    data = (SAMPLES / "rss20.xml").read_bytes()
    try:
        feed = parse(data[:place] + junk + data[place:])
    except SourceError:
        return
    assert all(entry.link is None or entry.link.startswith(("http://", "https://")) for entry in feed.entries)
