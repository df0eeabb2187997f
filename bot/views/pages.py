"""Long lists as pages that each fit one message: statements, figures and sources, with the sources of each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.views import figures, quotes
from bot.views.citations import day, described, listed
from bot.views.rich import MAX_ENTITIES, MAX_UNITS, Rich, bold, chrome, join, parts, plain
from storage.types import Source
from summarizer.types import Document, Figure, Testimony

ITEM_UNITS = 2400
"""An item longer than that is cut, and says so: with its sources it must fit a message of 4,096."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: the documents it cites, and how it reads once their numbers are known."""

    documents: tuple[Document, ...]
    render: Callable[[Sequence[Document]], Rich]


def quote_pages(items: Sequence[Testimony], words: str, *, size: int) -> tuple[Rich, ...]:
    """Statements, `size` blocks a page at most."""
    return _pages("Statements", words, [_quote(group) for group in quotes.grouped(items)], size=size)


def figure_pages(items: Sequence[Figure], words: str, *, size: int) -> tuple[Rich, ...]:
    """Figures, two `size` lines a page at most: they are short."""
    return _pages("Figures", words, [_figure(group) for group in figures.grouped(items)], size=2 * size)


def source_pages(items: Sequence[tuple[Source, Document]], words: str, *, size: int) -> tuple[Rich, ...]:
    """Sources with what their page states, who sees them and since when they are here."""
    return _pages("Sources", words, [_brought(*item) for item in items], size=size)


def _quote(group: quotes.Group) -> Item:
    return Item(quotes.cited(group), lambda documents: quotes.testimony(documents, group))


def _figure(group: figures.Group) -> Item:
    return Item((group[0].document,), lambda documents: figures.line(documents, group))


def _brought(source: Source, document: Document) -> Item:
    return Item((), lambda _: _source(source, document))


def _source(source: Source, document: Document) -> Rich:
    seen = "public" if source.chat is None else "this chat only"
    return plain("• ") + described(document) + chrome(f"\n   {seen}, since {day(source.added)}")


def _pages(title: str, words: str, items: Sequence[Item], *, size: int) -> tuple[Rich, ...]:
    groups: list[tuple[Item, ...]] = []
    for item in items:
        grown = (*groups[-1], item) if groups else (item,)
        if groups and len(grown) <= size and _fits(_body(title, words, len(items), grown)):
            groups[-1] = grown
        else:
            groups.append((item,))
    count = len(groups)
    return tuple(
        join("\n\n", (_body(title, words, len(items), group), _foot(i, count))) for i, group in enumerate(groups)
    )


def _fits(body: Rich) -> bool:
    """Room is left for the foot."""
    return body.units <= MAX_UNITS - 40 and body.entities <= MAX_ENTITIES


def _body(title: str, words: str, total: int, group: Sequence[Item]) -> Rich:
    documents = tuple(dict.fromkeys(document for item in group for document in item.documents))
    head = bold(plain(title)) + (chrome(f" · {words}") if words else Rich()) + chrome(f" · {total} in all")
    return join("\n\n", (head, *(_shortened(item.render(documents)) for item in group), listed(documents)))


def _foot(page: int, pages: int) -> Rich:
    return chrome(f"Page {page + 1} of {pages}") if pages > 1 else Rich()


def _shortened(block: Rich) -> Rich:
    """Cut between words, and marked as cut: an unmarked end would pass for the speaker's."""
    if block.units <= ITEM_UNITS:
        return block
    first, *_ = parts((block,), units=ITEM_UNITS)
    return first + chrome(" [cut here; the passage goes on in its source]")
