"""Long lists as pages that each fit one message: statements, figures and sources, with the sources of each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.views import figures, quotes
from bot.views.citations import day, described, listed
from bot.views.rich import MAX_ENTITIES, MAX_UNITS, Rich, bold, chrome, echo, join, parts, plain
from storage.types import Source
from summarizer.types import Document, Figure, Testimony

HEAD_AND_FOOT = 120
"""Room left for the title, the count, the heading of the sources and the page's number."""
MOST = 60
"""From so many items on there may be older ones that the list leaves out, and its head says so."""
SPACE = 8
"""Room left around a block and before a source's line: blank lines, its number, wider marks."""
ITEM_UNITS = 2400
"""An item longer than that is cut, and says so: with its sources it must fit a message of 4,096."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: the documents it cites, and how it reads once their numbers are known."""

    documents: tuple[Document, ...]
    render: Callable[[Sequence[Document]], Rich]


@dataclass(frozen=True, slots=True)
class Pages:
    """A list cut into pages; a page is put together when it is asked for."""

    title: str
    words: str
    total: int
    groups: tuple[tuple[Item, ...], ...]

    def __len__(self) -> int:
        return len(self.groups)

    def page(self, number: int) -> Rich:
        """Page `number`, from 0, with the list of the sources that it cites. IndexError when there is none."""
        group = self.groups[number]
        documents = _documents(group)
        blocks = (_shortened(item.render(documents)) for item in group)
        foot = _foot(number, len(self))
        return _netted(join("\n\n", (_head(self), *blocks, listed(documents))), foot)


def quote_pages(items: Sequence[Testimony], words: str, *, size: int) -> Pages:
    """Statements, `size` blocks a page at most."""
    return _cut("Statements", words, [_quote(group) for group in quotes.grouped(items)], size=size)


def figure_pages(items: Sequence[Figure], words: str, *, size: int) -> Pages:
    """Figures, two `size` lines a page at most: they are short."""
    return _cut("Figures", words, [_figure(group) for group in figures.grouped(items)], size=2 * size)


def source_pages(items: Sequence[tuple[Source, Document]], words: str, *, size: int) -> Pages:
    """Sources with what their page states, who sees them and since when they are here."""
    return _cut("Sources", words, [_brought(*item) for item in items], size=size)


def _quote(group: quotes.Group) -> Item:
    return Item(quotes.cited(group), lambda documents: quotes.testimony(documents, group))


def _figure(group: figures.Group) -> Item:
    return Item((group[0].document,), lambda documents: figures.line(documents, group))


def _brought(source: Source, document: Document) -> Item:
    return Item((), lambda _: _source(source, document))


def _source(source: Source, document: Document) -> Rich:
    seen = "public" if source.chat is None else "this chat only"
    return plain("• ") + described(document) + chrome(f"\n   {seen}, since {day(source.added)}")


def _cut(title: str, words: str, items: Sequence[Item], *, size: int) -> Pages:
    """As many items a page as fit, `size` at most; what a page takes is added up, nothing is rendered twice."""
    groups: list[list[Item]] = []
    room, entities, seen = 0, 0, set[Document]()
    for item in items:
        block = _shortened(item.render(item.documents))
        new = [document for document in item.documents if document not in seen]
        units = block.units + SPACE + sum(described(document).units + SPACE for document in new)
        if not groups or len(groups[-1]) == size or units > room or block.entities + len(new) > entities:
            groups.append([])
            seen = set()
            room, entities = MAX_UNITS - HEAD_AND_FOOT - echo(words).units, MAX_ENTITIES - len((title, "Sources"))
            units = block.units + SPACE + sum(described(document).units + SPACE for document in item.documents)
        groups[-1].append(item)
        seen.update(item.documents)
        room, entities = room - units, entities - block.entities - len(new)
    return Pages(title, words, len(items), tuple(map(tuple, groups)))


def _documents(group: Iterable[Item]) -> tuple[Document, ...]:
    return tuple(dict.fromkeys(document for item in group for document in item.documents))


def _head(pages: Pages) -> Rich:
    about = chrome(" · ") + echo(pages.words) if pages.words else Rich()
    count = f"the newest {MOST}" if pages.total >= MOST else f"{pages.total} in all"
    return bold(pages.title) + about + chrome(f" · {count}")


def _foot(page: int, pages: int) -> Rich:
    return chrome(f"Page {page + 1} of {pages}") if pages > 1 else Rich()


def _netted(page: Rich, foot: Rich) -> Rich:
    """The page with its foot; a statement of more sources than a message can list has the first of them."""
    if (page + foot).units <= MAX_UNITS - SPACE:
        return join("\n\n", (page, foot))
    first, *_ = parts((page,), units=MAX_UNITS - HEAD_AND_FOOT)
    return join("\n\n", (first, chrome("[cut here; /sources lists all]"), foot))


def _shortened(block: Rich) -> Rich:
    """Cut between words, and marked as cut: an unmarked end would pass for the speaker's."""
    if block.units <= ITEM_UNITS:
        return block
    first, *_ = parts((block,), units=ITEM_UNITS)
    return first + chrome(" [cut here; the passage goes on in its source]")
