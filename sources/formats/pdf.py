"""PDF into a page: the text layer's lines by pypdf, put together to paragraphs by where they stand.

pages | lines with place and size | drop running heads and page numbers | paragraphs, headings

pypdf is imported at the first file, not at start-up. Columns come in the order in which the file draws them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sources.base import NoArticle, TooLarge
from sources.formats.lines import Line, join_lines
from sources.formats.properties import sensible_author, sensible_title
from sources.page import Page

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 400
MOST_CHARACTERS = 1_000_000
MOST_DECODED = 20_000_000
"""Bytes of one stream: text has kilobytes a page; pictures are not decoded."""
EDGE = 2
"""Lines at the top and the bottom of a page among which running heads stand."""
OFTEN = 0.4
LONGEST_HEAD = 120
DIGITS = re.compile(r"\d+|\b[ivxlc]{1,6}\b", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")
Matrix = Sequence[float]


def parse_pdf(data: bytes) -> Page:
    """The text layer's blocks. Raises NoArticle (encrypted, scanned), TooLarge, and what pypdf raises on a broken file.

    A password that only keeps people from printing is none: the empty one opens such a file.
    """
    import pypdf  # noqa: PLC0415 - start-up stays small

    with pypdf.apply_configuration(**limits()):
        reader = pypdf.PdfReader(BytesIO(data))
        if is_locked(reader):
            raise NoArticle("encrypted")
        lines = tuple(read_lines(reader))
        known = reader.metadata
        stated = (known.title, known.author) if known else (None, None)
    if not any(LETTER.search(line.text) for line in lines):
        raise NoArticle("scanned")
    blocks = join_lines(drop_running(lines))
    return Page(blocks, title=sensible_title(stated[0]), byline=sensible_author(stated[1]))
