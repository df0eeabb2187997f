"""Whose age a figure is, as far as a name stands beside it."""

from __future__ import annotations

import re

from summarizer.types import Figure

_WORD = r"[A-Z][\w’'-]+"
_NAME = rf"{_WORD}(?:\s(?:{_WORD}|[A-Z]\.|bin|al|de|van|von))*"
_BEFORE = re.compile(rf"(?P<name>{_NAME})(?:,?\s(?:Jr|Sr)\.?)?(?:,\s(?:who\s(?:is|was)\s|aged?\s)?|\sis\s|\s\()$")
_AFTER = re.compile(
    rf"^(?P<name>{_NAME})|^(?!in |from |at |who |with |and )(?:[a-z-]+\s){{1,2}}(?P<late>{_WORD}\s{_NAME})"
)
_TITLES = frozenset("mr mrs ms dr sheik sheikh president senator sen gov king queen prince and the in on at a".split())
REACH = 60


def bearer(figure: Figure) -> frozenset[str]:
    """The names of whose age it is: Marek and Dole for "Marek Dole, 24" and "the 24-year-old driver Marek Dole".

    Empty where no name stands beside the age, or where it is the age of another time ("when he was 18").
    """
    text, span = figure.document.text, figure.span
    if figure.type != "age":
        return frozenset()
    after = " ".join(text[span.end : span.end + REACH].split())
    before = text[max(0, span.start - REACH) : span.start].replace("\n", " ")
    found = _BEFORE.search(before) or _AFTER.match(after)
    name = next(filter(None, found.groups()), "") if found else ""
    return frozenset(word.strip(".’'-") for word in name.casefold().split()) - _TITLES


def one_bearer(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two names may be one person's: both are known, and one is the other or a part of it."""
    return bool(a and b) and (a <= b or b <= a)
