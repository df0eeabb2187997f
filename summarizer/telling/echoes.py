"""Which told words a passage says again, found among thousands without comparing it with each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from summarizer.comparison import NEGATION_REACH, SENTENCE_START, TITLES, WRITTEN_NUMBERS, is_number, wordings
from summarizer.denials import is_denial
from summarizer.placed_words import find_words
from summarizer.selection import REPEATED, repeats
from summarizer.support.at_odds import CHECKS
from summarizer.support.cited import Cited
from summarizer.types import Document, Excerpt, Span, Statement
from summarizer.wording import NEGATIONS, denies, is_content, tokens

KEPT: Final = 8192
DENIED: Final = "denied"
"""What `comparison.wordings` puts before a content whose cue denies it."""
FEWEST: Final = 3
"""Words; fewer in common, or in a row, prove nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text made comparable: `row` are its words in order, `bag` those that say something, numbers in digits.

    `negates` says that a "not" governs it, `rejects` that it denies something.
    """

    text: str
    row: str
    bag: frozenset[str]
    numbers: frozenset[str]
    negates: bool
    rejects: bool

    @classmethod
    @lru_cache(maxsize=KEPT)
    def of(cls, text: str) -> Words:
        row = tuple(WRITTEN_NUMBERS.get(token, token) for token in tokens(text))
        bag = frozenset(filter(is_content, row))
        numbers = frozenset(filter(is_number, bag))
        return cls(text, f" {' '.join(row)} ", bag, numbers, not bag.isdisjoint(NEGATIONS), denies(text))

    @classmethod
    def said(cls, statement: Statement) -> Words:
        """What a statement says, with the "not" or the denial that governs it from outside of its content."""
        own, whole = cls.of(statement.text), wordings(0, statement, statement.speaker)[0]
        negates = not whole.bag.isdisjoint(NEGATIONS)
        return replace(own, negates=negates, rejects=own.rejects or DENIED in whole.bag or is_denial(statement))

    def by(self, names: frozenset[str]) -> Words:
        """With the words that say who says it: a sentence that adds nothing but them says it again."""
        return replace(self, bag=self.bag | names)


@dataclass(frozen=True, slots=True)
class Echo:
    """Told words of a document."""

    words: Words
    document: Document


def says_again(new: Words, told: Words) -> bool:
    """Whether a text says nothing that the told one does not, nor anything against it.

    It is a run of the told words, with no "not" right before it; or nearly all of its words are among them, with no
    number, name or "not" of its own.
    """
    return new.rejects == told.rejects and (_is_run(new, told) or _is_among(new, told))


def repeats_on_page(new: Words, told: Words) -> bool:
    """Whether two passages of one page say almost the same, as its headline and its first sentence do.

    The longer one is not told for its details alone, unless a number or a "not" is among them.
    """
    if (new.negates, new.rejects) != (told.negates, told.rejects) or not new.numbers <= told.numbers:
        return False
    return new.row in told.row or (min(len(new.bag), len(told.bag)) >= FEWEST and repeats(new.bag, told.bag))


def _is_run(new: Words, told: Words) -> bool:
    at = told.row.find(new.row) if len(new.row.split()) >= FEWEST or new.row == told.row else -1
    before = told.row[: max(at, 0)].split()[-NEGATION_REACH:]
    return at >= 0 and (new.negates == told.negates or (told.negates and NEGATIONS.isdisjoint(before)))


def _is_among(new: Words, told: Words) -> bool:
    if len(new.bag & told.bag) < REPEATED * len(new.bag) or not new.numbers <= told.numbers:
        return False
    if new.negates != told.negates or _renames(new, told) or not repeats(new.bag, told.bag):
        return False
    return _bears_out(told.text, new.text)


@lru_cache(maxsize=KEPT)
def _bears_out(told: str, new: str) -> bool:
    """Whether the gate would let the new words be written on the strength of the told ones alone.

    Words with another verb ("fell" for "rose"), without a "not" or a doubt ("allegedly"), with turned roles or with
    the numbers at other nouns are news.
    """
    cited = Cited.of((Excerpt(Document(told, ""), Span(0, len(told)), told),))
    return not any(True for check in CHECKS for _ in check(new, cited))


def _renames(new: Words, told: Words) -> bool:
    """Whether a name stands in the place of another: what befell Lind is not what befell Ostin."""
    own, others = _names(new.text), _names(told.text)
    return not own <= told.bag and not others <= new.bag


@lru_cache(maxsize=KEPT)
def _names(text: str) -> frozenset[str]:
    """Its words with a capital; the first of a sentence may be any word."""
    return frozenset(
        word.token
        for word in find_words(text, (Span(0, len(text)),) if text else ())
        if text[word.span.start].isupper()
        and is_content(word.token)
        and word.token not in TITLES
        and not SENTENCE_START.search(text[max(0, word.span.start - 4) : word.span.start] or "\n")
    )


@dataclass(frozen=True, slots=True)
class Echoes:
    """Told words, findable by a passage that may say them again."""

    told: tuple[Echo, ...] = ()
    _holders: Mapping[str, Sequence[int]] = field(default_factory=dict, compare=False, repr=False)

    _own: Mapping[str, Sequence[Words]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, told: Sequence[Echo]) -> Echoes:
        holders: dict[str, list[int]] = defaultdict(list)
        own: dict[str, list[Words]] = defaultdict(list)
        for place, echo in enumerate(told):
            own[echo.document.key].append(echo.words)
            for word in echo.words.bag:
                holders[word].append(place)
        return cls(tuple(told), dict(holders), dict(own))

    def of_document(self, key: str) -> Sequence[Words]:
        """The told words of one document."""
        return self._own.get(key, ())

    def near(self, words: Words) -> Iterator[Echo]:
        """The told words among which nearly all of these stand.

        Whoever has a share s of n words has one of any n - ceil(s n) + 1 of them (prefix filter, Bayardo et al. 2007):
        only the holders of the rarest are looked at. Of words that say nothing by themselves ("it is over") all must be
        there.
        """
        if not words.bag:
            return (echo for echo in self.told if words.row in echo.words.row)
        needed = math.ceil(REPEATED * len(words.bag))
        rarest = sorted(words.bag, key=lambda word: (len(self._holders.get(word, ())), word))
        places = {place for word in rarest[: len(words.bag) - needed + 1] for place in self._holders.get(word, ())}
        found = (self.told[place] for place in sorted(places))
        return (echo for echo in found if len(words.bag & echo.words.bag) >= needed)
