"""An axis: from numbers to pixels, and the round numbers that stand along it.

It always holds zero and is never logarithmic: a mark's distance from zero is its value, so that twice as many
stand twice as far away. Sources that nearly agree then look as if they nearly agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.numbers import format_decimal

from bot.views.language import later, locale, tr

STEPS = (1.0, 2.0, 2.5, 5.0)
FEWEST, MOST = 3, 5
"""Parts of an axis."""
WORDS = (
    (1e12, later("{number} trillion")),
    (1e9, later("{number} billion")),
    (1e6, later("{number} million")),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """`low` to `high` in steps; `start` and `stop` are their pixels."""

    low: float
    high: float
    step: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round numbers from end to end."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + index * self.step for index in range(count + 1))

    def label(self, tick: float) -> str:
        """`2,000`, `1.5 million`; all ticks of a scale in the same word."""
        unit, word = next(((u, w) for u, w in WORDS if max(abs(self.low), self.high) >= u), (1.0, "{number}"))
        number = format_decimal(round(tick / unit, 10), "#,##0.##########", locale=locale())
        return tr(word, number=number) if tick else number


def scale(values: Iterable[float], start: float, stop: float, *, whole: bool = False) -> Scale:
    """The scale that holds zero and all values, which are finite; `whole` for what comes in whole numbers only.

    Of the scales with few round steps it is the one that leaves least room empty.
    """
    known = (0.0, *values)
    low, high = min(known), max(known)
    spread = (high - low) or 1.0
    ends = [_ends(low, high, step) for step in _steps(spread) if step == int(step) or not whole]
    first, last, step = min(ends or [_ends(low, high, 1.0)], key=lambda end: ((end[1] - end[0]) * end[2], end[2]))
    return Scale(first * step, last * step, step, start, stop)


def _steps(spread: float) -> Iterator[float]:
    """The round steps that divide the spread into few parts."""
    power = 10.0 ** (math.floor(math.log10(spread)) - 1)
    for step in (factor * scaled for scaled in (power, 10 * power) for factor in STEPS):
        if FEWEST <= math.ceil(spread / step) <= MOST:
            yield step


def _ends(low: float, high: float, step: float) -> tuple[int, int, float]:
    """The last steps below and above, which are apart."""
    first, last = math.floor(low / step), math.ceil(high / step)
    return first, max(last, first + 1), step
