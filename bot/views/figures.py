"""Figures as lines: the passage with its numbers in bold, then who says so, then the source's mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views.citations import mark
from bot.views.rich import Rich, bold, cite, join, plain, stated
from summarizer.types import Document, Figure, Span

Group = tuple[Figure, ...]


def grouped(figures: Iterable[Figure]) -> tuple[Group, ...]:
    """Figures that stand in one passage, told together, in the order of the text; groups in the order given."""
    groups: dict[tuple[str, Span], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.document.key, figure.clause), []).append(figure)
    return tuple(tuple(sorted(group, key=lambda figure: figure.span)) for group in groups.values())


def line(documents: Sequence[Document], group: Group) -> Rich:
    """`• At least **1,480** civilians have been killed in Ukraine — UN estimates [3]`."""
    tellers = dict.fromkeys(filter(None, map(teller, group)))
    return plain("• ") + join(" — ", (passage(group), *tellers)) + " " + mark(documents, group[0].document)


def passage(group: Group) -> Rich:
    """The clause to the letter, its numbers in bold."""
    document, clause = group[0].document, group[0].clause
    shown, at = Rich(), clause.start
    for figure in group:
        shown = shown + _between(document, at, figure.span.start) + bold(cite(document, figure.span))
        at = figure.span.end
    return shown + _between(document, at, clause.end)


def _between(document: Document, start: int, end: int) -> Rich:
    return cite(document, Span(start, end)) if start < end else Rich()


def teller(figure: Figure) -> Rich:
    """Who says so, in the page's words, unless the passage names them; a number in the page's own voice is marked."""
    source = figure.attributed_to
    if source is None:
        return plain("the page names no source")
    named = stated(figure.document, figure.attributed_name) if figure.attributed_name else Rich()
    if figure.clause.covers(source):
        return named
    return cite(figure.document, source) + (plain(" (") + named + ")" if named else Rich())
