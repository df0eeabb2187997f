"""Which of a chat's terms a text, a statement, a figure or a sentence holds; what is muted is taken out of an analysis.

A word counts as a whole, with the endings of an English plural; one in another script also with another ending of up to
three letters, since there words bend at their ends. `word*` counts as a beginning. Case and accents do not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from storage.matching import fold
from storage.types import Term
from summarizer.types import Analysis, Document, Figure, Span, Statement

ENDING = 2
"""Letters that a word in another script may lose at its end, where `SHORTEST` are left."""
GROWN = 3
"""Letters that it may have instead of them."""
SHORTEST = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEDE = 400
"""Characters of a text's beginning: what its first paragraph says it is about."""

Matched = Mapping[Term, int]
"""How many pieces each term was found in; those found nowhere are left out."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The terms of a chat, ready to be looked for. `members` are the keys of each followed or muted story's documents.

    Hashable by what it looks for: chats that follow and mute the same share what is composed for them.
    """

    terms: tuple[Term, ...] = ()
    members: Mapping[int, frozenset[str]] = field(default_factory=dict, hash=False)

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def follows(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.verb == "follow")

    @property
    def mutes(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.verb == "mute")

    def sift(self, documents: Iterable[Document]) -> tuple[tuple[Document, ...], Matched]:
        """The documents that are not muted, and how many each term took."""
        muted = [(document, self.muting(document)) for document in documents]
        left = Counter(term for _, term in muted if term)
        return tuple(document for document, term in muted if term is None), left

    def first(self, documents: Sequence[Document], told: Sequence[Document]) -> tuple[Document, ...]:
        """`told`, some of `documents` in their order, with followed ones in the places of those that are not."""
        followed = [document for document in documents if self.following(document)]
        others = [document for document in told if document not in followed]
        kept = {document.key for document in (*followed, *others)[: len(told)]}
        return tuple(document for document in documents if document.key in kept)

    def shared(self) -> Watch:
        """The same for any chat: equal to that of each chat that follows and mutes the same."""
        terms = (
            replace(t, id=0, chat=0, person=None, value=" ".join(t.value.split()), added=EPOCH) for t in self.terms
        )
        return Watch(tuple(sorted(terms, key=lambda t: (t.verb, t.kind, t.value))), self.members)

    def muting(self, document: Document) -> Term | None:
        """The term for which nothing of a document is told: its publisher, its story, or what it is about."""
        about = _Folded(_about(document))
        return next((term for term in self.mutes if self._is_of(term, document, about)), None)

    def following(self, document: Document) -> tuple[Term, ...]:
        """The followed terms that a document holds anywhere; a person, where it names them."""
        text = _Folded(document.text)
        return tuple(term for term in self.follows if self._is_of(term, document, text))

    def held(self, document: Document, span: Span) -> tuple[Term, ...]:
        """The followed terms that a passage holds."""
        text = _Folded(span.of(document.text))
        return tuple(term for term in self.follows if self._is_of(term, document, text))

    def hidden(self, document: Document, span: Span) -> Term | None:
        """The muted words that a passage holds."""
        text = _Folded(span.of(document.text))
        return next((term for term in self.mutes if term.kind in WORDED and text.holds(term)), None)

    def mutes_piece(self, piece: Statement | Figure) -> bool:
        """Whether a statement or a figure is not to be told."""
        return self.muting(piece.document) is not None or self._muted(piece) is not None

    def told(self, pieces: Iterable[Statement | Figure]) -> Matched:
        """In how many of these each followed term stands."""
        return Counter(term for each in pieces for term in self._of(self.follows, each))

    def hush(self, analysis: Analysis) -> tuple[Analysis, Matched, tuple[Span, ...]]:
        """The analysis without what is muted of it; how many pieces each term took; where these stand.

        What is counted within a muted statement goes with it.
        """
        said = [(each, self._muted(each)) for each in analysis.statements]
        spans = tuple(span for each, term in said if term for span in (*each.content, each.context))
        counted = [(each, self._muted(each) or self._around(each, said)) for each in analysis.figures]
        left = Counter(term for _, term in (*said, *counted) if term)
        kept = tuple(each for each, term in said if term is None), tuple(each for each, term in counted if term is None)
        gone = tuple(each.clause for each, term in counted if term)
        return replace(analysis, statements=kept[0], figures=kept[1]) if left else analysis, left, (*spans, *gone)

    def _around(self, figure: Figure, said: Sequence[tuple[Statement, Term | None]]) -> Term | None:
        return next((term for each, term in said if term and each.context.overlap(figure.span)), None)

    def _muted(self, piece: Statement | Figure) -> Term | None:
        return next(self._of(self.mutes, piece), None)

    def _of(self, terms: Iterable[Term], piece: Statement | Figure) -> Iterator[Term]:
        """Those of the terms that a piece is of: its words, who says it, where it stands."""
        if isinstance(piece, Statement):
            name, spans = piece.speaker and piece.speaker.name, (*piece.content, piece.context)
        else:
            name, spans = piece.attributed_name, (piece.clause,)
        text, teller = _Folded(" ".join(span.of(piece.document.text) for span in spans)), _Folded(name or "")
        for term in terms:
            if term.kind != "person":
                held = self._is_of(term, piece.document, text)
            else:
                held = teller.holds(term) or (not name and isinstance(piece, Figure) and text.holds(term))
            if held:
                yield term

    def _is_of(self, term: Term, document: Document, text: _Folded) -> bool:
        match term.kind:
            case "publisher":
                return publishes(document, term.value)
            case "story":
                return document.key in self.members.get(_number(term), frozenset())
            case "person":
                return term.verb == "follow" and text.holds(term)
            case _:
                return text.holds(term)


