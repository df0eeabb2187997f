"""Letters of a picture: how wide they are, where a line breaks, and which of them can be drawn at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

DPI = 100
LEADING = 1.25
"""From line to line, in sizes."""
LONGEST = 400
"""Characters of a name that are looked at: a page may state any length."""

MEASURING = 100
"""The size at which letters are measured."""

LTR = "\N{LEFT-TO-RIGHT MARK}"

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; `top` is above `bottom`, which is the greater number."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float = 0) -> bool:
        """Whether they overlap or stand closer than the gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def box_of(x: float, y: float, text: str, size: float, *, bold: bool = False, align: Align = "left") -> Box:
    """The box that a line of text would take."""
    width = width_of(text, size, bold=bold)
    left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width
    return Box(left, y, left + width, y + LEADING * size)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that a line of text takes."""
    return _measured(text, bold) * size


@lru_cache(maxsize=4096)
def _measured(text: str, bold: bool) -> float:  # noqa: FBT001 - for the cache
    """Its width in sizes."""
    from matplotlib.font_manager import get_font  # noqa: PLC0415 - see sheet.py

    letters = get_font(_file(bold=bold))
    letters.set_size(MEASURING, 72)
    letters.set_text(text)
    return letters.get_width_height()[0] / 64 / MEASURING


def wrapped(text: str, size: float, width: float, lines: int, *, bold: bool = False, end: str = "…") -> tuple[str, ...]:
    """The text in lines that fit the width; when it has more of them, the last one closes with `end`."""
    done: list[str] = []
    words = text.split()
    while words:
        if len(done) == lines - 1:
            return (*done, _shortened(" ".join(words), size, width, bold=bold, end=end))
        count = _fitting(words, size, width, bold=bold)
        if count == 0:
            head = _shortened(words[0], size, width, bold=bold, end="")
            done.append(head)
            words[0] = words[0][len(head) :]
        else:
            done.append(" ".join(words[:count]))
            words = words[count:]
    return tuple(done)


def _fitting(words: Sequence[str], size: float, width: float, *, bold: bool) -> int:
    """How many of the words fit on one line."""
    count = 0
    while count < len(words) and width_of(" ".join(words[: count + 1]), size, bold=bold) <= width:
        count += 1
    return count


def _shortened(text: str, size: float, width: float, *, bold: bool, end: str) -> str:
    """As much of the text as fits with the end that marks it as cut; the text itself when it fits."""
    if width_of(text, size, bold=bold) <= width:
        return text
    fits, beyond = 1, len(text)
    while fits + 1 < beyond:
        middle = (fits + beyond) // 2
        if width_of(text[:middle].rstrip() + end, size, bold=bold) <= width:
            fits = middle
        else:
            beyond = middle
    head, _, rest = text[:fits].rpartition(" ")
    return (head if len(head) > 2 * len(rest) else text[:fits].rstrip()) + end


def drawable(text: str) -> bool:
    """Whether the letters are at hand: what they are not would be drawn as empty boxes, or in the wrong order."""
    letters = frozenset(text)
    known = all(letters <= _letters(bold=bold) for bold in (False, True))
    return known and (_shapes() or not _is_leftward(text))


def embedded(text: str) -> str:
    """The text as it must stand in a line of ours: letters that run left must not turn round what follows."""
    return f"{LTR}{text}{LTR}" if _is_leftward(text) else text


def _is_leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def legible(text: str) -> str:
    """The text on one line, without what controls and does not show."""
    shown = (c for c in text[:LONGEST] if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join("".join(shown).split())


def font(*, bold: bool) -> FontProperties:
    """A font that comes with matplotlib, so that a chart looks alike on every machine."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - matplotlib is for the painting process alone

    return FontProperties(fname=_file(bold=bold))


def _file(*, bold: bool) -> str:
    from matplotlib import get_data_path  # noqa: PLC0415 - matplotlib is for the painting process alone

    return f"{get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf"


@lru_cache(maxsize=2)
def _letters(*, bold: bool) -> frozenset[str]:
    from matplotlib.font_manager import get_font  # noqa: PLC0415 - matplotlib is for the painting process alone

    return frozenset(map(chr, get_font(_file(bold=bold)).get_charmap()))


def _shapes() -> bool:
    """Whether this matplotlib (3.11 on) joins and orders letters as Arabic and Hebrew want it."""
    from matplotlib import ft2font  # noqa: PLC0415 - matplotlib is for the painting process alone

    return hasattr(ft2font, "__libraqm_version__")
