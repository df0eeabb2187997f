"""Which feeds a page names, and where else a site may keep one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sources.encodings import decode
from sources.feeds.addresses import web_address
from sources.feeds.feed import FeedLink
from sources.feeds.words import title_of
from sources.formats.html import parse_tree
from sources.magic import find_kind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_LINKS = 10
MOST_ANCHORS = 5_000
TYPES = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/x.atom+xml "
    "application/xml text/xml application/x-rss+xml text/rss text/rss+xml".split()
)
JSON_TYPE = "application/json"
FEED_PATH = re.compile(
    r"(?:/(?:feeds?|rss|atom)|\.(?:rss|atom|rdf)|/[^/]*(?:rss|atom|feed)[^/]*\.(?:xml|json|php|aspx)|/(?:index|news)\.xml)/?$",
    re.IGNORECASE,
)
FEED_QUERY = re.compile(r"(?:^|&)(?:feed=(?:rss2?|atom|rdf)|format=(?:rss|feed|atom)|output=rss)(?:&|$)", re.IGNORECASE)
COMMENTS = re.compile(r"\bcomments?\b|comments?[/_-]?(?:feed|rss|atom)|/comments?/|replies", re.IGNORECASE)
GUESSES = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")


def find_feeds(data: bytes, url: str) -> tuple[FeedLink, ...]:
    """The feeds that an HTML page at `url` names, at most 10; none where the page names none or is no page.

    Those of its head first (`link rel=alternate`, in its order), then links of its body that end as feeds do; feeds of
    comments come last. Addresses are resolved against the page's, or its `base` where that is one of the web.
    Raises Undecodable.
    """
    if find_kind(data) is not None or (tree := parse_tree(decode(data))) is None:
        return ()
    base = _base(tree, url)
    found: dict[str, FeedLink] = {}
    for link in (*_stated(tree, base), *_linked(tree, base)):
        found.setdefault(link.url, link)
    return tuple(sorted(found.values(), key=_is_of_comments)[:MOST_LINKS])


def guesses(url: str) -> tuple[str, ...]:
    """Addresses at which sites keep a feed that their pages do not name; asked only after the page named none."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    places = dict.fromkeys((urljoin(url, parts.path.rstrip("/") + "/") if "." not in parts.path else root, root))
    return tuple(f"{place}{guess}" for place in places for guess in GUESSES)


def _base(tree: HtmlElement, url: str) -> str:
    stated = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    return web_address(stated, url) or url


def _stated(tree: HtmlElement, base: str) -> Iterator[FeedLink]:
    """`link` elements: rel alternate with a feed's type, or rel feed (the HTML standard, 4.6.7.1)."""
    for element in tree.iter("link"):
        address = web_address(element.get("href"), base)
        if address and _names_feed(element, address):
            yield FeedLink(address, title_of(element.get("title")))


def _names_feed(element: HtmlElement, address: str) -> bool:
    rel = (element.get("rel") or "").lower().split()
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    # WordPress names its programming interface as application/json beside the feeds.
    return "feed" in rel or ("alternate" in rel and (kind in TYPES or (kind == JSON_TYPE and is_feed_like(address))))


def _linked(tree: HtmlElement, base: str) -> Iterator[FeedLink]:
    for element in islice(tree.iter("a"), MOST_ANCHORS):
        address = web_address(element.get("href"), base)
        if address and is_feed_like(address):
            yield FeedLink(address, title_of(element.get("title") or element.text_content()))


def is_feed_like(address: str) -> bool:
    """Whether an address ends as the addresses of feeds do."""
    parts = urlsplit(address)
    return bool(FEED_PATH.search(parts.path) or FEED_QUERY.search(parts.query))


def _is_of_comments(link: FeedLink) -> bool:
    return bool(COMMENTS.search(urlsplit(link.url).path) or COMMENTS.search(link.title or ""))
