"""PDF into a page: the text layer's lines by pypdf, put together to paragraphs by where they stand.

pages | lines with place and size | drop running heads and page numbers | paragraphs, headings

pypdf is imported at the first file, not at start-up. Columns come in the order in which the file draws them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from sources.base import NoArticle, TooLarge
from sources.cleaning.article import is_prose
from sources.formats.lines import Line, join_lines
from sources.formats.properties import sensible_author, sensible_title
from sources.page import MOST_CHARACTERS, Block, Page

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 400
# Bytes of one stream. A page of text has some kilobytes; pictures, which have more, are never decoded.
MOST_DECODED = 20_000_000
# Lines at the top and at the bottom of a page among which running heads stand.
EDGE = 2
FEW_PAGES = 3
LONGEST_HEAD = 120
NUMBER = re.compile(r"(?<!\d)[0-9]{1,6}(?!\d)")
LETTER = re.compile(r"[^\W\d_]")
Matrix = Sequence[float]


def parse_pdf(data: bytes) -> Page:
    """The text layer's blocks. Raises NoArticle (encrypted, scanned), TooLarge, and what pypdf raises on a broken file.

    A password that only keeps people from printing is none: the empty one opens such a file.
    """
    import pypdf  # noqa: PLC0415 - start-up stays small
    from pypdf.errors import DependencyError, FileNotDecryptedError  # noqa: PLC0415 - as above

    with pypdf.apply_configuration(
        zlib_maximum_output_length=MOST_DECODED,
        lzw_maximum_output_length=MOST_DECODED,
        array_based_stream_maximum_output_length=MOST_DECODED,
        disable_legacy_handling=True,
    ):
        try:
            reader = pypdf.PdfReader(BytesIO(data))
            lines = tuple(read_lines(reader))
        except (FileNotDecryptedError, DependencyError) as error:
            raise NoArticle("encrypted") from error
        known = reader.metadata
        title, author = (known.title, known.author) if known else (None, None)
    if not any(LETTER.search(line.text) for line in lines):
        raise NoArticle("scanned")
    return Page(join_lines(drop_running(lines)), title=sensible_title(title), byline=sensible_author(author))


def read_lines(reader: PdfReader) -> Iterator[Line]:
    """The lines of all pages as they are drawn. Raises TooLarge, as soon as there is more than is read of any text."""
    if (count := len(reader.pages)) > MOST_PAGES:
        raise TooLarge(MOST_PAGES, count, "pages")
    characters = 0
    for number, page in enumerate(reader.pages):
        for line in page_lines(page, number):
            characters += len(line.text)
            yield line
        if characters > MOST_CHARACTERS:
            raise TooLarge(MOST_CHARACTERS, characters, "characters")


def page_lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page; a line is what pypdf puts between two breaks."""
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, outer: Matrix, inner: Matrix, _font: object, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        pieces.append((text, x, y, size * abs(inner[3] * outer[3]) or size))

    page.extract_text(visitor_text=visit)
    return list(put_together(pieces, number))


def put_together(pieces: Iterable[tuple[str, float, float, float]], number: int) -> Iterator[Line]:
    """Pieces of text into lines: a break stands at the end of a piece, or is one."""
    waiting: list[tuple[str, float, float, float]] = []
    for text, x, y, size in pieces:
        for part in text.splitlines(keepends=True):
            waiting.append((part, x, y, size))
            if part.endswith("\n"):
                yield from make_line(waiting, number)
                waiting = []
    yield from make_line(waiting, number)


def make_line(pieces: Sequence[tuple[str, float, float, float]], number: int) -> Iterator[Line]:
    """The line, where there is a word in it: placed by its first piece, sized by its longest."""
    worded = [piece for piece in pieces if piece[0].strip()]
    text = " ".join("".join(piece[0] for piece in pieces).split())
    if worded and text:
        _, x, y, _ = worded[0]
        yield Line(text, x, y, max(worded, key=lambda piece: len(piece[0]))[3], number)


def drop_running(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those that come back at the edge of page after page: heads, feet, page numbers."""
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    edges = [set(find_edges(page)) for page in pages]
    times = Counter(mark for edge in edges for mark in {mark for line in edge for mark in marks_of(line)})
    often = 2 if len(pages) <= FEW_PAGES else 3
    running = {line for edge in edges for line in edge if any(times[mark] >= often for mark in marks_of(line))}
    return tuple(line for line in lines if line not in running)


def find_edges(page: Sequence[Line]) -> Sequence[Line]:
    """The short lines at the top and at the bottom, by place and not by order, that close no sentence."""
    placed = sorted(page, key=lambda line: -line.y)
    edges = (*placed[:EDGE], *placed[-EDGE:])
    return [line for line in edges if len(line.text) <= LONGEST_HEAD and not is_prose(Block(line.text))]


def marks_of(line: Line) -> Iterator[tuple[str, int]]:
    """What a running line has in common with its like on other pages: all its words, or all but a number that counts.

    Rows of numbers, which a table has at the edges of every page, have neither. The size is part of the words, for the
    title of a report is often its running head too.
    """
    words = f"{line.text.casefold()} in {line.size:.1f}"
    if LETTER.search(line.text):
        yield words, 0
    for number in NUMBER.finditer(line.text):
        yield f"{words[: number.start()]}#{words[number.end() :]}", int(number[0]) - line.page
