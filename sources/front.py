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
CARD = 80
"""Words, at most, of a headline with its teaser, its picture's line and its date."""
FEWEST = 5
SHARE = 0.5
SHORT = 25
"""Words: most of an article's paragraphs have more, a headline or a teaser has fewer."""
INLINE = frozenset("a abbr b bdi cite em font i mark q s small span strong sub sup time u".split())
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

    A page lists articles where it does not say that it is one, has at least five cards (a headline that is a link to
    elsewhere, with what stands around it), and half of what was read of it stands in them. Raises Undecodable.
    """
    tree = parse_tree(decode(data, None, content_type))
    if tree is None:
        return Survey(None, (), lists=False)
    cards = tuple(_cards(tree))
    carded = {_words(part.text_content()) for card in cards for part in card.iter()}
    pieces = [words for words in map(_words, text.split("\n\n")) if words]
    within = sum(piece in carded for piece in pieces)
    lists = len(cards) >= FEWEST and within >= SHARE * len(pieces) and not _says_article(tree)
    return Survey(find_title(tree), find_feeds(data, url), lists)


def _cards(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The widest element around each headline that holds few words; each once."""
    sizes = _sizes(tree)
    seen: set[HtmlElement] = set()
    for link in tree.iter("a"):
        headline = _block_of(link)
        if not _leads_elsewhere(link) or not HEADLINE <= sizes[headline] == sizes[link]:
            continue
        card = headline
        while (above := card.getparent()) is not None and sizes[above] <= CARD:
            card = above
        if card not in seen:
            seen.add(card)
            yield card


def _sizes(tree: HtmlElement) -> dict[HtmlElement, int]:
    """Words in each element, in one walk from the leaves up: asking each anew takes time by the square."""
    elements = list(tree.iter())
    sizes = dict.fromkeys(elements, 0)
    for element in reversed(elements):
        sizes[element] += len((element.text or "").split()) if isinstance(element.tag, str) else 0
        above = element.getparent()
        if above is not None:
            sizes[above] += sizes[element] + len((element.tail or "").split())
    return sizes


def _block_of(link: HtmlElement) -> HtmlElement:
    block = link
    while block.tag in INLINE and block.getparent() is not None:
        block = block.getparent()
    return block


def _leads_elsewhere(link: HtmlElement) -> bool:
    return not (link.get("href") or "#").strip().startswith("#")


def _words(text: str) -> Words:
    return tuple(re.findall(r"\w+", text.casefold()))


def _says_article(tree: HtmlElement) -> bool:
    """The Open Graph protocol's type, which publishers set for the cards that networks show of their articles."""
    stated = (meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:type")
    return any((kind or "").strip().lower() == "article" for kind in stated)
