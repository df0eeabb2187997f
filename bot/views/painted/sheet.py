"""A sheet to draw on: letters, lines and dots at pixels, y counted downwards, as high as it turns out to be.

Charts are set like a page, line under line, and matplotlib's own axes know nothing of that; so it only draws here.
It is imported when the first sheet is made, and never in the bot's own process.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from bot.views.painted.lettering import DPI, Align, Box, box_of, font

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 1080
GROUND = "#E9E7E1"
"""Calm in both themes: neither the white that glares in the dark one nor a dark block in the light one."""
INK = "#20272E"
SOFT = "#4C555E"
LINE = "#B4B2AB"

ASCENT = 0.95
"""From the top of a line to its letters' foot, in sizes."""

Shape = Literal["o", "s", "D", "^", "p"]
Place = tuple[float, float]


class Sheet:
    """What is drawn so far; `finished` gives it its height."""

    def __init__(self) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415 - see the module's docstring
        from matplotlib.transforms import Affine2D  # noqa: PLC0415 - see the module's docstring

        self._figure = Figure(figsize=(WIDTH / DPI, 1), dpi=DPI, facecolor=GROUND)
        self._down = Affine2D()

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: Align = "left",
    ) -> Box:
        """One line of text whose top is at y; the box that it takes."""
        self._figure.text(
            x,
            y + ASCENT * size,
            text,
            transform=self._down,
            fontproperties=font(bold=bold),
            fontsize=size * 72 / DPI,
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
        )
        return box_of(x, y, text, size, bold=bold, align=align)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written."""
        return tuple(text.get_text() for text in self._figure.texts)

    def lines(
        self, x: float, y: float, lines: Iterable[str], size: float, *, bold: bool = False, colour: str = INK
    ) -> float:
        """Lines below each other; the pixel below them."""
        for line in lines:
            y = self.write(x, y, line, size, bold=bold, colour=colour).bottom
        return y

    def blank(self, box: Box) -> None:
        """Wipes out what is drawn so far in the box."""
        middle = (box.top + box.bottom) / 2
        self.stroke(((box.left, middle), (box.right, middle)), GROUND, box.bottom - box.top)

    def stroke(self, places: Sequence[Place], colour: str, width: float, *, dashed: bool = False) -> None:
        """A line through the places."""
        from matplotlib.lines import Line2D  # noqa: PLC0415 - see the module's docstring

        style = (0, (2, 3)) if dashed else "-"
        line = Line2D(*zip(*places, strict=True), color=colour, lw=width * 72 / DPI, ls=style, transform=self._down)
        line.set_solid_capstyle("butt")
        self._figure.add_artist(line)

    def dot(self, place: Place, radius: float, colour: str, *, shape: Shape = "o", filled: bool = True) -> None:
        """A mark; a hollow one shows the ground, whatever it lies on."""
        from matplotlib.lines import Line2D  # noqa: PLC0415 - see the module's docstring

        edge = 5 * 72 / DPI
        inner = colour if filled else GROUND
        self._figure.add_artist(
            Line2D(
                [place[0]],
                [place[1]],
                marker=shape,
                ms=2 * radius * 72 / DPI - edge,
                mec=colour,
                mew=edge,
                mfc=inner,
                ls="",
                transform=self._down,
                zorder=3,
            )
        )

    def finished(self, height: float) -> Figure:
        """The whole, so many pixels high."""
        self._figure.set_size_inches(WIDTH / DPI, round(height) / DPI)
        self._down.scale(1, -1).translate(0, round(height))
        return self._figure


def png(figure: Figure) -> bytes:
    """The figure as a PNG: the same bytes for the same figure, whatever the settings of matplotlib around."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()
