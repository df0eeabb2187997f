"""Which period a figure is of: the quarter, month, weekday or time of day that its words or its report's lead state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Literal

from summarizer.questions.events import is_stretch
from summarizer.types import Document, Figure

Clock = Literal["fiscal", "month", "relative", "hour", "weekday"]

_ORDER = {word: str(place) for place, words in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th"), 1)
          for word in words.split()}  # fmt: skip
_MONTHS = "january february march april may june july august september october november december".split()
_HOURS = {
    "opening": "at the open(?:ing)?|open(?:s|ed) (?:up|down|higher|lower|at)|early trad(?:e|ing)|pre-?market",
    "morning": "mid-?morning|morning trad(?:e|ing)",
    "noon": "mid-?day|noon|lunchtime",
    "afternoon": "mid-?afternoon|afternoon trad(?:e|ing)",
    "close": "at the close|clos(?:es|ed|ing) (?:up|down|higher|lower|at)|late trad(?:e|ing)|after-?hours",
}
_FISCAL = re.compile(
    r"\b(?:(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[ -](?P<unit>quarter|half)|"
    r"(?P<short>[qh])(?P<digit>[1-4])|(?P<digit2>[1-4])(?P<short2>[qh])|"
    r"(?P<nine>nine[ -]months?)|(?P<year>full[ -]year|(?:whole|entire) year|12[ -]months|twelve[ -]months))\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\b(?:in|for|during|of) (?P<name>{'|'.join(name.title() for name in _MONTHS)})\b(?! \d{{1,2}}\b)"
    rf"|\b(?P<whose>{'|'.join(name.title() for name in _MONTHS)})['’]s\b"
)
_RELATIVE = re.compile(r"\b(?P<which>last|this|next) (?P<unit>quarter|year|month|season)\b", re.IGNORECASE)
_HOUR = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _HOURS.items())})\b"
    r"|\b(?P<clock>\d{1,2})(?:[:.]\d\d)? ?(?P<half>[ap])\.?m\b",
    re.IGNORECASE,
)
_BY_THEN = re.compile(r"\b(?:by|as of|until|up to)\s(?:about\s)?$", re.IGNORECASE)
_PATTERNS: Mapping[Clock, re.Pattern[str]] = {
    "fiscal": _FISCAL, "month": _MONTH, "relative": _RELATIVE, "hour": _HOUR,
}  # fmt: skip
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
HEAD = 300  # characters in which a report names the period that it is about


def periods(figure: Figure, left: str, right: str) -> Mapping[Clock, str]:
    """The period of each kind that is stated for a figure: first behind it, then before it, the nearest.

    A quarter or half that only the report's head names holds for its sums and shares. Of a count, the time of day is
    mostly when things happened, so that only "by noon" is one.
    """
    found: dict[Clock, str] = {}
    for clock, pattern in _PATTERNS.items():
        stated = _stated(clock, pattern, right) or _stated(clock, pattern, left)[::-1]
        if clock == "hour" and figure.type == "count":
            stated = [(name, before) for name, before in stated if _BY_THEN.search(before)]
        if stated:
            found[clock] = stated[0][0]
    day = _WEEKDAY.search(figure.time.of(figure.document.text)) if figure.time else None
    if day and not is_stretch(figure):
        found["weekday"] = day[0].casefold()
    if figure.type in ("money", "percent", "count") and "fiscal" not in found and (head := _headline(figure.document)):
        found["fiscal"] = head
    return found


def of_two_periods(a: Mapping[Clock, str], b: Mapping[Clock, str]) -> bool:
    """Whether periods of one kind are stated for both, and they are not the same."""
    return any(a[clock] != b[clock] for clock in a.keys() & b.keys())


@lru_cache(maxsize=512)
def _headline(document: Document) -> str:
    """The first quarter, half or full year that the title or the beginning names; "" for none."""
    heads = (document.title or "", document.text[:HEAD])
    return next((name for name, _ in chain.from_iterable(_stated("fiscal", _FISCAL, head) for head in heads)), "")


def _stated(clock: Clock, pattern: re.Pattern[str], words: str) -> list[tuple[str, str]]:
    """Each period named, in one spelling, with what stands before it."""
    return [(_name(clock, match), words[: match.start()]) for match in pattern.finditer(words)]


def _name(clock: Clock, match: re.Match[str]) -> str:
    parts: Iterator[tuple[str, str]] = ((key, text) for key, text in match.groupdict().items() if text)
    said = {key: text.casefold() for key, text in parts}
    if clock == "month":
        return said.get("name") or said["whose"]
    if clock == "relative":
        return f"{said['which']} {said['unit']}"
    if clock == "hour":
        return f"{said['clock']}{said['half']}" if "clock" in said else next(iter(said))
    if "nth" in said:
        return f"{said['unit'][0]}{_ORDER[said['nth']]}"
    digits = said.get("digit") or said.get("digit2")
    return f"{(said.get('short') or said['short2'])}{digits}" if digits else next(iter(said))
