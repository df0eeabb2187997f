"""Word files (Office Open XML) into a page: paragraphs, headings, lists and tables of the body, by python-docx.

python-docx is imported at the first file, not at start-up. Its own `text` leaves out what stands in tracked insertions
and content controls, so the words are gathered here; tracked deletions, hidden text, notes and comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from sources.formats.properties import sensible_author, sensible_title
from sources.formats.zips import check_zip
from sources.page import Block, Page

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PARAGRAPH, TABLE, ROW, CELL, RUN, TEXT = (f"{W}{tag}" for tag in ("p", "tbl", "tr", "tc", "r", "t"))
UNREAD = frozenset({f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}pPr", FALLBACK})
MARKS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
OFF = frozenset({"0", "false", "off"})
DEEPEST = 200
Styles = Mapping[str, str]


def parse_word(data: bytes) -> Page:
    """The body's blocks, and title and author where a person wrote them into the properties.

    Raises TooLarge and Unparsable (see `check_zip`), and whatever python-docx and lxml raise on a broken file.
    """
    check_zip(data)
    from docx import Document  # noqa: PLC0415 - start-up stays small

    document = Document(BytesIO(data))
    styles = {style.style_id: (style.name or "").casefold() for style in document.styles}
    blocks = tuple(block for block in walk(document.element.body, styles) if block.text)
    known = document.core_properties
    return Page(
        blocks,
        title=sensible_title(known.title),
        byline=sensible_author(known.author),
        modified=known.modified or known.created,
    )


def walk(parent: _Element, styles: Styles, depth: int = 0) -> Iterator[Block]:
    """Paragraphs and table rows, also from within content controls and tracked insertions."""
    for element in parent if depth < DEEPEST else ():
        if element.tag == PARAGRAPH:
            yield Block(join_words(element), find_heading(element, styles))
        elif element.tag == TABLE:
            for row in element.iterchildren(ROW):
                yield Block(join_cells(row), heading=False)
        elif element.tag not in UNREAD:
            yield from walk(element, styles, depth + 1)


def find_heading(paragraph: _Element, styles: Styles) -> bool | None:
    """What the style says: a title or a heading is one, a list's item or a caption none, of others nothing is known."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = styles.get("" if style is None else style.get(f"{W}val", ""), "")
    if name.startswith(("heading", "title", "subtitle")):
        return True
    return False if name.startswith(("list", "caption", "quote")) else None


def join_words(element: _Element) -> str:
    """The words that a reader of the element sees, on one line."""
    return " ".join("".join(find_words(element)).split())


def find_words(element: _Element, depth: int = 0) -> Iterator[str]:
    """The pieces of text in order; runs that are marked as hidden are left out."""
    for child in element if depth < DEEPEST else ():
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        elif child.tag not in UNREAD and not (child.tag == RUN and is_hidden(child)):
            yield from find_words(child, depth + 1)
            yield " " if child.tag == PARAGRAPH else ""


def is_hidden(run: _Element) -> bool:
    """Whether the run is marked as hidden text."""
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in OFF


def join_cells(row: _Element) -> str:
    """A row's cells, apart by bars; what is empty stays as a place, a row of empty cells is empty."""
    cells = [join_words(cell) for cell in row.iter(CELL) if cell.getparent() is row]
    return " | ".join(cells) if any(cells) else ""
