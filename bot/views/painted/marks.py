"""How a value is drawn: exact, about, a bound, a range or vague; along an axis that runs right or up.

A filled dot is a number; a hollow one in a soft band is about a number; an open arrow leaves from a bound to where
the value may lie; a bar is a range; a fading trail starts at the base of a vague number ("dozens").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.views.chart import Point
from bot.views.painted.lettering import Box
from bot.views.painted.sheet import GROUND, Place, Shape, Sheet
from summarizer.types import Modifier

RADIUS = 15
ARROW = 78
"""Pixels from the middle of a mark to the tip of its arrow or to the end of its trail."""
BAND = 40
HEAD = 15
TRAIL = 13

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


def draw(sheet: Sheet, hand: Hand, point: Point, low: Place, high: Place) -> None:
    """The mark of the point, whose ends stand at these places."""
    if point.modifier in UP | DOWN:
        _arrow(sheet, hand, high, 1 if point.modifier in UP else -1)
    if point.modifier == "about":
        sheet.stroke((hand.off(low, -BAND), hand.off(high, BAND)), soft(hand.colour, 0.25), 2 * RADIUS - 4)
    if point.vague:
        _trail(sheet, hand, high)
    if low != high:
        sheet.stroke((low, high), hand.colour, 12)
        sheet.dot(low, RADIUS, hand.colour, shape=hand.shape)
    colour = soft(hand.colour, 0.45) if point.vague else hand.colour
    sheet.dot(high, RADIUS, colour, shape=hand.shape, filled=point.modifier != "about")


def _arrow(sheet: Sheet, hand: Hand, place: Place, way: int) -> None:
    tip = hand.off(place, way * ARROW)
    barbs = [hand.off(tip, -way * HEAD, aside) for aside in (-HEAD, HEAD)]
    sheet.stroke((place, tip), hand.colour, 5)
    sheet.stroke((barbs[0], tip, barbs[1]), hand.colour, 5)


def _trail(sheet: Sheet, hand: Hand, place: Place) -> None:
    step = ARROW / TRAIL
    for piece in range(TRAIL):
        ends = (hand.off(place, piece * step), hand.off(place, (piece + 1) * step))
        sheet.stroke(ends, soft(hand.colour, 0.5 * (1 - piece / TRAIL)), 14)


def extent(hand: Hand, point: Point, low: Place, high: Place) -> Box:
    """The rectangle that the mark takes."""
    ends = [low, high]
    if point.modifier in DOWN:
        ends.append(hand.off(high, -ARROW))
    if point.modifier in UP or point.vague:
        ends.append(hand.off(high, ARROW))
    if point.modifier == "about":
        ends += [hand.off(low, -BAND + RADIUS), hand.off(high, BAND - RADIUS)]
    return around(ends, RADIUS)


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
