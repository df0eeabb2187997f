"""One number with what is written around it: currency, measure, rate, minus sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.figures.quantities.numbers import SCALES
from summarizer.figures.quantities.numerals import Numeral
from summarizer.figures.quantities.units import Unit, rate_after, sign_before, unit_after
from summarizer.types import FigureType, Span, Value

_MINUS = re.compile(r"(?:(?<![^\s(<>=~])(?<!\d\s)[-−]|\b(?:[Mm]inus|[Nn]egative) )$")
_MINUS_DEGREES = re.compile(_MINUS.pattern.replace("[-−]", "[-−] ?"))
"""A dash with a blank behind it opens a line, a list or a clause anywhere else."""
_INNER_MINUS = re.compile(r"[-−]$")
_OF_MONEY = re.compile(r" of (?=[a-z])")
_OF_A = re.compile(r"(?: of|-of)?[- ]an?[- ]")
_SCALE_AFTER = re.compile(r" ?(?:(?P<million>MM?|mm?)|(?P<word>hundred|thousand|million|billion|trillion))(?![^\W_])")
_PERCENT_OF = re.compile(r"(?:^|\n) *(?P<unit>per ?cents? of )$", re.I)
_YEARS_A_CENTURY = 100


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


@dataclass(frozen=True, slots=True)
class _Measured:
    """A numeral with the unit around it; `factor` is what the unit's writing multiplies it with."""

    start: int
    end: int
    unit: Unit | None
    factor: float = 1


def read_one(text: str, numeral: Numeral, after: int = 0) -> Quantity:
    """The numeral with its sign, unit and rate; what stands before `after` belongs to the number before."""
    measured = _measure(text, numeral, after)
    unit, start = measured.unit, measured.start
    value = numeral.value * measured.factor
    kind: FigureType = unit.type if unit else "ratio" if numeral.share else "count"
    if unit and unit.name == "century":
        value, unit = value * _YEARS_A_CENTURY, Unit("year", "duration")
    minus = _MINUS_DEGREES if unit and unit.name.startswith("degree") else _MINUS
    if not numeral.vague and (below := minus.search(text, max(after, start - 10), start)):
        start, value = below.start(), -value
    hyphen = text[measured.end : measured.end + 1] in ("-", "‑") and text[measured.end + 1 : measured.end + 2].isalpha()
    return Quantity(Span(start, measured.end), value, unit, kind, numeral.vague, numeral.digits, hyphen)


def _measure(text: str, numeral: Numeral, after: int) -> _Measured:
    start, end = numeral.start, numeral.end
    if numeral.digits and (money := _signed_money(text, numeral)) and money.start >= after:
        return money
    if numeral.share and (whole := _part_of_one(text, numeral)):
        return _Measured(start, whole[0], whole[1])
    unit = unit_after(text, end, numeral.value) or (_unit_of(text, numeral) if numeral.vague else None)
    if unit is None:
        lead = _PERCENT_OF.search(text, max(after, start - 20), start)
        return _Measured(lead.start("unit"), end, Unit("percent", "percent")) if lead else _Measured(start, end, None)
    if unit[1].type == "money" and (scale := _SCALE_AFTER.match(text, unit[0])) and scale["word"]:
        return _Measured(start, scale.end(), unit[1], SCALES[scale["word"]])
    is_rate = unit[1].type in ("money", "distance")
    return _Measured(start, rate_after(text, unit[0]) if is_rate else unit[0], unit[1])


def _signed_money(text: str, numeral: Numeral) -> _Measured | None:
    inner = _INNER_MINUS.search(text, max(0, numeral.start - 1), numeral.start)
    before = sign_before(text, inner.start() if inner else numeral.start)
    if before is None:
        return None
    end, factor = numeral.end, -1.0 if inner else 1.0
    if (scale := _SCALE_AFTER.match(text, end)) and scale["million"]:
        end, factor = scale.end(), factor * SCALES["million"]
    return _Measured(before[0], rate_after(text, _past_dollars(text, end)), before[1], factor)


def _past_dollars(text: str, end: int) -> int:
    """ "$5 million US dollars" and "$20 USD" say their currency twice."""
    after = unit_after(text, end, 0)
    return after[0] if after and after[1].type == "money" else end


def _unit_of(text: str, numeral: Numeral) -> tuple[int, Unit] | None:
    """The measure in "trillions of dollars"; of other things "hundreds of" is a plain vague count."""
    of = _OF_MONEY.match(text, numeral.end)
    return unit_after(text, of.end(), numeral.value) if of else None


def _part_of_one(text: str, numeral: Numeral) -> tuple[int, Unit] | None:
    """The measure in "half an hour" and "a third of a mile"."""
    of = _OF_A.match(text, numeral.end)
    unit = unit_after(text, of.end(), numeral.value) if of else None
    return unit if unit and unit[1].type != "age" else None
