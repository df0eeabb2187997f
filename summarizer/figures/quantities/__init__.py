"""Numbers of a text as quantities: alone, or two that are one thing, as ranges, scores, shares and feet with inches."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from summarizer.figures.quantities.measured import Quantity, read_one
from summarizer.figures.quantities.numbers import SCALES, SHORT_SCALES, either
from summarizer.figures.quantities.numerals import Numeral, find_numerals
from summarizer.figures.quantities.units import Unit, unit_after
from summarizer.types import Span, Value

__all__ = ["Quantity", "parse_value", "read_quantities"]

_TO = re.compile(r"[ \u00a0]?[-–—−~][ \u00a0]?|-? (?:to|or)[- ]|-to-|[ \u00a0]{1,3}(?:and|or)[ \u00a0]{1,3}")
_OF = re.compile(r" (?:in|out of(?: every)?|of every) |-of-|-in-|-for-")
_ROUGHLY = r"(?:about |around |roughly |approximately |some |an estimated )?"
_BETWEEN = re.compile(rf"\b(?:between |ages of )(?:the )?(?:ages (?:of )?)?{_ROUGHLY}$", re.I)
_FROM = re.compile(
    rf"(?P<spread>\b(?:rang\w+|var\w+|anywhere|aged|ages|priced|costs?|costing|lasting|sizes?|temperatures) )?"
    rf"\bfrom {_ROUGHLY}$",
    re.I,
)
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|some|nearly|another|ages?|aged|every|estimated) $", re.I)
_SEPARATE = re.compile(
    r"\bby $|\b(?:lead|leads|leading|led|beats?|beating|defeat\w*|margin of|vote of|voted|won|wins|winning|lost|loses|"
    r"losing|lose|trail\w*|ahead|behind|edg\w+|outpolled|outspent|outscored|over|versus|score of|rul\w+|victory|"
    r"ratio of)"
    r"\s(?:[^.\d]{0,40}\s)?$",
    re.I,
)
_YEARS = range(1900, 2101)
_LARGEST_SCORE = 700
_SMALLER = {
    ("foot", "inch"): 12, ("stone", "pound"): 14, ("pound", "ounce"): 16, ("USD", "cent"): 100, ("EUR", "cent"): 100,
    ("GBP", "pence"): 100,
}  # fmt: skip
_AND_SMALLER = re.compile(r"(?:,? and|,)?[- ]?")
_FOOT = Unit("foot", "distance")
_FOOT_END = re.compile(r"[- ](?:foot|ft)[- ]$")
_FEET_MARK = re.compile(r"['’′] ?(?P<inches>\d|1[01])(?:[\"”″]|''|’’)?(?![\w'’])")
_TALLEST = 8
_SHARED_UNIT = re.compile(r"-(?: and| or|,) |-?(?: to |-to-)")
_DASHES = ("-", "–", "−")
_MORE_DASHES = re.compile(r"[-–−]\w")
_WIDEST_GAP = 20
_LAST_SCALE = re.compile(rf"({either((*SCALES, *SHORT_SCALES))})\s*$")
_COUNTED = re.compile(r" (?:(?:of|per)\b|[a-z]+s\b|(?:[a-z]+ )?(?:people|men|women|children)\b)|-[a-z]")
_RANGE_LEADS = ("between ", "ranging from ")
"""Stand before "20 and 30" but outside of the span: without them the two numbers are no range."""


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of the text in order, dates, names and all: what is no figure is dropped elsewhere."""
    found: list[Quantity] = []
    numerals, ones = _read_ones(text)
    _share_units(text, ones)
    index = 0
    while index < len(ones):
        low, first = numerals[index], ones[index]
        has_next = index + 1 < len(ones)
        pair = _read_pair(text, low, numerals[index + 1], first, ones[index + 1]) if has_next else None
        found.append(pair or first)
        index += 2 if pair else 1
    return tuple(found)


def _read_ones(text: str) -> tuple[list[Numeral], list[Quantity]]:
    """The numbers one by one, none of which takes a sign or a word from the one before."""
    numerals: list[Numeral] = []
    ones: list[Quantity] = []
    end = 0
    for numeral in find_numerals(text):
        if numeral.start >= end:
            numerals.append(numeral)
            ones.append(read_one(text, numeral, end))
            end = ones[-1].span.end
    return numerals, ones


def _share_units(text: str, ones: list[Quantity]) -> None:
    """Gives a bare number the unit that is written once, behind the next: "three- and four-year-olds"."""
    for index, (first, second) in enumerate(pairwise(ones)):
        between = text[first.span.end : second.span.start]
        if first.unit is None and second.unit and first.type == "count" and _SHARED_UNIT.fullmatch(between):
            is_said = between.startswith("-") or second.unit.type == "percent"
            ones[index] = replace(first, unit=second.unit, type=second.type) if is_said else first


def parse_value(surface: str) -> tuple[Value, bool] | None:
    """What a figure's own characters mean: (value, vague), or None when they are not one whole figure."""
    for lead in ("", *_RANGE_LEADS):
        quantities = read_quantities(lead + surface)
        if len(quantities) == 1 and quantities[0].span == Span(len(lead), len(lead + surface)):
            return quantities[0].value, quantities[0].vague
    return None


def _read_pair(text: str, low: Numeral, high: Numeral, first: Quantity, second: Quantity) -> Quantity | None:
    between = text[first.span.end : second.span.start]
    if len(between) > _WIDEST_GAP:
        return None
    if _OF.fullmatch(between) and _is_share(text, low, high, between):
        return _share(low, high, between)
    if whole := _with_smaller(text, low, first, second, between):
        return whole
    is_pair = _TO.fullmatch(between) and low.vague == high.vague and high.share == low.share
    return _score_or_range(text, low, high, first, second, between) if is_pair else None


