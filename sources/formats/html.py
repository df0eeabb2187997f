"""HTML into a page: the article's blocks by trafilatura (Barbaresi 2021), what the page states of itself by its head.

trafilatura is imported at the first page (50 MB resident), not at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sources.formats.hidden import drop_hidden
from sources.formats.lack import find_lack, find_signs, has_player
from sources.formats.linked import read_nodes
from sources.formats.stated import find_stated, read_meta
from sources.formats.walls import drop_notices
from sources.page import Block, Blocks, Page

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# The extractor gives a page up over one of them.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BLOCKS: dict[str, bool | None] = {"head": True, "p": None, "quote": None, "item": False, "row": False}
INNER = ("lb", "cell", "p", "item", "quote", "head")


def parse_html(text: str) -> Page:
    """The article of a page; no blocks where the page holds none, and why where that can be told."""
    tree = parse_tree(text)
    if tree is None:
        return Page((), lack="empty")
    nodes, meta, player = read_nodes(tree), read_meta(tree), has_player(tree)
    stated = find_stated(tree, nodes, meta)
    drop_hidden(tree)
    title, signs = find_title(tree), find_signs(tree, nodes, meta, player=player)
    blocks = _find_blocks(tree)
    return Page(
        drop_notices(blocks),
        title=stated.title or title,
        publisher=stated.publisher,
        byline=stated.byline,
        url=stated.address,
        published=stated.published,
        modified=stated.modified,
        lack=find_lack(signs, (block.text for block in blocks)) or (None if blocks else "empty"),
    )


def parse_tree(text: str) -> HtmlElement | None:
    """The parsed page, None where there is nothing to parse."""
    from lxml import etree, html  # noqa: PLC0415 - start-up stays small

    text = UNSEEN.sub("", text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None
    return tree


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
