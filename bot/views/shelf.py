"""Sources as people read them: what a page states of itself, who sees it, how it came, and who else has the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views.citations import NAMED, day, described, headline
from bot.views.feeds import numbered
from bot.views.rich import Rich, chrome, join, plain, stated
from storage.types import Source
from summarizer.types import Document

Shelved = tuple[Source, Document]
"""A source and the document that it is."""
NONE: Mapping[str, Sequence[Shelved]] = {}
WAYS = {"feed": "by the feed"}
"""How a source came, by its kind, before the name of what brought it."""
MOST_COPIES = 5
"""Copies of an article that are named."""


def entry(source: Source, document: Document, copies: Sequence[Shelved] = ()) -> Rich:
    """One source; `copies` are others that hold the same article."""
    mark = "• " if source.chat is None else f"{numbered(source=source.id)}. "
    seen = "public" if source.chat is None else "this chat only"
    about = chrome(f"\n   {seen}, since {day(source.added)}{_way(source)}")
    return chrome(mark) + described(document) + about + _copied(copies)


def removable(held: Sequence[Shelved]) -> tuple[tuple[int, str], ...]:
    """Numbers and names of those that a chat has added."""
    own = ((source, document) for source, document in held if source.chat is not None)
    return tuple((numbered(source=source.id), _name(source, document)) for source, document in own)


def _way(source: Source) -> str:
    if source.origin:
        return f"; {source.origin[:NAMED]}"
    return f"; {WAYS[source.kind]} {source.name[:NAMED]}" if source.kind in WAYS and source.name else ""


def _name(source: Source, document: Document) -> str:
    return document.title or source.name or headline(document).text


def _copied(copies: Sequence[Shelved]) -> Rich:
    """Who else has the same article, each with the number under which it can be removed."""
    if not copies:
        return Rich()
    named = join(", ", (_copy(*each) for each in copies[:MOST_COPIES]))
    more = f" and {len(copies) - MOST_COPIES} more" if len(copies) > MOST_COPIES else ""
    return plain("\n   the same article from ") + named + chrome(more)


def _copy(source: Source, document: Document) -> Rich:
    name = document.publisher
    publisher = stated(document, name[:NAMED]) if name else plain("a page that names no publisher")
    return publisher + (chrome(f" ({numbered(source=source.id)})") if source.chat is not None else Rich())
