"""Values by source: a row each, the greatest first, on one axis that begins at zero."""

from __future__ import annotations

from dataclasses import dataclass

from bot.views.painted.lettering import Box, box_of, width_of, wrapped
from bot.views.painted.marks import ARROW, Hand, Mark, reach_of
from bot.views.painted.scale import Scale, scale
from bot.views.painted.sheet import ASCENT, LINE, SOFT, Sheet
from bot.views.painted.words import MARGIN, RIGHT, SLATE, details_of, name_of, number, tick_of, written_of
from bot.views.points import Chart, Point

TICK = 30
WHOLE = RIGHT - MARGIN
WIDEST = 0.6
"""Share of a row that a value may take beside a long name; a longer one stands below."""
BETWEEN = 36


@dataclass(frozen=True, slots=True)
class Setting:
    """How rows are set, in pixels; `lines` is how many a name may take, and as many its details."""

    value: int
    name: int
    small: int
    lines: int
    track: int
    gap: int


ROOMY = Setting(value=44, name=40, small=32, lines=2, track=58, gap=22)
DENSE = Setting(value=38, name=36, small=30, lines=1, track=44, gap=10)
FEW = 5
"""So many rows have room for long names."""


def draw_rows(sheet: Sheet, chart: Chart, top: float) -> float:
    """Draws the rows and their axis from `top` on; the pixel below them."""
    ends = [end for point in chart.points for end in (point.low, point.high)]
    left = MARGIN + (ARROW if min(ends) < 0 else 20)
    axis = scale(ends, left, RIGHT - ARROW, whole=chart.type == "count")
    setting = ROOMY if len(chart.points) <= FEW else DENSE
    for point in chart.points:
        top = _row(sheet, chart, point, axis, setting, top) + setting.gap
    return _ticks(sheet, chart, axis, top)


def _row(sheet: Sheet, chart: Chart, point: Point, axis: Scale, setting: Setting, top: float) -> float:
    """Who and how many, where and when, then the mark on its line; the pixel below."""
    y = _who(sheet, chart, point, setting, top)
    middle = y + setting.track / 2
    sheet.stroke(((axis.start, middle), (RIGHT, middle)), LINE, 3)
    for tick in axis.ticks:
        place = axis.at(tick)
        sheet.stroke(((place, middle - 9), (place, middle + 9)), LINE if tick else SOFT, 3)
    ends = (axis.at(point.low), middle), (axis.at(point.high), middle)
    Mark(point, Hand((1, 0), SLATE), *ends, reach_of(point, axis)).draw(sheet)
    return y + setting.track


def _who(sheet: Sheet, chart: Chart, point: Point, setting: Setting, top: float) -> float:
    """The name left and its value right, or below when it is long; then where and when.

    What is cut refers to its line in the caption.
    """
    value, end = written_of(chart, point), f"… {number(chart, point)}"
    width = width_of(value, setting.value, bold=True)
    name, room = name_of(chart, point), WHOLE - width - BETWEEN
    beside = width <= WIDEST * WHOLE or width_of(name, setting.name) <= room
    lines = wrapped(name, setting.name, room if beside else WHOLE, setting.lines, end=end)
    y = sheet.lines(MARGIN, top, lines, setting.name)
    if beside:
        upper = top + (setting.name - setting.value) * ASCENT
        sheet.write(RIGHT, upper, value, setting.value, bold=True, align="right")
    else:
        y = sheet.lines(MARGIN, y, wrapped(value, setting.value, WHOLE, 3, bold=True), setting.value, bold=True)
    details = wrapped(details_of(chart, point), setting.small, WHOLE, setting.lines, end=end)
    return sheet.lines(MARGIN, y, details, setting.small, colour=SOFT)


def _ticks(sheet: Sheet, chart: Chart, axis: Scale, top: float) -> float:
    """The numbers below the last row: the ends first, then those between that have room."""
    ticks = axis.ticks
    taken: list[Box] = []
    for tick in (ticks[0], ticks[-1], *ticks[1:-1]):
        label = tick_of(chart, axis, tick)
        box = box_of(axis.at(tick), top, label, TICK, align="center")
        if not any(box.meets(other, 24) for other in taken):
            taken.append(sheet.write(axis.at(tick), top, label, TICK, colour=SOFT, align="center"))
    return taken[0].bottom
