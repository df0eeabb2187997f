"""Where the quotation marks of a text open and close: facts about characters, not about who speaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from summarizer.types import Span

LINE = re.compile(r"\S(?:[^\n]*\S)?")
MARK = re.compile(r"''|``|[\"“”„«»‘’']")
OPENING = frozenset({"“", "„", "«", "``"})
CLOSING = frozenset("”»")
SINGLE = frozenset("‘’'")
CLOSER = re.compile(r"(?<=[\w.,?!…%)”\"])['’](?!\w)")
SURE_CLOSER = re.compile(r"(?<=[,.?!])['’](?!\w)")
BARRIER = re.compile(r"[‘“”\"]")
DECADE = re.compile(r"\d0s?\b")

Mark = re.Match[str]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A run between two outermost marks: `outer` with them, `inner` without.

    `runs_on` says that the paragraph ended before the mark closed and the next one takes the quotation up.
    """

    outer: Span
    inner: Span
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, with the places where single marks could close."""

    text: str
    start: int
    end: int
    closers: tuple[int, ...]
    sure: tuple[int, ...]
    barriers: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> _Line:
        places = (tuple(m.start() for m in mark.finditer(text, start, end)) for mark in (CLOSER, SURE_CLOSER, BARRIER))
        return cls(text, start, end, *places)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Outermost quotations in order; none spans a line break: one over three paragraphs is three, linked by `runs_on`.

    Straight, doubled, curly, angular and single marks are known; a pair may be mixed (“no evidence"); apostrophes
    are no marks. A mark that never closes, and that the next paragraph does not take up, opens nothing.
    """
    lines = [match.span() for match in LINE.finditer(text)]
    found: list[Quotation] = []
    for (start, end), (following, _) in zip(lines, [*lines[1:], (len(text), 0)], strict=False):
        taken_up = MARK.match(text, following)
        runs_on = taken_up is not None and taken_up.group() not in SINGLE | CLOSING
        found.extend(_quotations_of_line(_Line.of(text, start, end), runs_on=runs_on))
    return tuple(found)


def _quotations_of_line(line: _Line, *, runs_on: bool) -> Iterator[Quotation]:
    stack: list[Mark] = []
    for mark in MARK.finditer(line.text, line.start, line.end):
        match _act(line, mark, stack):
            case "open":
                stack.append(mark)
            case "close":
                opener = _pop_opener(stack, mark)
                if not stack and opener.end() < mark.start():
                    yield Quotation(Span(opener.start(), mark.end()), Span(opener.end(), mark.start()))
            case "none":
                continue
    left = next((mark for mark in stack if mark.group() not in SINGLE), None)
    if runs_on and left is not None and left.end() < line.end:
        yield Quotation(Span(left.start(), line.end), Span(left.end(), line.end), runs_on=True)


def _pop_opener(stack: list[Mark], mark: Mark) -> Mark:
    """The opener that `mark` closes; single marks left open inside double ones were apostrophes."""
    opener = stack.pop()
    while mark.group() not in SINGLE and opener.group() in SINGLE:
        opener = stack.pop()
    return opener


def _act(line: _Line, mark: Mark, stack: list[Mark]) -> Literal["open", "close", "none"]:
    if mark.group() in SINGLE:
        if stack and stack[-1].group() in SINGLE:
            return "close" if _single_closes(line, mark) else "none"
        return "open" if _single_opens(line, mark) else "none"
    double = next((opener.group() for opener in reversed(stack) if opener.group() not in SINGLE), None)
    if double is None:
        return "none" if mark.group() in CLOSING or line.text[mark.end() : mark.end() + 1].isspace() else "open"
    if mark.group() in OPENING or (double in OPENING and _opening_shape(line.text, mark)):
        return "open"
    return "close"


def _opening_shape(text: str, mark: Mark) -> bool:
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    free = not before or before.isspace() or before in '([/—–-“"'
    return mark.group() not in CLOSING and free and bool(after) and not after.isspace()


def _single_opens(line: _Line, mark: Mark) -> bool:
    """An opening single mark has its shape and a partner in the paragraph; ’ and the mark of '90s never open."""
    if mark.group() == "’" or not _opening_shape(line.text, mark) or DECADE.match(line.text, mark.end()):
        return False
    return bisect_right(line.closers, mark.end()) < len(line.closers)


def _single_closes(line: _Line, mark: Mark) -> bool:
    """A closing single mark ends a word; after an "s" it may be a possessive, if a surer mark follows."""
    before, after = line.text[mark.start() - 1], line.text[mark.end() : mark.end() + 2]
    if mark.group() == "‘" or before.isspace() or after[:1].isalnum():
        return False
    maybe_possessive = before == "s" and after[:1] == " " and after[1:].islower()
    return not (maybe_possessive and _surer_follows(line, mark.end()))


def _surer_follows(line: _Line, position: int) -> bool:
    sure, barrier = bisect_right(line.sure, position), bisect_right(line.barriers, position)
    if sure == len(line.sure):
        return False
    return barrier == len(line.barriers) or line.sure[sure] < line.barriers[barrier]
