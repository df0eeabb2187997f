"""Values over time: days to the right, values upwards from zero; a voice keeps its colour, its shape and its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.views.painted.lettering import LEADING, Box, box_of, width_of, wrapped
from bot.views.painted.marks import ARROW, RADIUS, UP, Hand, Mark, around, reach_of, soft
from bot.views.painted.scale import Scale, scale
from bot.views.painted.sheet import LINE, SOFT, Place, Shape, Sheet
from bot.views.painted.words import MARGIN, RIGHT, SLATE, name_of, number, pages_of, short_day, tick_of, written_of
from bot.views.points import Chart

HEIGHT = 640
VALUE, NAME, SMALL, TICK = 36, 36, 30, 30
SPREAD = 2.5 * RADIUS
"""Marks of one day and nearly one value stand side by side, so far apart."""
VOICES: tuple[tuple[str, Shape], ...] = (
    (SLATE, "o"), ("#7A4B12", "s"), ("#1E5F58", "D"), ("#5A3D70", "^"), ("#4E5716", "p"),
)  # fmt: skip


def draw_course(sheet: Sheet, chart: Chart, top: float) -> float | None:
    """Draws the course from `top` on; the pixel below it, or None, with nothing drawn, where values have no room."""
    values = _values(chart, top)
    left = MARGIN + max(width_of(tick_of(chart, values, tick), TICK) for tick in values.ticks) + 24
    marks = tuple(_marks(chart, values, left + 70))
    labels = _labels(chart, marks, Box(left, top, RIGHT + MARGIN / 2, values.start))
    if labels is None:
        return None
    _grid(sheet, chart, values, left)
    for hand, line in _lines(marks):
        sheet.stroke(line, soft(hand.colour, 0.6), 3, dashed=True)
    for box in labels:
        sheet.blank(box)
    for each, box in zip(marks, labels, strict=True):
        each.draw(sheet)
        sheet.write(box.left, box.top, written_of(chart, each.point), VALUE, bold=True, colour=each.hand.colour)
    lowest = max(values.start, *(each.box.bottom for each in marks))
    return _voices(sheet, chart, marks, _days(sheet, marks, lowest + 24))


def _values(chart: Chart, top: float) -> Scale:
    """Upwards, with room above the highest for its arrow and its number."""
    ends = [end for point in chart.points for end in (point.low, point.high)]
    arrow = ARROW if any(point.modifier in UP or point.vague for point in chart.points) else RADIUS
    return scale(ends, top + HEIGHT, top + arrow + VALUE * LEADING, whole=chart.type == "count")


def _hands(chart: Chart) -> dict[str, Hand]:
    voices = dict.fromkeys(point.voice for point in chart.points)
    return {voice: Hand((0, -1), *look) for voice, look in zip(voices, VOICES, strict=False)}


def _marks(chart: Chart, values: Scale, left: float) -> Iterator[Mark]:
    """The points at their days; those that would lie on each other are moved apart."""
    hands, taken = _hands(chart), list[Box]()
    days = [point.day.toordinal() for point in chart.points if point.day]
    first, last = min(days), max(days)
    for point, day in zip(chart.points, days, strict=True):
        x = left + (day - first) / (last - first) * (RIGHT - 70 - left)
        ends = (x, values.at(point.low)), (x, values.at(point.high))
        place = Mark(point, hands[point.voice], *ends, reach_of(point, values))
        while any(box.meets(place.box) for box in taken):
            x += SPREAD
            place = replace(place, low=(x, place.low[1]), high=(x, place.high[1]))
        taken.append(place.box)
        yield place


def _lines(marks: Sequence[Mark]) -> Iterator[tuple[Hand, tuple[Place, ...]]]:
    """From value to value of one voice, in steps: it holds until the next one is stated."""
    for voice in dict.fromkeys(each.point.voice for each in marks):
        own = [each for each in marks if each.point.voice == voice]
        for before, after in pairwise(own):
            yield before.hand, (before.high, (after.high[0], before.high[1]), after.high)


def _labels(chart: Chart, marks: Sequence[Mark], frame: Box) -> tuple[Box, ...] | None:
    """A place for every value: inside of the frame, clear of marks and of other values, and of lines if it can be.

    Those with the least choice choose first.
    """
    taken = [mark.box for mark in marks]
    if max(box.right for box in taken) > frame.right:
        return None
    lines = [around(pair, 2) for _, line in _lines(marks) for pair in pairwise(line)]
    choices = [
        [box for box in _around(written_of(chart, each.point), each.box, frame) if _is_clear(box, taken)]
        for each in marks
    ]
    placed: dict[int, Box] = {}
    for index in sorted(range(len(marks)), key=lambda index: len(choices[index])):
        free = [box for box in choices[index] if _is_clear(box, placed.values())]
        if not free:
            return None
        placed[index] = min(free, key=lambda box: sum(box.meets(line, 2) for line in lines))
    return tuple(placed[index] for index in range(len(marks)))


def _is_clear(box: Box, taken: Iterable[Box]) -> bool:
    return not any(box.meets(other, 4) for other in taken)


def _around(text: str, mark: Box, frame: Box) -> Iterator[Box]:
    """The places beside a mark inside of the frame, best first."""
    width, height, gap = width_of(text, VALUE, bold=True), VALUE * LEADING, 6
    right, left = mark.right + gap, mark.left - gap - width
    above, below = mark.top - gap - height, mark.bottom + gap
    level = (mark.top + mark.bottom - height) / 2
    middle = min((mark.left + mark.right - width) / 2, frame.right - width)
    upright = [(x, y) for y in (above, below) for x in (middle, mark.left, mark.right - width)]
    aside = [(x, y) for y in (level, mark.bottom - height, mark.top, above, below) for x in (right, left)]
    boxes = (Box(x, y, x + width, y + height) for x, y in (*upright, *aside))
    return (box for box in boxes if box.within(frame))


def _grid(sheet: Sheet, chart: Chart, values: Scale, left: float) -> None:
    for tick in values.ticks:
        y = values.at(tick)
        sheet.stroke(((left, y), (RIGHT, y)), LINE, 3 if tick == 0 else 1.5)
        label = tick_of(chart, values, tick)
        sheet.write(left - 20, y - TICK * LEADING / 2, label, TICK, colour=SOFT, align="right")


def _days(sheet: Sheet, marks: Sequence[Mark], top: float) -> float:
    """The stated days below the axis: the first, the last, then those between that have room."""
    at = {each.point.day: each.low[0] for each in reversed(marks)}
    days = sorted(day for day in at if day)
    years = len({day.year for day in days}) > 1
    taken: list[Box] = []
    for day in (days[0], days[-1], *days[1:-1]):
        label = short_day(day, year=years or day in (days[0], days[-1]))
        box = box_of(at[day], top, label, TICK, align="center")
        x = at[day] + min(0.0, RIGHT + MARGIN / 2 - box.right)
        box = box_of(x, top, label, TICK, align="center")
        if not any(box.meets(other, 16) for other in taken):
            taken.append(sheet.write(x, top, label, TICK, colour=SOFT, align="center"))
    return taken[0].bottom + 26


def _voices(sheet: Sheet, chart: Chart, marks: Sequence[Mark], top: float) -> float:
    """Whose colour and shape is whose; the pixel below."""
    for voice in dict.fromkeys(each.point.voice for each in marks):
        own = [each for each in marks if each.point.voice == voice]
        last = own[-1]
        room, left, end = RIGHT - MARGIN - 50, MARGIN + 50, f"… {number(chart, last.point)}"
        sheet.dot((MARGIN + RADIUS, top + NAME * LEADING / 2), RADIUS, last.hand.colour, shape=last.hand.shape)
        top = sheet.lines(left, top, wrapped(name_of(chart, last.point), NAME, room, 2, end=end), NAME)
        details = wrapped(pages_of(chart, [each.point for each in own]), SMALL, room, 2, end=end)
        top = sheet.lines(left, top, details, SMALL, colour=SOFT) + 12
    return top
