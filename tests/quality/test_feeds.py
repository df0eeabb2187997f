"""feedparser's own test files, whole and damaged, through our reading of feeds; run with -s to read what was counted.

Every file is read as it is, and one in four is damaged once in a way that its name decides: the whole of it, ten times
each, was run by hand (docs/sources.md). What is refused must be no feed by feedparser's own account. Fewer entries than
feedparser's are those that are word for word another of the same file; links that are left out are no addresses of the
web, or guids that feedparser took for addresses.
"""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sources.base import EmptySource
from sources.feeds.addresses import web_address
from sources.feeds.feed import Feed
from sources.feeds.mending import narrowed
from sources.feeds.parse import parse_feed
from sources.feeds.words import title_of
from summarizer.errors import SourceError

FEEDS = Path(__file__).parents[3] / "shared" / "eval" / "ingest" / "feeds.zip"
URL = "http://127.0.0.1:8097/tests/feed.xml"
JUNK = (b"<", b"&", b"<!--", b"]]>", b"<![CDATA[", b"&#x110000;", b"&#99999999999;", b"\x00", b"\xff", b"&#xD800;")
ENCODINGS = (b"utf-16", b"punycode", b"zlib", b"x-klingon", b"cp037")
SCHEMES = (b"http://[", b"javascript:", b"file:///", b"http://a:99999/")

pytestmark = pytest.mark.skipif(not FEEDS.is_file(), reason="../shared/eval/ingest/feeds.zip is absent")


@cache
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(FEEDS) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist()) if name.endswith((".xml", ".json"))}


def damaged(name: str, data: bytes) -> bytes:
    """The file with one fault: bytes overwritten, cut out, doubled, junk put in, tags shuffled, names exchanged."""
    chance = random.Random(name)  # noqa: S311 - the same damage every time
    start = chance.randrange(max(1, len(data)))
    end = start + chance.randrange(1, 200)
    tags = data.split(b"<")
    chance.shuffle(tags)
    kinds = (
        data[:start] + chance.randbytes(end - start) + data[end:],
        data[:start] + data[end:],
        data[:start],
        data[:end] + data[start:end] * chance.randrange(1, 20) + data[end:],
        data[:start] + chance.choice(JUNK) + data[start:],
        data.replace(b"utf-8", chance.choice(ENCODINGS), 1),
        b"<".join(tags),
        data.replace(b"http://", chance.choice(SCHEMES)),
    )
    return chance.choice(kinds)


@cache
def read(data: bytes) -> Feed | SourceError:
    try:
        return parse_feed(data, url=URL, content_type="application/xml")
    except SourceError as error:
        return error


def told_apart(entry: Any) -> object:
    """What an entry is told apart by without our rules: its id, else all of it that is read."""
    texts = [piece.get("value") for piece in (*entry.get("content", ()), entry.get("summary_detail", {}))]
    return entry.get("id") or (title_of(entry.get("title")), entry.get("link"), str(texts))


def reference(data: bytes) -> Any:  # feedparser publishes no types
    import feedparser  # noqa: PLC0415 - only where the files are there

    with warnings.catch_warnings(action="ignore"):
        headers = {"content-location": URL, "content-type": "application/xml"}
        return feedparser.parse(io.BytesIO(data), response_headers=headers)


def test_every_file_is_read_and_refused_only_where_it_is_no_feed() -> None:
    """Nothing but errors of our own comes out, for what feedparser finds neither entries nor a version in."""
    refused = {name: error for name, data in files().items() if isinstance(error := read(data), SourceError)}
    assert len(files()) > 2_000
    assert len(refused) <= 3
    for name, error in refused.items():
        plain = reference(files()[name])
        assert (type(error), len(plain.entries), plain.get("version", "")) == (EmptySource, 0, "")


def test_damaged_files_raise_nothing_of_a_library() -> None:
    """A quarter of the files, each damaged once."""
    outcomes = Counter(type(read(damaged(name, files()[name]))).__name__ for name in list(files())[::4])
    print(f"\ndamaged files: {dict(outcomes)}")  # noqa: T201 - what was counted
    assert outcomes["Feed"] > 0.7 * outcomes.total()


def test_entries_and_links_are_kept_where_feedparser_keeps_them() -> None:
    """All links that are addresses; all entries but copies of another in the same file."""
    counts: Counter[str] = Counter()
    for name, data in files().items():
        ours, plain = read(data), reference(data)
        if isinstance(ours, SourceError) or name.endswith(".json"):
            continue
        counts["entries"] += len(plain.entries)
        counts["entries kept"] += len(ours.entries)
        distinct = {told_apart(entry) for entry in plain.entries}
        counts["entries lost"] += max(0, len(distinct) - len(ours.entries))
        links = [entry.link for entry in plain.entries if entry.get("link")]
        kept = {entry.link for entry in ours.entries}
        counts["links"] += len(links)
        counts["links kept"] += sum(link in kept for link in links)
        counts["links lost"] += sum(is_written(link, data) and link not in kept for link in links)
    print(f"\n{dict(counts)}")  # noqa: T201 - what was counted
    assert counts["entries"] > 1_000
    assert counts["links"] > 100
    assert counts["entries lost"] == counts["links lost"] == 0


def is_written(link: str, data: bytes) -> bool:
    """Whether an address of the web stands in the file as such."""
    return web_address(link) is not None and link.partition("?")[0].encode() in narrowed(data)
