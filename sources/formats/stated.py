"""What an HTML page states of itself: JSON-LD (schema.org), OpenGraph, Dublin Core, microdata, the canonical link.

Nothing is inferred from the address, the layout or the words: trafilatura's own metadata does, and is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sources.formats.dates import read_date
from sources.formats.linked import Node, find_article, name_of, names_of, not_link, words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Meta = Mapping[str, str]
# In the order in which they are believed: what is made for articles, then for search engines, then for anything.
PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished parsely-pub-date sailthru.date "
    "cxenseparse:recs:publishtime rnews:datepublished bt:pubdate citation_publication_date citation_online_date "
    "dcterms.issued dc.date.issued dcterms.created dc.date.created pubdate publishdate publish-date publish_date "
    "published_time article.published published dcterms.date dc.date date"
).split()
MODIFIED = (
    "article:modified_time og:article:modified_time og:updated_time datemodified article:modified dcterms.modified "
    "dc.date.modified lastmod last-modified revision_date"
).split()
SAYS_CHANGED = re.compile(r"updated?\b|modified|edited\b|changed\b|corrected\b", re.IGNORECASE)
PROSE = 80
"""Characters: a paragraph of that length is the article's own, and its head is over."""


@dataclass(frozen=True, slots=True)
class Stated:
    """None where the page says nothing. `address` is as it stands there, and not to be believed yet."""

    title: str | None
    publisher: str | None
    byline: str | None
    address: str | None
    published: datetime | None
    modified: datetime | None


def find_stated(tree: HtmlElement, nodes: tuple[Node, ...], meta: Meta) -> Stated:
    """What the page says of itself, of everything the form that is believed most."""
    article = find_article(nodes)
    return Stated(
        title=words(article.get("headline")) or meta.get("og:title"),
        publisher=meta.get("og:site_name") or name_of(article.get("publisher"), nodes) or meta.get("publisher"),
        byline=names_of(article.get("author"), nodes) or not_link(meta.get("author") or meta.get("article:author")),
        address=_find_address(tree, meta),
        published=_first_date(_published(tree, article, meta)),
        modified=_first_date(_modified(tree, article, meta)),
    )


def read_meta(tree: HtmlElement) -> Meta:
    """The first content of each name, property or itemprop, in small letters."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if key and content:
            found.setdefault(key, content)
    return found


def _find_address(tree: HtmlElement, meta: Meta) -> str | None:
    links = (e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    return next((url.strip() for url in (*links, meta.get("og:url") or "") if url.strip()), None)


def _first_date(stated: Iterable[str | None]) -> datetime | None:
    return next((date for each in stated if (date := read_date(each))), None)


def _published(tree: HtmlElement, article: Node, meta: Meta) -> Iterator[str | None]:
    yield words(article.get("datePublished"))
    yield from (meta.get(name) for name in PUBLISHED)
    yield _only(tree, "datepublished")
    yield _head_time(tree)


def _modified(tree: HtmlElement, article: Node, meta: Meta) -> Iterator[str | None]:
    yield words(article.get("dateModified"))
    yield from (meta.get(name) for name in MODIFIED)
    yield _only(tree, "datemodified")


def _only(tree: HtmlElement, prop: str) -> str | None:
    """What the page's microdata say, where they say one thing only: a list of articles says many."""
    marked = (element for element in tree.iter() if prop in (element.get("itemprop") or "").lower().split())
    values = {element.get("datetime") or element.get("content") or element.text_content() for element in marked}
    return values.pop() if len(values) == 1 else None


def _head_time(tree: HtmlElement) -> str | None:
    """The machine's form of the first time between the only headline and the first long paragraph, if of no change."""
    if sum(1 for _ in tree.iter("h1")) != 1:
        return None
    below = False
    for element in tree.iter("h1", "p", "time"):
        below = below or element.tag == "h1"
        if element.tag == "p" and below and len(element.text_content()) >= PROSE:
            return None
        if element.tag == "time" and below and element.get("datetime") and not _is_of_change(element):
            return str(element.get("datetime"))
    return None


def _is_of_change(element: HtmlElement) -> bool:
    """Whether the time, what it is called by, or the words right before it speak of a change."""
    before = element.getprevious()
    near = element.getparent().text if before is None else before.tail
    said = (element.get("class") or "", element.get("itemprop") or "", element.text_content(), near or "")
    return any(SAYS_CHANGED.search(each.replace("-", " ").replace("_", " ")) for each in said)
