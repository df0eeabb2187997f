"""HTML into a page: the article's blocks by trafilatura (Barbaresi 2021), what the page states of itself by its head.

trafilatura is imported at the first page (50 MB resident), not at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sources.formats.stated import find_stated
from sources.page import Block, Blocks, Page

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:[^.\d]|$)", re.IGNORECASE)
NEVER_SHOWN = ("template", "noscript", "figcaption", "svg", "dialog")
BLOCKS: dict[str, bool | None] = {"head": True, "p": None, "quote": None, "item": False, "row": False}
INNER = ("lb", "cell", "p", "item", "quote", "head")


def parse_html(text: str) -> Page:
    """The article of a page; no blocks where the page holds none.

    Hidden text is left out: it is where instructions to machines and old versions stand.
    """
    tree = parse_tree(text)
    if tree is None:
        return Page(())
    stated = find_stated(tree)
    _drop_hidden(tree)
    blocks = _find_blocks(tree)
    return Page(
        blocks,
        title=stated.title or find_title(tree),
        publisher=stated.publisher,
        byline=stated.byline,
        url=stated.url,
        published=stated.published,
    )


def parse_tree(text: str) -> HtmlElement | None:
    """The parsed page, None where there is nothing to parse."""
    from lxml import etree, html  # noqa: PLC0415 - start-up stays small

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None
    return tree


def _drop_hidden(tree: HtmlElement) -> None:
    hidden = [element for element in tree.iter() if _is_hidden(element)]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: HtmlElement) -> bool:
    if element.tag in NEVER_SHOWN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return element.tag not in ("html", "body")
    return HIDING.search(element.get("style") or "") is not None and element.tag not in ("html", "body")


def find_title(tree: HtmlElement) -> str | None:
    """The page's only first-level heading, or what its title element says."""
    headings = [" ".join(element.text_content().split()) for element in tree.iter("h1")]
    stated = [" ".join((element.text or "").split()) for element in tree.iter("title")]
    return (headings[0] if len(headings) == 1 else None) or next(filter(None, stated), None)


def _find_blocks(tree: HtmlElement) -> Blocks:
    from trafilatura import bare_extraction  # noqa: PLC0415 - start-up stays small

    found = bare_extraction(tree, favor_precision=True, include_comments=False, include_tables=True)
    body: _Element | None = getattr(found, "body", None)
    return () if body is None else tuple(block for block in walk(body) if block.text)


def walk(body: _Element) -> Iterator[Block]:
    """trafilatura's elements as blocks: `head` is a heading, an `item` or a `row` none, a paragraph may be one."""
    covered: set[_Element] = set()
    for element in body.iter(*BLOCKS):
        if element in covered:
            continue
        covered.update(element.iter())
        yield Block(join_words(element), BLOCKS[str(element.tag)])


def join_words(element: _Element) -> str:
    """The words of an element on one line; a table row's cells stand apart by a bar."""
    between = " | " if element.tag == "row" else " "
    for inner in element.iter(*INNER):
        inner.text, inner.tail = f"{between}{inner.text or ''}", f" {inner.tail or ''}"
    return " ".join("".join(element.itertext()).split()).removeprefix("| ")
