"""What a chart holds: values with who says them, where and when. Light to import, for the process that paints it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.views.rich import Rich
from summarizer.types import FigureType, Modifier

Form = Literal["by_source", "over_time"]


@dataclass(frozen=True, slots=True)
class Page:
    """Where a value stands: the publisher (else the headline) as the page states it, and when, if it states that."""

    name: Rich
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Point:
    """One value as one voice gives it, on one page or several.

    `written` is the number with its modifier to the letter; `spelled` says that the modifier is in it ("at least"
    may stand at an earlier number of the sentence). `low` and `high` are equal but for a range. `teller` is who
    says it as the page names him, None for the page's own voice. `voice` is equal for points of one voice. `updated`
    says that the same voice has given a later value.
    """

    written: Rich
    spelled: bool
    low: float
    high: float
    modifier: Modifier
    vague: bool
    teller: Rich | None
    voice: str
    pages: tuple[Page, ...]
    updated: bool = False

    @property
    def day(self) -> date | None:
        """The first day on which a page gives it."""
        return min((page.published.date() for page in self.pages if page.published), default=None)

    @property
    def value(self) -> tuple[float, float, Modifier, bool]:
        """Equal for points that are drawn alike."""
        return self.low, self.high, self.modifier, self.vague


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, in the order in which the caption lists and numbers it.

    `title` are verbatim pieces of the lead figure. `others` are values that are not drawn: in another unit, or
    beyond `MOST_POINTS`. `differs` says that two of the values cannot both be right. `language` is the one in which the
    picture talks: it is painted in another process.
    """

    form: Form
    title: tuple[Rich, ...]
    type: FigureType
    unit: str | None
    points: tuple[Point, ...]
    others: tuple[Point, ...] = ()
    differs: bool = False
    language: str = "en"
