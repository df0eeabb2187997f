"""The words of a picture: who says it and where, or the number of its line in the caption where letters are missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from babel.dates import format_date

from bot.views import citations
from bot.views.language import locale, tr
from bot.views.painted.lettering import drawable, embedded, legible
from bot.views.painted.scale import Scale
from bot.views.painted.sheet import WIDTH
from bot.views.points import Chart, Point

MARGIN = 60
RIGHT = WIDTH - MARGIN
SLATE = "#2B4A68"
"""The colour of marks where one is enough: a slate blue, as neutral as grey and easier to find."""


def number(chart: Chart, point: Point) -> str:
    """`[2]`: the point's line in the caption."""
    return f"[{chart.points.index(point) + 1}]"


def title_of(chart: Chart) -> str:
    """What is counted, as far as its letters are at hand."""
    return " · ".join(_drawn(piece.text for piece in chart.title)) or tr("What is counted: see below")


def name_of(chart: Chart, point: Point) -> str:
    """Who says it: whom the page names, else the page itself."""
    return "".join(_drawn([point.teller.text]) or number(chart, point)) if point.teller else _pages(chart, point)


def details_of(chart: Chart, point: Point) -> str:
    """Where and since when it is said."""
    where = pages_of(chart, [point])
    known = where if where != name_of(chart, point) else ""
    return ", ".join(filter(None, (known, short_day(point.day), tr("since updated") if point.updated else "")))


def pages_of(chart: Chart, points: Sequence[Point]) -> str:
    """Where one voice is quoted; of the page's own voice, that it names nobody."""
    return _pages(chart, *points) if points[0].teller else tr("names no source")


def _pages(chart: Chart, *points: Point) -> str:
    names = tuple(dict.fromkeys(page.name.text for point in points for page in point.pages))
    shown = _drawn(names)
    return ", ".join(shown if len(shown) == len(names) else (*shown, number(chart, points[-1])))


def written_of(chart: Chart, point: Point) -> str:
    """The value as its source writes it."""
    return "".join(_drawn([point.written.text])) or number(chart, point)


def short_day(day: date | None, *, year: bool = True) -> str:
    """`3 Apr 2022`."""
    if day is None:
        return tr("date not stated")
    return citations.short_day(day) if year else format_date(day, "d MMM", locale()).replace("Sept", "Sep")


def _drawn(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts whose letters are at hand, fit to stand in a line of ours."""
    return tuple(embedded(text) for text in map(legible, texts) if text and drawable(text))


def tick_of(chart: Chart, axis: Scale, tick: float) -> str:
    """`2,000`, `1.5 million`, `40%`."""
    label = axis.label(tick)
    return tr("{number}%", number=label) if chart.unit == "percent" else label
