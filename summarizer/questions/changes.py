"""Whether a passage says that its number has replaced an older one, and whose word that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.questions.tellers import teller
from summarizer.types import Figure
from summarizer.wording import content_words

Way = str
"""Where the number went: "up", "down", or "" where the words do not say."""
_TO = r"(?P<object>[^,.;:\d]{0,60}?)\bto\s(?:\w+[ -]){0,3}$"
_REVISED = re.compile(
    r"\b(?:(?P<up>raised|increased|upped|lifted)|(?P<down>lowered|reduced|cut)|"
    r"(?P<either>corrected|revised|updated|adjusted|amended))\b(?P<way> (?:up|down)(?:wards?)?\b)?" + _TO,
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:tolls?|count|number|figures?|estimates?|total|tally|turnout|deaths?|dead|cases|forecast|share)\b", re.I
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are|being)\s(?:\w+ly )?$", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:(?P<up>rose|risen|ris(?:es|ing)|climb(?:s|ed|ing)|grown|grew|jump(?:s|ed)|gone up|went up|increased|"
    r"mounted)|(?P<down>fall(?:s|en)|fell|dropped|declined|gone down|went down|shrunk))\s(?:to|past|above|below)\s"
    r"(?:\w+[ -]){0,3}$"
    r"|\b(?P<over>reach(?:es|ed)|passed|topped|surpassed)\s(?:\w+[ -]){0,3}$"
    r"|\b(?P<either>now (?:stand|stood|at|total|number|count|put)\w*|(?:stand|stood)s? now|brought the \w+(?: \w+)? to|"
    r"bring(?:s|ing) the \w+(?: \w+)? to|new (?:toll|count|total|figure|estimate) (?:of|is))\b\s?(?:\w+[ -]){0,3}$",
    re.IGNORECASE,
)
_UP, _DOWN = re.compile(r"\bup", re.IGNORECASE), re.compile(r"\bdown", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:that|and|but|while|after|when)\s")
REACH = 160


@dataclass(frozen=True, slots=True)
class Change:
    """That a number replaced an older one: `way` it went, `by` the words for whoever changed it, maybe none."""

    way: Way
    by: frozenset[str]


@lru_cache(maxsize=4096)
def change(figure: Figure) -> Change | None:
    """What the words before a count or share say of its having changed: "corrected the turnout to", "has risen to".

    Sums of money rise and fall from period to period, which makes no older sum wrong: of them only "revised" counts.
    """
    start = max(figure.clause.start, figure.span.start - REACH)
    left = figure.document.text[start : figure.span.start]
    is_told = _TOLD.search(left) is not None
    if is_told and (revised := _REVISED.search(left)):
        return Change(_way(revised), _teller(figure) or _subject(left[: revised.start()]))
    moved = _MOVED.search(left) if figure.type == "count" or (figure.type == "percent" and is_told) else None
    if moved is None or (moved["over"] and not is_told):
        return None
    return Change("up" if moved["up"] or moved["over"] else "down" if moved["down"] else "", _teller(figure))


def replaces(newer: Figure, older: Figure) -> bool:
    """Whether the words of one say that it changed, in a way that the other may be what it changed from."""
    said = change(newer)
    if said is None or not isinstance(newer.value, float | int) or not isinstance(older.value, float | int):
        return False
    return said.way == "" or (newer.value > older.value) == (said.way == "up")


def changed_by(newer: Figure, older: Figure) -> bool:
    """Whether who changed a number is who told the older one, as far as both are named."""
    said, told = change(newer), _teller(older)
    return said is not None and bool(said.by and told) and (said.by <= told or told <= said.by)


def _way(revised: re.Match[str]) -> Way:
    turned = revised["way"] or ""
    if revised["up"] or _UP.search(turned):
        return "up"
    return "down" if revised["down"] or _DOWN.search(turned) else ""


def _subject(before: str) -> frozenset[str]:
    """Who revised, by the words before the verb; nobody for "the toll was revised"."""
    return frozenset() if _PASSIVE.search(before) else content_words(_CLAUSE.split(before)[-1])


def _teller(figure: Figure) -> frozenset[str]:
    return frozenset(content_words(teller(figure)))
