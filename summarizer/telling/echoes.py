"""Which told words a passage says again, found among thousands without comparing it with each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from summarizer.comparison import NEGATION_REACH, SENTENCE_START, TITLES, WRITTEN_NUMBERS, is_number
from summarizer.placed_words import find_words
from summarizer.selection import REPEATED, repeats
from summarizer.support.at_odds import at_odds
from summarizer.types import Document, Span
from summarizer.wording import NEGATIONS, is_content, tokens

KEPT: Final = 8192
FEWEST: Final = 3
"""Words in a row; fewer of a told passage prove nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text made comparable: `row` are its words in order, `bag` those that say something, numbers in digits."""

    text: str
    row: str
    bag: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    @lru_cache(maxsize=KEPT)
    def of(cls, text: str) -> Words:
        row = tuple(WRITTEN_NUMBERS.get(token, token) for token in tokens(text))
        bag = frozenset(filter(is_content, row))
        return cls(text, f" {' '.join(row)} ", bag, frozenset(filter(is_number, bag)))

    @property
    def denies(self) -> bool:
        """Whether a "not" stands among them."""
        return not self.bag.isdisjoint(NEGATIONS)


@dataclass(frozen=True, slots=True)
class Echo:
    """Told words: of which document, and by whom they are said ("" where the page itself speaks)."""

    words: Words
    document: Document
    voice: str = ""


def says_again(new: Words, told: Words) -> bool:
    """Whether a text says nothing that the told one does not, nor anything against it.

    It is a run of the told words, with no "not" right before it; or nearly all of its words are among them, with no
    number, name or "not" of its own.
    """
    return bool(new.bag) and (_is_run(new, told) or _is_among(new, told))


def _is_run(new: Words, told: Words) -> bool:
    at = told.row.find(new.row) if new.row.count(" ") > FEWEST else -1
    return at >= 0 and (new.denies or NEGATIONS.isdisjoint(told.row[:at].split()[-NEGATION_REACH:]))


def _is_among(new: Words, told: Words) -> bool:
    if len(new.bag & told.bag) < REPEATED * len(new.bag) or not new.numbers <= told.numbers:
        return False
    if new.denies != told.denies or _renames(new, told) or not repeats(new.bag, told.bag):
        return False
    return not at_odds(told.text, new.text)


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

    @classmethod
    def of(cls, told: Sequence[Echo]) -> Echoes:
        holders: dict[str, list[int]] = defaultdict(list)
        for place, echo in enumerate(told):
            for word in echo.words.bag:
                holders[word].append(place)
        return cls(tuple(told), dict(holders))

    def near(self, words: Words) -> Iterator[Echo]:
        """The told words among which nearly all of these stand.

        Whoever has a share s of n words has one of any n - ceil(s n) + 1 of them (prefix filter, Bayardo et al. 2007):
        only the holders of the rarest are looked at.
        """
        needed = math.ceil(REPEATED * len(words.bag))
        rarest = sorted(words.bag, key=lambda word: (len(self._holders.get(word, ())), word))
        places = {place for word in rarest[: len(words.bag) - needed + 1] for place in self._holders.get(word, ())}
        found = (self.told[place] for place in sorted(places))
        return (echo for echo in found if len(words.bag & echo.words.bag) >= needed)
