"""Sources as people read them: what a page states of itself, who sees it, how it came, and who else has the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views.arrivals import FORWARDED
from bot.views.citations import NAMED, day, described, headline
from bot.views.feeds import numbered
from bot.views.language import said, say, tr
from bot.views.rich import Rich, chrome, join, plain, stated
from storage.types import Source
from summarizer.types import Document

Shelved = tuple[Source, Document]
"""A source and the document that it is."""
NONE: Mapping[str, Sequence[Shelved]] = {}
MOST_COPIES = 5
"""Copies of an article that are named."""


def entry(source: Source, document: Document, copies: Sequence[Shelved] = ()) -> Rich:
    """One source; `copies` are others that hold the same article."""
    mark = "• " if source.chat is None else f"{numbered(source=source.id)}. "
    since = day(source.added)
    seen = tr("public, since {day}", day=since) if source.chat is None else tr("this chat only, since {day}", day=since)
    about = chrome(f"\n   {seen}{_way(source)}")
    return chrome(mark) + described(document) + about + _copied(copies)


def removable(held: Sequence[Shelved]) -> tuple[tuple[int, str], ...]:
    """Numbers and names of those that a chat has added."""
    own = ((source, document) for source, document in held if source.chat is not None)
    return tuple((numbered(source=source.id), _name(source, document)) for source, document in own)


def _way(source: Source) -> str:
    if source.origin:
        name = source.origin.removeprefix(FORWARDED)  # kept in English, as it was noted when it came
        return "; " + (tr("forwarded from {name}", name=name[:NAMED]) if name != source.origin else name[:NAMED])
    by_feed = source.kind == "feed" and source.name
    return "; " + tr("by the feed {name}", name=source.name[:NAMED]) if by_feed and source.name else ""


def _name(source: Source, document: Document) -> str:
    return document.title or source.name or headline(document).text


def _copied(copies: Sequence[Shelved]) -> Rich:
    """Who else has the same article, each with the number under which it can be removed."""
    if not copies:
        return Rich()
    named = join(", ", (_copy(*each) for each in copies[:MOST_COPIES]))
    more = len(copies) - MOST_COPIES
    if more <= 0:
        return plain("\n   ") + say("the same article from {names}", names=named)
    return plain("\n   ") + said(
        "the same article from {names} and {n} more", "the same article from {names} and {n} more", more, names=named
    )


def _copy(source: Source, document: Document) -> Rich:
    name = document.publisher
    publisher = stated(document, name[:NAMED]) if name else say("a page that names no publisher")
    return publisher + (chrome(f" ({numbered(source=source.id)})") if source.chat is not None else Rich())
