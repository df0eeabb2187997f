"""Which values a figure allows, and so whether two figures say the same, or cannot both be right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from summarizer.types import Figure, Modifier

BASES: dict[str, tuple[str, float]] = {
    "second": ("hour", 1 / 3600), "minute": ("hour", 1 / 60), "hour": ("hour", 1.0), "day": ("hour", 24.0),
    "week": ("hour", 168.0), "fortnight": ("hour", 336.0), "month": ("month", 1.0), "year": ("month", 12.0),
    "decade": ("month", 120.0), "century": ("month", 1200.0),
    "mile": ("meter", 1609.344), "kilometer": ("meter", 1000.0), "meter": ("meter", 1.0), "foot": ("meter", 0.3048),
    "yard": ("meter", 0.9144), "inch": ("meter", 0.0254), "centimeter": ("meter", 0.01), "millimeter": ("meter", 0.001),
    "mile per hour": ("kilometer per hour", 1.609344), "acre": ("hectare", 0.40468564),
    "square mile": ("square kilometer", 2.58998811), "pound": ("kilogram", 0.45359237), "ton": ("tonne", 0.90718474),
}  # fmt: skip
"""Units that one event is told in by turns, and what they are in a common one. Currencies have no fixed rate."""
MAY_BE_ROUND = 0.05  # a round number may be a rounded one, and so far off still right
WRITTEN_ROUND = 0.01  # without such a word as "about", "11,800" and "twelve thousand" are two counts
CONVERTED = 0.03  # "40 miles (65 km)": a converted number is rounded again
ABOUT = 0.1
SAME_SENSE: dict[Modifier, frozenset[Modifier]] = {
    "exact": frozenset({"exact", "about", "at_least"}),
    "about": frozenset({"exact", "about", "at_least"}),
    "at_least": frozenset({"exact", "about", "at_least", "more_than"}),
    "more_than": frozenset({"at_least", "more_than"}),
    "at_most": frozenset({"at_most", "less_than"}),
    "less_than": frozenset({"at_most", "less_than"}),
    "range": frozenset({"range"}),
}
"""Modifiers that say the same of one number. "Exactly 400" and "more than 400" do not, though both may be meant."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure's value as it is compared: in the common unit, with the least and greatest value that its words allow.

    `number` is the middle of a range and the first number of a score; `slack` how far the true value may be from the
    written one; `pair` both numbers of a range or score; `is_converted` that it is told in a unit of its own.
    """

    unit: str
    number: float
    slack: float
    low: float
    high: float
    modifier: Modifier
    vague: bool
    pair: tuple[float, ...] | None
    is_score: bool
    is_converted: bool = False


@lru_cache(maxsize=4096)
def amount(figure: Figure) -> Amount:
    """What a figure allows. A round number may be a rounded one, "about" is within a tenth, "more than 400" excludes
    no 400 (whoever writes it may mean a little more), and a vague count is at least its base.
    """
    unit, factor = BASES.get(figure.unit or "", (figure.unit or "", 1.0))
    if isinstance(figure.value, tuple):
        pair = tuple(value * factor for value in figure.value)
        is_score = figure.type == "score"
        number = pair[0] if is_score else sum(pair) / len(pair)
        return Amount(unit, number, 0.0, min(pair), max(pair), figure.modifier, figure.vague, pair, is_score)
    number, slack = figure.value * factor, _slack(figure, factor)
    wide = max(slack, ABOUT * abs(number)) if figure.modifier == "about" else slack
    low, high = number - wide, number + wide
    if figure.vague or figure.modifier in ("at_least", "more_than"):
        high = math.inf
    elif figure.modifier in ("at_most", "less_than"):
        low = -math.inf
    is_score, is_converted = figure.type == "score", _is_converted(figure)
    return Amount(unit, number, slack, low, high, figure.modifier, figure.vague, None, is_score, is_converted)


def compatible(a: Amount, b: Amount) -> bool:
    """Whether both can be right at once; scores only when they are equal."""
    if a.is_score or b.is_score:
        return a.pair == b.pair
    return a.low <= b.high and b.low <= a.high


def agree(a: Amount, b: Amount) -> bool:
    """Whether both say the same: one number, rounded perhaps, with modifiers of one sense."""
    if a.vague or b.vague or a.pair or b.pair:
        return (a.number, a.pair, a.vague) == (b.number, b.pair, b.vague)
    apart = abs(a.number - b.number)
    if not any(apart <= each.slack and apart <= _tolerance(a, b) * abs(each.number) for each in (a, b)):
        return False
    if apart and not (a.modifier == b.modifier or "about" in (a.modifier, b.modifier)):
        return False
    return b.modifier in SAME_SENSE[a.modifier]


def _tolerance(a: Amount, b: Amount) -> float:
    if a.is_converted or b.is_converted:
        return CONVERTED
    return MAY_BE_ROUND if "about" in (a.modifier, b.modifier) else WRITTEN_ROUND


def _slack(figure: Figure, factor: float) -> float:
    """Half of the last digit's worth, where zeros follow it; a converted measure ("40 miles (65 km)") has more."""
    if isinstance(figure.value, tuple) or figure.type in ("score", "age"):
        return 0.0
    value = abs(figure.value)
    rounded = min(_step(value) / 2, MAY_BE_ROUND * value) * factor
    return max(rounded, CONVERTED * value * factor) if _is_converted(figure) else rounded


def _is_converted(figure: Figure) -> bool:
    return figure.type in ("distance", "other") and figure.unit in BASES and BASES[figure.unit][1] != 1.0


def _step(value: float) -> float:
    """What one step of the last digit that is not 0 is worth: 100 for 400, 10,000 for 1.48 million; 0 below 100.

    A small number is rarely rounded without a word that says so.
    """
    if value < 100 or value % 10:
        return 0.0
    step = 10
    while value % (step * 10) == 0:
        step *= 10
    return float(step)
