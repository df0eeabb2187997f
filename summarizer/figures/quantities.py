"""Numbers with their units as they are written: signs, measures, ranges, scores and shares, read without context."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from summarizer.figures.numbers import Numeral, find_numerals
from summarizer.figures.units import Unit, rate_after, sign_before, unit_after
from summarizer.types import FigureType, Span, Value

_TO = re.compile(r"(?:\s?[-–—−]\s?|-? to[- ]|-to-|\s+and\s+|\s+or\s+)(?:US|HK)?[$€£¥]?$")
_OF = re.compile(r" (?:in|out of(?: every)?|of every) |-of-|-in-|-for-")
_BETWEEN = re.compile(r"\bbetween (?:US|HK)?[$€£¥]?$", re.I)
_FROM = re.compile(r"\b(?P<spread>rang\w+ |var\w+ |anywhere )?from [$€£¥]?$", re.I)
_SEPARATE = re.compile(r"\bby $|\b(?:leads?|led|beats?|defeated|margin of|vote of|voted)\s(?:[^.\d]{0,40}\s)?$", re.I)
_MINUS = re.compile(r"(?:(?<![^\s(])[-−]|\b(?:[Mm]inus|[Nn]egative) )$")
_RANGE_LEAD = "between "
"""Stands before "20 and 30" but outside of the span: without it the two numbers are no range."""
_OF_MONEY = re.compile(r" of (?=[a-z])")
_LARGEST_SCORE = 700


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in a text; `hyphen` says that a noun is joined to it ("11-game")."""

    span: Span
    value: Value
    unit: Unit | None
    type: FigureType
    vague: bool = False
    digits: bool = False
    hyphen: bool = False


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of the text in order, dates, names and all: what is no figure is dropped elsewhere."""
    found: list[Quantity] = []
    numerals = find_numerals(text)
    index = 0
    while index < len(numerals):
        following = numerals[index + 1] if index + 1 < len(numerals) else None
        pair = _read_pair(text, numerals[index], following) if following else None
        found.append(pair or _read_one(text, numerals[index]))
        index += 2 if pair else 1
    return tuple(found)


def parse_value(surface: str) -> tuple[Value, bool] | None:
    """What a figure's own characters mean: (value, vague), or None when they are not one whole figure."""
    for lead in ("", _RANGE_LEAD):
        quantities = read_quantities(lead + surface)
        if len(quantities) == 1 and quantities[0].span == Span(len(lead), len(lead + surface)):
            return quantities[0].value, quantities[0].vague
    return None


def _read_one(text: str, numeral: Numeral) -> Quantity:
    start, end, unit = _with_unit(text, numeral)
    kind: FigureType = unit.type if unit else "ratio" if numeral.share else "count"
    value = numeral.value
    if unit and unit.name == "century":
        value, unit = value * 100, Unit("year", "duration")
    if unit and numeral.share and kind == "percent":
        unit, kind = None, "ratio"
    if unit and not isinstance(value, tuple) and (minus := _MINUS.search(text, max(0, start - 10), start)):
        start, value = minus.start(), -value
    hyphen = text[end : end + 1] in ("-", "‑") and text[end + 1 : end + 2].isalpha()
    return Quantity(Span(start, end), value, unit, kind, numeral.vague, numeral.digits, hyphen)


def _with_unit(text: str, numeral: Numeral) -> tuple[int, int, Unit | None]:
    before = sign_before(text, numeral.start) if numeral.digits else None
    if before:
        return before[0], rate_after(text, _past_dollars(text, numeral.end)), before[1]
    after = unit_after(text, numeral.end, numeral.value)
    if after is None and numeral.vague:
        after = _unit_of(text, numeral)
    if after is None:
        return numeral.start, numeral.end, None
    end = rate_after(text, after[0]) if after[1].type in ("money", "distance") else after[0]
    return numeral.start, end, after[1]


def _past_dollars(text: str, end: int) -> int:
    """ "$5 million US dollars" and "$20 USD" say their currency twice."""
    after = unit_after(text, end, 0)
    return after[0] if after and after[1].type == "money" else end


def _unit_of(text: str, numeral: Numeral) -> tuple[int, Unit] | None:
    """The measure in "trillions of dollars"; of other things "hundreds of" is a plain vague count."""
    of = _OF_MONEY.match(text, numeral.end)
    return unit_after(text, of.end(), numeral.value) if of else None


def _read_pair(text: str, low: Numeral, high: Numeral) -> Quantity | None:
    between = text[low.end : high.start]
    if _OF.fullmatch(between) and _is_share(text, low, high, between):
        return _read_share(low, high, between)
    if not _TO.fullmatch(between) or low.vague != high.vague or high.share:
        return None
    whole = _read_one(text, high)
    first = _read_one(text, low)
    if _is_score(text, low, high, between, whole):
        return replace(whole, span=Span(low.start, high.end), value=(low.value, high.value), unit=None, type="score")
    bottom = low.value
    if low.value < high.value and high.value >= 1000 > low.value:
        bottom *= _scale(text, high)
    if bottom >= high.value or not _is_range(text, first.span.start, between):
        return None
    if first.unit and first.unit.type == "money":
        whole = replace(whole, unit=first.unit, type="money")
    return replace(whole, span=Span(first.span.start, whole.span.end), value=(bottom, high.value))


def _read_share(low: Numeral, high: Numeral, between: str) -> Quantity:
    written = between.startswith("-")
    value: Value = (low.value, high.value) if written else low.value / high.value
    return Quantity(Span(low.start, high.end), value, None, "ratio", digits=low.digits)


def _is_share(text: str, low: Numeral, high: Numeral, between: str) -> bool:
    if not (_is_plain(low) and _is_plain(high) and low.value <= high.value) or unit_after(text, high.end, high.value):
        return False
    is_round = high.value <= 10 or high.value in (12, 20, 100, 1000, 10000, 100000, 1000000)
    return between != " in " or (low.value < high.value and (is_round or (low.value == 1 and high.value < 1000)))


def _is_plain(numeral: Numeral) -> bool:
    return not (numeral.share or numeral.vague) and 0 < numeral.value == int(numeral.value)


def _is_score(text: str, low: Numeral, high: Numeral, between: str, whole: Quantity) -> bool:
    if between not in ("-", "–", "−") or not (low.digits and high.digits) or whole.unit:
        return False
    if max(low.value, high.value) >= _LARGEST_SCORE or text[low.start - 1 : low.start] in ("$", "€", "£"):
        return False
    counted = re.match(r" [a-z]+s\b", text[high.end : high.end + 20])
    return low.value >= high.value or not counted


def _is_range(text: str, start: int, between: str) -> bool:
    before = text[max(0, start - 60) : start]
    if "and" in between:
        return bool(_BETWEEN.search(before))
    if "to" in between:
        source = _FROM.search(before)
        return bool(source["spread"]) if source else not _SEPARATE.search(before)
    return not between.startswith((" -", " –", " —"))


def _scale(text: str, high: Numeral) -> float:
    """The scale word that a range says once: 10**9 in "$40-50 billion"."""
    match = re.search(r"(thousand|million|billion|trillion|[kmb]n?)\s*$", text[high.start : high.end].lower())
    if match is None:
        return 1
    return {"t": 10**3, "k": 10**3, "m": 10**6, "b": 10**9}[match[1][0]] if match[1] != "trillion" else 10**12
