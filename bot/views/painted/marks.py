"""How a value is drawn: exact, about, a bound, a range or vague; along an axis that runs right or up.

A filled dot is a number; a hollow one in a soft band is about a number; an open arrow leaves from a bound to where
the value may lie; a bar is a range; a fading trail starts at the base of a vague number ("dozens").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.views.painted.lettering import Box
from bot.views.painted.scale import Scale
from bot.views.painted.sheet import GROUND, Place, Shape, Sheet
from bot.views.points import Point
from summarizer.types import Modifier

RADIUS = 15
ARROW = 78
"""Pixels from the middle of a mark to the tip of its arrow or to the end of its trail."""
SHORTEST = 38
BAND = 40
HEAD = 15
TRAIL = 13
FADED = 0.5

UP: frozenset[Modifier] = frozenset({"at_least", "more_than"})
DOWN: frozenset[Modifier] = frozenset({"at_most", "less_than"})


@dataclass(frozen=True, slots=True)
class Hand:
    """What marks are drawn with: `along` is the way in which values grow, (1, 0) or (0, -1)."""

    along: Place
    colour: str
    shape: Shape = "o"

    def off(self, place: Place, by: float, aside: float = 0) -> Place:
        """The place moved along the axis, and across it."""
        (x, y), (dx, dy) = place, self.along
        return x + dx * by - dy * aside, y + dy * by + dx * aside


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with the places of its ends on the sheet; `reach` is the length of its arrow or trail."""

    point: Point
    hand: Hand
    low: Place
    high: Place
    reach: float = ARROW

    @property
    def box(self) -> Box:
        """The rectangle that it takes."""
        ends = [self.low, self.high]
        if self.point.modifier in DOWN:
            ends.append(self.hand.off(self.high, -self.reach))
        if self.point.modifier in UP or self.point.vague:
            ends.append(self.hand.off(self.high, self.reach))
        if self.point.modifier == "about":
            ends += [self.hand.off(self.low, RADIUS - BAND), self.hand.off(self.high, BAND - RADIUS)]
        return around(ends, RADIUS)

    def draw(self, sheet: Sheet) -> None:
        """Puts it on the sheet."""
        point, hand = self.point, self.hand
        if point.modifier in UP | DOWN:
            self._arrow(sheet, 1 if point.modifier in UP else -1)
        if point.modifier == "about":
            band = (hand.off(self.low, -BAND), hand.off(self.high, BAND))
            sheet.stroke(band, soft(hand.colour, 0.25), 2 * RADIUS - 4)
        if point.vague:
            self._trail(sheet)
        if self.low != self.high:
            sheet.stroke((self.low, self.high), hand.colour, 12)
            sheet.dot(self.low, RADIUS, hand.colour, shape=hand.shape)
        colour = soft(hand.colour, FADED) if point.vague else hand.colour
        sheet.dot(self.high, RADIUS, colour, shape=hand.shape, filled=point.modifier != "about")

    def _arrow(self, sheet: Sheet, way: int) -> None:
        tip = self.hand.off(self.high, way * self.reach)
        barbs = [self.hand.off(tip, -way * HEAD, aside) for aside in (-HEAD, HEAD)]
        sheet.stroke((self.high, tip), self.hand.colour, 5)
        sheet.stroke((barbs[0], tip, barbs[1]), self.hand.colour, 5)

    def _trail(self, sheet: Sheet) -> None:
        step = self.reach / TRAIL
        for part in range(TRAIL):
            ends = (self.hand.off(self.high, part * step), self.hand.off(self.high, (part + 1) * step))
            sheet.stroke(ends, soft(self.hand.colour, FADED * (1 - part / TRAIL)), 14)


def reach_of(point: Point, axis: Scale) -> float:
    """The arrow's length: one that leaves downwards from a number ends at zero, if that leaves anything of it."""
    if point.modifier not in DOWN or point.high < 0:
        return ARROW
    return min(ARROW, max(SHORTEST, abs(axis.at(point.high) - axis.at(0))))


def around(places: Iterable[Place], margin: float) -> Box:
    """The rectangle that holds all places with a margin."""
    xs, ys = zip(*places, strict=True)
    return Box(min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)


def soft(colour: str, strength: float) -> str:
    """The colour laid thinly on the ground: opaque, so that what overlaps does not grow darker."""
    mixed = (
        round(int(ground, 16) + strength * (int(ink, 16) - int(ground, 16)))
        for ground, ink in zip(_channels(GROUND), _channels(colour), strict=True)
    )
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> tuple[str, str, str]:
    return colour[1:3], colour[3:5], colour[5:7]
