"""Which piece of an old text is which of a new one, and whether it says something else there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, TypeVar

from summarizer.types import Figure, Statement
from summarizer.wording import content_words, tokens

Piece = TypeVar("Piece", Statement, Figure)
Seen = TypeVar("Seen")
Words = tuple[str, ...]
Score = tuple[float, ...]
"""How alike two pieces are, what counts most first; empty where they are two and not one."""

REWORDED = 0.5
"""Share of the shorter wording that stands in the other (half of it words, half of it pairs of words in a row), from
which two statements of one speaker are one."""
SAME_WORDS = 0.9
"""The same where the speaker changed."""
LIKE_CLAUSE = 0.5
"""The same of two clauses without their numbers, as a share of both: a figure is known by what stands around it."""
PHRASE = 3  # words; fewer are one statement only if they are equal
ARTICLES = frozenset({"a", "an", "the", "that"})
LONG_WORD, BEGINNING, SPELT = 5, 3, 0.85
LONGEST = 300
"""Words of a piece by which it is found again."""
ALIGNED = 1000
"""Words of a statement up to which it is looked whether only its spelling changed: that takes time by their square."""


def paired(
    mine: Sequence[Piece],
    theirs: Sequence[Piece],
    view: Callable[[Piece], Seen],
    likeness: Callable[[Seen, Seen], Score],
) -> list[tuple[Piece, Piece]]:
    """The likest two first, each piece in one pair at most; in the order of the old text."""
    ours, others = list(map(view, mine)), list(map(view, theirs))
    scored = [(likeness(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(others)]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((each for each in scored if each[0]), key=lambda each: (*(-x for x in each[0]), *each[1:])):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return [(mine[i], theirs[partner[i]]) for i in sorted(partner)]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a piece, and those that stand in a row."""

    words: Words
    bag: frozenset[str]
    pairs: frozenset[Words]

    @classmethod
    def of(cls, words: Words) -> Wording:
        return cls(words[:LONGEST], frozenset(words[:LONGEST]), frozenset(pairwise(words[:LONGEST])))

    def held(self, other: Wording) -> float:
        """The share of the shorter wording that the other has."""
        return (_share(self.bag, other.bag, min) + _share(self.pairs, other.pairs, min)) / 2

    def like(self, other: Wording) -> float:
        """The same as a share of the longer one."""
        return (_share(self.bag, other.bag, max) + _share(self.pairs, other.pairs, max)) / 2


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is compared."""

    wording: Wording
    speaker: frozenset[str]

    @classmethod
    def of(cls, statement: Statement) -> Said:
        name = statement.speaker.name if statement.speaker else ""
        return cls(Wording.of(tokens(statement.text)), content_words(name))

    def likeness(self, other: Said) -> Score:
        """How much of the shorter one the other has, then how little they differ in length."""
        mine, theirs = self.wording, other.wording
        same = is_same_name(self.speaker, other.speaker)
        if min(len(mine.words), len(theirs.words)) < PHRASE:
            return (1.0, 0.0) if same and mine.words == theirs.words else ()
        held = mine.held(theirs)
        enough = REWORDED if same else SAME_WORDS
        return (held, -abs(len(mine.words) - len(theirs.words))) if held >= enough else ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as it is compared."""

    clause: Wording
    counted: frozenset[str]
    amount: tuple[object, ...]

    @classmethod
    def of(cls, figure: Figure) -> Counted:
        text, clause, span = figure.document.text, figure.clause, figure.span
        around = tokens(f"{text[clause.start : span.start]} {text[span.end : clause.end]}")
        named = [each.of(text) for each in (figure.counts, figure.event) if each]
        words = tuple(word for word in around if not any(map(str.isdigit, word)))
        return cls(Wording.of(words), frozenset(tokens(" ".join(named))), amount_of(figure))

    def likeness(self, other: Counted) -> Score:
        """How alike the clauses are and what is counted; where that is the same, the number."""
        alike = self.clause.like(other.clause)
        if alike < LIKE_CLAUSE or self.amount[0] != other.amount[0]:
            return ()
        return alike + _share(self.counted, other.counted, max), float(self.amount == other.amount)


def amount_of(figure: Figure) -> tuple[object, ...]:
    """Its type and all that is said of how much it is; equal for two figures that say the same."""
    return figure.type, figure.value, figure.unit, figure.modifier, figure.vague


def is_same_name(name: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one name has all words of the other; nobody is nobody else."""
    return (name <= other or other <= name) if name and other else name == other


def is_changed(old: Statement, new: Statement) -> bool:
    """Whether the words say something else than before, or somebody else says them; a mended spelling is neither."""
    mine, theirs = (tuple(word for word in tokens(each.text) if word not in ARTICLES) for each in (old, new))
    if not is_same_name(Said.of(old).speaker, Said.of(new).speaker):
        return True
    if max(len(mine), len(theirs)) > ALIGNED:
        return mine != theirs
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return any(
        tag != "equal" and not (tag == "replace" and _is_spelling(mine[a:b], theirs[c:d])) for tag, a, b, c, d in blocks
    )


def _is_spelling(words: Words, others: Words) -> bool:
    """Whether each word is one that begins like the other's and hardly differs; a number is no spelling of another."""
    if "".join(words) == "".join(others):
        return True
    return len(words) == len(others) and all(
        a == b
        or (
            min(len(a), len(b)) >= LONG_WORD
            and a[:BEGINNING] == b[:BEGINNING]
            and not (any(map(str.isdigit, a)) or any(map(str.isdigit, b)))
            and SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELT
        )
        for a, b in zip(words, others, strict=True)
    )


def _share(mine: frozenset[Any], theirs: frozenset[Any], of: Callable[[int, int], int]) -> float:
    return len(mine & theirs) / max(1, of(len(mine), len(theirs)))
