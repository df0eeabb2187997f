"""Which told words a passage says again, found among thousands without comparing it with each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from summarizer.comparison import NEGATION_REACH, WRITTEN_NUMBERS, is_number, wordings
from summarizer.denials import is_denial
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
TURNS: Final = frozenset(
    "after all any before both can for from if may more most must off on only out over shall some through to under "
    "until up will".split()
)
"""Grammar on which the sense hangs: who votes "for" it does not vote "against" it, and what is "over" does not hold."""
TENSES: Final = {"could": "can", "might": "may", "should": "shall", "would": "will"}
"""A report puts "we will" as "they would"."""
DOUBTS: Final = frozenset(
    "allegedly apparently maybe perhaps possibly probably purportedly reportedly supposedly".split()
)
SUSPENDS: Final = DOUBTS | frozenset("almost alleged could if may might nearly unless whether".split())
"""What stands before or within words that are not said to be so."""
SAYS: Final = frozenset(
    "according added adding adds announced announces announcing commented declared declares declaring explained "
    "explains noted noting reported reporting said say saying says stated stating tell telling tells told write writes "
    "writing written wrote".split()
)
"""Verbs that only say that somebody speaks: one may stand for the other."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text made comparable: `row` are its words in order, `bag` those that say something, numbers in digits.

    `turns` and `suspends` are its words of `TURNS` and `SUSPENDS`. `negates` says that a "not" governs it, `rejects`
    that it denies something, `says` that it has a verb of saying or is told with one.
    """

    text: str
    row: str
    bag: frozenset[str]
    numbers: frozenset[str]
    turns: frozenset[str]
    suspends: frozenset[str]
    negates: bool
    rejects: bool
    says: bool

    @classmethod
    @lru_cache(maxsize=KEPT)
    def of(cls, text: str) -> Words:
        row = tuple(WRITTEN_NUMBERS.get(token, token) for token in tokens(text))
        bag = frozenset(filter(is_content, row))
        numbers = frozenset(filter(is_number, bag))
        turns = TURNS.intersection(TENSES.get(token, token) for token in row)
        negates, says = not bag.isdisjoint(NEGATIONS), not SAYS.isdisjoint(row)
        said = f" {' '.join(row)} "
        return cls(text, said, bag, numbers, turns, SUSPENDS.intersection(row), negates, denies(text), says)

    @classmethod
    def said(cls, statement: Statement) -> Words:
        """What a statement says, with the "not" or the denial that governs it from outside of its content."""
        own, whole = cls.of(statement.text), wordings(0, statement, statement.speaker)[0]
        negates = not whole.bag.isdisjoint(NEGATIONS)
        return replace(own, negates=negates, rejects=own.rejects or DENIED in whole.bag or is_denial(statement))

    def by(self, names: frozenset[str]) -> Words:
        """With the words that say who says it: a sentence that adds nothing but them says it again."""
        return replace(self, bag=self.bag | names, says=True)


@dataclass(frozen=True, slots=True)
class Echo:
    """Told words of a document."""

    words: Words
    document: Document


def says_again(new: Words, told: Words) -> bool:
    """Whether a text says nothing that the told one does not, nor anything against it.

    It is a run of the told words, with no "not" or doubt right before it; or all of its words are among them, in
    whatever order, but for another verb of saying or a doubt. To tell a thing twice costs little; to be silent about
    news breaks the promise.
    """
    return new.rejects == told.rejects and (
        (_is_run(new, told) and (len(new.row.split()) >= FEWEST or new.row == told.row)) or _is_among(new, told)
    )


def repeats_on_page(new: Words, told: Words) -> bool:
    """Whether two passages of one page say almost the same, as its headline and its first sentence do.

    What the one says has to be all in the other.
    """
    if (new.negates, new.rejects) != (told.negates, told.rejects) or not new.numbers <= told.numbers:
        return False
    if _is_run(new, told):
        return True
    return min(len(new.bag), len(told.bag)) >= FEWEST and repeats(new.bag, told.bag) and not _adds(new, told)


def _is_run(new: Words, told: Words) -> bool:
    at = told.row.find(new.row)
    before = told.row[: max(at, 0)].split()[-NEGATION_REACH:]
    said_so = new.row == told.row or (NEGATIONS | SUSPENDS).isdisjoint(before)
    return at >= 0 and said_so and (told.negates or not new.negates)


def _is_among(new: Words, told: Words) -> bool:
    if new.negates != told.negates or _adds(new, told) or not repeats(new.bag, told.bag):
        return False
    return _bears_out(told.text, new.text)


def _adds(new: Words, told: Words) -> bool:
    """Whether a text has a word of its own that says something or turns the sense, or lacks a doubt."""
    slight = DOUBTS | SAYS if told.says else DOUBTS
    return not (new.bag - told.bag <= slight and new.turns <= told.turns and told.suspends <= new.suspends)


@lru_cache(maxsize=KEPT)
def _bears_out(told: str, new: str) -> bool:
    """Whether the gate would let the new words be written on the strength of the told ones alone.

    The same words without a "not" or a doubt ("accused"), with turned roles or with the numbers at other nouns are
    news.
    """
    cited = Cited.of((Excerpt(Document(told, ""), Span(0, len(told)), told),))
    return not any(True for check in CHECKS for _ in check(new, cited))


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
