"""Questions as pages answer them, said by their words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from summarizer.types import Answer, Document, Figure, FigureType, Modifier, Question, Value
from tests.summarizer.pieces import at, figure


def answer(  # noqa: PLR0913 - a figure has that many sides, and a test names the few it is about
    text: str,
    number: str,
    modifier: Modifier = "exact",
    *,
    counts: str | None = None,
    event: str | None = None,
    place: str | None = None,
    source: str | None = None,
    name: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    day: datetime | None = None,
    kind: FigureType = "count",
    unit: str | None = "people",
    value: Value | None = None,
) -> Figure:
    """A figure on a page of its own."""
    page = Document.make(text, publisher=publisher, title=title, published=day)
    read = figure(page, number, counts=counts, source=source, unit=unit, kind=kind)
    return replace(
        read,
        value=read.value if value is None else value,
        modifier=modifier,
        attributed_name=name,
        event=at(page, event) if event else None,
        place=at(page, place) if place else None,
    )


def question(*figures: Figure, earlier: tuple[Figure, ...] = (), differs: bool = False) -> Question:
    """A question with an answer a figure; the first one has brought the earlier ones up to date."""
    first, *others = figures
    return Question((Answer(first, earlier=earlier), *map(Answer, others)), differs)


def april(day: int) -> datetime:
    return datetime(2022, 4, day, 12, tzinfo=UTC)


FOX = answer(
    "More than 400 civilians were killed in Bucha, Ukrainian officials said.",
    "400",
    "more_than",
    counts="civilians",
    event="killed",
    place="Bucha",
    source="Ukrainian officials",
    publisher="Fox News",
    day=april(4),
)
MAYOR = answer(
    "The mayor said that he had counted 403.", "403", source="he", name="Anatoliy Fedoruk", title="Bucha after a month"
)
GUARDIAN = answer("About 300 were killed.", "300", "about", publisher="The Guardian")
WATCH = answer(
    "Between 320 and 450 were killed, Human Rights Watch found.",
    "320 and 450",
    "range",
    source="Human Rights Watch",
    publisher="Associated Press",
)
UN = answer("Up to 410 were killed, the UN said.", "410", "at_most", source="the UN", publisher="BBC", day=april(12))
DOZENS = replace(answer("Dozens were killed.", "Dozens", publisher="Reuters", day=april(3)), vague=True)
MIXED = question(FOX, MAYOR, GUARDIAN, WATCH, UN, DOZENS, differs=True)


def updated() -> Question:
    """One voice brings its number up to date, another stays; every page states its day."""
    first, second, third = (
        answer(
            f"At least {count} civilians were killed in Ukraine, UN estimates say.",
            count,
            "at_least",
            counts="civilians",
            event="killed",
            place="Ukraine",
            source="UN estimates",
            publisher="Reuters",
            day=april(day),
        )
        for count, day in (("1,000", 1), ("1,480", 4), ("1,842", 11))
    )
    text = "Some 2,500 were killed, the prosecutor general said."
    other = answer(text, "2,500", "about", source="the prosecutor general", publisher="AP", day=april(4))
    return question(third, other, earlier=(first, second))
