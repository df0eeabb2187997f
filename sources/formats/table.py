"""Tables as text files (CSV, RFC 4180; TSV) into a page: one row, one paragraph.

Under a first row of names, every cell is told with its name: "Town: Bucha; Missing: 400". So a number never stands
without what it is the number of, also where one row is shown by itself. Without such names, cells stand apart by bars.
Empty cells are left out. Nothing is calculated, and no row is guessed to be a sum.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from sources.base import TooLarge
from sources.page import Block, Page

MOST_ROWS = 5_000
# The library's own limit of 131,072 characters is for programs that read row by row; here the whole text is bounded.
LONGEST_CELL = 2**31 - 1
DELIMITERS = ",;\t|"
SAMPLE = 20
LONGEST_NAME = 80
NUMBER = re.compile(r"[^\w]*\d[\d\s.,:/%-]*\W*")
Row = Sequence[str]


def parse_table(text: str) -> Page:
    """The rows as blocks. Raises TooLarge beyond 5,000 rows."""
    rows = list(islice(read_rows(text), MOST_ROWS + 2))
    if len(rows) > MOST_ROWS + 1:
        raise TooLarge(MOST_ROWS, max(len(rows), text.count("\n")), "lines")
    names, rest = (rows[0], rows[1:]) if has_names(rows) else ((), rows)
    lines = [tell_row(names, row) if names else " | ".join(filter(None, row)) for row in rest]
    return Page(tuple(Block(line, heading=False) for line in lines))


def read_rows(text: str) -> Iterator[Row]:
    """The rows that have a cell with something in it."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    csv.field_size_limit(LONGEST_CELL)
    for row in csv.reader(lines, delimiter=find_delimiter(lines)):
        if any(cells := [" ".join(cell.split()) for cell in row]):
            yield cells


def find_delimiter(lines: Sequence[str]) -> str:
    """The mark that the first lines have equally often, and often; a comma where none is."""
    sample = [line for line in lines[:SAMPLE] if line.strip()]
    counts = {mark: Counter(line.count(mark) for line in sample) for mark in DELIMITERS}
    usual = {mark: count.most_common(1)[0] for mark, count in counts.items() if count}
    fits = {mark: (times, each) for mark, (each, times) in usual.items() if each}
    return max(fits, key=lambda mark: fits[mark], default=",")


def has_names(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns: short words in every cell, all different, with rows of data below."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first = rows[0]
    worded = all(0 < len(cell) <= LONGEST_NAME and not NUMBER.fullmatch(cell) for cell in first)
    return worded and len(set(first)) == len(first) and max(map(len, rows[1:])) <= len(first)


def tell_row(names: Row, row: Row) -> str:
    """The row's cells with their columns' names."""
    return "; ".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=False) if cell)