def _score_or_range(
    text: str, low: Numeral, high: Numeral, first: Quantity, second: Quantity, between: str
) -> Quantity | None:
    dash_before = text[max(0, low.start - 1) : low.start] in _DASHES
    if between in _DASHES and (dash_before or _MORE_DASHES.match(text, high.end)):
        return None
    if not (first.unit or second.unit) and _is_score(text, low, high, between):
        value = (low.value, high.value)
        return replace(second, span=Span(low.start, high.end), value=value, type="score")
    return _range(text, high, first, second, between)


def _share(low: Numeral, high: Numeral, between: str) -> Quantity:
    written = between in ("-of-", "-for-")
    value: Value = (low.value, high.value) if written else low.value / high.value
    return Quantity(Span(low.start, high.end), value, None, "ratio", digits=low.digits)


def _is_share(text: str, low: Numeral, high: Numeral, between: str) -> bool:
    if not (_is_plain(low) and _is_plain(high) and low.value <= high.value) or unit_after(text, high.end, high.value):
        return False
    is_round = high.value <= 10 or high.value in (12, 20, 100, 1000, 10000, 100000, 1000000)
    return between != " in " or (low.value < high.value and (is_round or (low.value == 1 and high.value < 1000)))


def _is_plain(numeral: Numeral) -> bool:
    return not (numeral.share or numeral.vague) and 0 < numeral.value == int(numeral.value)


def _with_smaller(text: str, low: Numeral, first: Quantity, second: Quantity, between: str) -> Quantity | None:
    """Feet with inches, pounds with ounces, dollars with cents: one measure in two units."""
    if isinstance(first.value, tuple) or isinstance(second.value, tuple) or first.value % 1:
        return None
    feet = _FEET_MARK.match(text, low.end) if 0 < low.value <= _TALLEST and low.digits else None
    if feet and feet.end("inches") == second.span.end:
        value = first.value + second.value / _SMALLER["foot", "inch"]
        return replace(first, span=Span(first.span.start, feet.end()), value=value, unit=_FOOT, type="distance")
    if first.unit is None or not _AND_SMALLER.fullmatch(between):
        return None
    smaller = second.unit.name if second.unit else "inch" if _FOOT_END.search(text, low.end, second.span.start) else ""
    parts = _SMALLER.get((first.unit.name, smaller))
    if parts is None or not 0 <= second.value < parts:
        return None
    span = Span(first.span.start, second.span.end)
    return replace(first, span=span, value=first.value + second.value / parts, hyphen=second.hyphen)


def _is_score(text: str, low: Numeral, high: Numeral, between: str) -> bool:
    if between == "-to-":
        return low.value >= high.value
    if between not in _DASHES or not (low.digits and high.digits):
        return False
    if max(low.value, high.value) >= _LARGEST_SCORE or max(high.value, low.value) % 1:
        return False
    is_range = _COUNTED.match(text, high.end) or _ABOUT.search(text[max(0, low.start - 14) : low.start])
    return low.value >= high.value or not is_range


def _range(text: str, high: Numeral, first: Quantity, second: Quantity, between: str) -> Quantity | None:
    """ "8 to 10 percent", "$40-50 billion", "between 44 mg and 50 mg": one figure with two ends."""
    if isinstance(first.value, tuple) or isinstance(second.value, tuple):
        return None
    if first.unit and first.unit != second.unit and not (first.unit.type == "money" and second.unit is None):
        return None
    bottom, top = first.value, second.value
    if bottom < top and top >= 1000 > bottom:
        bottom *= _scale(text, high)
    is_open = _is_range(text, first.span.start, between, is_measured=second.unit is not None)
    before = text[max(0, first.span.start - 60) : first.span.start]
    is_spread = _BETWEEN.search(before) or _FROM.search(before)
    is_said_back = is_spread and (first.unit == second.unit or (second.type == "duration" and "and" in between))
    if bottom > top and is_open and second.unit and is_said_back and between.strip(" -") in ("to", "and"):
        bottom, top = top, bottom
    if bottom >= top or not is_open or _is_year_and_more(first, second):
        return None
    unit = first.unit or second.unit
    kind = unit.type if unit else second.type
    span = Span(first.span.start, second.span.end)
    return replace(second, span=span, value=(bottom, top), unit=unit, type=kind)


def _is_year_and_more(first: Quantity, second: Quantity) -> bool:
    """ "In 1980 to 2.1 billion" goes on from a year; a year goes up to another year only."""
    is_year = first.digits and first.unit is None and first.value in _YEARS
    return is_year and second.value not in _YEARS and second.value not in range(100)


def _is_range(text: str, start: int, between: str, *, is_measured: bool) -> bool:
    """Whether the words around two numbers make them the ends of one; a blank-dash-blank needs a measure behind it."""
    before = text[max(0, start - 60) : start]
    if "and" in between:
        return bool(_BETWEEN.search(before))
    if "to" in between:
        source = _FROM.search(before)
        return bool(source["spread"]) if source else not _SEPARATE.search(before)
    is_clause = between.startswith((" -", " –", " —")) and not is_measured
    return not is_clause and not before.endswith(("either ", "Either "))


def _scale(text: str, high: Numeral) -> float:
    """The scale word that a range says once: 10**9 in "$40-50 billion"."""
    match = _LAST_SCALE.search(text[high.start : high.end].lower())
    return (SCALES | SHORT_SCALES)[match[1]] if match else 1
