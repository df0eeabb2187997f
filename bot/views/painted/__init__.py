"""A chart as a picture: PNG, 1,080 pixels wide, for a phone, in either of Telegram's themes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.views.language import later, speaking, tr
from bot.views.painted.course import draw_course
from bot.views.painted.lettering import LEADING, width_of, wrapped
from bot.views.painted.marks import ARROW, BAND, DOWN, RADIUS, UP, Hand, Mark
from bot.views.painted.rows import draw_rows
from bot.views.painted.sheet import SOFT, Sheet, png
from bot.views.painted.words import MARGIN, RIGHT, SLATE, title_of
from bot.views.points import Chart, Point

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE, SMALL = 50, 32
NUMBERED = re.compile(r"\[\d+\]")
"""A line of the caption that the picture refers to."""


def paint(chart: Chart) -> bytes:
    """The picture; the same bytes for the same chart. Raises ImportError where matplotlib is missing."""
    import matplotlib as mpl  # noqa: PLC0415 - some 65 MB, which the bot's own process never pays

    with mpl.rc_context(), speaking(chart.language):
        mpl.rcdefaults()
        return png(drawn(chart))


def drawn(chart: Chart) -> Figure:
    """The picture before it is put into pixels."""
    sheet = Sheet()
    top = _head(sheet, chart)
    bottom = (draw_course(sheet, chart, top) if chart.form == "over_time" else None) or draw_rows(sheet, chart, top)
    return sheet.finished(_foot(sheet, chart, bottom) + MARGIN)


def _head(sheet: Sheet, chart: Chart) -> float:
    """What is counted; the pixel below it."""
    y: float = MARGIN
    for line in wrapped(title_of(chart), TITLE, RIGHT - MARGIN, 3, bold=True):
        y = sheet.write(MARGIN, y, line, TITLE, bold=True).bottom
    unit = " · " + tr("in {unit}", unit=chart.unit) if chart.type == "money" and chart.unit else ""
    form = tr("What sources say, over time") if chart.form == "over_time" else tr("What sources say")
    return sheet.write(MARGIN, y + 4, form + unit, SMALL, colour=SOFT).bottom + 34


def _foot(sheet: Sheet, chart: Chart, top: float) -> float:
    """What the marks mean that are not plain numbers, and whether the caption tells more; the pixel below."""
    x, y, line = float(MARGIN), top + 22, SMALL * LEADING + 10
    hand = Hand((1, 0), SLATE)
    for name, sample in _samples(chart):
        before, after = _room(sample)
        width = before + after + 14 + width_of(name, SMALL)
        if x > MARGIN and x + width > RIGHT:
            x, y = MARGIN, y + line
        low = (x + before, y + SMALL * LEADING / 2)
        Mark(sample, hand, low, (low[0] + 60, low[1]) if sample.modifier == "range" else low).draw(sheet)
        sheet.write(x + before + after + 14, y, name, SMALL, colour=SOFT)
        x += width + 44
    bottom = y + line if x > MARGIN else top
    refers = chart.others or any(map(NUMBERED.search, sheet.texts))
    return sheet.write(MARGIN, bottom, tr("More in the text below"), SMALL, colour=SOFT).bottom if refers else bottom


def _samples(chart: Chart) -> list[tuple[str, Point]]:
    """A mark of each kind that needs a word."""
    kinds = {
        later("at least, or more than"): lambda p: p.modifier in UP and not p.vague,
        later("at most, or less than"): lambda p: p.modifier in DOWN and not p.vague,
        later("about"): lambda p: p.modifier == "about" and not p.vague,
        later("a range"): lambda p: p.modifier == "range",
        later("no precise number"): lambda p: p.vague,
    }
    first = {name: next(filter(fits, chart.points), None) for name, fits in kinds.items()}
    return [(tr(name), point) for name, point in first.items() if point]


def _room(point: Point) -> tuple[float, float]:
    """Pixels that a mark of the foot takes left and right of its place."""
    before = ARROW if point.modifier in DOWN else BAND if point.modifier == "about" else RADIUS
    after = {"range": 60 + RADIUS, "about": BAND}.get(point.modifier, RADIUS)
    return before, ARROW if point.modifier in UP or point.vague else after
