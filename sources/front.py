"""Whether a page is an article or a list of articles: a front page, a section, a blog's first page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sources.encodings import decode
from sources.feeds.discovery import find_feeds
from sources.feeds.feed import FeedLink
from sources.feeds.identity import names_article
from sources.formats.html import find_title, parse_tree
from summarizer.types import Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

INDEX = re.compile(r"(?:index|default|home)\.\w{2,5}|[a-z]{2}(?:-[a-z]{2})?", re.IGNORECASE)
HEADLINE = 4
"""Words, at least: what is shorter is a name of a section or "Read more"."""
FEWEST = 5
SHARE = 0.25
SHORT = 25
"""Words: an article's paragraph has more, a teaser or a headline fewer."""
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a page says of itself beside its text: its title, the feeds that it names, and whether it lists articles."""

    title: str | None
    feeds: tuple[FeedLink, ...]
    lists: bool


def is_root(url: str) -> bool:
    """Whether an address is a site's first page, in one of its languages or not."""
    parts = urlsplit(url)
    return not parts.query and all(INDEX.fullmatch(part) for part in parts.path.split("/") if part)


def may_list(document: Document, url: str) -> bool:
    """Whether a page should be asked if it lists articles: its address names none, or its text is in short pieces."""
    if not names_article(urlsplit(url)):
        return True
    pieces = document.text.split("\n\n")
    return sum(piece.count(" ") < SHORT for piece in pieces) >= max(2 * FEWEST, 0.75 * len(pieces))


def survey(data: bytes, url: str, content_type: str | None, text: str) -> Survey:
    """Looks at an HTML page once more; `text` is what was read of it, "" where it held no article.

    It lists articles where it does not say that it is one, and at least five of the pieces of its text, and a quarter
    of them, are what its links read: headlines, each leading elsewhere. Raises Undecodable.
    """
    tree = parse_tree(decode(data, None, content_type))
    if tree is None:
        return Survey(None, (), lists=False)
    linked = set(_headlines(tree))
    pieces = [words for words in map(_words, text.split("\n\n")) if words]
    heads = sum(piece in linked for piece in pieces)
    lists = not _says_article(tree) and heads >= max(FEWEST, SHARE * len(pieces))
    return Survey(find_title(tree), find_feeds(data, url), lists)


def _headlines(tree: HtmlElement) -> Iterator[Words]:
    for link in tree.iter("a"):
        words = _words(link.text_content())
        if len(words) >= HEADLINE and not (link.get("href") or "#").startswith("#"):
            yield words


def _words(text: str) -> Words:
    return tuple(re.findall(r"\w+", text.casefold()))


def _says_article(tree: HtmlElement) -> bool:
    """The Open Graph protocol's type, which publishers set for the cards that networks show of their articles."""
    stated = (meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:type")
    return any((kind or "").strip().lower() == "article" for kind in stated)
