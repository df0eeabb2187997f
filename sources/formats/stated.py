"""What an HTML page states of itself in its head: OpenGraph, JSON-LD (schema.org), the canonical link.

Nothing is inferred from the address, the layout or the words: trafilatura's own metadata does, and is not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sources.formats.dates import parse_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Meta = Mapping[str, str]
LONGEST_JSON = 1_000_000
MOST_NODES = 5_000


@dataclass(frozen=True, slots=True)
class Stated:
    """None where the page's head says nothing."""

    title: str | None
    publisher: str | None
    byline: str | None
    url: str | None
    published: datetime | None


def find_stated(tree: HtmlElement) -> Stated:
    """Reads the head of a parsed page. Broken JSON-LD counts as not there."""
    meta = read_meta(tree)
    article = find_article(tree)
    return Stated(
        title=_words(article.get("headline")) or meta.get("og:title"),
        publisher=meta.get("og:site_name") or _name(article.get("publisher")) or meta.get("publisher"),
        byline=_names(article.get("author")) or _not_link(meta.get("author") or meta.get("article:author")),
        url=_find_url(tree, meta),
        published=parse_date(_words(article.get("datePublished")) or meta.get("article:published_time")),
    )


def read_meta(tree: HtmlElement) -> Meta:
    """The first content of each name or property, in small letters."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if key and content:
            found.setdefault(key, content)
    return found


def _find_url(tree: HtmlElement, meta: Meta) -> str | None:
    links = [e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    stated = (*links, meta.get("og:url") or "")
    return next((url.strip() for url in stated if url.strip().startswith(("https://", "http://"))), None)


def find_article(tree: HtmlElement) -> Mapping[str, object]:
    """The first JSON-LD object that has a headline."""
    for script in tree.iter("script"):
        source = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(source) > LONGEST_JSON:
            continue
        try:
            data = json.loads(source)
        except (ValueError, RecursionError):  # pages break their own JSON, some on purpose
            continue
        for node in walk(data):
            if _words(node.get("headline")):
                return node
    return {}


def walk(data: object) -> Iterator[Mapping[str, object]]:
    """The objects of a JSON value, outer ones first, at most 5,000 values looked at."""
    waiting, seen = [data], 0
    while waiting and seen < MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(list(node.values())[:MOST_NODES])
        elif isinstance(node, list):
            waiting.extend(node[:MOST_NODES])


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """The name of a schema.org person or organisation, which may be a plain string."""
    if isinstance(value, list):
        return _name(value[0]) if value else None
    return _words(value.get("name")) if isinstance(value, dict) else _not_link(_words(value))


def _names(value: object) -> str | None:
    people = value if isinstance(value, list) else [value]
    return ", ".join(found for person in people[:20] if (found := _name(person))) or None


def _not_link(text: str | None) -> str | None:
    return None if text is None or text.startswith(("https://", "http://")) else text
