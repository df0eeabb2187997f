"""Printed lines with their places, put together to paragraphs as a reader's eye does: by gaps, indents and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sources.cleaning.credits import BYLINE
from sources.cleaning.datelines import TOP, read_line
from sources.formats.plain import CLOSED, HYPHENED, ITEM
from sources.page import Block, Blocks

GAP = 1.35
"""Times the usual distance of two lines: more is an empty line's worth."""
SAME_SIZE = 0.06
HEADING_SIZE = 1.12
LONGEST_HEADING = 200
INDENT = 0.8
SHORT = 0.85
CUT = re.compile(r"([^\W\d_]{2,})[-‐\xad]$")
NUMBERED = re.compile(r"\w[-‐]$")
BEGINS = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is printed: where it begins, `size` of most of its letters; all in points, `y` upwards."""

    text: str
    x: float
    y: float
    size: float
    page: int


def join_lines(lines: Sequence[Line]) -> Blocks:
    """The paragraphs; those in larger letters than most of the text are headings."""
    if not lines:
        return ()
    leading, body = find_leading(lines), find_body_size(lines)
    width = sorted(len(line.text) for line in lines)[int(len(lines) * 0.9)]
    words = find_words(lines)
    return tuple(make_block(part, body, words) for part in split_paragraphs(lines, leading, width))


def find_words(lines: Sequence[Line]) -> Words:
    """The words that stand whole in a line, compounds also."""
    return frozenset(word for line in lines for word in WORD.findall(CUT.sub("", line.text).casefold()))


def find_leading(lines: Sequence[Line]) -> float:
    """The usual distance from line to line."""
    steps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * max(a.size, 1)]
    return median(steps) if steps else 0


def find_body_size(lines: Sequence[Line]) -> float:
    """The size in which most of the letters are set."""
    letters: dict[float, int] = {}
    for line in lines:
        size = round(line.size, 1)
        letters[size] = letters.get(size, 0) + len(line.text)
    return max(letters, key=lambda size: letters[size])


def split_paragraphs(lines: Sequence[Line], leading: float, width: int) -> Iterator[list[Line]]:
    """Runs of lines that belong together."""
    part = [lines[0]]
    for i, (above, line) in enumerate(pairwise(lines)):
        if (i < TOP and (states(above.text) or states(line.text))) or parts_from(above, line, leading, width):
            yield part
            part = []
        part.append(line)
    yield part


def states(line: str) -> bool:
    """Whether a line says when the text was published, or who wrote it: no words of the title above it."""
    dated = read_line(line)
    return BYLINE.fullmatch(line) is not None if dated is None else dated.whole


def parts_from(above: Line, line: Line, leading: float, width: int) -> bool:
    """Whether a new paragraph begins with the line."""
    if abs(above.size - line.size) > SAME_SIZE * max(above.size, line.size) or ITEM.match(line.text):
        return True
    closed = CLOSED.search(above.text) is not None
    if above.page != line.page or line.y > above.y:  # the next page or column: a sentence runs over it or does not
        return closed or not (HYPHENED.search(above.text) or line.text[0].islower())
    if above.y - line.y > GAP * leading or line.x - above.x > INDENT * line.size * (1 if closed else 4):
        return True
    return closed and len(above.text) + len(line.text.split(" ", 1)[0]) < SHORT * width


def make_block(part: Sequence[Line], body: float, words: Words) -> Block:
    """The lines as one paragraph."""
    text = join_words([line.text for line in part], words)
    large = part[0].size > HEADING_SIZE * body and len(text) <= LONGEST_HEADING
    return Block(text, heading=True if large else None)


def join_words(lines: Sequence[str], words: Words) -> str:
    """The lines as one, with the words whole that were cut at their ends."""
    joined: list[str] = [lines[0]]
    for above, line in pairwise(lines):
        cut = CUT.search(above)
        begins = BEGINS.match(line)
        if cut and begins and is_cut(cut[1], begins[0], words):
            joined[-1] = joined[-1][:-1]
        elif not (cut or NUMBERED.search(above)):
            joined.append(" ")
        joined.append(line)
    return "".join(joined)


def is_cut(before: str, after: str, words: Words) -> bool:
    """Whether the hyphen is the typesetter's and not the writer's, asked of the other words of the same text.

    "manage-" and "ment" are one word, "so-" and "called" are two: where the text has neither "socalled" nor "so-called"
    elsewhere, both halves are words of it.
    """
    first, second = before.casefold(), after.casefold()
    if first + second in words:
        return True
    return f"{first}-{second}" not in words and not (first in words and second in words)
