"""Where the quotation marks of a text open and close: facts about characters, not about who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from summarizer.types import Span

LINE = re.compile(r"\S(?:[^\n]*\S)?")
MARK = re.compile(r"''|``|[\"“”„«»‘’']")
OPENING = frozenset({"“", "„", "«", "``"})
CLOSING = frozenset("”»")
SINGLE = frozenset("‘’'")
STRAIGHT_PARTNER = re.compile(r"[^\s'’][^\n]*?(?<=[\w.,?!…%)])['’](?!\w)")
CURLY_PARTNER = re.compile(r"[^\n]*?\S’(?!\w)")
SURE_PARTNER = re.compile(r"[^‘“”\"\n]*?[,.?!]['’](?!\w)")
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
        found.extend(_quotations_of_line(text, start, end, runs_on=runs_on))
    return tuple(found)


def _quotations_of_line(text: str, start: int, end: int, *, runs_on: bool) -> Iterator[Quotation]:
    stack: list[Mark] = []
    for mark in MARK.finditer(text, start, end):
        match _act(text, mark, stack, end):
            case "open":
                stack.append(mark)
            case "close":
                opener = _pop_opener(stack, mark)
                if not stack and opener.end() < mark.start():
                    yield Quotation(Span(opener.start(), mark.end()), Span(opener.end(), mark.start()))
            case "none":
                continue
    opener_left = next((mark for mark in stack if mark.group() not in SINGLE), None)
    if runs_on and opener_left is not None and opener_left.end() < end:
        yield Quotation(Span(opener_left.start(), end), Span(opener_left.end(), end), runs_on=True)


def _pop_opener(stack: list[Mark], mark: Mark) -> Mark:
    """The opener that `mark` closes; single marks left open inside double ones were apostrophes."""
    opener = stack.pop()
    while mark.group() not in SINGLE and opener.group() in SINGLE:
        opener = stack.pop()
    return opener


def _act(text: str, mark: Mark, stack: list[Mark], end: int) -> Literal["open", "close", "none"]:
    if mark.group() in SINGLE:
        if stack and stack[-1].group() in SINGLE:
            return "close" if _single_closes(text, mark, end) else "none"
        return "open" if _single_opens(text, mark, end) else "none"
    doubles = [opener.group() for opener in stack if opener.group() not in SINGLE]
    if not doubles:
        return "none" if mark.group() in CLOSING or text[mark.end() : mark.end() + 1].isspace() else "open"
    if mark.group() in OPENING or (doubles[-1] in OPENING and _opening_shape(text, mark)):
        return "open"
    return "close"


def _opening_shape(text: str, mark: Mark) -> bool:
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    free = not before or before.isspace() or before in "([/—–-“\""
    return mark.group() not in CLOSING and free and bool(after) and not after.isspace()


def _single_opens(text: str, mark: Mark, end: int) -> bool:
    """An opening single mark has its shape and a partner in the paragraph; ’ and the mark of '90s never open."""
    if mark.group() == "’" or not _opening_shape(text, mark) or DECADE.match(text, mark.end()):
        return False
    partner = CURLY_PARTNER if mark.group() == "‘" else STRAIGHT_PARTNER
    return partner.match(text, mark.end(), end) is not None


def _single_closes(text: str, mark: Mark, end: int) -> bool:
    """A closing single mark ends a word; after "s" inside a sentence it may be a possessive, if a surer mark follows."""
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 2]
    if mark.group() == "‘" or before.isspace() or after[:1].isalnum():
        return False
    maybe_possessive = before == "s" and after[:1] == " " and after[1:].islower()
    return not (maybe_possessive and SURE_PARTNER.match(text, mark.end(), end))
