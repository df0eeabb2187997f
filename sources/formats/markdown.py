"""Markdown into a page: headings known, the words of links kept, images and code left out.

Covers what people write in articles (CommonMark's headings, lists, quotations, emphasis, links, fences, HTML that was
mixed in, and a YAML front matter's plain lines). Every expression stops at the next mark of its own kind, which keeps
the time linear whatever is sent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime

from sources.formats.dates import parse_date
from sources.page import Block, Page

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
ATX = re.compile(r" {0,3}(#{1,6})(?:\s+|$)(.*?)(?:\s+#+)?\s*$")
SETEXT = re.compile(r" {0,3}(?:=+|-+)\s*$")
RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
QUOTED = re.compile(r"^ {0,3}(?:> ?)+")
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
DEFINITION = re.compile(r" {0,3}\[[^\[\]\n]+\]:\s*\S+")
TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")

TARGET = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"
# Longer lines are nobody's Markdown; to look for marks in them takes seconds.
LONGEST_MARK = 1_000
LONGEST_PARAGRAPH = 100_000
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
INLINE = (
    (re.compile(rf" ?!\[[^\[\]\n]*\](?:{TARGET}|\[[^\[\]\n]*\])"), ""),
    (re.compile(rf"\[([^\[\]\n]*)\](?:{TARGET}|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"\[\^[^\[\]\n]{1,40}\]"), ""),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>"), ""),
    (re.compile(r"`+([^`\n]+)`+"), r"\1"),
    (re.compile(r"(\*{1,3})(?=\S)([^*\n]+)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]+)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~([^~\n]+)~~"), r"\1"),
)


def parse_markdown(text: str) -> Page:
    """The page's blocks; the title, author, date and address only where a front matter states them."""
    stated, body = split_front_matter(drop_comments(text.replace("\r\n", "\n")))
    blocks = tuple(block for block in find_blocks(body.split("\n")) if block.text)
    top = blocks[0].text if blocks and blocks[0].heading else None
    return Page(
        blocks,
        title=stated.get("title") or top,
        publisher=stated.get("publisher"),
        byline=stated.get("author"),
        url=stated.get("url"),
        published=_published(stated),
    )


def _published(stated: dict[str, str]) -> datetime | None:
    return parse_date(stated.get("published") or stated.get("date"))


def drop_comments(text: str) -> str:
    """The text without HTML comments; one that is never closed is none."""
    before, closed, after = text.rpartition("-->")
    first, *rest = f"{before}{closed}".split("<!--")
    return first + "".join(piece.partition("-->")[2] for piece in rest) + after


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The plain `key: value` lines between two `---` at the very top, and the text after them."""
    if not text.startswith("---\n"):
        return {}, text
    head, found, body = text[4:].partition("\n---\n")
    pairs = [line.partition(":") for line in head.split("\n")]
    if not found or not all(colon or not key.strip() for key, colon, _ in pairs):
        return {}, text
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value.strip()}, body


def find_blocks(lines: list[str]) -> Iterator[Block]:
    """Paragraphs, headings, items and table rows, in order, without code."""
    paragraph: list[str] = []
    for line in skip_code(lines):
        heading = ATX.match(line)
        if paragraph and SETEXT.match(line) and len(paragraph) == 1:
            yield Block(strip_marks(paragraph.pop()), heading=True)
            continue
        if heading or _ends_paragraph(line):
            yield from _flush(paragraph)
        if heading:
            yield Block(strip_marks(heading[2]), heading=True)
        elif is_mark(line):
            continue
        elif line.lstrip().startswith("|"):
            yield Block(strip_marks(_join_cells(line)), heading=False)
        else:
            paragraph.append(QUOTED.sub("", line))
    yield from _flush(paragraph)


def skip_code(lines: list[str]) -> Iterator[str]:
    """The lines outside of code fences; a fence that is never closed runs to the end, as CommonMark has it."""
    fence = ""
    for line in lines:
        mark = FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            yield line


def _ends_paragraph(line: str) -> bool:
    return is_mark(line) or ITEM.match(line) is not None or line.lstrip().startswith("|")


def is_mark(line: str) -> bool:
    """Whether the line has no words of its own: blank, a rule, a table's rule, a link's definition."""
    if len(line) > LONGEST_MARK:
        return False
    bare = QUOTED.sub("", line)
    return not bare.strip() or any(pattern.match(bare) for pattern in (RULE, TABLE_RULE, DEFINITION))


def _join_cells(row: str) -> str:
    return " | ".join(cell.strip() for cell in row.strip().strip("|").split("|"))


def strip_marks(text: str) -> str:
    """The words of a paragraph without Markdown's marks."""
    text = ESCAPED.sub(lambda match: f"&#{ord(match[1])};", text)
    for pattern, words in INLINE if len(text) <= LONGEST_PARAGRAPH else ():
        text = pattern.sub(words, text)
    return html.unescape(text).strip()


def _flush(paragraph: list[str]) -> Iterator[Block]:
    if paragraph:
        item = ITEM.match(paragraph[0])
        words = " ".join(line.strip() for line in paragraph)
        yield Block(strip_marks(ITEM.sub("", words, count=1) if item else words), heading=False if item else None)
        paragraph.clear()
