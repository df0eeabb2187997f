"""Messages as plain lines for a terminal: wrapped, quotations indented, bold where the terminal can."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.views.rich import Mark, Rich

BOLD, NORMAL = "\x1b[1m", "\x1b[0m"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def terminal(blocks: Iterable[Rich], *, width: int = 80, colour: bool = False) -> str:
    """The blocks a blank line apart, lines at most `width` columns; quotations behind a bar, slanted words in _ _.

    Control characters of a source, and marks that turn the direction of a line, never reach the terminal.
    """
    return "\n\n".join("\n".join(_lines(block, width, colour=colour)) for block in blocks)


def _lines(block: Rich, width: int, *, colour: bool) -> Iterable[str]:
    start = 0
    for line in block.text.split("\n"):
        bar = "  │ " if _within_quote(block.marks, start) and line else ""
        hang = "  " if line.startswith("• ") else ""
        text = _slanted(line, block.marks, start)
        shown = textwrap.wrap(text, width - len(bar), subsequent_indent=hang, break_long_words=False) or [""]
        bold = colour and _bold_lead(block.marks, start)
        yield from (bar + _emphasised(CONTROL.sub("", row), bold=bool(bold and not i)) for i, row in enumerate(shown))
        start += len(line) + 1


def _slanted(line: str, marks: Sequence[Mark], start: int) -> str:
    """The line with an underscore at each end of what is slanted; bold alone is left to those who have colours."""
    ends = [at - start for mark in marks if mark.kind == "italic" for at in (mark.start, mark.end)]
    places = [0, *sorted(at for at in ends if 0 <= at <= len(line)), len(line)]
    return "_".join(line[a:b] for a, b in pairwise(places))


def _within_quote(marks: Sequence[Mark], at: int) -> bool:
    return any(mark.kind in {"quote", "long_quote"} and mark.start <= at < mark.end for mark in marks)


def _bold_lead(marks: Sequence[Mark], at: int) -> bool:
    return any(mark.kind == "bold" and mark.start <= at < mark.end for mark in marks)


def _emphasised(text: str, *, bold: bool) -> str:
    return f"{BOLD}{text}{NORMAL}" if bold else text
