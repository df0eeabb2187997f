"""A chart in words: the caption of its picture, which says everything that is to be seen in it."""

from __future__ import annotations

from bot.views.citations import day
from bot.views.language import said, say, tr
from bot.views.points import Chart, Page, Point
from bot.views.questions import READING
from bot.views.rich import Rich, bold, chrome, join, piece, plain

CAPTION_UNITS = 1024
LENGTHS = (200, 80, 40)
"""Characters of a name or a title that are told: as many as the caption has room for."""


def alt_text(chart: Chart) -> Rich:
    """What is counted, then every value with who says it, where and when; says how many it has no room for.

    At most 1,024 UTF-16 units. Names are cut, and marked as cut, only when the caption would not hold them all.
    """
    everything = len(chart.points) + len(chart.others)
    captions = (_caption(chart, longest, everything) for longest in LENGTHS)
    shorter = (_caption(chart, LENGTHS[-1], count) for count in range(everything - 1, -1, -1))
    return next(caption for each in (captions, shorter) for caption in each if caption.units <= CAPTION_UNITS)


def _caption(chart: Chart, longest: int, count: int) -> Rich:
    """The caption with so many of its values."""
    points = (*chart.points, *chart.others)
    lines = [_line(number, point, longest) for number, point in enumerate(points[:count], start=1)]
    drawn, others = lines[: len(chart.points)], lines[len(chart.points) :]
    head = bold(join(" · ", (_cut(title, longest) for title in chart.title)))
    differs = say("These values cannot all be right.") if chart.differs else Rich()
    undrawn = say("Not in the picture:") if others else Rich()
    return join("\n", (head, differs, *drawn, undrawn, *others, _left_out(len(points) - count)))


def _left_out(count: int) -> Rich:
    return said("{n} more left out here.", "{n} more left out here.", count) if count else Rich()


def _line(number: int, point: Point, longest: int) -> Rich:
    """`[1] more than 400 — Ukrainian officials (Fox News, 3 April 2022)`."""
    teller = _cut(point.teller, longest) if point.teller else say("the page names no source")
    pages = join("; ", (_page(page, longest) for page in point.pages))
    told = chrome(f"[{number}] ") + point.written + _modifier(point) + " — " + teller + " (" + pages + ")"
    return told + ", " + say("since brought up to date") if point.updated else told


def _modifier(point: Point) -> Rich:
    """In our words where the page's words for it stand elsewhere in the sentence."""
    if point.spelled:
        return Rich()
    return plain(" (") + say("{modifier}, by its sentence", modifier=tr(READING.get(point.modifier, ""))) + ")"


def _page(page: Page, longest: int) -> Rich:
    return _cut(page.name, longest) + ", " + (chrome(day(page.published)) if page.published else say("date not stated"))


def _cut(rich: Rich, longest: int) -> Rich:
    if len(rich.text) <= longest:
        return rich
    return piece(rich, 0, _end(rich.text, longest)) + " …"


def _end(text: str, longest: int) -> int:
    """Between words where there are some: half a number would be another one."""
    space = text.rfind(" ", 1, longest)
    if space > 0:
        return space
    end = longest
    while end > 1 and text[end - 1].isdigit():
        end -= 1
    return end