class _Folded:
    """A text, folded once, whichever terms are looked for, and only where any is."""

    __slots__ = ("_folded", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: str | None = None

    def holds(self, term: Term) -> bool:
        """Whether the words of a term stand in it: all of them, or as a phrase or a name."""
        if self._folded is None:
            self._folded = fold(self._text)
        return all(pattern.search(self._folded) for pattern in _patterns(term.kind, term.value))


NOBODYS = Watch()
"""Follows and mutes nothing."""
WORDED = frozenset({"words", "phrase"})


def publishes(document: Document, name: str) -> bool:
    """Whether a page is of that publisher, by its name or by its address ("bbc.com" is also www.bbc.com)."""
    wanted = fold(name)
    host = _host(document.url or "")
    by_host = "." in name and (host == name.casefold() or host.endswith("." + name.casefold().removeprefix("www.")))
    return by_host or bool(wanted and document.publisher and f"{wanted} " in f"{fold(document.publisher)} ")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # as for an address whose bracket is never closed
        return ""


def _about(document: Document) -> str:
    """The title, the headings and the first paragraph."""
    headings = [span.of(document.text) for span in document.headings if span.start < LEDE]
    paragraphs = (each for each in document.text[:LEDE].split("\n\n") if each.strip() and each not in headings)
    return "\n".join((document.title or "", *headings, next(paragraphs, "")))


@lru_cache(maxsize=4096)
def _patterns(kind: str, value: str) -> tuple[re.Pattern[str], ...]:
    """What must all be found in a folded text: each of several words; a phrase or a name, the last word of it bent."""
    words = fold(value).split() or [""]
    if kind == "words":
        return tuple(_word(each, value) for each in words)
    *before, last = words
    return (re.compile("".join(f" {re.escape(each)}" for each in before) + _word(last, value).pattern),)


def _word(word: str, value: str) -> re.Pattern[str]:
    """A folded word, in folded text, where a space stands before every word."""
    if value.rstrip().endswith("*") and value.rstrip(" *").casefold().endswith(word[-1:]):
        return re.compile(f" {re.escape(word)}[^ ]*(?= |$)")
    if word.isascii() or not word.isalpha():
        return re.compile(f" {re.escape(word)}(?:s|es)?(?: s)?(?= |$)")
    stem = word[: max(len(word) - ENDING, min(len(word), SHORTEST))]
    return re.compile(f" {re.escape(stem)}[^ ]{{0,{ENDING + GROWN - 1}}}(?= |$)")


def _number(term: Term) -> int:
    return int(term.value) if term.kind == "story" and term.value.isdecimal() else 0
