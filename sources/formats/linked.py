"""JSON-LD (schema.org) in a page's head: the object that is the article, and who is behind its references."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = Mapping[str, object]
LONGEST_JSON = 1_000_000
MOST_NODES = 5_000
MOST_PEOPLE = 20
ARTICLES = ("article", "posting", "report", "newsevent", "review")


def read_nodes(tree: HtmlElement) -> tuple[Node, ...]:
    """Every JSON-LD object of the page, outer ones first. Broken JSON counts as not there."""
    return tuple(node for data in _read_scripts(tree) for node in walk(data))


def _read_scripts(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        source = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(source) > LONGEST_JSON:
            continue
        try:
            yield json.loads(source, strict=False)
        except (ValueError, RecursionError):  # pages break their own JSON, some on purpose
            continue


def walk(data: object) -> Iterator[Node]:
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


def find_article(nodes: tuple[Node, ...]) -> Node:
    """The first object that says it is an article and has a headline, else the first with a headline; {} for none."""
    headed = [node for node in nodes if words(node.get("headline"))]
    articles = [node for node in headed if is_article(node)]
    return next(iter(articles or headed or [node for node in nodes if is_article(node)]), {})


def is_article(node: Node) -> bool:
    """Whether the object's type is one of schema.org's kinds of article."""
    return any(kind.endswith(ARTICLES) for kind in types_of(node))


def types_of(node: Node) -> tuple[str, ...]:
    """The object's types in small letters, without what comes before the name."""
    stated = node.get("@type")
    kinds = stated if isinstance(stated, list) else [stated]
    return tuple(kind.rpartition("/")[2].lower() for kind in kinds[:MOST_PEOPLE] if isinstance(kind, str))


def words(value: object) -> str | None:
    """A text on one line, None for anything else."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def name_of(value: object, nodes: tuple[Node, ...]) -> str | None:
    """The name of a person or organisation, which may be a plain text or stand elsewhere under the same @id."""
    if isinstance(value, list):
        return name_of(value[0], nodes) if value else None
    if not isinstance(value, dict):
        return not_link(words(value))
    if named := words(value.get("name")):
        return not_link(named)
    known = value.get("@id")
    same = (node for node in nodes if known and node.get("@id") == known)
    return next((not_link(named) for node in same if (named := words(node.get("name")))), None)


def names_of(value: object, nodes: tuple[Node, ...]) -> str | None:
    """The names of several, set off by commas."""
    people = value if isinstance(value, list) else [value]
    found = dict.fromkeys(name for person in people[:MOST_PEOPLE] if (name := name_of(person, nodes)))
    return ", ".join(found) or None


def not_link(text: str | None) -> str | None:
    """The text, None where it is an address: some pages give a profile instead of a name."""
    return None if text is None or text.startswith(("https://", "http://")) else text
